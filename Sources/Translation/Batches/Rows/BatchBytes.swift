/// The bytes of a batch file, read a piece at a time from wherever they lie.
public struct BatchBytes {
    /// How many there are.
    public let byteCount: Int
    private let read: (Range<Int>) throws -> [UInt8]

    /// How much is read at once.
    private let pieceBytes: Int

    /// Bytes that a function reads; it is given ranges within the count, and must give as many bytes.
    public init(byteCount: Int, read: @escaping (Range<Int>) throws -> [UInt8]) {
        self.init(byteCount: byteCount, pieceBytes: 256 << 10, read: read)
    }

    init(byteCount: Int, pieceBytes: Int, read: @escaping (Range<Int>) throws -> [UInt8]) {
        self.byteCount = byteCount
        self.pieceBytes = pieceBytes
        self.read = read
    }

    /// Bytes that are in memory already.
    public init(_ bytes: [UInt8]) {
        self.init(byteCount: bytes.count) { Array(bytes[$0]) }
    }

    /// The bytes of a range, cut to what there is.
    func bytes(_ range: Range<Int>) throws -> [UInt8] {
        let range = range.clamped(to: 0..<byteCount)
        return range.isEmpty ? [] : try read(range)
    }

    /// The next piece from a place on; empty at the end.
    func piece(from place: Int) throws -> [UInt8] {
        place < byteCount ? try bytes(place..<place + pieceBytes) : []
    }
}
