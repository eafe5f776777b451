/// How a client's tries to log in went so far.
struct LoginProgress: ~Copyable {
    /// The name last tried.
    var user: String?
    /// The name logged in.
    var loggedIn: String?
    /// Tries that were refused.
    var refusals = 0
    /// What was last shown, to know it again.
    var mark = CredentialMark(user: nil, credential: nil)
    /// The first key that the client asked about in vain: held against its source if nobody logs in.
    var refusedQuestion: CredentialMark?
    /// The message that waits for its answer, and when it came.
    var waiting: SSHMessage?
    var asked = ContinuousClock.now
    /// Whether what waits was proven, and not only asked about.
    var isProven = false
    /// Whether the client has asked for the ways to log in, which is free once.
    var hasAskedWays = false
}

extension SSHConnection {
    /// Messages looked at before the next connection has its turn.
    private static let messageBudget = 16

    /// Takes the messages of a client that is not logged in, one at a time, until one has to wait for a
    /// worker.
    func authenticate() {
        if session.poll() == .failed || !session.isConnected {
            return end("the client hung up before it logged in")
        }
        for _ in 0..<Self.messageBudget {
            guard case .authenticating = phase, ending == nil, let message = session.nextMessage() else {
                break
            }
            handle(message)
        }
        if ending == nil, !session.isConnected { end("the client hung up before it logged in") }
    }

    private func handle(_ message: consuming SSHMessage) {
        switch message.kind {
        case .other: message.replyRefused()
        case .nothing(let user):
            login.user = user
            guard login.hasAskedWays else {
                login.hasAskedWays = true
                return message.replyRefused()
            }
            login.mark = CredentialMark(user: user, credential: nil)
            hold(message, isProven: true)
            refuse()
        case .unusable:
            login.mark = CredentialMark(user: login.user, credential: nil)
            hold(message, isProven: true)
            refuse()
        case .credential(let user, let credential):
            login.user = user
            var isProven = true
            if case .publicKey(_, _, _, let proven) = credential { isProven = proven }
            login.mark = CredentialMark(user: user, credential: credential)
            hold(message, isProven: isProven)
            guard services.gate.deserves(login.mark, admission) else { return refuse(isBlamed: false) }
            check(LoginAttempt(user: user, peer: peer, credential: credential))
        }
    }

    private func hold(_ message: consuming SSHMessage, isProven: Bool) {
        login.waiting = consume message
        login.asked = .now
        login.isProven = isProven
    }

    private func check(_ attempt: LoginAttempt) {
        phase = .checkingLogin
        let (number, inbox, fileSystem) = (number, inbox, services.fileSystem)
        services.loginWorkers.submit {
            inbox.post(.loginAnswered(connection: number, fileSystem.logIn(attempt)))
        }
    }

    /// A worker has looked at what the client showed.
    ///
    /// - Returns: whether the session is in use now; else it belongs to nobody.
    func answerLogin(_ hostSession: (any HostSession)?) -> Bool {
        guard case .checkingLogin = phase else { return false }
        guard let hostSession, let user = login.user else {
            refuse()
            return false
        }
        guard login.isProven else {
            if let message = login.waiting.take() { message.replyKeyWouldDo() }
            phase = .authenticating
            drive()
            return false
        }
        guard services.gate.logIn(user, login.mark, admission) else {
            refuse(isBlamed: false)
            return false
        }
        login.loggedIn = user
        if let message = login.waiting.take() { message.replyLoggedIn() }
        establish(hostSession)
        // What the client sent ahead of the answer is void: nothing but a proof opens the door.
        for _ in 0..<Self.messageBudget { guard session.nextMessage() != nil else { break } }
        lastActivity = .now
        drive()
        return true
    }

    /// Refuses what waits, at a time that does not tell how long the check took.
    ///
    /// `isBlamed`: whether the credential was looked at and is wrong.
    private func refuse(isBlamed: Bool = true) {
        services.gate.refuse()
        if isBlamed { blame() }
        let unit = max(services.limits.failureDelaySeconds, 0.001)
        let spent = (ContinuousClock.now - login.asked) / .seconds(unit)
        phase = .refusing(until: login.asked + .seconds(unit * max(spent.rounded(.up), 1)))
    }

    /// Holds what was refused against its source.
    ///
    /// A key that was only asked about counts once, and only if nobody logs in: clients ask about every key they have.
    private func blame() {
        guard login.isProven else {
            if login.refusedQuestion == nil { login.refusedQuestion = login.mark }
            return
        }
        blame(login.mark)
    }

    private func blame(_ mark: CredentialMark) {
        let isKnown = login.user.map { services.fileSystem.knows($0) } ?? false
        services.report(services.gate.blame(mark, isKnownLogin: isKnown, admission))
    }

    /// Settles, as the connection ends, what it did without logging in.
    func settleBlame() {
        guard login.loggedIn == nil, let question = login.refusedQuestion else { return }
        login.refusedQuestion = nil
        blame(question)
    }

    /// The time to refuse has come.
    func sendRefusal() {
        if let message = login.waiting.take() { message.replyRefused() }
        login.refusals += 1
        phase = .authenticating
        if login.refusals >= services.limits.authenticationTries {
            return end("refused \(login.refusals) times")
        }
        drive()
    }
}
