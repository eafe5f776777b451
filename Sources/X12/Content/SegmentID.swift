/// The id of a segment as one number, so that ids are compared without looking at text.
///
/// Written as a literal, `"PO1"`, it costs nothing at run time. Ids have one to three characters; anything
/// longer is no id and equals no segment's.
public struct SegmentID: Sendable, Hashable {
    /// The bytes of the id, most significant first; 0 for what is no id.
    @usableFromInline let packed: UInt32

    @inlinable
    init(packed: UInt32) {
        self.packed = packed
    }

    /// The id that a text spells.
    public init(_ text: some StringProtocol) {
        var packed: UInt32 = 0
        for byte in text.utf8 {
            guard packed <= 0xFFFF else {
                packed = 0
                break
            }
            packed = packed << 8 | UInt32(byte)
        }
        self.packed = packed
    }
}

extension SegmentID: ExpressibleByStringLiteral {
    /// The id that a literal spells.
    @inlinable
    @inline(__always)
    public init(stringLiteral text: StaticString) {
        let bytes = text.utf8Start
        switch text.utf8CodeUnitCount {
        case 1: self.init(packed: UInt32(bytes[0]))
        case 2: self.init(packed: UInt32(bytes[0]) << 8 | UInt32(bytes[1]))
        case 3: self.init(packed: UInt32(bytes[0]) << 16 | UInt32(bytes[1]) << 8 | UInt32(bytes[2]))
        default: self.init(packed: 0)
        }
    }
}

extension SegmentID: CustomStringConvertible {
    /// The id as text.
    public var description: String {
        let bytes = [packed >> 16, packed >> 8, packed].map { UInt8(truncatingIfNeeded: $0) }
        return String(decoding: bytes.drop { $0 == 0 }, as: UTF8.self)
    }
}
