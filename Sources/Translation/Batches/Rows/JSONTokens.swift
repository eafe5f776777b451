/// The signs of a JSON text one after the other, strict by RFC 8259, in memory that does not grow with it.
struct JSONTokens {
    /// One sign.
    enum Token: Equatable {
        case beginObject, endObject, beginArray, endArray
        /// These four have a ``JSONTokens/value``.
        case key, text, number
        /// `true` or `false`.
        case word
        case null
    }

    private enum Container { case object, array }
    private enum Expectation { case value, firstValueOrEnd, firstKeyOrEnd, key, colon, commaOrEnd, end }

    private var window: ByteWindow
    private var at = 0
    private var containers: [Container] = []
    /// The text of the last key, text, number or word: UTF-8, without quotes and escapes.
    private(set) var value: [UInt8] = []
    private var expectation = Expectation.value
    /// The line of the next byte, from 1.
    private(set) var line: Int
    /// Bytes of the line before the window.
    private var columnBase = 0

    /// Begins with the first byte of a window, which is in this line.
    init(_ window: ByteWindow, line: Int) {
        self.window = window
        self.line = line
    }

    /// The next sign; `nil` behind the one value that a text holds.
    mutating func next() throws -> Token? {
        while true {
            try skipSpace()
            guard let byte = try peek() else {
                if expectation == .end { return nil }
                throw BatchError(
                    .endMissing,
                    "The file ends in line \(line) before its JSON does: only a part of it arrived. "
                        + "Send it again as a whole.")
            }
            switch expectation {
            case .end: throw failure("nothing may follow the value")
            case .colon:
                guard byte == UInt8(ascii: ":") else { throw failure("a colon was expected after the key") }
                at += 1
                expectation = .value
            case .commaOrEnd:
                guard byte == UInt8(ascii: ",") else {
                    return try close(byte, "a comma or the closing bracket was expected")
                }
                at += 1
                expectation = containers.last == .object ? .key : .value
            case .firstKeyOrEnd where byte == UInt8(ascii: "}"),
                .firstValueOrEnd where byte == UInt8(ascii: "]"):
                return try close(byte, "a value was expected")
            case .firstKeyOrEnd, .key:
                guard byte == UInt8(ascii: "\"") else { throw failure("a key in quotes was expected") }
                try string()
                expectation = .colon
                return .key
            case .value, .firstValueOrEnd: return try value(byte)
            }
        }
    }

    /// Passes over the value that comes next.
    mutating func skipValue() throws {
        var depth = 0
        repeat {
            switch try next() {
            case .beginObject, .beginArray: depth += 1
            case .endObject, .endArray: depth -= 1
            case nil: return
            default: break
            }
        } while depth > 0
    }

    private mutating func close(_ byte: UInt8, _ expected: String) throws -> Token {
        switch (byte, containers.last) {
        case (UInt8(ascii: "}"), .object), (UInt8(ascii: "]"), .array):
            at += 1
            let isObject = containers.removeLast() == .object
            endValue()
            return isObject ? .endObject : .endArray
        default: throw failure(expected)
        }
    }

    private mutating func endValue() {
        expectation = containers.isEmpty ? .end : .commaOrEnd
    }

    private mutating func value(_ byte: UInt8) throws -> Token {
        switch byte {
        case UInt8(ascii: "{"), UInt8(ascii: "["):
            guard containers.count < RowLimits.depth else {
                throw failure("values nest at most \(RowLimits.depth) deep")
            }
            at += 1
            let isObject = byte == UInt8(ascii: "{")
            containers.append(isObject ? .object : .array)
            expectation = isObject ? .firstKeyOrEnd : .firstValueOrEnd
            return isObject ? .beginObject : .beginArray
        case UInt8(ascii: "\""):
            try string()
            endValue()
            return .text
        case UInt8(ascii: "t"): return try word("true", .word)
        case UInt8(ascii: "f"): return try word("false", .word)
        case UInt8(ascii: "n"): return try word("null", .null)
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"):
            try number()
            endValue()
            return .number
        default: throw failure("a value was expected")
        }
    }

    private mutating func word(_ word: StaticString, _ token: Token) throws -> Token {
        for index in 0..<word.utf8CodeUnitCount {
            guard try peek() == word.withUTF8Buffer({ $0[index] }) else {
                throw failure("\(word) was expected")
            }
            at += 1
        }
        value.removeAll(keepingCapacity: true)
        word.withUTF8Buffer { value.append(contentsOf: $0) }
        endValue()
        return token
    }

    private mutating func number() throws {
        value.removeAll(keepingCapacity: true)
        var isWhole = true
        while let byte = try peek() {
            if !isDigit(byte) {
                guard "+-.eE".utf8.contains(byte) else { break }
                isWhole = false
            }
            value.append(byte)
            at += 1
            guard value.count <= 64 else { throw failure("a number has at most 64 signs") }
        }
        if isWhole, value.count == 1 || value.first != UInt8(ascii: "0") { return }
        var rest = value[...]
        if rest.first == UInt8(ascii: "-") { rest.removeFirst() }
        let whole = rest.prefix(while: isDigit)
        guard !whole.isEmpty, whole.count == 1 || whole.first != UInt8(ascii: "0") else {
            throw failure("a number has digits and no zeros in front")
        }
        rest = rest.dropFirst(whole.count)
        if rest.first == UInt8(ascii: ".") {
            let decimals = rest.dropFirst().prefix(while: isDigit)
            guard !decimals.isEmpty else { throw failure("a digit was expected after the point") }
            rest = rest.dropFirst(1 + decimals.count)
        }
        if let mark = rest.first, mark | 0x20 == UInt8(ascii: "e") {
            rest.removeFirst()
            if let sign = rest.first, "+-".utf8.contains(sign) { rest.removeFirst() }
            guard isDigit(rest.first) else { throw failure("a digit was expected in the exponent") }
            rest = rest.drop(while: isDigit)
        }
        guard rest.isEmpty else { throw failure("this is no number") }
    }

    private func isDigit(_ byte: UInt8?) -> Bool { byte.map { $0 >= 48 && $0 <= 57 } ?? false }

    // MARK: Strings

    private mutating func string() throws {
        at += 1
        value.removeAll(keepingCapacity: true)
        while true {
            // Most of a text is plain: taken at once.
            let start = at
            at = window.bytes.withUnsafeBufferPointer { bytes in
                var at = start
                while at < bytes.count, bytes[at] >= 0x20, bytes[at] != UInt8(ascii: "\""),
                    bytes[at] != UInt8(ascii: "\\")
                {
                    at &+= 1
                }
                value.append(contentsOf: UnsafeBufferPointer(rebasing: bytes[start..<at]))
                return at
            }
            guard value.count <= RowLimits.cellBytes else {
                throw failure("a text has at most \(RowLimits.cellBytes) bytes")
            }
            guard let byte = try peek() else { throw ended() }
            switch byte {
            case UInt8(ascii: "\""):
                at += 1
                let isText = value.withUnsafeBufferPointer {
                    CellText.isASCII($0) || String(validating: $0, as: UTF8.self) != nil
                }
                guard isText else { throw failure("a text is UTF-8") }
                return
            case UInt8(ascii: "\\"):
                at += 1
                value += try escape()
            case 0..<0x20: throw failure("a control character stands in a text only escaped")
            default: break
            }
        }
    }

    private mutating func escape() throws -> [UInt8] {
        guard let byte = try peek() else { throw ended() }
        at += 1
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return [byte]
        case UInt8(ascii: "b"): return [0x08]
        case UInt8(ascii: "f"): return [0x0C]
        case UInt8(ascii: "n"): return [0x0A]
        case UInt8(ascii: "r"): return [0x0D]
        case UInt8(ascii: "t"): return [0x09]
        case UInt8(ascii: "u"):
            var value = try hexDigits()
            if (0xD800..<0xDC00).contains(value) {
                guard try peek() == UInt8(ascii: "\\") else {
                    throw failure("half of a character is escaped")
                }
                at += 1
                guard try peek() == UInt8(ascii: "u") else { throw failure("half of a character is escaped") }
                at += 1
                let second = try hexDigits()
                guard (0xDC00..<0xE000).contains(second) else {
                    throw failure("half of a character is escaped")
                }
                value = 0x10000 + (value - 0xD800) << 10 + (second - 0xDC00)
            }
            guard let scalar = Unicode.Scalar(value) else { throw failure("half of a character is escaped") }
            return Array(String(Character(scalar)).utf8)
        default: throw failure("no such escape in a text")
        }
    }

    private mutating func hexDigits() throws -> UInt32 {
        var value: UInt32 = 0
        for _ in 0..<4 {
            guard let byte = try peek(), let digit = Character(Unicode.Scalar(byte)).hexDigitValue else {
                throw failure("four hexadecimal digits were expected")
            }
            value = value << 4 | UInt32(digit)
            at += 1
        }
        return value
    }

    // MARK: Bytes

    private mutating func skipSpace() throws {
        while let byte = try peek() {
            switch byte {
            case UInt8(ascii: "\n"):
                line += 1
                columnBase = -(at + 1)
            case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\r"): break
            default: return
            }
            at += 1
        }
    }

    private mutating func peek() throws -> UInt8? {
        if at == window.bytes.count {
            guard !window.isAtEnd else { return nil }
            columnBase += at
            try window.advance(dropping: at)
            at = 0
            return try peek()
        }
        return window.bytes[at]
    }

    private func ended() -> BatchError {
        BatchError(
            .endMissing,
            "The file ends in line \(line) within a text: only a part of it arrived. Send it again as a whole."
        )
    }

    private func failure(_ expected: String) -> BatchError {
        BatchError(
            .notJSON,
            "Line \(line), column \(columnBase + at + 1): \(expected). Nothing in the file was processed.")
    }
}
