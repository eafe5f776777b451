/// Finds where the values of a JSON text begin and end, without reading what they say.
///
/// What it finds is read strictly afterwards; here a damaged value only must not hide the others.
struct JSONScan {
    /// A value and the line it begins in, from 1.
    struct Value {
        let range: Range<Int>
        let line: Int
    }

    private let bytes: [UInt8]
    private var place = 0
    private var line = 1

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    /// Whether the first value is a list.
    var isList: Bool { bytes[place...].first { !Self.isSpace($0) } == UInt8(ascii: "[") }

    /// Passes over the mark that some programs put before UTF-8.
    mutating func skipMark() {
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { place = 3 }
    }

    /// The elements of the list that the text is.
    mutating func listElements() throws(OrderFault) -> [Value] {
        skipSpace()
        place += 1
        var values: [Value] = []
        skipSpace()
        if place < bytes.count, bytes[place] == UInt8(ascii: "]") {
            place += 1
        } else {
            while true {
                skipSpace()
                let begin = (place, line)
                guard let end = end(ofValueAt: place), end > place else { throw unclosed(begin.1) }
                values.append(Value(range: begin.0..<end, line: begin.1))
                try checkCount(values)
                advance(to: end)
                skipSpace()
                guard place < bytes.count else { throw unclosed(line) }
                let mark = bytes[place]
                guard mark == UInt8(ascii: ",") || mark == UInt8(ascii: "]") else {
                    throw OrderFault(
                        order: 0, line: line, message: "a comma or ] was expected between orders")
                }
                place += 1
                if mark == UInt8(ascii: "]") { break }
            }
        }
        skipSpace()
        guard place == bytes.count else {
            throw OrderFault(order: 0, line: line, message: "nothing may follow the list")
        }
        return values
    }

    /// The values of a text that is no list: one a line where every line begins an object, else all of it as one.
    mutating func values() throws(OrderFault) -> [Value] {
        var values: [Value] = []
        var isLines = true
        var (begin, number) = (place, 1)
        while begin < bytes.count {
            let end = bytes[begin...].firstIndex(of: 0x0A) ?? bytes.count
            let content = trimmed(begin..<end)
            if !content.isEmpty {
                isLines = isLines && bytes[content.lowerBound] == UInt8(ascii: "{") && content.count > 1
                values.append(Value(range: content, line: number))
                guard isLines else { break }
                try checkCount(values)
            }
            (begin, number) = (end + 1, number + 1)
        }
        if isLines { return values }
        skipSpace()
        let whole = trimmed(place..<bytes.count)
        return whole.isEmpty ? [] : [Value(range: whole, line: line)]
    }

    /// The keys and values of an object; `nil` when it is none, or not closed.
    func members(of range: Range<Int>) -> [(key: String, value: Range<Int>)]? {
        guard bytes[range.lowerBound] == UInt8(ascii: "{"),
            end(ofValueAt: range.lowerBound) == range.upperBound
        else { return nil }
        var members: [(key: String, value: Range<Int>)] = []
        var place = skippingSpace(range.lowerBound + 1)
        while place < range.upperBound - 1 {
            guard bytes[place] == UInt8(ascii: "\""), let keyEnd = end(ofValueAt: place) else { return nil }
            let key = String(decoding: bytes[place + 1..<keyEnd - 1], as: UTF8.self)
            place = skippingSpace(keyEnd)
            guard place < range.upperBound, bytes[place] == UInt8(ascii: ":") else { return nil }
            place = skippingSpace(place + 1)
            guard place < range.upperBound, let valueEnd = end(ofValueAt: place), valueEnd > place else {
                return nil
            }
            members.append((key, place..<valueEnd))
            place = skippingSpace(valueEnd)
            if bytes[place] == UInt8(ascii: ",") { place = skippingSpace(place + 1) }
        }
        return members
    }

    /// A string without escapes.
    func plainText(_ range: Range<Int>) -> String? {
        guard range.count > 2, bytes[range.lowerBound] == UInt8(ascii: "\"") else { return nil }
        let content = bytes[range.lowerBound + 1..<range.upperBound - 1]
        guard !content.contains(UInt8(ascii: "\\")) else { return nil }
        return String(decoding: content, as: UTF8.self)
    }

    // MARK: Moving

    /// The byte after a value; `nil` when it is not closed.
    private func end(ofValueAt start: Int) -> Int? {
        var depth = 0
        var place = start
        while place < bytes.count {
            switch bytes[place] {
            case UInt8(ascii: "\""):
                place += 1
                while place < bytes.count, bytes[place] != UInt8(ascii: "\"") {
                    place += bytes[place] == UInt8(ascii: "\\") ? 2 : 1
                }
                guard place < bytes.count else { return nil }
                if depth == 0 { return place + 1 }
            case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
            case UInt8(ascii: "}"), UInt8(ascii: "]"):
                if depth == 0 { return place }
                depth -= 1
                if depth == 0 { return place + 1 }
            case UInt8(ascii: ",") where depth == 0: return place
            case let byte where depth == 0 && Self.isSpace(byte): return place
            default: break
            }
            place += 1
        }
        return depth == 0 ? place : nil
    }

    private mutating func advance(to end: Int) {
        while place < end {
            if bytes[place] == 0x0A { line += 1 }
            place += 1
        }
    }

    private mutating func skipSpace() {
        advance(to: skippingSpace(place))
    }

    private func skippingSpace(_ start: Int) -> Int {
        var place = start
        while place < bytes.count, Self.isSpace(bytes[place]) { place += 1 }
        return place
    }

    private func trimmed(_ range: Range<Int>) -> Range<Int> {
        var (begin, end) = (range.lowerBound, range.upperBound)
        while begin < end, Self.isSpace(bytes[begin]) { begin += 1 }
        while end > begin, Self.isSpace(bytes[end - 1]) { end -= 1 }
        return begin..<end
    }

    private static func isSpace(_ byte: UInt8) -> Bool {
        byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09
    }

    private func unclosed(_ line: Int) -> OrderFault {
        OrderFault(
            order: 0, line: line, message: "an order that begins here is not closed, or an element is missing"
        )
    }

    private func checkCount(_ values: [Value]) throws(OrderFault) {
        guard values.count <= OrderFile.ordersMaximum else {
            throw OrderFault(
                order: 0,
                message: "the file has more than \(OrderFile.ordersMaximum) orders; send it in parts")
        }
    }
}
