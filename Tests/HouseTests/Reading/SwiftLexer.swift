/// Tells code, comments and string literals of a Swift file apart, as far as the house rules need it.
///
/// Knows nested block comments, multi-line and raw strings, interpolation and backticked names. Bare
/// `/regex/` literals are taken for code. Never fails: an unfinished literal ends with its line or with the file.
struct SwiftLexer {
    private struct OpenLiteral {
        let start: Int
        let hashes: Int
        let isMultiline: Bool
        var interpolations: [Range<Int>] = []
        var interpolationStart = 0
        var depth = 0
    }

    private let bytes: [UInt8]
    private(set) var code: [UInt8]
    private(set) var comments: [UInt8]
    private(set) var literals: [SourceText.Literal] = []
    private var offset = 0
    /// Literals around this place, innermost last; we stand in an interpolation of the last one, or in none.
    private var open: [OpenLiteral] = []

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
        code = bytes.map { $0 == UInt8(ascii: "\n") ? $0 : UInt8(ascii: " ") }
        comments = code
    }

    mutating func run() {
        while offset < bytes.count {
            switch bytes[offset] {
            case UInt8(ascii: "/") where peek(1) == UInt8(ascii: "/"): readLineComment()
            case UInt8(ascii: "/") where peek(1) == UInt8(ascii: "*"): readBlockComment()
            case UInt8(ascii: "\""): beginLiteral(hashes: 0)
            case UInt8(ascii: "#"): readHash()
            case UInt8(ascii: "`"): readBacktickedName()
            case UInt8(ascii: "("):
                if !open.isEmpty { open[open.count - 1].depth += 1 }
                copyCode()
            case UInt8(ascii: ")"): closeParenthesis()
            default: copyCode()
            }
        }
        while !open.isEmpty { endLiteral() }
    }

    private func peek(_ distance: Int) -> UInt8? {
        offset + distance < bytes.count ? bytes[offset + distance] : nil
    }

    private mutating func copyCode() {
        code[offset] = bytes[offset]
        offset += 1
    }

    private mutating func readLineComment() {
        while offset < bytes.count && bytes[offset] != UInt8(ascii: "\n") {
            comments[offset] = bytes[offset]
            offset += 1
        }
    }

    private mutating func readBlockComment() {
        var depth = 0
        while offset < bytes.count {
            let pair = (bytes[offset], peek(1))
            var width = 1
            if pair == (UInt8(ascii: "/"), UInt8(ascii: "*")) { (depth, width) = (depth + 1, 2) }
            if pair == (UInt8(ascii: "*"), UInt8(ascii: "/")) { (depth, width) = (depth - 1, 2) }
            for _ in 0..<width {
                comments[offset] = bytes[offset]
                offset += 1
            }
            if depth == 0 { return }
        }
    }

    /// A backticked name counts as one word, whatever it says.
    private mutating func readBacktickedName() {
        copyCode()
        while offset < bytes.count && bytes[offset] != UInt8(ascii: "`")
            && bytes[offset] != UInt8(ascii: "\n")
        {
            code[offset] = UInt8(ascii: "_")
            offset += 1
        }
        if offset < bytes.count { copyCode() }
    }

    private mutating func readHash() {
        var hashes = 0
        while peek(hashes) == UInt8(ascii: "#") { hashes += 1 }
        if peek(hashes) == UInt8(ascii: "\"") {
            offset += hashes
            beginLiteral(hashes: hashes)
        } else {
            for _ in 0..<hashes { copyCode() }
        }
    }

    private mutating func closeParenthesis() {
        if let literal = open.last, literal.depth == 0 {
            open[open.count - 1].interpolations.append(literal.interpolationStart..<offset)
            offset += 1
            readLiteral()
        } else {
            if !open.isEmpty { open[open.count - 1].depth -= 1 }
            copyCode()
        }
    }

    private mutating func beginLiteral(hashes: Int) {
        let isMultiline = peek(1) == UInt8(ascii: "\"") && peek(2) == UInt8(ascii: "\"")
        code[offset] = UInt8(ascii: "\"")
        open.append(OpenLiteral(start: offset, hashes: hashes, isMultiline: isMultiline))
        offset += isMultiline ? 3 : 1
        readLiteral()
    }

    /// Reads on in the innermost literal, to its end or to its next interpolation.
    private mutating func readLiteral() {
        guard let literal = open.last else { return }
        while offset < bytes.count {
            let byte = bytes[offset]
            if byte == UInt8(ascii: "\\") && hasHashes(literal.hashes, after: 1) {
                offset += 1 + literal.hashes
                guard offset < bytes.count else { break }
                if bytes[offset] == UInt8(ascii: "(") {
                    offset += 1
                    open[open.count - 1].interpolationStart = offset
                    open[open.count - 1].depth = 0
                    return
                }
                offset += 1
                continue
            }
            if byte == UInt8(ascii: "\"") && closes(literal) {
                offset += (literal.isMultiline ? 3 : 1) + literal.hashes
                code[offset - 1] = UInt8(ascii: "\"")
                return endLiteral()
            }
            if byte == UInt8(ascii: "\n") && !literal.isMultiline { return endLiteral() }
            offset += 1
        }
        endLiteral()
    }

    private func closes(_ literal: OpenLiteral) -> Bool {
        guard literal.isMultiline else { return hasHashes(literal.hashes, after: 1) }
        return peek(1) == UInt8(ascii: "\"") && peek(2) == UInt8(ascii: "\"")
            && hasHashes(literal.hashes, after: 3)
    }

    private func hasHashes(_ count: Int, after distance: Int) -> Bool {
        (0..<count).allSatisfy { peek(distance + $0) == UInt8(ascii: "#") }
    }

    private mutating func endLiteral() {
        guard let literal = open.popLast() else { return }
        let end = min(offset, bytes.count)
        literals.append(
            SourceText.Literal(range: literal.start..<end, interpolations: literal.interpolations))
    }
}
