internal import Glibc
internal import Synchronization

/// Tells which folders received a finished file: one was closed after writing, or renamed into them.
///
/// Add a folder first and list it afterwards, so that nothing falls between. One thread waits in
/// ``next(timeoutMilliseconds:)``; any other may add folders or stop it.
public final class FolderWatch: Sendable {
    private static let bufferByteCount = 65_536
    private static let mask = UInt32(IN_CLOSE_WRITE) | UInt32(IN_MOVED_TO) | UInt32(IN_ONLYDIR)

    private let notifications: Descriptor
    private let wakeReader: Descriptor
    private let wakeWriter: Descriptor
    private let folders = Mutex<[Int32: String]>([:])
    private let stopped = Atomic<Bool>(false)

    /// Starts without any folder.
    public init() throws(SpoolError) {
        let number = inotify_init1(Int32(IN_CLOEXEC) | Int32(IN_NONBLOCK))
        guard number >= 0 else { throw SpoolError(errno: errno, "watch folders (inotify)", "inotify") }
        notifications = Descriptor(number: number)
        var ends: [Int32] = [-1, -1]
        let kind = SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue
        guard socketpair(AF_UNIX, Int32(kind), 0, &ends) == 0 else {
            throw SpoolError(errno: errno, "open", "socket pair")
        }
        wakeReader = Descriptor(number: ends[0])
        wakeWriter = Descriptor(number: ends[1])
    }

    /// Adds a folder; adding it again has no effect.
    public func add(_ folder: String) throws(SpoolError) {
        let watch = inotify_add_watch(notifications.number, folder, FolderWatch.mask)
        guard watch >= 0 else { throw SpoolError(errno: errno, "watch", folder) }
        folders.withLock { $0[watch] = folder }
    }

    /// Waits for a change and returns the folders concerned, sorted; none when the time is over or ``stop()``
    /// was called.
    ///
    /// When the kernel lost notifications, all folders are returned. Blocks.
    public func next(timeoutMilliseconds: Int) throws(SpoolError) -> [String] {
        guard !isStopped else { return [] }
        var waits = [
            pollfd(fd: notifications.number, events: Int16(POLLIN), revents: 0),
            pollfd(fd: wakeReader.number, events: Int16(POLLIN), revents: 0),
        ]
        let ready = poll(&waits, 2, Int32(clamping: timeoutMilliseconds))
        guard ready >= 0 || errno == EINTR else { throw SpoolError(errno: errno, "watch", "inotify") }
        guard ready > 0, !isStopped, waits[0].revents != 0 else { return [] }
        return try takeNotifications()
    }

    /// Whether ``stop()`` was called.
    public var isStopped: Bool { stopped.load(ordering: .acquiring) }

    /// Wakes the waiting thread; from now on ``next(timeoutMilliseconds:)`` returns nothing at once.
    public func stop() {
        stopped.store(true, ordering: .releasing)
        var byte: UInt8 = 1
        // A full socket wakes the reader as well.
        _ = write(wakeWriter.number, &byte, 1)
    }

    private func takeNotifications() throws(SpoolError) -> [String] {
        var changed: Set<Int32> = []
        var isOverflown = false
        var buffer = [UInt8](repeating: 0, count: FolderWatch.bufferByteCount)
        let count = read(notifications.number, &buffer, buffer.count)
        guard count >= 0 || errno == EAGAIN || errno == EINTR else {
            throw SpoolError(errno: errno, "watch", "inotify")
        }
        buffer.withUnsafeBytes { bytes in
            var offset = 0
            let headByteCount = MemoryLayout<inotify_event>.size
            while offset + headByteCount <= count {
                let event = bytes.loadUnaligned(fromByteOffset: offset, as: inotify_event.self)
                if event.mask & UInt32(IN_Q_OVERFLOW) != 0 { isOverflown = true }
                if event.mask & UInt32(IN_IGNORED) != 0 {
                    folders.withLock { _ = $0.removeValue(forKey: event.wd) }
                }
                changed.insert(event.wd)
                offset += headByteCount + Int(event.len)
            }
        }
        return folders.withLock { folders in
            (isOverflown ? Array(folders.values) : changed.compactMap { folders[$0] }).sorted()
        }
    }
}
