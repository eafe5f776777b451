/// What is remembered of the sources that connect: failures, penalties, bans, and who logged in lately.
///
/// A value without a clock: every call is told the time. A source is an IPv4 address or an IPv6 `/64`.
///
/// The same wrong credential shown again is no guess and costs no points: a job left behind with an old password must
/// not lock out those who share its address. It is only looked at less and less often. While a source is banned, the
/// credentials that logged in from it lately are still looked at, and nothing else is.
struct SourceMemory {
    /// How a source stands.
    enum Standing: Equatable {
        /// Nothing speaks against it.
        case open
        /// Somebody logged in from it lately.
        case known
        /// It is kept out, but for the credentials that logged in from it lately.
        case restricted
        /// It is kept out by penalties.
        case penalised
        /// It is kept out by a ban.
        case banned
    }

    var rules: PenaltyRules
    private(set) var records: [NetworkAddress: SourceRecord] = [:]

    /// Refusals of one credential after which it is looked at less often.
    private static let freeRepeats = 3
    /// The longest time in which a credential refused before is not looked at.
    private static let longestPauseSeconds = 60.0
    /// Breaches of a limit count once in this time.
    private static let breachSeconds = 10.0

    init(rules: PenaltyRules) { self.rules = rules }

    /// How a source stands now.
    mutating func standing(of source: NetworkAddress, at now: ContinuousClock.Instant) -> Standing {
        guard var record = records[source] else { return .open }
        record.fade(rules, now)
        records[source] = record
        let isKnown = !record.accepted.isEmpty
        if record.isBanned(now) { return isKnown ? .restricted : .banned }
        if record.isPenalised(now) { return isKnown ? .restricted : .penalised }
        return isKnown ? .known : .open
    }

    /// Whether a credential is worth looking at now.
    mutating func deserves(
        _ mark: CredentialMark, from source: NetworkAddress, at now: ContinuousClock.Instant
    ) -> Bool {
        let standing = standing(of: source, at: now)
        guard let record = records[source] else { return true }
        if record.accepted.contains(where: { $0.mark == mark }) { return true }
        if standing == .restricted || standing == .banned { return false }
        guard let before = record.refused.first(where: { $0.mark == mark }),
            before.times >= Self.freeRepeats
        else { return true }
        var pause = 1.0
        for _ in Self.freeRepeats..<before.times where pause < Self.longestPauseSeconds { pause *= 2 }
        return now - before.last >= .seconds(min(pause, Self.longestPauseSeconds))
    }

    /// Notes that a credential was looked at and refused; answers the ban that follows from it.
    mutating func refuse(
        _ mark: CredentialMark, isKnownLogin: Bool, from source: NetworkAddress,
        at now: ContinuousClock.Instant
    ) -> SourceBan? {
        let points = isKnownLogin ? rules.knownLogin : rules.unknownLogin
        var isNew = false
        change(source, now) { record, rules in
            isNew = record.refuse(mark, points: points, now)
            guard isNew else { return }
            record.add(points: points)
            record.add(penalty: rules.failureSeconds, rules, now)
        }
        guard isNew else { return nil }
        return banIfDue(source, now, "too many refused logins")
    }

    /// Notes a login.
    mutating func accept(
        _ mark: CredentialMark, from source: NetworkAddress, at now: ContinuousClock.Instant
    ) {
        change(source, now) { record, rules in record.accept(mark, rules, now) }
    }

    /// Notes more connections at once than allowed; answers the ban that follows from it.
    mutating func breach(_ source: NetworkAddress, at now: ContinuousClock.Instant) -> SourceBan? {
        change(source, now) { record, rules in
            if let last = record.lastBreach, now - last < .seconds(Self.breachSeconds) { return }
            record.lastBreach = now
            record.add(points: rules.limitBreach)
        }
        return banIfDue(source, now, "too many connections at once")
    }

    /// Notes that a client identified itself and then held its connection until the time was over.
    mutating func outstay(_ source: NetworkAddress, at now: ContinuousClock.Instant) {
        change(source, now) { record, rules in record.add(penalty: rules.graceSeconds, rules, now) }
    }

    /// Keeps a source out, as a person wants or as an earlier run of the server knew.
    mutating func ban(
        _ source: NetworkAddress, for duration: Duration, count: Int, reason: String,
        at now: ContinuousClock.Instant
    ) {
        change(source, now) { record, _ in
            record.ban = .init(until: now + duration, reason: reason)
            record.bans = count
            record.settleScore()
        }
    }

    /// Ends a ban and penalties, and forgets what led to them.
    mutating func lift(_ source: NetworkAddress, at now: ContinuousClock.Instant) {
        records[source]?.pardon(now)
    }

    /// Sources that are banned now.
    func bannedCount(at now: ContinuousClock.Instant) -> Int {
        records.values.count { $0.isBanned(now) }
    }

    private mutating func banIfDue(
        _ source: NetworkAddress, _ now: ContinuousClock.Instant, _ reason: String
    ) -> SourceBan? {
        guard let record = records[source], record.score >= rules.threshold, !record.isBanned(now) else {
            return nil
        }
        let count = record.bans + 1
        let duration = rules.duration(ofBan: count)
        ban(source, for: duration, count: count, reason: reason, at: now)
        return SourceBan(source: source.sourceText, remaining: duration, count: count, reason: reason)
    }

    private mutating func change(
        _ source: NetworkAddress, _ now: ContinuousClock.Instant,
        _ body: (inout SourceRecord, PenaltyRules) -> Void
    ) {
        if records[source] == nil { makeRoom() }
        var record = records[source] ?? SourceRecord(now)
        record.fade(rules, now)
        body(&record, rules)
        records[source] = record
    }

    /// Forgets an eighth of the sources when the memory is full: those that matter least long.
    private mutating func makeRoom() {
        guard records.count >= max(rules.sources, 1) else { return }
        let oldest = records.sorted { $0.value.lasting < $1.value.lasting }
        for (source, _) in oldest.prefix(max(1, oldest.count / 8)) { records[source] = nil }
    }
}
