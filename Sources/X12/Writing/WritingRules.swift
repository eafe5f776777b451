/// What a writer does with values that cannot stand as they are.
public struct WritingRules: Sendable, Hashable {
    /// What happens to a byte of data that equals a separator, or that the character set lacks.
    public enum OnDelimiter: Sendable, Hashable {
        /// Writing fails with the place of the byte.
        case fail
        /// Another byte, often a space, is written in its place; each replacement is recorded.
        case replace(with: UInt8)
    }

    /// What happens to a byte of data that equals a separator, or that the character set lacks.
    public var onDelimiterInData: OnDelimiter
    /// The characters that values may hold.
    public var characters: CharacterRepertoire
    /// Whether empty elements at the end of a segment are written all the same.
    public var keepsTrailingEmpty: Bool

    /// Creates rules.
    public init(
        onDelimiterInData: OnDelimiter = .fail, characters: CharacterRepertoire = .any,
        keepsTrailingEmpty: Bool = false
    ) {
        self.onDelimiterInData = onDelimiterInData
        self.characters = characters
        self.keepsTrailingEmpty = keepsTrailingEmpty
    }

    /// How many replacements are recorded with their places; the rest is counted.
    public static let maximumReplacements = 1_000
}

/// The character sets of X12.5 and X12.6.
public enum CharacterRepertoire: String, Sendable, Hashable, Codable, CaseIterable {
    /// Whatever is no control character.
    case any
    /// Capital letters, digits, space and `! " & ' ( ) * + , - . / : ; ? =`.
    case basic
    /// The basic set with small letters, `% @ [ ] _ { } \ | < > # $` and the letters of other languages.
    case extended

    /// Whether a byte of a value belongs to the set; letters of other languages are those above 0x7F.
    public func contains(_ byte: UInt8) -> Bool {
        switch self {
        case .any: byte >= 0x20 && byte != 0x7F
        case .basic: CharacterRepertoire.isBasic(byte)
        case .extended: CharacterRepertoire.isBasic(byte) || CharacterRepertoire.isExtended(byte)
        }
    }

    private static func isBasic(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x41...0x5A, 0x30...0x39, 0x20...0x22, 0x26...0x2F, 0x3A, 0x3B, 0x3D, 0x3F: true
        default: false
        }
    }

    private static func isExtended(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x61...0x7A, 0x80...0xFF: true
        case 0x25, 0x40, 0x5B...0x5D, 0x5F, 0x7B...0x7D, 0x3C, 0x3E, 0x23, 0x24: true
        default: false
        }
    }
}
