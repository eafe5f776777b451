internal import Glibc

/// Which jobs run now, in a file that outlives the process: after its death they are known by it.
///
/// Each thread has a stretch of ``jobsPerThread`` numbers of 64 bits, little-endian, zero where nothing runs. Nothing is synced: what a
/// power cut leaves may be old, and since no job's number is given twice, an old one names nothing.
public final class RunningJobs: Sendable {
    /// Jobs that one thread may have under way.
    public static let jobsPerThread = 64
    private static let stretchByteCount = jobsPerThread * 8
    private static let byteCountMaximum = 1 << 20

    /// The jobs that ran when the last process died.
    public let left: [Int64]
    private let path: String
    private let file: Descriptor

    /// Opens the file of a spool and reads what the last process left in it.
    public init(_ layout: SpoolLayout) throws(SpoolError) {
        path = layout.running
        let bytes = try Disk.contents(of: path, byteCountMaximum: Self.byteCountMaximum) ?? []
        left = stride(from: 0, to: bytes.count / 8 * 8, by: 8).compactMap { start in
            let id = (0..<8).reduce(UInt64(0)) { $0 | UInt64(bytes[start + $1]) << UInt64(8 * $1) }
            return id == 0 ? nil : Int64(bitPattern: id)
        }
        file = try Disk.open(path, O_RDWR | O_CREAT)
    }

    /// Forgets what the last process left, and gives each thread its stretch; after this ``begin(_:thread:)`` needs no room on the disk.
    public func reset(threads: Int) throws(SpoolError) {
        try write([UInt8](repeating: 0, count: threads * Self.stretchByteCount), at: 0)
        try Disk.truncate(file.number, to: threads * Self.stretchByteCount, path)
    }

    /// Notes what a thread begins.
    ///
    /// - Returns: false when these are more than it may have under way; then nothing is noted.
    public func begin(_ ids: [Int64], thread: Int) throws(SpoolError) -> Bool {
        guard ids.count <= Self.jobsPerThread else { return false }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(ids.count * 8)
        for id in ids { withUnsafeBytes(of: id.littleEndian) { bytes.append(contentsOf: $0) } }
        try write(bytes, at: thread * Self.stretchByteCount)
        return true
    }

    /// Notes that a thread has done, or given back, all that it began.
    public func end(thread: Int) throws(SpoolError) {
        try write([UInt8](repeating: 0, count: Self.stretchByteCount), at: thread * Self.stretchByteCount)
    }

    private func write(_ bytes: [UInt8], at offset: Int) throws(SpoolError) {
        let number = file.number
        try bytes.withUnsafeBufferPointer { (buffer) throws(SpoolError) in
            try Disk.write(UnsafeRawBufferPointer(buffer), to: number, at: offset, path)
        }
    }
}
