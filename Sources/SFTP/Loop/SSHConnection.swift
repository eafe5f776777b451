internal import CLibSSH

/// One client's connection, from the key exchange to its end.
///
/// Nothing is written from inside a callback of the library: answers are queued and sent after the library
/// returned. **Thread**: confined to its loop. The loop calls ``detach()`` before it lets go of a connection.
final class SSHConnection {
    /// How far the connection has come.
    enum Phase {
        case exchangingKeys
        /// Waits for the client to try to log in.
        case authenticating
        /// A worker looks at what the client showed; nothing is read meanwhile.
        case checkingLogin
        /// The client was refused and will hear so at that time.
        case refusing(until: ContinuousClock.Instant)
        case established
        /// All was said; waits for the client to hang up.
        case finished(since: ContinuousClock.Instant)
    }

    let number: UInt64
    let descriptor: Int32
    let admission: Admission
    let inbox: LoopInbox
    let services: ConnectionServices
    let started: ContinuousClock.Instant
    var session: SSHSession
    var phase = Phase.exchangingKeys
    /// Why the connection has to end; nil as long as it goes on.
    private(set) var ending: String?
    private(set) var conversation: HostConversation?
    var login = LoginProgress()
    /// The last time the client said something or had an answer.
    var lastActivity: ContinuousClock.Instant
    /// What the loop last asked the system to watch.
    var watched = Interest(reads: true, writes: false)
    var isDraining = false { didSet { conversation?.isDraining = isDraining } }

    /// Until when nothing is moved since the login was too fast; the loop wakes the connection.
    private(set) var restingUntil: ContinuousClock.Instant?

    private var channel: SSHChannel?
    private var bytesPerSecond: Int?
    private var isSubsystemStarted = false
    private var isInputEnded = false
    /// Whether the client has sent its identification.
    private(set) var wasIdentified = false
    /// How the open upload comes on.
    var uploadPace: UploadPace?
    /// Bytes to and from files so far.
    private(set) var moved: UInt64 = 0
    /// Bytes received since the client was last told that it may send further ahead.
    private var unannounced = 0
    /// Open handles as last told to the gate.
    private var toldHandles = 0

    /// Polls of the library before the next connection has its turn; one where the rate is watched.
    private var pollBudget: Int { bytesPerSecond == nil ? 64 : 1 }
    /// Input that waits for a slow worker or a slow reader, above which nothing is read.
    private static let inputHighMark = 1 << 20

    /// What the system shall watch for a connection.
    struct Interest: Equatable {
        var reads: Bool
        var writes: Bool
    }

    init(
        number: UInt64, descriptor: Int32, admission: Admission, session: consuming SSHSession,
        inbox: LoopInbox, services: ConnectionServices
    ) {
        self.number = number
        self.descriptor = descriptor
        self.admission = admission
        self.session = session
        self.inbox = inbox
        self.services = services
        started = .now
        lastActivity = started
    }

    /// The address of the client.
    var peer: String { admission.peer }
    /// The door it came through.
    var door: HostDoor { admission.door }

    /// Goes on as far as possible without waiting.
    func drive() {
        if case .exchangingKeys = phase {
            let progress = session.exchangeKeys()
            if !wasIdentified, session.isIdentified {
                wasIdentified = true
                services.gate.identified(admission)
            }
            switch progress {
            case .done: phase = .authenticating
            case .again: return
            case .failed:
                let said = session.errorText
                guard let sentence = NegotiationReport.sentence(from: said) else {
                    return end("the key exchange failed: \(said)")
                }
                services.negotiations.note(
                    sentence, peer: peer, client: session.clientName, at: door, in: services.log)
                return end("the key exchange failed: \(sentence)")
            }
        }
        switch phase {
        case .authenticating: authenticate()
        case .established: if restingUntil == nil { converse() }
        case .finished: if session.poll() == .failed || !session.isConnected { end("") }
        case .exchangingKeys, .checkingLogin, .refusing: break
        }
    }

    /// Ends the connection at the next opportunity; the first reason counts.
    func end(_ reason: String) {
        if ending == nil { ending = reason }
    }

    /// A worker has answered a request.
    func complete(_ answer: WorkerAnswer) {
        lastActivity = .now
        conversation?.complete(answer)
        drive()
    }

    /// Lets the file protocol begin after a login.
    func establish(_ hostSession: any HostSession) {
        let (number, inbox, workers) = (number, inbox, services.fileWorkers)
        let allowance = hostSession.allowance
        bytesPerSecond = allowance.bytesPerSecond
        var limits = services.limits
        limits.handlesPerSession = min(limits.handlesPerSession, allowance.openFiles ?? .max)
        let conversation = HostConversation(session: hostSession, limits: limits) { work in
            workers.submit { inbox.post(.answered(connection: number, work())) }
        }
        conversation.isDraining = isDraining
        self.conversation = conversation
        phase = .established
        session.attach(self)
    }

    /// Takes the callbacks away; nothing reaches the connection afterwards.
    func detach() {
        session.detach()
        tellGate()
        services.gate.add(bytesIn: 0, bytesOut: 0, handles: -toldHandles)
        toldHandles = 0
    }

    /// What the system shall watch now.
    ///
    /// While a worker is busy for the client nothing is read: the client's own window and the socket hold it
    /// back.
    var interest: Interest {
        switch phase {
        // Nothing is polled here, so the library could not take notice of anything; what it has left goes out with the answer.
        case .checkingLogin, .refusing: return Interest(reads: false, writes: false)
        case .exchangingKeys, .authenticating, .finished:
            return Interest(reads: true, writes: session.isWritePending)
        case .established:
            guard let conversation else { return Interest(reads: true, writes: session.isWritePending) }
            if restingUntil != nil { return Interest(reads: false, writes: false) }
            let reads = !conversation.isPending && conversation.waitingInput < Self.inputHighMark
            // A flush that stopped on its budget has told the library nothing: we ask for the socket
            // ourselves.
            let isStuck = !conversation.output.isEmpty && (channel?.window ?? 0) > 0
            return Interest(reads: reads, writes: isStuck || session.isWritePending)
        }
    }

    /// Whether the host may end the connection without cutting anything off.
    ///
    /// A client that just had its last answer has a moment to hang up by itself: one that hears of the end first
    /// reports a failure.
    var isIdle: Bool {
        guard let conversation else { return true }
        return conversation.handles.count == 0 && conversation.isQuiet
            && ContinuousClock.now - lastActivity > Self.partingPause
    }

    private static let partingPause = Duration.milliseconds(200)

    private func converse() {
        guard let conversation else { return }
        receive(conversation, polls: pollBudget)
        if ending == nil {
            widenWindow(conversation)
            flush(conversation)
            // After each write the library waits to hear that the socket takes more, and the system would tell us so for as long as
            // the library has not asked; what the poll brings besides is worked on at once.
            if ending == nil, session.isWritePending {
                receive(conversation, polls: 1)
                if ending == nil { flush(conversation) }
            }
            if case .broken(let reason) = conversation.condition {
                end("the client broke the protocol: \(reason)")
            }
            if !session.isConnected { end("the client hung up") }
            finishIfSaid(conversation)
        }
        tellGate()
    }

    /// Takes what has come, as far as it may be worked on.
    ///
    /// While a worker is busy nothing more is taken, but for what comes with the news that the socket takes more.
    private func receive(_ conversation: HostConversation, polls: Int) {
        for _ in 0..<polls {
            guard ending == nil, !conversation.isPending || session.isWritePending else { return }
            let progress = session.poll()
            if progress == .failed { end("the connection was lost") }
            if progress != .done || conversation.output.count > HostConversation.outputHighMark { return }
        }
    }

    /// Lets a client that sends much send further ahead, each time it has used up an eighth of its window.
    ///
    /// So it hears of it before it would have to wait, over long ways too. Not one whose rate is watched.
    private func widenWindow(_ conversation: HostConversation) {
        guard unannounced >= SSHChannel.wideWindow / 8, bytesPerSecond == nil, !conversation.isPending,
            let channel
        else { return }
        unannounced = 0
        if !channel.widen({ conversation.keep($0) }) { end("the client closed the channel") }
    }

    /// Sends what is queued, and works on what had to wait for room in the queue.
    private func flush(_ conversation: HostConversation) {
        guard let channel else { return }
        conversation.resume()
        var writes = 0
        while !conversation.output.isEmpty, writes < pollBudget, !session.isWritePending {
            guard let count = conversation.output.withBytes({ channel.write($0) }) else {
                return end("the client closed the channel")
            }
            guard count > 0 else { break }
            conversation.output.removeFirst(count)
            conversation.resume()
            writes += 1
        }
    }

    /// After the client said that nothing more will come: says goodbye once every answer is sent.
    private func finishIfSaid(_ conversation: HostConversation) {
        guard isInputEnded, ending == nil, !conversation.isPending, conversation.output.isEmpty, let channel
        else { return }
        channel.finish()
        phase = .finished(since: .now)
    }

    private func tellGate() {
        guard let conversation else { return }
        let traffic = conversation.takeTraffic()
        let handles = conversation.handles.count
        guard traffic.bytesIn > 0 || traffic.bytesOut > 0 || handles != toldHandles else { return }
        moved &+= traffic.bytesIn &+ traffic.bytesOut
        services.gate.add(
            bytesIn: traffic.bytesIn, bytesOut: traffic.bytesOut, handles: handles - toldHandles)
        toldHandles = handles
        guard let bytesPerSecond, let user = login.loggedIn else { return }
        restingUntil = services.rates.spend(
            traffic.bytesIn + traffic.bytesOut, of: user, bytesPerSecond: bytesPerSecond, at: .now)
    }

    /// Goes on after a rest.
    func wake() {
        restingUntil = nil
        lastActivity = .now
        drive()
    }
}

// What the library calls from inside a poll.
extension SSHConnection {
    /// The client asks for a channel: there is one, after the login.
    func openChannel() -> OpaquePointer? {
        guard case .established = phase, conversation != nil, channel == nil, let made = session.makeChannel()
        else { return nil }
        channel = SSHChannel(raw: made)
        return made
    }

    /// The client asks for a subsystem: there is one.
    func startSubsystem(_ name: String) -> Bool {
        guard name == "sftp", !isSubsystemStarted else { return false }
        isSubsystemStarted = true
        return true
    }

    /// Bytes of the client on the channel; answers how many were taken.
    func receive(_ bytes: UnsafeRawBufferPointer) -> Int {
        guard isSubsystemStarted, let conversation, ending == nil else { return bytes.count }
        let count = conversation.take(bytes)
        unannounced += count
        return count
    }

    func sawEndOfInput() { isInputEnded = true }

    func sawClose() {
        if case .finished = phase { return }
        // PuTTY ends and closes in one breath, and takes a connection without our own CLOSE for a lost one.
        // What it asked before is still done.
        isInputEnded = true
    }
}
