internal import Synchronization

/// An identifier that sorts by time: 48 bits of milliseconds since 1970, then 80 bits of entropy.
///
/// Its text is 26 characters of Crockford's Base32 in upper case, and sorts as the value does.
///
/// Source: the ULID specification (github.com/ulid/spec).
public struct ULID: Sendable, Hashable {
    /// How many bytes of entropy an identifier has.
    public static let entropyByteCount = 10
    private static let characterCount = 26
    private static let alphabet = Array("0123456789ABCDEFGHJKMNPQRSTVWXYZ".utf8)
    private static let latest = Mutex<ULID?>(nil)

    private let high: UInt64  // 48 bits of time, 16 of entropy
    private let low: UInt64  // 64 bits of entropy

    /// Puts a time and ten bytes of entropy together.
    ///
    /// A time before 1970 counts as 1970; one beyond 48 bits as the last that fits.
    public init(milliseconds: Int64, entropy: [UInt8]) {
        precondition(entropy.count == ULID.entropyByteCount, "a ULID takes ten bytes of entropy")
        let time = UInt64(min(max(milliseconds, 0), 0xFFFF_FFFF_FFFF))
        high = time << 16 | UInt64(entropy[0]) << 8 | UInt64(entropy[1])
        low = entropy[2...].reduce(0) { $0 << 8 | UInt64($1) }
    }

    /// A new identifier with random entropy.
    ///
    /// Within one process those of the same millisecond that are made in a row rise.
    public init(milliseconds: Int64) {
        let fresh = ULID(milliseconds: milliseconds, entropy: RandomBytes.bytes(ULID.entropyByteCount))
        self = ULID.latest.withLock { latest in
            guard let last = latest, last.high >> 16 == fresh.high >> 16, let next = last.successor else {
                latest = fresh
                return fresh
            }
            latest = next
            return next
        }
    }

    /// An identifier derived from what it names, so that making it again gives the same.
    ///
    /// The entropy is the first 80 bits of SHA-256 over the parts, each after its length in eight bytes:
    /// `["ab", "c"]` and `["a", "bc"]` differ.
    public init(milliseconds: Int64, derivedFrom parts: [String]) {
        var framed: [UInt8] = []
        for part in parts {
            let bytes = Array(part.utf8)
            framed += (0..<8).map { UInt8(truncatingIfNeeded: UInt64(bytes.count) >> UInt64(56 - 8 * $0)) }
            framed += bytes
        }
        let entropy = Digest.of(framed).bytes.prefix(ULID.entropyByteCount)
        self.init(milliseconds: milliseconds, entropy: Array(entropy))
    }

    /// Reads 26 characters of Crockford's Base32, upper or lower case; anything else gives `nil`.
    public init?(_ text: String) {
        let characters = Array(text.utf8)
        guard characters.count == ULID.characterCount, characters[0] <= UInt8(ascii: "7") else { return nil }
        var high: UInt64 = 0
        var low: UInt64 = 0
        for character in characters {
            let isLowercase = (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(character)
            guard let digit = ULID.alphabet.firstIndex(of: isLowercase ? character - 32 : character) else {
                return nil
            }
            high = high << 5 | low >> 59
            low = low << 5 | UInt64(digit)
        }
        self.high = high
        self.low = low
    }

    /// The 26 characters.
    public var text: String {
        var characters = [UInt8](repeating: 0, count: ULID.characterCount)
        var high = high
        var low = low
        for index in characters.indices.reversed() {
            characters[index] = ULID.alphabet[Int(low & 31)]
            low = low >> 5 | high << 59
            high >>= 5
        }
        return String(decoding: characters, as: UTF8.self)
    }

    /// The time it carries, in milliseconds since 1970.
    public var milliseconds: Int64 { Int64(high >> 16) }

    private init(high: UInt64, low: UInt64) {
        self.high = high
        self.low = low
    }

    /// The next identifier of the same millisecond, or `nil` when the entropy is used up.
    private var successor: ULID? {
        if low < .max { return ULID(high: high, low: low + 1) }
        return high & 0xFFFF < 0xFFFF ? ULID(high: high + 1, low: 0) : nil
    }
}

extension ULID: Comparable {
    /// Orders by time, then by entropy.
    public static func < (left: ULID, right: ULID) -> Bool {
        (left.high, left.low) < (right.high, right.low)
    }
}

extension ULID: CustomStringConvertible {
    /// The 26 characters.
    public var description: String { text }
}

extension ULID: Codable {
    /// Reads the 26 characters from a single string.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        guard let identifier = ULID(try container.decode(String.self)) else {
            throw DecodingError.dataCorruptedError(
                in: container, debugDescription: "A ULID has 26 characters of Crockford's Base32.")
        }
        self = identifier
    }

    /// Writes the 26 characters as a single string.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(text)
    }
}
