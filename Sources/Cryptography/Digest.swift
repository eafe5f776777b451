/// A SHA-256 digest as a value: 32 bytes stored inline, written as 64 lowercase hexadecimal digits.
///
/// Source: FIPS 180-4.
public struct Digest: Sendable, Hashable {
    /// How many bytes a digest has.
    public static let byteCount = 32

    private let words: (UInt64, UInt64, UInt64, UInt64)

    /// Takes exactly 32 bytes; any other count gives `nil`.
    public init?(bytes: some Collection<UInt8>) {
        // A collection of another module is walked byte by byte through its witnesses, fifty times slower than its storage.
        let words = bytes.withContiguousStorageIfAvailable { Digest.words($0) } ?? Digest.words(Array(bytes))
        guard let words else { return nil }
        self.words = words
    }

    private static func words(_ bytes: some RandomAccessCollection<UInt8>) -> (
        UInt64, UInt64, UInt64, UInt64
    )? {
        guard bytes.count == Digest.byteCount else { return nil }
        var words: (UInt64, UInt64, UInt64, UInt64) = (0, 0, 0, 0)
        var index = 0
        for byte in bytes {
            switch index / 8 {
            case 0: words.0 = words.0 << 8 | UInt64(byte)
            case 1: words.1 = words.1 << 8 | UInt64(byte)
            case 2: words.2 = words.2 << 8 | UInt64(byte)
            default: words.3 = words.3 << 8 | UInt64(byte)
            }
            index += 1
        }
        return words
    }

    /// Takes exactly 64 hexadecimal digits, upper or lower case; anything else gives `nil`.
    public init?(hex: String) {
        let digits = hex.utf8
        guard digits.count == 2 * Digest.byteCount else { return nil }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(Digest.byteCount)
        var high: UInt8?
        for digit in digits {
            guard let value = Digest.value(ofHexDigit: digit) else { return nil }
            if let first = high {
                bytes.append(first << 4 | value)
                high = nil
            } else {
                high = value
            }
        }
        self.init(bytes: bytes)
    }

    /// The 32 bytes, most significant first.
    public var bytes: [UInt8] {
        [words.0, words.1, words.2, words.3].flatMap { word in
            (0..<8).map { UInt8(truncatingIfNeeded: word >> UInt64(56 - 8 * $0)) }
        }
    }

    /// The 64 lowercase hexadecimal digits.
    public var hex: String {
        String(unsafeUninitializedCapacity: 2 * Digest.byteCount) { digits in
            for (index, byte) in bytes.enumerated() {
                digits[2 * index] = Digest.hexDigit(byte >> 4)
                digits[2 * index + 1] = Digest.hexDigit(byte & 15)
            }
            return 2 * Digest.byteCount
        }
    }

    /// Two digests are equal when all their bytes are.
    public static func == (left: Digest, right: Digest) -> Bool {
        left.words == right.words
    }

    /// Feeds the bytes to a hasher.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(words.0)
        hasher.combine(words.1)
        hasher.combine(words.2)
        hasher.combine(words.3)
    }

    private static func value(ofHexDigit digit: UInt8) -> UInt8? {
        switch digit {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): digit - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): digit - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): digit - UInt8(ascii: "A") + 10
        default: nil
        }
    }

    private static func hexDigit(_ value: UInt8) -> UInt8 {
        value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "a") + value - 10
    }
}

extension Digest: CustomStringConvertible {
    /// The hexadecimal digits.
    public var description: String { hex }
}

extension Digest: Codable {
    /// Reads the hexadecimal digits from a single string.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        guard let digest = Digest(hex: try container.decode(String.self)) else {
            throw DecodingError.dataCorruptedError(
                in: container, debugDescription: "A SHA-256 digest has 64 hexadecimal digits.")
        }
        self = digest
    }

    /// Writes the hexadecimal digits as a single string.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(hex)
    }
}
