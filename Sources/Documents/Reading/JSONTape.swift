/// A JSON text as a flat list of values with their places: nothing is copied and nothing is converted.
///
/// Decoders of the standard library forget where a value stood and turn numbers into binary fractions; a
/// document needs both its places and its digits.
struct JSONTape: Sendable {
    enum Kind: Sendable {
        case object
        case array
        case string
        case number
        case boolean
        case null
    }

    struct Node: Sendable {
        var kind: Kind
        var hasEscapes = false
        /// The bytes of the value; of a string, those between the quotes.
        var start: Int32
        var end: Int32
        /// The node after this value and all within it.
        var next: Int32 = 0
        /// The members of an object, the elements of an array.
        var count: Int32 = 0
    }

    /// Why a text could not be read to its end.
    struct Failure: Error {
        var code: DocumentFault.Code
        var offset: Int
        var expected: String
        /// The nodes of the objects and arrays around the place, outermost first.
        var containers: [Int] = []
    }

    let bytes: [UInt8]
    private(set) var nodes: [Node] = []
    private var place = 0
    private var containers: [Int] = []
    private let limits: DocumentReader.Limits

    init(_ bytes: [UInt8], limits: DocumentReader.Limits) {
        self.bytes = bytes
        self.limits = limits
    }

    /// Reads the whole text.
    mutating func read() throws(Failure) {
        // Offsets are kept in 32 bits.
        guard bytes.count <= min(limits.bytes, Int(Int32.max) - 1) else {
            throw failure(.limit, "a document has at most \(limits.bytes) bytes")
        }
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) {
            throw failure(.syntax, "JSON begins without a byte order mark")
        }
        nodes.reserveCapacity(bytes.count / 12)
        skipSpace()
        try value()
        skipSpace()
        guard place == bytes.count else { throw failure(.syntax, "nothing may follow the document") }
    }

    // MARK: Values

    private mutating func value() throws(Failure) {
        guard place < bytes.count else { throw failure(.syntax, "the text ends where a value was expected") }
        switch bytes[place] {
        case UInt8(ascii: "\""): try string()
        case UInt8(ascii: "{"): try container(.object, closing: UInt8(ascii: "}"))
        case UInt8(ascii: "["): try container(.array, closing: UInt8(ascii: "]"))
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): try number()
        case UInt8(ascii: "t"): try word("true", .boolean)
        case UInt8(ascii: "f"): try word("false", .boolean)
        case UInt8(ascii: "n"): try word("null", .null)
        default: throw failure(.syntax, "a value was expected")
        }
    }

    private mutating func container(_ kind: Kind, closing: UInt8) throws(Failure) {
        guard containers.count < limits.depth else {
            throw failure(.limit, "values nest at most \(limits.depth) deep")
        }
        let node = nodes.count
        nodes.append(Node(kind: kind, start: Int32(place), end: 0))
        containers.append(node)
        place += 1
        skipSpace()
        var count = 0
        if place < bytes.count, bytes[place] == closing {
            place += 1
        } else {
            while true {
                count += 1
                guard count <= (kind == .object ? limits.members : limits.elements) else {
                    throw failure(
                        .limit,
                        kind == .object
                            ? "an object has at most \(limits.members) keys"
                            : "a list has at most \(limits.elements) elements")
                }
                nodes[node].count = Int32(count)
                if kind == .object { try key() }
                try value()
                skipSpace()
                guard place < bytes.count else {
                    throw failure(
                        .syntax, kind == .object ? "the object is not closed" : "the list is not closed")
                }
                let separator = bytes[place]
                guard separator == UInt8(ascii: ",") || separator == closing else {
                    throw failure(
                        .syntax, kind == .object ? "a comma or } was expected" : "a comma or ] was expected")
                }
                place += 1
                if separator == closing { break }
                skipSpace()
            }
        }
        nodes[node].end = Int32(place)
        nodes[node].next = Int32(nodes.count)
        containers.removeLast()
    }

    private mutating func key() throws(Failure) {
        guard place < bytes.count, bytes[place] == UInt8(ascii: "\"") else {
            throw failure(.syntax, "a key in quotes was expected")
        }
        try string()
        skipSpace()
        guard place < bytes.count, bytes[place] == UInt8(ascii: ":") else {
            throw failure(.syntax, "a colon was expected after the key")
        }
        place += 1
        skipSpace()
    }

    private mutating func word(_ word: StaticString, _ kind: Kind) throws(Failure) {
        let count = word.utf8CodeUnitCount
        let isThere = word.withUTF8Buffer { bytes[place...].prefix(count).elementsEqual($0) }
        guard isThere else { throw failure(.syntax, "\(word) was expected") }
        append(Node(kind: kind, start: Int32(place), end: Int32(place + count)))
        place += count
    }

    private mutating func number() throws(Failure) {
        let start = place
        if bytes[place] == UInt8(ascii: "-") { place += 1 }
        let first = place
        guard digits() else { throw failure(.syntax, "a digit was expected") }
        guard place - first == 1 || bytes[first] != UInt8(ascii: "0") else {
            place = first
            throw failure(.syntax, "a number has no leading zeros")
        }
        if place < bytes.count, bytes[place] == UInt8(ascii: ".") {
            place += 1
            guard digits() else { throw failure(.syntax, "a digit was expected after the point") }
        }
        if place < bytes.count, bytes[place] | 0x20 == UInt8(ascii: "e") {
            place += 1
            if place < bytes.count, bytes[place] == UInt8(ascii: "+") || bytes[place] == UInt8(ascii: "-") {
                place += 1
            }
            guard digits() else { throw failure(.syntax, "a digit was expected in the exponent") }
        }
        append(Node(kind: .number, start: Int32(start), end: Int32(place)))
    }

    private mutating func digits() -> Bool {
        let start = place
        while place < bytes.count, bytes[place] >= 0x30, bytes[place] <= 0x39 { place += 1 }
        return place > start
    }

    // MARK: Strings

    private mutating func string() throws(Failure) {
        let start = place + 1
        var end = start
        var hasEscapes = false
        var isASCII = true
        while true {
            guard end < bytes.count else { throw failure(.syntax, "the text in quotes is not closed") }
            let byte = bytes[end]
            if byte == UInt8(ascii: "\"") { break }
            if byte == UInt8(ascii: "\\") {
                hasEscapes = true
                place = end
                end = try escape(at: end)
                continue
            }
            if byte < 0x20 {
                place = end
                throw failure(.syntax, "a control character stands in a text only escaped")
            }
            if byte >= 0x80 { isASCII = false }
            end += 1
        }
        guard end - start <= limits.textBytes else {
            throw failure(.limit, "a text has at most \(limits.textBytes) bytes")
        }
        if !isASCII, String(validating: bytes[start..<end], as: UTF8.self) == nil {
            throw failure(.text, "a text is UTF-8")
        }
        append(Node(kind: .string, hasEscapes: hasEscapes, start: Int32(start), end: Int32(end)))
        place = end + 1
    }

    /// The place after the escape that begins at a place.
    private func escape(at start: Int) throws(Failure) -> Int {
        guard start + 1 < bytes.count else { throw failure(.syntax, "the text in quotes is not closed") }
        switch bytes[start + 1] {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"), UInt8(ascii: "b"),
            UInt8(ascii: "f"), UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"):
            return start + 2
        case UInt8(ascii: "u"): break
        default: throw failure(.syntax, "a backslash is followed by one of \" \\ / b f n r t u")
        }
        guard let unit = Self.unit(in: bytes, at: start + 2) else {
            throw failure(.syntax, "\\u is followed by four hexadecimal digits")
        }
        if UTF16.isTrailSurrogate(unit) { throw failure(.text, "the second half of a pair stands alone") }
        guard UTF16.isLeadSurrogate(unit) else { return start + 6 }
        guard start + 7 < bytes.count, bytes[start + 6] == UInt8(ascii: "\\"),
            bytes[start + 7] == UInt8(ascii: "u"), let second = Self.unit(in: bytes, at: start + 8),
            UTF16.isTrailSurrogate(second)
        else {
            throw failure(.text, "the first half of a pair stands alone")
        }
        return start + 12
    }

    private static func unit(in bytes: [UInt8], at start: Int) -> UInt16? {
        guard start + 4 <= bytes.count else { return nil }
        var unit: UInt16 = 0
        for byte in bytes[start..<start + 4] {
            guard let digit = Character(UnicodeScalar(byte)).hexDigitValue else { return nil }
            unit = unit << 4 | UInt16(digit)
        }
        return unit
    }

    /// The text of a string, escapes resolved.
    func text(_ node: Node) -> String {
        let raw = bytes[Int(node.start)..<Int(node.end)]
        guard node.hasEscapes else { return String(decoding: raw, as: UTF8.self) }
        var text: [UInt8] = []
        text.reserveCapacity(raw.count)
        var place = raw.startIndex
        while place < raw.endIndex {
            guard raw[place] == UInt8(ascii: "\\") else {
                text.append(raw[place])
                place += 1
                continue
            }
            let letter = raw[place + 1]
            place += 2
            switch letter {
            case UInt8(ascii: "b"): text.append(0x08)
            case UInt8(ascii: "f"): text.append(0x0C)
            case UInt8(ascii: "n"): text.append(0x0A)
            case UInt8(ascii: "r"): text.append(0x0D)
            case UInt8(ascii: "t"): text.append(0x09)
            case UInt8(ascii: "u"):
                var units = [Self.unit(in: bytes, at: place) ?? 0]
                place += 4
                if UTF16.isLeadSurrogate(units[0]) {
                    units.append(Self.unit(in: bytes, at: place + 2) ?? 0)
                    place += 6
                }
                text += Array(String(decoding: units, as: UTF16.self).utf8)
            default: text.append(letter)
            }
        }
        return String(decoding: text, as: UTF8.self)
    }

    /// Whether a string node is a word.
    func isText(_ node: Int, _ word: StaticString) -> Bool {
        let node = nodes[node]
        guard !node.hasEscapes else { return text(node) == "\(word)" }
        let (start, count) = (Int(node.start), Int(node.end - node.start))
        guard count == word.utf8CodeUnitCount else { return false }
        return word.withUTF8Buffer { word in
            for place in 0..<count where bytes[start + place] != word[place] { return false }
            return true
        }
    }

    // MARK: Small steps

    private mutating func append(_ node: Node) {
        var node = node
        node.next = Int32(nodes.count + 1)
        nodes.append(node)
    }

    private mutating func skipSpace() {
        while place < bytes.count {
            switch bytes[place] {
            case 0x20, 0x0A, 0x0D, 0x09: place += 1
            default: return
            }
        }
    }

    private func failure(_ code: DocumentFault.Code, _ expected: String) -> Failure {
        Failure(code: code, offset: place, expected: expected, containers: containers)
    }
}
