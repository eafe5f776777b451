/// Reads the protocol's fields from bytes, never past their end.
///
/// Numbers are big-endian; a byte string is its length in four bytes and then the bytes. A field that does
/// not fit reads as nil and consumes nothing.
struct PacketReader<Bytes: RandomAccessCollection> where Bytes.Element == UInt8, Bytes.Index == Int {
    private let source: Bytes
    /// The index of the next byte in the source.
    private(set) var position: Int

    init(_ source: Bytes) {
        self.source = source
        position = source.startIndex
    }

    /// How many bytes are left.
    var count: Int { source.endIndex - position }

    mutating func byte() -> UInt8? {
        guard count >= 1 else { return nil }
        defer { position += 1 }
        return source[position]
    }

    mutating func number32() -> UInt32? {
        guard count >= 4 else { return nil }
        defer { position += 4 }
        let high = UInt32(source[position]) << 24 | UInt32(source[position + 1]) << 16
        return high | UInt32(source[position + 2]) << 8 | UInt32(source[position + 3])
    }

    mutating func number64() -> UInt64? {
        guard count >= 8, let high = number32(), let low = number32() else { return nil }
        return UInt64(high) << 32 | UInt64(low)
    }

    /// The indices of a byte string in the source.
    mutating func range() -> Range<Int>? {
        let start = position
        guard let length = number32() else { return nil }
        guard Int(length) <= count else {
            position = start
            return nil
        }
        defer { position += Int(length) }
        return position..<(position + Int(length))
    }

    mutating func bytes() -> Bytes.SubSequence? { range().map { source[$0] } }
}
