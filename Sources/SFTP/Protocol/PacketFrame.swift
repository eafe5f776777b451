/// Where the next packet lies in a stream of bytes.
enum PacketFrame: Equatable {
    /// More bytes are needed.
    case incomplete
    /// The indices of the packet without its length; the next one begins where they end.
    case packet(Range<Int>)
    /// The length is 0 or above the limit: nothing after it can be trusted.
    case hostile(length: UInt32)

    /// How many bytes the first packet lacks, or its length field if that is not whole; 0 for a whole packet.
    static func missing(in bytes: UnsafeRawBufferPointer) -> Int {
        var reader = PacketReader(bytes)
        guard let length = reader.number32() else { return 4 - bytes.count }
        return max(0, Int(length) - reader.count)
    }

    /// Looks at the bytes from an index on.
    init<Bytes: RandomAccessCollection>(_ bytes: Bytes, from start: Int, limit: Int)
    where Bytes.Element == UInt8, Bytes.Index == Int {
        var reader = PacketReader(bytes[start...])
        guard let length = reader.number32() else {
            self = .incomplete
            return
        }
        guard length > 0, Int(length) <= limit else {
            self = .hostile(length: length)
            return
        }
        self =
            reader.count >= Int(length)
            ? .packet(reader.position..<(reader.position + Int(length))) : .incomplete
    }
}
