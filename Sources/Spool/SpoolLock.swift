internal import Glibc

/// The right of one process to a spool, held until the last reference goes or the process ends.
///
/// An open-file-description lock: the kernel lets go of it with the process, however that ends, and a second
/// lock is refused even within one process. Invariant 15: one process owns the spool.
public final class SpoolLock: Sendable {
    // fcntl(2): the headers show these only to GNU programs.
    private static let testCommand: Int32 = 36  // F_OFD_GETLK
    private static let setCommand: Int32 = 37  // F_OFD_SETLK

    private let file: Descriptor

    /// Takes the lock and writes our process number into its file.
    ///
    /// - Throws: `SpoolError`, with the code `locked` when another owner lives.
    public init(_ layout: SpoolLayout) throws(SpoolError) {
        let path = layout.lock
        file = try Disk.open(path, O_RDWR | O_CREAT)
        var request = SpoolLock.wholeFile
        guard fcntl(file.number, SpoolLock.setCommand, &request) == 0 else {
            let number = errno
            guard number == EAGAIN || number == EACCES else { throw SpoolError(errno: number, "lock", path) }
            let owner = try SpoolLock.owner(path).map { "process \($0)" } ?? "another process"
            throw SpoolError(.locked, path: path, detail: "\(owner) owns this spool", errno: number)
        }
        try Disk.truncate(file.number, to: 0, path)
        let text = Array("\(getpid())\n".utf8)
        try text.withUnsafeBufferPointer { (buffer) throws(SpoolError) in
            try Disk.write(UnsafeRawBufferPointer(buffer), to: file.number, at: 0, path)
        }
    }

    /// Whether any process, this one too, holds the lock of a spool.
    public static func isHeld(_ layout: SpoolLayout) -> Bool {
        guard let file = try? Disk.open(layout.lock, O_RDONLY) else { return false }
        var request = wholeFile
        guard fcntl(file.number, testCommand, &request) == 0 else { return false }
        return request.l_type != Int16(F_UNLCK)
    }

    private static var wholeFile: flock {
        var request = flock()
        request.l_type = Int16(F_WRLCK)
        request.l_whence = Int16(SEEK_SET)
        return request
    }

    private static func owner(_ path: String) throws(SpoolError) -> Int? {
        let bytes = try Disk.contents(of: path, byteCountMaximum: 64) ?? []
        return Int(String(decoding: bytes.prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self))
    }
}
