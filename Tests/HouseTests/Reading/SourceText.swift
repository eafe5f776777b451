/// The text of one Swift file, with its comments and literals told apart from its code.
struct SourceText: Sendable {
    /// A string literal, and the code inside its interpolations.
    struct Literal: Sendable {
        let range: Range<Int>
        let interpolations: [Range<Int>]
    }

    let bytes: [UInt8]
    /// As long as `bytes`; what is no code is a space, line ends stay.
    let code: [UInt8]
    /// As long as `bytes`; what is no comment is a space, line ends stay.
    let comments: [UInt8]
    let literals: [Literal]
    /// The offset at which each line begins.
    let lineStarts: [Int]

    init(_ bytes: [UInt8]) {
        var lexer = SwiftLexer(bytes)
        lexer.run()
        self.bytes = bytes
        code = lexer.code
        comments = lexer.comments
        literals = lexer.literals
        var starts = [0]
        for (offset, byte) in bytes.enumerated() where byte == UInt8(ascii: "\n") && offset + 1 < bytes.count
        {
            starts.append(offset + 1)
        }
        lineStarts = bytes.isEmpty ? [] : starts
    }

    init(_ text: String) {
        self.init(Array(text.utf8))
    }

    var lineCount: Int { lineStarts.count }

    /// The line, counted from 1, in which the byte lies.
    func line(at offset: Int) -> Int {
        var low = 0
        var high = lineStarts.count
        while low < high {
            let middle = (low + high) / 2
            if lineStarts[middle] <= offset { low = middle + 1 } else { high = middle }
        }
        return low
    }

    /// The bytes of a line, counted from 1, in one of the three views, without spaces around.
    func line(_ number: Int, of view: KeyPath<SourceText, [UInt8]> = \.bytes) -> String {
        guard number >= 1, number <= lineStarts.count else { return "" }
        let end = number < lineStarts.count ? lineStarts[number] : bytes.count
        return String(decoding: self[keyPath: view][lineStarts[number - 1]..<end].trimmed, as: UTF8.self)
    }

    /// The text of a range in one of the views, without spaces around.
    func text(_ range: Range<Int>, of view: KeyPath<SourceText, [UInt8]> = \.bytes) -> String {
        String(decoding: self[keyPath: view][range].trimmed, as: UTF8.self)
    }

    /// The offsets in the code where a word stands that is not a part of a longer one.
    ///
    /// A member (`.word`) counts only with `members`.
    func words(_ word: String, members: Bool = false) -> [Int] {
        let needle = Array(word.utf8)
        return code.offsets(of: needle).filter { offset in
            if offset > 0 {
                let before = code[offset - 1]
                if before.isIdentifier || (!members && before == UInt8(ascii: ".")) { return false }
            }
            let after = offset + needle.count
            return after >= code.count || !needle[needle.count - 1].isIdentifier || !code[after].isIdentifier
        }
    }
}

extension UInt8 {
    /// A letter, digit or underscore; every byte above ASCII counts as a letter.
    var isIdentifier: Bool {
        switch self {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), 0x80...:
            true
        default: false
        }
    }

    var isSpace: Bool { self == 0x20 || self == 0x09 || self == 0x0A || self == 0x0D }
}

extension ArraySlice<UInt8> {
    var trimmed: ArraySlice<UInt8> {
        var slice = self
        while let first = slice.first, first.isSpace { slice.removeFirst() }
        while let last = slice.last, last.isSpace { slice.removeLast() }
        return slice
    }
}

extension [UInt8] {
    /// Every offset at which the needle begins.
    func offsets(of needle: [UInt8]) -> [Int] {
        guard let first = needle.first, count >= needle.count else { return [] }
        var found: [Int] = []
        withUnsafeBufferPointer { hay in
            var offset = 0
            let last = hay.count - needle.count
            while offset <= last {
                if hay[offset] == first {
                    var matched = 1
                    while matched < needle.count && hay[offset + matched] == needle[matched] { matched += 1 }
                    if matched == needle.count { found.append(offset) }
                }
                offset += 1
            }
        }
        return found
    }

    func offsets(of needle: String) -> [Int] { offsets(of: Array(needle.utf8)) }
}
