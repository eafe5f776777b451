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
    private let doorReport: DoorReport
    private let hostKeys: Mutex<[String]>
    private let stage = Mutex(Stage.made)
    /// Guessed passwords may take what processor time is left over, never that of who is logged in.
    private static let loginNiceness: Int32 = 10
    private let endedLoops = DispatchSemaphore(value: 0)

    /// Binds and listens; clients wait until ``start()``.
    ///
    /// `place`: where it listens, see ``port``.
    /// `hostKeys`: the files of the private keys, as ``HostKeys/ensure(in:)`` answers them.
    /// `legacy`: where those are let in who need older algorithms; nil when nobody is.
    /// `loops`: threads that drive connections; one a core is right.
    /// `bans`: those that an earlier run left.
    /// `onBan`: told, on a worker, of every ban that the host makes by itself.
    /// Throws ``SFTPHostError`` when it cannot listen or a key is of no use.
    public init(
        at place: ListeningPlace, legacy: ListeningPlace? = nil, hostKeys: [String],
        fileSystem: any HostFileSystem, limits: HostLimits, loops: Int, bans: [SourceBan] = [],
        onBan: @escaping @Sendable (SourceBan) -> Void = { _ in }, log: Logger
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
        listener = try Listener(place)
        if let legacy {
            legacyListener = try Listener(legacy)
        } else {
            legacyListener = nil
        }
        self.loops = inboxes
        self.hostKeys = Mutex(hostKeys)
        let gate = ConnectionGate(limits: limits)
        for ban in bans {
            guard let source = SourceBan.address(of: ban.source) else { continue }
            gate.ban(source, for: ban.remaining, count: ban.count, reason: ban.reason)
        }
        doorReport = DoorReport(log: log)
        services = ConnectionServices(
            fileSystem: fileSystem, gate: gate,
            loginWorkers: WorkerThreads(
                name: "sftp-login", limit: limits.loginWorkers, niceness: Self.loginNiceness),
            fileWorkers: WorkerThreads(name: "sftp-worker", limit: limits.fileWorkers), log: log,
            onBan: onBan)
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
        listener.start { [loops, services, doorReport] notice in
            switch notice {
            case .refusedProxy(let proxy, let reason):
                services.gate.noteDrop(.proxy)
                // A load balancer that only looks whether we are there is not worth a line.
                if let reason { doorReport.note(.proxy, peer: proxy.text, because: reason) }
            case .arrived(let arrival):
                switch services.gate.admit(arrival.address, door: door, isProxy: arrival.isProxy) {
                case .dropped(let reason, let ban):
                    close(arrival.descriptor)
                    doorReport.note(reason, peer: arrival.address.text)
                    services.report(ban)
                case .admitted(let admission):
                    let index = turn.withLock { turn in
                        turn = (turn + 1) % loops.count
                        return turn
                    }
                    loops[index].post(.arrived(descriptor: arrival.descriptor, admission))
                }
            }
        }
    }

    /// Puts other limits in force; sessions that are there go on.
    public func apply(_ limits: HostLimits) { services.gate.apply(limits) }

    /// Keeps a source out for a while, for a reason that people can read.
    ///
    /// `source`: as ``SourceBan/source(of:)`` answers it. Sessions that are there go on.
    public func ban(_ source: String, for duration: Duration, because reason: String) {
        guard let source = SourceBan.address(of: source) else { return }
        services.gate.ban(source, for: duration, count: 1, reason: reason)
    }

    /// Lets a source in again and forgets what it did, bans and penalties alike.
    public func liftBan(of source: String) {
        if let source = SourceBan.address(of: source) { services.gate.lift(source) }
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
        waitForOpenFiles(until: .now + .seconds(seconds))
        for inbox in loops { inbox.post(.stop) }
        for _ in loops { endedLoops.wait() }
        services.loginWorkers.shutDown()
        services.fileWorkers.shutDown()
    }

    /// Waits until nobody is left, and says every ten seconds who is.
    private func waitForOpenFiles(until deadline: ContinuousClock.Instant) {
        var nextWord = ContinuousClock.now
        while counts.sessions > 0, ContinuousClock.now < deadline {
            let now = ContinuousClock.now
            if now >= nextWord {
                let counts = counts
                let left = ((deadline - now) / .seconds(1)).rounded(.up)
                services.log.notice(
                    "SFTP waits for open files before it stops",
                    metadata: [
                        "sessions": "\(counts.sessions)", "handles": "\(counts.handles)",
                        "secondsLeft": "\(Int(left))",
                    ])
                nextWord = now + .seconds(10)
            }
            Thread.sleep(forTimeInterval: 0.01)
        }
    }
}
