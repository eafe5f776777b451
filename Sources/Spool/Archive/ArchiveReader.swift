internal import Glibc

/// An open file for reading at any place; it verifies nothing by itself.
///
/// Many threads may read at once. The descriptor is closed with the last reference.
public final class ArchiveReader: Sendable {
    /// How many bytes the file had when it was opened.
    public let byteCount: Int
    /// When the bytes were written, in seconds since 1970.
    public let modifiedSeconds: Int64
    private let file: Descriptor
    private let path: String

    /// Opens a file of the spool; a folder, a link or a device is refused.
    init(path: String) throws(SpoolError) {
        self.path = path
        // O_NONBLOCK: opening a named pipe that someone put in a folder must not wait for its writer.
        file = try Disk.open(path, O_RDONLY | O_NONBLOCK)
        let status = try Disk.status(of: file.number, path)
        guard status.isRegular else {
            throw SpoolError(.invalidName, path: path, detail: "is not a plain file")
        }
        byteCount = status.byteCount
        modifiedSeconds = status.modifiedSeconds
    }

    /// The open descriptor, for `pread` and `sendfile` while this object lives.
    public var descriptor: Int32 { file.number }

    /// Fills a buffer from an offset; returns fewer bytes only at the end of the file.
    public func read(into buffer: UnsafeMutableRawBufferPointer, at offset: Int) throws(SpoolError) -> Int {
        precondition(offset >= 0, "an offset is not negative")
        return try Disk.read(into: buffer, from: file.number, at: offset, path)
    }

    /// The bytes of a range, cut to the size of the file.
    ///
    /// - Throws: `SpoolError`, with the code `damaged` when the file became shorter since it was opened.
    public func bytes(_ range: Range<Int>) throws(SpoolError) -> [UInt8] {
        try ArchiveReader.bytes(of: file.number, range.clamped(to: 0..<byteCount), path)
    }

    /// All bytes; for files whose size the caller has looked at.
    public func allBytes() throws(SpoolError) -> [UInt8] {
        try bytes(0..<byteCount)
    }

    static func bytes(
        of descriptor: Int32, _ range: Range<Int>, _ path: String
    ) throws(SpoolError) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: range.count)
        let count = try bytes.withUnsafeMutableBufferPointer { (buffer) throws(SpoolError) in
            try Disk.read(
                into: UnsafeMutableRawBufferPointer(buffer), from: descriptor, at: range.lowerBound, path)
        }
        guard count == range.count else {
            throw SpoolError(.damaged, path: path, detail: "ends before byte \(range.upperBound)")
        }
        return bytes
    }
}
