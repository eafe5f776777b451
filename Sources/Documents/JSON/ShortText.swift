/// ASCII text of at most fifteen bytes, taken out of the string it is at once.
///
/// Such a string is sixteen bytes: the text, and in the last the length. Most values of a document are that
/// short, and there are more of them than of anything else.
struct ShortText {
    /// What a string is in memory.
    private typealias Words = (low: UInt64, high: UInt64)

    /// The bytes of a string in memory.
    static let size = MemoryLayout<Words>.size
    /// The first eight bytes of the text; what stands behind it is not part of it.
    let low: UInt64
    /// The next eight.
    let high: UInt64
    let count: Int

    /// As many zeros as a text has bytes at most, and as many spaces: what begins so many bytes before the
    /// spaces as a text has is all that text lacks.
    private static var padding: StaticString {
        "\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0                "
    }

    /// The text of a string that holds its bytes itself; nil for any other.
    ///
    /// To be asked for only where ``isKnown``.
    @inline(__always)
    init?(taking text: String) {
        let words = unsafeBitCast(text, to: Words.self)
        guard words.high &>> 60 == 0xE else { return nil }
        count = Int(truncatingIfNeeded: words.high &>> 56 & 15)
        low = words.low
        high = words.high
    }

    /// Its bytes with spaces behind them.
    @inline(__always)
    private var padded: Words {
        let padding = UnsafeRawPointer(Self.padding.utf8Start) + (Self.size &- count)
        return (
            low | padding.loadUnaligned(as: UInt64.self),
            high & (.max &>> 8) | padding.loadUnaligned(fromByteOffset: 8, as: UInt64.self)
        )
    }

    /// Whether a byte cannot stand in a string of JSON as it is.
    @inline(__always)
    var needsEscape: Bool {
        let words = padded
        let found = ShortText.signs(words.low) | ShortText.signs(words.high)
        return found & 0x8080_8080_8080_8080 != 0
    }

    /// The top bits of eight bytes of ASCII, set for each that needs an escape: none has its own set.
    @inline(__always)
    private static func signs(_ word: UInt64) -> UInt64 {
        let ones: UInt64 = 0x0101_0101_0101_0101
        // With this bit turned a quotation mark stands right behind the control characters, a space does not.
        let quoteOrControl = (word ^ (ones &* 2)) &- ones &* 0x21
        let backslash = (word ^ (ones &* UInt64(UInt8(ascii: "\\")))) &- ones
        // A byte that borrows from the next may mark it as well: what is marked is looked at again.
        return quoteOrControl | backslash | (word &+ ones)
    }

    /// Whether strings are in memory what is taken out of them here: so it is where words have 64 bits.
    static let isKnown: Bool = {
        guard MemoryLayout<String>.size == size, 1.littleEndian == 1 else { return false }
        return ["", "1", "1234567", "12345678", "123456789", "123456789012345"].allSatisfy { text in
            // Made at run time, as the values of a document are.
            let copy = String(decoding: Array(text.utf8), as: UTF8.self)
            guard let short = ShortText(taking: copy), short.count == text.utf8.count else { return false }
            let padded = Array(text.utf8) + [UInt8](repeating: 0x20, count: size - text.utf8.count)
            let words = [short.padded.low, short.padded.high]
            return words.withUnsafeBytes { $0.elementsEqual(padded) }
        }
    }()
}
