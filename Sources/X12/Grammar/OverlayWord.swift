/// A word of an overlay and where it stands.
struct OverlayWord: Sendable, Hashable {
    /// What the characters are.
    enum Kind: Sendable, Hashable {
        case plain
        /// Stood between double quotes.
        case quoted
        case colon
        case comma
    }

    var text: String
    var kind: Kind
    /// The line, from 1.
    var line: Int
    /// The character in the line, from 1.
    var column: Int

    var isPlain: Bool { kind == .plain }
}

/// A line of an overlay as words, without its comment.
struct OverlayLine {
    var words: [OverlayWord] = []
    /// Where the line ends: what is missing is reported there.
    var end: OverlayWord

    /// Splits a line; what cannot be read is reported, and the line is then empty.
    init(_ bytes: ArraySlice<UInt8>, line: Int, faults: inout OverlayFaultList) {
        end = OverlayWord(text: "", kind: .plain, line: line, column: 1)
        var scanner = OverlayScanner(bytes: bytes, line: line)
        do throws(OverlayScanner.Fault) {
            while let word = try scanner.next() { words.append(word) }
        } catch {
            words = []
            faults.add(error.message, at: error.word)
        }
        end.column = (words.last.map { $0.column + $0.text.unicodeScalars.count } ?? 1)
        if words.last?.kind == .quoted { end.column += 2 }
    }
}

/// Takes the words of a line one by one.
struct OverlayScanner {
    /// What cannot be read.
    struct Fault: Error {
        var message: String
        var word: OverlayWord
    }

    private let bytes: ArraySlice<UInt8>
    private let line: Int
    private var index: Int
    /// The column of `index`.
    private var column = 1

    init(bytes: ArraySlice<UInt8>, line: Int) {
        self.bytes = bytes
        self.line = line
        index = bytes.startIndex
    }

    /// The next word; nil at the end of the line and at a comment.
    mutating func next() throws(Fault) -> OverlayWord? {
        while index < bytes.endIndex, bytes[index] == 0x20 || bytes[index] == 0x09 { advance() }
        guard index < bytes.endIndex, bytes[index] != 0x23 else { return nil }
        let start = index
        let place = column
        switch bytes[index] {
        case 0x22: return try quoted()
        case 0x3A, 0x2C:
            let kind: OverlayWord.Kind = bytes[index] == 0x3A ? .colon : .comma
            advance()
            return OverlayWord(text: kind == .colon ? ":" : ",", kind: kind, line: line, column: place)
        default: break
        }
        while index < bytes.endIndex, !OverlayScanner.ends(bytes[index]) { advance() }
        return OverlayWord(
            text: try text(start..<index, column: place), kind: .plain, line: line, column: place)
    }

    private mutating func quoted() throws(Fault) -> OverlayWord {
        let place = column
        advance()
        let start = index
        while index < bytes.endIndex, bytes[index] != 0x22 { advance() }
        let text = try text(start..<index, column: place)
        guard index < bytes.endIndex else {
            throw Fault(
                message: "The closing quote is missing.",
                word: OverlayWord(text: "", kind: .plain, line: line, column: place))
        }
        advance()
        return OverlayWord(text: text, kind: .quoted, line: line, column: place)
    }

    /// Whether a byte ends a word: a space, or what is a word by itself.
    private static func ends(_ byte: UInt8) -> Bool {
        byte == 0x20 || byte == 0x09 || byte == 0x22 || byte == 0x3A || byte == 0x2C
    }

    private func text(_ range: Range<Int>, column: Int) throws(Fault) -> String {
        let word = OverlayWord(text: "", kind: .plain, line: line, column: column)
        guard let text = String(validating: bytes[range], as: UTF8.self) else {
            throw Fault(message: "The text is not UTF-8.", word: word)
        }
        guard !bytes[range].contains(where: { $0 < 0x20 || $0 == 0x7F }) else {
            throw Fault(message: "The word holds a control character.", word: word)
        }
        return text
    }

    private mutating func advance() {
        index += 1
        // A character of several bytes is one column.
        if index >= bytes.endIndex || bytes[index] & 0xC0 != 0x80 { column += 1 }
    }
}
