/// What is remembered of one source.
struct SourceRecord {
    /// A credential that was refused.
    struct Refused {
        let mark: CredentialMark
        var points: Double
        var times: Int
        var last: ContinuousClock.Instant
    }

    /// A credential that logged in.
    struct Accepted {
        let mark: CredentialMark
        var last: ContinuousClock.Instant
    }

    /// A ban and why.
    struct Ban {
        var until: ContinuousClock.Instant
        var reason: String
    }

    /// Credentials kept of each kind.
    private static let marks = 16

    private(set) var score = 0.0
    private var scoredAt: ContinuousClock.Instant
    private(set) var refused: [Refused] = []
    private(set) var accepted: [Accepted] = []
    /// When all penalties have passed.
    private var penaltyEnd: ContinuousClock.Instant
    /// Whether the penalties came to so much that the source has to wait for their end.
    private var isPenalised = false
    var ban: Ban?
    /// Bans so far, forgotten a while after the last.
    var bans = 0
    var lastBreach: ContinuousClock.Instant?
    private(set) var lastSeen: ContinuousClock.Instant

    init(_ now: ContinuousClock.Instant) {
        scoredAt = now
        penaltyEnd = now
        lastSeen = now
    }

    /// Until when the record is worth keeping.
    var lasting: ContinuousClock.Instant { max(lastSeen, penaltyEnd, ban?.until ?? lastSeen) }

    /// Lets what has passed fade away.
    mutating func fade(_ rules: PenaltyRules, _ now: ContinuousClock.Instant) {
        let elapsed = (now - scoredAt) / .seconds(1)
        score = max(0, score - rules.threshold * elapsed / max(rules.windowSeconds, 1))
        scoredAt = now
        lastSeen = now
        if penaltyEnd <= now { isPenalised = false }
        refused.removeAll { now - $0.last > .seconds(rules.windowSeconds) }
        accepted.removeAll { now - $0.last > .seconds(rules.knownSeconds) }
        guard let end = ban?.until else { return }
        if now - end > .seconds(rules.repeatSeconds) {
            bans = 0
            ban = nil
        }
    }

    func isBanned(_ now: ContinuousClock.Instant) -> Bool { ban.map { $0.until > now } ?? false }

    func isPenalised(_ now: ContinuousClock.Instant) -> Bool { isPenalised && penaltyEnd > now }

    mutating func add(points: Double) { score += points }

    mutating func add(penalty seconds: Double, _ rules: PenaltyRules, _ now: ContinuousClock.Instant) {
        let end = max(penaltyEnd, now) + .seconds(seconds)
        penaltyEnd = min(end, now + .seconds(rules.longestPenaltySeconds))
        if penaltyEnd - now >= .seconds(rules.leastPenaltySeconds) { isPenalised = true }
    }

    /// Notes a refusal; answers whether this credential is a new one.
    mutating func refuse(_ mark: CredentialMark, points: Double, _ now: ContinuousClock.Instant) -> Bool {
        if let index = refused.firstIndex(where: { $0.mark == mark }) {
            refused[index].times += 1
            refused[index].last = now
            return false
        }
        if refused.count >= Self.marks { refused.removeFirst() }
        refused.append(Refused(mark: mark, points: points, times: 1, last: now))
        return true
    }

    /// Notes a login, and takes back what its own name was refused with before: a slip of the keyboard, not a guess.
    mutating func accept(_ mark: CredentialMark, _ rules: PenaltyRules, _ now: ContinuousClock.Instant) {
        let own = refused.filter { $0.mark.user == mark.user }
        refused.removeAll { $0.mark.user == mark.user }
        score = max(0, score - own.reduce(0) { $0 + $1.points })
        penaltyEnd = max(now, penaltyEnd - .seconds(rules.failureSeconds * Double(own.count)))
        accepted.removeAll { $0.mark == mark }
        if accepted.count >= Self.marks { accepted.removeFirst() }
        accepted.append(Accepted(mark: mark, last: now))
    }

    /// Forgets points and penalties, as a person lifted the ban.
    mutating func pardon(_ now: ContinuousClock.Instant) {
        score = 0
        penaltyEnd = now
        isPenalised = false
        refused = []
        ban = nil
        bans = 0
    }

    /// Forgets the points that led to a ban: it is the answer to them.
    mutating func settleScore() { score = 0 }
}
