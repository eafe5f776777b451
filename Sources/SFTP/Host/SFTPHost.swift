internal import Foundation
public import Logging
internal import Synchronization

/// An SFTP server: it listens, checks logins through its file system and serves files.
///
/// One thread listens, `loops` threads drive the connections, and workers do what may sleep. A connection
/// belongs to one loop for life. **Thread**: any.
public final class SFTPHost: Sendable {
    private enum Stage { case made, running, stopped }

    private let listener: Listener
    private let legacyListener: Listener?
    private let loops: [LoopInbox]
    private let services: ConnectionServices
    private let hostKeys: Mutex<[String]>
    private let stage = Mutex(Stage.made)
    private let endedLoops = DispatchSemaphore(value: 0)

    /// Binds and listens; clients wait until ``start()``.
    ///
    /// `address`: an IPv4 or IPv6 address; `::` is every address of the machine, of both kinds.
    /// `port`: 0 takes any free port, see ``port``.
    /// `hostKeys`: the files of the private keys, as ``HostKeys/ensure(in:)`` answers them.
    /// `legacy`: where those are let in who need older algorithms; nil when nobody is.
    /// `loops`: threads that drive connections; one a core is right.
    /// Throws ``SFTPHostError`` when it cannot listen or a key is of no use.
    public init(
        address: String, port: UInt16, legacy: (address: String, port: UInt16)? = nil, hostKeys: [String],
        fileSystem: any HostFileSystem, limits: HostLimits, loops: Int, log: Logger
    ) throws(SFTPHostError) {
        SSHLibrary.start()
        _ = try HostBinds(hostKeys: hostKeys)
        var inboxes: [LoopInbox] = []
        for _ in 0..<max(loops, 1) {
            guard let inbox = LoopInbox() else {
                throw SFTPHostError(code: .noResources, message: "no descriptor for a loop's inbox")
            }
            inboxes.append(inbox)
        }
        listener = try Listener(address: address, port: port)
        if let legacy {
            legacyListener = try Listener(address: legacy.address, port: legacy.port)
        } else {
            legacyListener = nil
        }
        self.loops = inboxes
        self.hostKeys = Mutex(hostKeys)
        services = ConnectionServices(
            fileSystem: fileSystem, limits: limits, gate: ConnectionGate(limits: limits),
            loginWorkers: WorkerThreads(name: "sftp-login", limit: limits.loginWorkers),
            fileWorkers: WorkerThreads(name: "sftp-worker", limit: limits.fileWorkers), log: log)
    }

    /// The port the host listens on.
    public var port: UInt16 { listener.port }
    /// The port for those who need older algorithms, when there is one.
    public var legacyPort: UInt16? { legacyListener?.port }

    /// What the host did and does.
    public var counts: HostCounts { services.gate.counts }

    /// Begins to serve.
    ///
    /// Works once.
    public func start() {
        let isFirst = stage.withLock { stage in
            defer { if stage == .made { stage = .running } }
            return stage == .made
        }
        guard isFirst else { return }
        let hostKeys = hostKeys.withLock { $0 }
        for (index, inbox) in loops.enumerated() {
            let thread = Thread { [services, endedLoops] in
                do throws(SFTPHostError) {
                    try ConnectionLoop(inbox: inbox, hostKeys: hostKeys, services: services).run()
                } catch {
                    services.log.critical("SFTP loop could not start", metadata: ["reason": "\(error)"])
                }
                endedLoops.signal()
            }
            thread.name = "sftp-loop-\(index)"
            thread.start()
        }
        take(from: listener, at: .standard)
        if let legacyListener { take(from: legacyListener, at: .legacy) }
    }

    private func take(from listener: Listener, at door: HostDoor) {
        let turn = Mutex(0)
        listener.start { [loops, services] descriptor, peer in
            guard services.gate.admit() else {
                close(descriptor)
                services.log.notice("SFTP connection refused: too many", metadata: ["peer": "\(peer)"])
                return
            }
            let index = turn.withLock { turn in
                turn = (turn + 1) % loops.count
                return turn
            }
            loops[index].post(.arrived(descriptor: descriptor, peer: peer, door: door))
        }
    }

    /// Shows other host keys to connections from now on; those that are there go on.
    ///
    /// - Throws: ``SFTPHostError`` when a key is of no use; then the keys in force stay.
    public func adopt(hostKeys paths: [String]) throws(SFTPHostError) {
        _ = try HostBinds(hostKeys: paths)
        hostKeys.withLock { $0 = paths }
        for inbox in loops { inbox.post(.hostKeys(paths)) }
    }

    /// Ends the sessions of logins that may not be in any more; the reason goes to the log.
    public func endSessions(of logins: Set<String>, because reason: String) {
        guard !logins.isEmpty else { return }
        for inbox in loops { inbox.post(.end(logins: logins, because: reason)) }
    }

    /// Takes no new connections, waits for open files, then ends every session.
    ///
    /// During the wait nothing new may be opened, and a connection ends once it has nothing open. Blocks;
    /// when it returns every thread has ended and every session was told so.
    public func stop(drainingFor seconds: Double) {
        let before = stage.withLock { stage in
            defer { stage = .stopped }
            return stage
        }
        guard before == .running else { return }
        listener.stop()
        legacyListener?.stop()
        for inbox in loops { inbox.post(.drain) }
        let deadline = ContinuousClock.now + .seconds(seconds)
        while counts.sessions > 0, ContinuousClock.now < deadline { Thread.sleep(forTimeInterval: 0.01) }
        for inbox in loops { inbox.post(.stop) }
        for _ in loops { endedLoops.wait() }
        services.loginWorkers.shutDown()
        services.fileWorkers.shutDown()
    }
}
