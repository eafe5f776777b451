internal import Glibc

extension DropFolder {
    /// A file that nobody is writing any more.
    public struct Finished: Sendable {
        /// Its bytes.
        public let reader: ArchiveReader
        /// Changes whenever another file, or other bytes, stand under the name.
        public let identity: String
    }

    /// Seconds without a change after which a file counts as finished where the system cannot tell about its writers.
    private static let quietSeconds: Int64 = 2
    // fcntl(2): the headers show these only to GNU programs.
    private static let setSignalCommand: Int32 = 10  // F_SETSIG
    private static let setLeaseCommand: Int32 = 1024  // F_SETLEASE

    /// Opens a file if no program has it open for writing; `nil` while one has, or when the file is gone.
    ///
    /// The kernel tells: a read lease is granted only on files without writers. Where leases are not to be had (another
    /// owner, a network file system), two quiet seconds decide; `nowSeconds` is the time for that, since 1970.
    public func openFinished(_ name: String, at nowSeconds: Int64) throws(SpoolError) -> Finished? {
        let reader: ArchiveReader
        do {
            reader = try open(name)
        } catch {
            if error.code == .notFound { return nil }
            throw error
        }
        var status = stat()
        guard fstat(reader.descriptor, &status) == 0 else {
            throw SpoolError(errno: errno, "inspect", path + "/" + name)
        }
        // A writer that comes while we hold the lease makes the kernel send SIGIO, which ends a process; SIGURG does not.
        _ = fcntl(reader.descriptor, Self.setSignalCommand, SIGURG)
        if fcntl(reader.descriptor, Self.setLeaseCommand, F_RDLCK) == 0 {
            _ = fcntl(reader.descriptor, Self.setLeaseCommand, F_UNLCK)
        } else if errno == EAGAIN {
            return nil
        } else {
            guard nowSeconds - Int64(status.st_mtim.tv_sec) >= Self.quietSeconds else { return nil }
        }
        let modified = "\(status.st_mtim.tv_sec).\(status.st_mtim.tv_nsec)"
        let identity = "\(status.st_dev):\(status.st_ino):\(modified):\(status.st_size)"
        return Finished(reader: reader, identity: identity)
    }
}
