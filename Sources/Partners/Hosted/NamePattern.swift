/// A file name pattern: `*` is any run of characters, `?` any one; upper and lower case are the same.
public struct NamePattern: Sendable, Hashable, CustomStringConvertible {
    /// The pattern as written.
    public let text: String
    private let symbols: [Character]

    /// A pattern; `nil` when it is empty, holds a slash or a control character, or uses brackets or braces.
    public init?(_ text: String) {
        let isLegal = text.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value != 0x7F }
        guard !text.isEmpty, text.count <= 255, isLegal, !text.contains(where: { "/\\[]{}".contains($0) })
        else {
            return nil
        }
        self.text = text
        symbols = Array(text.lowercased())
    }

    /// The pattern as written.
    public var description: String { text }

    /// Whether a name fits the pattern from its first character to its last.
    ///
    /// Time grows with the product of both lengths at worst, never faster.
    public func matches(_ name: String) -> Bool {
        let letters = Array(name.lowercased())
        var symbol = 0
        var letter = 0
        var star: (symbol: Int, letter: Int)?
        while letter < letters.count {
            if symbol < symbols.count, symbols[symbol] == "*" {
                star = (symbol, letter)
                symbol += 1
            } else if symbol < symbols.count, symbols[symbol] == "?" || symbols[symbol] == letters[letter] {
                symbol += 1
                letter += 1
            } else if let last = star {
                // Let the last star swallow one character more, and go on behind it.
                star = (last.symbol, last.letter + 1)
                symbol = last.symbol + 1
                letter = last.letter + 1
            } else {
                return false
            }
        }
        return symbols[symbol...].allSatisfy { $0 == "*" }
    }

    /// Patterns are equal when they are written the same.
    public static func == (left: NamePattern, right: NamePattern) -> Bool { left.text == right.text }

    /// Feeds the text to a hasher.
    public func hash(into hasher: inout Hasher) { hasher.combine(text) }
}
