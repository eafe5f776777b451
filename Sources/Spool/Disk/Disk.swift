internal import CLinux
internal import Glibc
internal import Synchronization

/// The only place that opens, writes, syncs, renames and unlinks under the spool.
///
/// Interrupted calls are repeated and short writes go on to the end. A failed sync is never repeated: the
/// kernel may have dropped the pages, so a second try could succeed without the bytes. From then on
/// ``syncHasFailed`` holds, every later sync throws at once, and the process should stop accepting and end.
public enum Disk {
    private static let failedSync = Atomic<Bool>(false)
    private static let handler = Mutex<(@Sendable (SpoolError) -> Void)?>(nil)

    /// Whether a sync failed in this process: nothing may be promised any more.
    public static var syncHasFailed: Bool { failedSync.load(ordering: .acquiring) }

    /// Names what to do when a sync fails for the first time; it is called once, on the thread that saw it.
    public static func onSyncFailure(_ handler: @escaping @Sendable (SpoolError) -> Void) {
        Disk.handler.withLock { $0 = handler }
    }

    /// Throws once any sync has failed in this process.
    static func checkHealth(_ path: String) throws(SpoolError) {
        guard !syncHasFailed else {
            throw SpoolError(
                .inputOutput, path: path, detail: "an earlier sync failed in this process", errno: EIO)
        }
    }

    /// Makes a file's bytes and size durable.
    ///
    /// A full disk is told as such and concerns this file only; any other failure is final for the process.
    static func synchronize(_ descriptor: Int32, _ path: String) throws(SpoolError) {
        try synchronize(path) { fsync(descriptor) }
    }

    /// Makes a file's bytes durable, and of its description only what is needed to read them.
    static func synchronizeData(_ descriptor: Int32, _ path: String) throws(SpoolError) {
        try synchronize(path) { fdatasync(descriptor) }
    }

    /// Whether ``synchronizeFileSystem(_:)`` reports bytes that were lost on the way: Linux does so since 5.8.
    static let fileSystemSyncTellsFailures: Bool = {
        var system = utsname()
        guard uname(&system) == 0 else { return false }
        let release = withUnsafeBytes(of: system.release) {
            String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
        }
        let parts = release.split { !$0.isNumber }.prefix(2).compactMap { Int($0) }
        return parts.count == 2 && (parts[0], parts[1]) >= (5, 8)
    }()

    /// Makes all files and names of a path's file system durable: one wait for thousands of small files.
    static func synchronizeFileSystem(_ path: String) throws(SpoolError) {
        try checkHealth(path)
        let folder = try open(path, O_RDONLY | O_DIRECTORY, following: true)
        try synchronize(path) { syncfs(folder.number) }
    }

    /// Asks the kernel to begin writing a range out; promises nothing, and a refusal costs only time later.
    static func startWriting(_ descriptor: Int32, _ range: Range<Int>) {
        sync_file_range(
            descriptor, Int64(range.lowerBound), Int64(range.count), UInt32(WHARF_SYNC_FILE_RANGE_WRITE))
    }

    private static func synchronize(_ path: String, _ call: () -> Int32) throws(SpoolError) {
        try checkHealth(path)
        var result = call()
        // An interrupted call has reported no lost page: repeating it is safe, unlike after any other
        // failure.
        while result != 0 && errno == EINTR { result = call() }
        guard result != 0 else { return }
        let number = errno
        if number == ENOSPC || number == EDQUOT { throw SpoolError(errno: number, "sync", path) }
        let failure = SpoolError(.inputOutput, path: path, detail: "cannot sync", errno: number)
        if !failedSync.exchange(true, ordering: .acquiringAndReleasing) {
            handler.withLock { $0 }?(failure)
        }
        throw failure
    }

    /// Makes the bytes of a file durable that another part of the program writes, such as the log of a database.
    public static func synchronizeData(at path: String) throws(SpoolError) {
        let file = try open(path, O_RDONLY)
        try synchronizeData(file.number, path)
    }

    /// Makes the names in a folder durable.
    static func synchronizeFolder(_ path: String) throws(SpoolError) {
        try checkHealth(path)
        // Not O_NOFOLLOW: an operator may make a folder a link to another mount.
        let folder = try open(path, O_RDONLY | O_DIRECTORY, following: true)
        try synchronize(folder.number, path)
    }

    /// Makes the bytes of a closed file durable.
    static func synchronizeFile(_ path: String) throws(SpoolError) {
        let file = try open(path, O_RDONLY)
        try synchronize(file.number, path)
    }

    /// Opens a file; never through a link, unless told, and never into a child process.
    static func open(
        _ path: String, _ flags: Int32, mode: mode_t = 0o640, following: Bool = false
    ) throws(SpoolError) -> Descriptor {
        let all = flags | O_CLOEXEC | (following ? 0 : O_NOFOLLOW)
        var number = Glibc.open(path, all, mode)
        while number < 0 && errno == EINTR { number = Glibc.open(path, all, mode) }
        guard number >= 0 else { throw SpoolError(errno: errno, "open", path) }
        return Descriptor(number: number)
    }

    /// Writes all bytes at an offset.
    static func write(
        _ bytes: UnsafeRawBufferPointer, to descriptor: Int32, at offset: Int, _ path: String
    ) throws(SpoolError) {
        var written = 0
        while written < bytes.count {
            let rest = UnsafeRawBufferPointer(rebasing: bytes[written...])
            let count = pwrite(descriptor, rest.baseAddress, rest.count, offset + written)
            if count > 0 {
                written += count
            } else if count == 0 || errno != EINTR {
                throw SpoolError(errno: count == 0 ? ENOSPC : errno, "write", path)
            }
        }
    }

    /// Reads from an offset until the buffer is full or the file ends; returns how many bytes came.
    static func read(
        into buffer: UnsafeMutableRawBufferPointer, from descriptor: Int32, at offset: Int, _ path: String
    ) throws(SpoolError) -> Int {
        var filled = 0
        while filled < buffer.count {
            let rest = UnsafeMutableRawBufferPointer(rebasing: buffer[filled...])
            let count = pread(descriptor, rest.baseAddress, rest.count, offset + filled)
            if count > 0 {
                filled += count
            } else if count == 0 {
                break
            } else if errno != EINTR {
                throw SpoolError(errno: errno, "read", path)
            }
        }
        return filled
    }

    /// Sets a file's size.
    static func truncate(_ descriptor: Int32, to byteCount: Int, _ path: String) throws(SpoolError) {
        var result = ftruncate(descriptor, byteCount)
        while result != 0 && errno == EINTR { result = ftruncate(descriptor, byteCount) }
        guard result == 0 else { throw SpoolError(errno: errno, "set the size of", path) }
    }

    /// Sets a file's permissions.
    static func setMode(_ mode: mode_t, of descriptor: Int32, _ path: String) throws(SpoolError) {
        guard fchmod(descriptor, mode) == 0 else { throw SpoolError(errno: errno, "set the mode of", path) }
    }

    /// What the system says about an open file.
    static func status(of descriptor: Int32, _ path: String) throws(SpoolError) -> FileStatus {
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw SpoolError(errno: errno, "inspect", path) }
        return FileStatus(status)
    }

    /// How many bytes a file has; 0 when there is none.
    public static func byteCount(of path: String) throws(SpoolError) -> Int {
        try status(at: path)?.byteCount ?? 0
    }

    /// How many bytes an ordinary user can still write to the file system of a path.
    public static func freeBytes(at path: String) throws(SpoolError) -> Int {
        try space(at: path).free
    }

    /// The free and the total bytes of the file system of a path.
    public static func space(at path: String) throws(SpoolError) -> (free: Int, total: Int) {
        var status = statvfs()
        guard statvfs(path, &status) == 0 else { throw SpoolError(errno: errno, "inspect", path) }
        let block = UInt64(status.f_frsize)
        return (
            Int(clamping: UInt64(status.f_bavail) * block), Int(clamping: UInt64(status.f_blocks) * block)
        )
    }
}
