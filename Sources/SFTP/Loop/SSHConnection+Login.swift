/// How a client's tries to log in went so far.
struct LoginProgress: ~Copyable {
    /// The name last tried.
    var user: String?
    /// The name logged in.
    var loggedIn: String?
    /// What was proven under that name so far, when more than one way has to be gone.
    private(set) var proven: LoginMethods = []
    private(set) var provenKey: String?
    /// Tries that were refused.
    var refusals = 0
    /// What was last shown, to know it again.
    var mark = CredentialMark(user: nil, credential: nil)
    /// Whether what was last shown is a key that the client only asks about.
    var isQuestion = false
    /// What was shown with success under that name, the last one apart.
    private(set) var provenMarks: [CredentialMark] = []
    /// The first key that the client asked about in vain: held against its source if nobody logs in.
    var refusedQuestion: CredentialMark?
    /// The message that waits for its answer, and when it came.
    var waiting: SSHMessage?
    var asked = ContinuousClock.now
    /// What the message that waits is about.
    var claim = Claim.whole

    /// How far a right credential brings a client.
    enum Claim: Equatable {
        /// It only asks whether a key would do.
        case query
        /// Another way has to follow.
        case step(LoginMethods, key: String?)
        /// It is logged in.
        case whole
    }

    /// Notes the name of an attempt; what was proven under another name is void (RFC 4252, section 5).
    mutating func name(_ user: String) {
        if user != self.user {
            proven = []
            provenKey = nil
            provenMarks = []
        }
        self.user = user
    }

    mutating func notePartialSuccess(_ method: LoginMethods, key: String?) {
        proven.insert(method)
        provenMarks.append(mark)
        if let key { provenKey = key }
    }

    /// Since when the client waits for an answer to something that the library dropped without a word.
    var ignoredSince: ContinuousClock.Instant?
    /// Whether the client has asked for the ways to log in, which is free once.
    var hasAskedWays = false
}

extension SSHConnection {
    /// Messages looked at before the next connection has its turn.
    private static let messageBudget = 16

    /// A signature that does not fit, or by an algorithm that is not taken, is dropped by the library without
    /// an answer; what else it drops is followed by a login within this time.
    private static let ignoredLimit = Duration.seconds(2)

    /// Takes the messages of a client that is not logged in, one at a time, until one has to wait for a
    /// worker.
    func authenticate() {
        let packets = session.packetsReceived
        if session.poll() == .failed || !session.isConnected {
            return end("the client hung up before it logged in")
        }
        if session.packetsReceived > packets { login.ignoredSince = .now }
        for _ in 0..<Self.messageBudget {
            guard case .authenticating = phase, ending == nil, let message = session.nextMessage() else {
                break
            }
            login.ignoredSince = nil
            handle(message)
        }
        if ending == nil, !session.isConnected { end("the client hung up before it logged in") }
    }

    private func handle(_ message: consuming SSHMessage) {
        switch message.kind {
        case .other: message.replyRefused()
        case .nothing(let user):
            _ = begin(user)
            guard login.hasAskedWays else {
                login.hasAskedWays = true
                return message.replyRefused()
            }
            show(nil)
            hold(message)
            refuse()
        case .unusable(let user):
            if let user { _ = begin(user) }
            show(nil)
            hold(message)
            refuse()
        case .credential(let user, let credential):
            let ways = begin(user)
            let method = credential.method
            show(credential)
            hold(message)
            // A way that is not offered costs the same and leads nowhere.
            guard ways.remaining(after: login.proven).contains(method) else { return refuse() }
            login.claim = claim(of: credential, ways)
            let attention = services.gate.attention(to: login.mark, admission)
            guard attention != .none else { return refuse(isBlamed: false) }
            check(
                isUrgent: attention == .first,
                LoginAttempt(
                    user: user, peer: peer, credential: credential, door: door, proven: login.proven,
                    provenKey: login.provenKey, opensSession: login.claim == .whole))
        }
    }

    private func claim(of credential: LoginCredential, _ ways: LoginWays) -> LoginProgress.Claim {
        var key: String?
        if case .publicKey(_, _, let fingerprint, let proven) = credential {
            guard proven else { return .query }
            key = fingerprint
        }
        let isEnough = ways.isEnough(credential.method, after: login.proven)
        return isEnough ? .whole : .step(credential.method, key: key)
    }

    /// Notes who asks, and has the session offer the ways that are left to that name.
    private func begin(_ user: String) -> LoginWays {
        login.name(user)
        let ways = services.fileSystem.ways(for: user, from: peer, at: door)
        session.offer(ways.remaining(after: login.proven))
        return ways
    }

    /// Notes what is shown, to know it again.
    private func show(_ credential: LoginCredential?) {
        login.mark = CredentialMark(user: login.user, credential: credential)
        login.isQuestion = false
        if case .publicKey(_, _, _, false) = credential { login.isQuestion = true }
    }

    private func hold(_ message: consuming SSHMessage) {
        login.waiting = consume message
        login.asked = .now
    }

    private func check(isUrgent: Bool, _ attempt: LoginAttempt) {
        phase = .checkingLogin
        let (number, inbox, fileSystem) = (number, inbox, services.fileSystem)
        services.workers(for: attempt.credential).submit(isUrgent: isUrgent) {
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
        switch login.claim {
        case .query:
            if let message = login.waiting.take() { message.replyKeyWouldDo() }
            return goOn()
        case .step(let method, let key):
            login.notePartialSuccess(method, key: key)
            session.offer(
                services.fileSystem.ways(for: user, from: peer, at: door).remaining(after: login.proven))
            if let message = login.waiting.take() { message.replyPartlyLoggedIn() }
            return goOn()
        case .whole: break
        }
        guard services.gate.logIn(user, login.provenMarks + [login.mark], admission) else {
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

    /// Looks at what the client tries next; no session is in use.
    private func goOn() -> Bool {
        phase = .authenticating
        drive()
        return false
    }

    /// Ends the connection of a client that waits for an answer it will not get.
    func endIfIgnored(at now: ContinuousClock.Instant) {
        guard let since = login.ignoredSince, now - since > Self.ignoredLimit else { return }
        show(nil)
        blame()
        end("sent a signature that does not fit, or a key or algorithm that is not taken here")
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
        guard !login.isQuestion else {
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
