internal import Foundation

/// A range of an open file as a source, read with `pread` so that readers do not move each other.
///
/// Does not own the descriptor: whoever opened it closes it, after the last read. Blocks.
public struct DescriptorSource: ByteSource {
    private let descriptor: Int32
    private var position: Int
    private let end: Int

    /// Creates a source over bytes of a file, from 0.
    public init(descriptor: Int32, range: Range<Int>) {
        self.descriptor = descriptor
        position = range.lowerBound
        end = range.upperBound
    }

    /// The bytes of the range that are left, if the file is as long.
    public var byteCount: Int? { end - position }

    /// Reads the next bytes of the range.
    ///
    /// - Throws: ``SourceError`` with the errno of `pread`.
    public mutating func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
        let wanted = min(buffer.count, end - position)
        guard wanted > 0 else { return 0 }
        while true {
            let count = pread(descriptor, buffer.baseAddress, wanted, off_t(position))
            if count >= 0 {
                position += count
                return count
            }
            if errno != EINTR { throw SourceError(errno: errno, offset: position) }
        }
    }
}

/// A file could not be read.
public struct SourceError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The errno of the call.
    public let errno: Int32
    /// Where in the file, from 0.
    public let offset: Int

    /// A sentence for an operator.
    public var description: String { "reading at byte \(offset) failed: errno \(errno)" }
}
