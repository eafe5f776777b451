/// How a client's tries to log in went so far.
struct LoginProgress: ~Copyable {
    /// The name last tried.
    var user: String?
    /// The name logged in.
    var loggedIn: String?
    /// Tries that were refused.
    var refusals = 0
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
            hold(message, isProven: true)
            refuse()
        case .unusable:
            hold(message, isProven: true)
            refuse()
        case .credential(let user, let credential):
            login.user = user
            var isProven = true
            if case .publicKey(_, _, _, let proven) = credential { isProven = proven }
            hold(message, isProven: isProven)
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
        guard services.gate.logIn(user) else {
            refuse()
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
    private func refuse() {
        services.gate.refuse()
        let unit = max(services.limits.failureDelaySeconds, 0.001)
        let spent = (ContinuousClock.now - login.asked) / .seconds(unit)
        phase = .refusing(until: login.asked + .seconds(unit * max(spent.rounded(.up), 1)))
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
