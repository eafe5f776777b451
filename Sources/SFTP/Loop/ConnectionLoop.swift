internal import CLibSSH
internal import Glibc
internal import Logging

/// One thread that drives many connections: `epoll` says which are ready, an inbox brings what other threads
/// have to say.
///
/// **Thread**: made and used on its own thread only.
final class ConnectionLoop {
    private let inbox: LoopInbox
    private let services: ConnectionServices
    private var binds: HostBinds
    private let poller: Int32
    private var connections: [UInt64: SSHConnection] = [:]
    /// Conversations whose connection is gone while a worker was busy for them.
    private var leaving: [UInt64: HostConversation] = [:]
    /// Connections that have a login at a worker, and whether it would open a session.
    private var loginsAtWork: [UInt64: Bool] = [:]
    /// Connections that were refused, and when they will hear so.
    private var refusing: [UInt64: ContinuousClock.Instant] = [:]
    /// Connections that were too fast, and when they go on.
    private var resting: [UInt64: ContinuousClock.Instant] = [:]
    /// Sessions that a worker is ending.
    private var farewells = 0
    /// 0 stands for the inbox.
    private var lastNumber: UInt64 = 0
    private var isStopping = false
    private var isDraining = false
    private var nextSweep = ContinuousClock.now

    private static let eventsAtOnce = 256
    private static let sweepSeconds = 0.5
    /// The time a client has to hang up after all was said.
    private static let partingSeconds = 5.0

    /// - Throws: ``SFTPHostError`` when a host key is of no use or the system gives no descriptor.
    init(inbox: LoopInbox, hostKeys: [String], services: ConnectionServices) throws(SFTPHostError) {
        binds = try HostBinds(hostKeys: hostKeys)
        poller = epoll_create1(Int32(EPOLL_CLOEXEC))
        self.inbox = inbox
        self.services = services
        guard poller >= 0 else {
            throw SFTPHostError(code: .noResources, message: "no descriptor: \(systemText(errno))")
        }
        watch(inbox.descriptor, as: 0, Interest(reads: true, writes: false), change: EPOLL_CTL_ADD)
    }

    deinit { if poller >= 0 { close(poller) } }

    /// Works until it was told to stop and every session has ended.
    func run() {
        var events = [epoll_event](repeating: epoll_event(), count: Self.eventsAtOnce)
        while !isDone {
            let ready = epoll_wait(poller, &events, Int32(events.count), sleepMilliseconds)
            for event in events.prefix(max(0, Int(ready))) {
                let number = event.data.u64
                if number == 0 {
                    for message in inbox.takeAll() { handle(message) }
                } else if let connection = connections[number] {
                    step(connection, events: event.events)
                }
            }
            refuseThoseDue()
            wakeThoseDue()
            sweep()
        }
    }

    private typealias Interest = SSHConnection.Interest

    private var isDone: Bool {
        isStopping && connections.isEmpty && leaving.isEmpty && loginsAtWork.isEmpty && farewells == 0
    }

    private func handle(_ message: LoopMessage) {
        switch message {
        case .arrived(let descriptor, let admission): adopt(descriptor, admission)
        case .hostKeys(let paths): renewBinds(paths)
        case .end(let logins, let reason): endSessions(of: logins, because: reason)
        case .loginAnswered(let number, let session):
            let opensSession = loginsAtWork.removeValue(forKey: number) ?? false
            answerLogin(number, session, opensSession: opensSession)
        case .answered(let number, let answer):
            if let connection = connections[number] {
                connection.complete(answer)
                settle(connection)
            } else if let conversation = leaving.removeValue(forKey: number) {
                conversation.complete(answer)
                bidFarewell(to: conversation)
            }
        case .departed: farewells -= 1
        case .drain:
            isDraining = true
            for connection in connections.values { connection.isDraining = true }
            endIdle()
        case .stop:
            isStopping = true
            for connection in Array(connections.values) {
                connection.end("the host stops")
                settle(connection)
            }
        }
    }

    private func adopt(_ descriptor: Int32, _ admission: Admission) {
        guard !isStopping, !isDraining,
            let session = binds.accept(descriptor, at: admission.door, limits: services.limits)
        else {
            if isStopping || isDraining { close(descriptor) }
            services.gate.leave(admission, user: nil, wasIdentified: false)
            return
        }
        lastNumber += 1
        let connection = SSHConnection(
            number: lastNumber, descriptor: descriptor, admission: admission, session: session,
            inbox: inbox, services: services)
        connections[lastNumber] = connection
        watch(descriptor, as: lastNumber, connection.watched, change: EPOLL_CTL_ADD)
        connection.drive()
        settle(connection)
    }

    /// Sessions that are there keep the keys they began with.
    private func renewBinds(_ hostKeys: [String]) {
        do throws(SFTPHostError) {
            binds = try HostBinds(hostKeys: hostKeys)
        } catch {
            services.log.error(
                "the new host keys cannot be used; the old ones stay", metadata: ["reason": "\(error)"])
        }
    }

    private func endSessions(of logins: Set<String>, because reason: String) {
        for connection in Array(connections.values) {
            guard let login = connection.login.loggedIn, logins.contains(login) else { continue }
            services.log.notice(
                "SFTP session ended by the house",
                metadata: ["login": "\(login)", "peer": "\(connection.peer)", "reason": "\(reason)"])
            connection.end(reason)
            settle(connection)
        }
    }

    private func step(_ connection: SSHConnection, events: UInt32) {
        connection.lastActivity = .now
        if !connection.watched.reads, events & (EPOLLHUP.rawValue | EPOLLERR.rawValue) != 0 {
            // Nothing is read while a worker is busy; that the client is gone is reported all the same.
            connection.end("the connection was lost")
        } else {
            connection.drive()
        }
        settle(connection)
    }

    private func answerLogin(_ number: UInt64, _ session: (any HostSession)?, opensSession: Bool) {
        if let connection = connections[number] {
            let isInUse = connection.answerLogin(session)
            settle(connection)
            if isInUse { return }
        }
        guard let session, opensSession else { return }
        // The client is gone, or one too many: a session was made that nobody will use.
        bidFarewell(to: session, files: [])
    }

    /// Tells the system what to watch for a connection, or ends it.
    private func settle(_ connection: SSHConnection) {
        if case .checkingLogin = connection.phase {
            loginsAtWork[connection.number] = connection.login.claim == .whole
        }
        if case .refusing(let until) = connection.phase { refusing[connection.number] = until }
        resting[connection.number] = connection.restingUntil
        if isDraining, connection.isIdle {
            connection.end("the host stops")
        } else if connection.isDraining, connection.isIdle {
            connection.end("the session has lasted as long as it may")
        }
        guard let reason = connection.ending else {
            let interest = connection.interest
            if interest != connection.watched {
                connection.watched = interest
                watch(connection.descriptor, as: connection.number, interest, change: EPOLL_CTL_MOD)
            }
            return
        }
        guard connections.removeValue(forKey: connection.number) != nil else { return }
        refusing[connection.number] = nil
        resting[connection.number] = nil
        epoll_ctl(poller, EPOLL_CTL_DEL, connection.descriptor, nil)
        connection.detach()
        tell(connection, reason: reason)
        services.gate.leave(
            connection.admission, user: connection.login.loggedIn, wasIdentified: connection.wasIdentified)
        guard let conversation = connection.conversation else { return }
        if conversation.isPending {
            leaving[connection.number] = conversation
        } else {
            bidFarewell(to: conversation)
        }
    }

    private func tell(_ connection: SSHConnection, reason: String) {
        let user = connection.login.loggedIn ?? connection.login.user
        services.log.debug(
            "SFTP connection ended",
            metadata: ["peer": "\(connection.peer)", "user": "\(user ?? "")", "reason": "\(reason)"])
        guard connection.login.loggedIn == nil else { return }
        // A port scan or a monitor: counted, and nobody is bothered with it.
        guard connection.wasIdentified else { return services.gate.noteProbe() }
        connection.settleBlame()
        let (fileSystem, peer) = (services.fileSystem, connection.peer)
        farewells += 1
        services.loginWorkers.submit { [inbox] in
            fileSystem.refused(peer: peer, user: user, reason: reason)
            inbox.post(.departed)
        }
    }

    private func bidFarewell(to conversation: HostConversation) {
        let traffic = conversation.takeTraffic()
        services.gate.add(bytesIn: traffic.bytesIn, bytesOut: traffic.bytesOut, handles: 0)
        bidFarewell(to: conversation.session, files: conversation.end())
    }

    private func bidFarewell(to session: any HostSession, files: [any HostFile]) {
        farewells += 1
        services.fileWorkers.submit { [inbox] in
            for file in files { file.abandon() }
            session.ended()
            inbox.post(.departed)
        }
    }

    private func watch(_ descriptor: Int32, as number: UInt64, _ interest: Interest, change: Int32) {
        var event = epoll_event()
        event.events = (interest.reads ? EPOLLIN.rawValue : 0) | (interest.writes ? EPOLLOUT.rawValue : 0)
        event.data.u64 = number
        epoll_ctl(poller, change, descriptor, &event)
    }
}

// What happens because time has passed.
extension ConnectionLoop {
    /// How long to sleep when nothing happens: until the next refusal or sweep is due, for ever without
    /// connections.
    private var sleepMilliseconds: Int32 {
        guard !connections.isEmpty else { return -1 }
        let due = resting.values.reduce(refusing.values.reduce(nextSweep) { min($0, $1) }) { min($0, $1) }
        let milliseconds = (due - .now) / .milliseconds(1)
        return Int32(min(max(milliseconds.rounded(.up), 0), 60_000))
    }

    private func refuseThoseDue() {
        guard !refusing.isEmpty else { return }
        let now = ContinuousClock.now
        for (number, until) in refusing where until <= now {
            refusing[number] = nil
            guard let connection = connections[number] else { continue }
            connection.sendRefusal()
            settle(connection)
        }
    }

    private func wakeThoseDue() {
        guard !resting.isEmpty else { return }
        let now = ContinuousClock.now
        for (number, until) in resting where until <= now {
            resting[number] = nil
            guard let connection = connections[number] else { continue }
            connection.wake()
            settle(connection)
        }
    }

    /// Ends connections that were too long without a login, a word or a goodbye.
    private func sweep() {
        let now = ContinuousClock.now
        guard now >= nextSweep else { return }
        nextSweep = now + .seconds(Self.sweepSeconds)
        let limits = services.limits
        let isCrowded = services.gate.isCrowded
        for connection in Array(connections.values) {
            switch connection.phase {
            case .exchangingKeys, .authenticating, .checkingLogin, .refusing:
                if case .authenticating = connection.phase { connection.endIfIgnored(at: now) }
                connection.endIfLate(limits, isCrowded: isCrowded, at: now)
            case .established:
                connection.endIfIdle(limits, at: now)
            case .finished(let since):
                if now - since > .seconds(Self.partingSeconds) { connection.end("did not hang up") }
            }
            if connection.ending != nil || connection.isDraining { settle(connection) }
        }
    }

    private func endIdle() {
        for connection in Array(connections.values) { settle(connection) }
    }
}
