/// How the characters of a text file are written.
enum CharacterCoding: Sendable {
    case utf8
    /// Latin-1 as it is in use: with the signs of Windows-1252.
    case latin1
    case utf16(isLittleEndian: Bool)

    /// What an agreement says of it.
    enum Choice: Sendable {
        case automatic, utf8, latin1, utf16
    }

    /// The coding of a file, and how many bytes its byte order mark has; reads the file through when the
    /// agreement leaves it open.
    static func of(_ bytes: BatchBytes, _ choice: Choice) throws -> (coding: CharacterCoding, mark: Int) {
        let start = try bytes.bytes(0..<3)
        if start.starts(with: [0xEF, 0xBB, 0xBF]), choice != .utf16 {
            try refuseZeroBytes(bytes)
            return (.utf8, 3)
        }
        let marks: [(bytes: [UInt8], isLittle: Bool)] = [([0xFF, 0xFE], true), ([0xFE, 0xFF], false)]
        let mark = marks.first { start.starts(with: $0.bytes) }
        switch choice {
        case .utf16:
            return (.utf16(isLittleEndian: mark?.isLittle ?? true), mark == nil ? 0 : 2)
        case .automatic:
            if let mark { return (.utf16(isLittleEndian: mark.isLittle), 2) }
            return (try isUTF8(bytes) ? .utf8 : .latin1, 0)
        case .utf8:
            try refuseZeroBytes(bytes)
            return (.utf8, 0)
        case .latin1:
            try refuseZeroBytes(bytes)
            return (.latin1, 0)
        }
    }

    /// Whether all of a file is UTF-8.
    private static func isUTF8(_ bytes: BatchBytes) throws -> Bool {
        var place = 0
        var rest: [UInt8] = []
        var isValid = true
        while true {
            let piece = try bytes.piece(from: place)
            try refuseZeroBytes(in: piece)
            if piece.isEmpty { return isValid && rest.isEmpty }
            place += piece.count
            guard isValid else { continue }
            let whole = rest + piece
            let end = endOfWholeCharacters(whole)
            isValid = String(validating: whole[..<end], as: UTF8.self) != nil
            rest = Array(whole[end...])
        }
    }

    /// Where the last character that may go on behind the bytes begins.
    private static func endOfWholeCharacters(_ bytes: [UInt8]) -> Int {
        var place = bytes.count
        while place > 0, bytes.count - place < 3 {
            place -= 1
            if bytes[place] < 0x80 { return bytes.count }
            if bytes[place] >= 0xC0 {
                let length = bytes[place] >= 0xF0 ? 4 : bytes[place] >= 0xE0 ? 3 : 2
                return place + length > bytes.count ? place : bytes.count
            }
        }
        return bytes.count
    }

    private static func refuseZeroBytes(_ bytes: BatchBytes) throws {
        var place = 0
        while true {
            let piece = try bytes.piece(from: place)
            if piece.isEmpty { return }
            try refuseZeroBytes(in: piece)
            place += piece.count
        }
    }

    private static func refuseZeroBytes(in piece: [UInt8]) throws {
        guard !piece.contains(0) else {
            throw BatchError(
                .notText,
                "The file holds zero bytes: it is a spreadsheet or in UTF-16, not the text that was agreed. "
                    + "Save it as \"CSV (UTF-8)\" and send it again.")
        }
    }
}

/// The bytes of a text file as UTF-8, piece by piece.
struct DecodedBytes {
    /// Stands for what is no character, so that its row is refused: UTF-8 has no such byte.
    private static let impossible: UInt8 = 0xFF

    private let source: BatchBytes
    private let coding: CharacterCoding
    private var place: Int
    /// The first half of a character that the next piece ends.
    private var half: [UInt8] = []

    init(_ source: BatchBytes, _ coding: CharacterCoding, from place: Int) {
        self.source = source
        self.coding = coding
        self.place = place
    }

    /// The next piece; empty at the end.
    mutating func next() throws -> [UInt8] {
        while true {
            let piece = try source.piece(from: place)
            place += piece.count
            switch coding {
            case .utf8: return piece
            case .latin1: return Self.fromLatin1(piece)
            case .utf16(let isLittleEndian):
                guard !piece.isEmpty else {
                    defer { half = [] }
                    return half.isEmpty ? [] : [Self.impossible]
                }
                let text = fromUTF16(half + piece, isLittleEndian, isLast: place >= source.byteCount)
                // A piece may end within its first character, which is not the end of the file.
                if !text.isEmpty { return text }
            }
        }
    }

    private static func fromLatin1(_ bytes: [UInt8]) -> [UInt8] {
        var text: [UInt8] = []
        text.reserveCapacity(bytes.count + bytes.count / 8)
        for byte in bytes {
            if byte < 0x80 {
                text.append(byte)
            } else if byte < 0xA0 {
                text += windowsSigns[Int(byte) - 0x80]
            } else {
                text.append(0xC0 | byte >> 6)
                text.append(0x80 | byte & 0x3F)
            }
        }
        return text
    }

    /// Windows-1252 from 0x80 to 0x9F; the five that it leaves open stand for themselves.
    private static let windowsSigns = "€\u{81}‚ƒ„…†‡ˆ‰Š‹Œ\u{8D}Ž\u{8F}\u{90}‘’“”•–—˜™š›œ\u{9D}žŸ"
        .unicodeScalars.map { Array(String($0).utf8) }

    private mutating func fromUTF16(_ bytes: [UInt8], _ isLittleEndian: Bool, isLast: Bool) -> [UInt8] {
        var text: [UInt8] = []
        text.reserveCapacity(bytes.count)
        var place = 0
        func unit(_ at: Int) -> UInt32 {
            let (first, second) = (UInt32(bytes[at]), UInt32(bytes[at + 1]))
            return isLittleEndian ? second << 8 | first : first << 8 | second
        }
        while place + 1 < bytes.count {
            let first = unit(place)
            var value = first
            if (0xD800..<0xDC00).contains(first) {
                guard place + 3 < bytes.count || isLast else { break }
                let second = place + 3 < bytes.count ? unit(place + 2) : 0
                if (0xDC00..<0xE000).contains(second) {
                    value = 0x10000 + (first - 0xD800) << 10 + (second - 0xDC00)
                    place += 2
                }
            }
            place += 2
            if let scalar = Unicode.Scalar(value), value != 0 {
                text += UTF8.encode(scalar).map(Array.init) ?? [Self.impossible]
            } else {
                text.append(Self.impossible)
            }
        }
        half = Array(bytes[place...])
        return text
    }
}

/// The stretch of a text that is being read: grows at its end, and forgets what was read.
struct ByteWindow {
    private(set) var bytes: [UInt8] = []
    private(set) var isAtEnd = false
    private var source: DecodedBytes

    init(_ source: DecodedBytes) {
        self.source = source
    }

    /// Forgets as many bytes from the beginning, and reads on.
    mutating func advance(dropping count: Int) throws {
        bytes.removeFirst(count)
        guard !isAtEnd else { return }
        let piece = try source.next()
        if piece.isEmpty { isAtEnd = true } else { bytes += piece }
    }
}
