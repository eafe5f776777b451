import Glibc
import SFTP
import Synchronization

/// A file system in memory that counts what the host calls; stands in for the mailbox.
final class MemoryFileSystem: HostFileSystem, Sendable {
    struct State {
        var files: [String: [UInt8]] = [:]
        var closed = 0
        var abandoned = 0
        var ended = 0
        var synchronised = 0
        var openFiles = 0
        var refusals: [String] = []
        /// Where clients that tried to log in came from.
        var peers: [String] = []
        /// Attempts that were looked at: name, way, and whether a session was asked for.
        var attempts: [String] = []
        /// Sessions that ended while one of their files was still open.
        var endedTooEarly = 0
        /// The clock of the processor time of the loop that last asked for the ways to log in.
        var loopClock: clockid_t?
        /// Whether sessions answer on the loop, without a worker.
        var isAtHand = false
    }

    let state = Mutex(State())
    let passwords: [String: String]
    let keys: [AuthorizedKey]
    /// The ways of names that have others than the usual.
    let ways: [String: LoginWays]
    /// What every session may take.
    let allowance: SessionAllowance
    /// Called on the worker at the begin of every close and login, and with the name that a login looks at.
    let pause: @Sendable (String) -> Void

    init(
        passwords: [String: String] = [:], keys: [AuthorizedKey] = [], ways: [String: LoginWays] = [:],
        allowance: SessionAllowance = .unlimited, pause: @escaping @Sendable (String) -> Void = { _ in }
    ) {
        self.passwords = passwords
        self.keys = keys
        self.ways = ways
        self.allowance = allowance
        self.pause = pause
    }

    func ways(for user: String, from peer: String, at door: HostDoor) -> LoginWays {
        var clock = clockid_t()
        if pthread_getcpuclockid(pthread_self(), &clock) == 0 {
            state.withLock { [clock] in $0.loopClock = clock }
        }
        return ways[user] ?? .either
    }

    func logIn(_ attempt: LoginAttempt) -> (any HostSession)? {
        pause("login")
        pause("looks at " + attempt.user)
        state.withLock { $0.peers.append(attempt.peer) }
        let way = attempt.credential.method == .password ? "password" : "key"
        state.withLock {
            $0.attempts.append("\(attempt.user) \(way)\(attempt.opensSession ? " opens" : "")")
        }
        switch attempt.credential {
        case .password(let password): return passwords[attempt.user] == password ? MemorySession(self) : nil
        case .publicKey(let blob, _, _, _):
            return keys.contains { $0.blob == blob } ? MemorySession(self) : nil
        }
    }

    func knows(_ user: String) -> Bool { passwords[user] != nil }

    func refused(peer: String, user: String?, reason: String) {
        state.withLock { $0.refusals.append("\(user ?? "-"): \(reason)") }
    }
}

final class MemorySession: HostSession, Sendable {
    private let system: MemoryFileSystem
    private let openFiles = Mutex(0)

    init(_ system: MemoryFileSystem) { self.system = system }

    var allowance: SessionAllowance { system.allowance }

    func attributes(of path: String) throws(SFTPError) -> FileAttributes {
        if path == "/" || path == "/upload" {
            return FileAttributes(isDirectory: true, size: 0, permissions: 0o755, modified: 1_700_000_000)
        }
        guard let bytes = system.state.withLock({ $0.files[path] }) else { throw missing }
        return FileAttributes(
            isDirectory: false, size: UInt64(bytes.count), permissions: 0o644, modified: 1_700_000_000)
    }

    func list(_ path: String) throws(SFTPError) -> [DirectoryEntry] {
        let prefix = path == "/" ? "/" : path + "/"
        let files = system.state.withLock { $0.files }
        return files.filter { $0.key.hasPrefix(prefix) }.sorted { $0.key < $1.key }.map { name, bytes in
            DirectoryEntry(
                name: String(name.dropFirst(prefix.count)),
                attributes: FileAttributes(
                    isDirectory: false, size: UInt64(bytes.count), permissions: 0o644, modified: 0))
        }
    }

    func open(_ path: String, flags: OpenFlags) throws(SFTPError) -> any HostFile {
        let exists = system.state.withLock { state -> Bool in
            if flags.contains(.create), state.files[path] == nil || flags.contains(.truncate) {
                state.files[path] = []
            }
            return state.files[path] != nil
        }
        guard exists else { throw missing }
        system.state.withLock { $0.openFiles += 1 }
        openFiles.withLock { $0 += 1 }
        return MemoryFile(system, path: path) { [self] in openFiles.withLock { $0 -= 1 } }
    }

    func attributesAtHand(of path: String) throws(SFTPError) -> FileAttributes? {
        guard system.state.withLock({ $0.isAtHand }) else { return nil }
        return try attributes(of: path)
    }

    func openAtHand(_ path: String, flags: OpenFlags) throws(SFTPError) -> (any HostFile)? {
        guard system.state.withLock({ $0.isAtHand }) else { return nil }
        return try open(path, flags: flags)
    }

    func rename(_ from: String, to: String, replacing: Bool) throws(SFTPError) {
        let error = system.state.withLock { state -> SFTPError? in
            guard let bytes = state.files[from] else { return missing }
            guard replacing || state.files[to] == nil else {
                return SFTPError(code: .failure, message: "the name is taken")
            }
            state.files[from] = nil
            state.files[to] = bytes
            return nil
        }
        if let error { throw error }
    }

    func remove(_ path: String) throws(SFTPError) {
        guard system.state.withLock({ $0.files.removeValue(forKey: path) }) != nil else { throw missing }
    }

    func setAttributes(of path: String) throws(SFTPError) { _ = try attributes(of: path) }

    func space() -> (totalBytes: UInt64, freeBytes: UInt64) { (1 << 30, 1 << 29) }

    func ended() {
        let left = openFiles.withLock { $0 }
        system.state.withLock { state in
            state.ended += 1
            if left > 0 { state.endedTooEarly += 1 }
        }
    }

    private var missing: SFTPError { SFTPError(code: .noSuchFile, message: "there is no such file") }
}

final class MemoryFile: HostFile, Sendable {
    private let system: MemoryFileSystem
    private let path: String
    private let left: @Sendable () -> Void

    init(_ system: MemoryFileSystem, path: String, left: @escaping @Sendable () -> Void) {
        self.system = system
        self.path = path
        self.left = left
    }

    func write(_ bytes: UnsafeRawBufferPointer, at offset: UInt64) throws(SFTPError) {
        let fits = system.state.withLock { state -> Bool in
            let size = state.files[path, default: []].count
            guard offset <= UInt64(size) else { return false }
            let start = Int(offset)
            let overlap = min(bytes.count, size - start)
            state.files[path, default: []].replaceSubrange(start..<(start + overlap), with: bytes)
            return true
        }
        guard fits else { throw SFTPError(code: .failure, message: "the offset leaves a hole") }
    }

    func read(into buffer: UnsafeMutableRawBufferPointer, at offset: UInt64) throws(SFTPError) -> Int {
        system.state.withLock { state in
            let bytes = state.files[path] ?? []
            guard offset < UInt64(bytes.count) else { return 0 }
            let part = bytes[Int(offset)..<min(bytes.count, Int(offset) + buffer.count)]
            buffer.copyBytes(from: part)
            return part.count
        }
    }

    func attributes() -> FileAttributes {
        let size = system.state.withLock { $0.files[path]?.count ?? 0 }
        return FileAttributes(
            isDirectory: false, size: UInt64(size), permissions: 0o644, modified: 1_700_000_000)
    }

    func synchronize() throws(SFTPError) { system.state.withLock { $0.synchronised += 1 } }

    func close() throws(SFTPError) {
        system.pause("close")
        left()
        system.state.withLock { state in
            state.closed += 1
            state.openFiles -= 1
        }
    }

    func abandon() {
        left()
        system.state.withLock { state in
            state.abandoned += 1
            state.openFiles -= 1
        }
    }
}
