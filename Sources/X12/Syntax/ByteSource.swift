/// A place bytes come from, read once from front to end.
public protocol ByteSource: ~Copyable {
    /// Fills as much of the buffer as is at hand.
    ///
    /// - Returns: the number of bytes written from the front of the buffer; 0 only at the end.
    mutating func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int

    /// How many bytes are left to read, so that little memory is taken for little data; nil when not known.
    var byteCount: Int? { get }
}

extension ByteSource where Self: ~Copyable {
    /// Nothing is known of the number of bytes.
    public var byteCount: Int? { nil }
}

/// Bytes in memory as a source.
public struct BytesSource: ByteSource {
    private let bytes: [UInt8]
    private var position: Int
    private let end: Int

    /// Creates a source over all of the bytes.
    public init(_ bytes: [UInt8]) {
        self.init(bytes, range: 0..<bytes.count)
    }

    /// Creates a source over a part of the bytes; what lies outside of them is left out.
    public init(_ bytes: [UInt8], range: Range<Int>) {
        self.bytes = bytes
        position = min(max(range.lowerBound, 0), bytes.count)
        end = min(max(range.upperBound, 0), bytes.count)
    }

    /// The bytes that are left.
    public var byteCount: Int? { end - position }

    /// Copies the next bytes into the buffer.
    public mutating func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
        let count = min(buffer.count, end - position)
        guard count > 0 else { return 0 }
        bytes.withUnsafeBytes { all in
            buffer.copyMemory(from: UnsafeRawBufferPointer(rebasing: all[position..<position + count]))
        }
        position += count
        return count
    }
}

/// Hides which source it is, so that the code that parses is not generic: one call a window.
class ByteFeed {
    /// How many bytes are left, when that is known.
    var byteCount: Int? { nil }

    func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int { 0 }
}

/// A feed over one source.
final class FeedOf<Source: ByteSource & ~Copyable>: ByteFeed {
    private var source: Source

    init(_ source: consuming Source) {
        self.source = source
    }

    override var byteCount: Int? { source.byteCount }

    override func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
        try source.read(into: buffer)
    }
}
