import Testing

@testable import SFTP

/// The memory behind a reference, so that an expectation may change it.
private final class Memory {
    private var memory: SourceMemory

    init(rules: PenaltyRules) { memory = SourceMemory(rules: rules) }

    var records: [NetworkAddress: SourceRecord] { memory.records }

    func standing(of source: NetworkAddress, at now: ContinuousClock.Instant) -> SourceMemory.Standing {
        memory.standing(of: source, at: now)
    }

    func deserves(_ mark: CredentialMark, from source: NetworkAddress, at now: ContinuousClock.Instant)
        -> Bool
    {
        memory.deserves(mark, from: source, at: now)
    }

    func refuse(
        _ mark: CredentialMark, isKnownLogin: Bool, from source: NetworkAddress,
        at now: ContinuousClock.Instant
    ) -> SourceBan? {
        memory.refuse(mark, isKnownLogin: isKnownLogin, from: source, at: now)
    }

    func accept(_ mark: CredentialMark, from source: NetworkAddress, at now: ContinuousClock.Instant) {
        memory.accept(mark, from: source, at: now)
    }

    func breach(_ source: NetworkAddress, at now: ContinuousClock.Instant) -> SourceBan? {
        memory.breach(source, at: now)
    }

    func ban(_ source: NetworkAddress, for duration: Duration, count: Int, at now: ContinuousClock.Instant) {
        memory.ban(source, for: duration, count: count, reason: "by hand", at: now)
    }

    func lift(_ source: NetworkAddress, at now: ContinuousClock.Instant) { memory.lift(source, at: now) }

    func bannedCount(at now: ContinuousClock.Instant) -> Int { memory.bannedCount(at: now) }
}

/// Points, penalties and bans, with a clock that the test turns.
@Suite struct SourceMemoryTests {
    private let start = ContinuousClock.now

    private func address(_ text: String) throws -> NetworkAddress {
        try #require(NetworkAddress(text)).source
    }

    private func password(_ text: String, _ user: String = "acme") -> CredentialMark {
        CredentialMark(user: user, credential: .password(text))
    }

    /// Rules without penalties, to look at points alone.
    private var points: PenaltyRules {
        var rules = PenaltyRules()
        rules.failureSeconds = 0
        return rules
    }

    @Test func `eight wrong guesses at unknown names ban for half an hour, fifteen at a known one`() throws {
        let guesser = try address("203.0.113.9")
        let memory = Memory(rules: points)
        for number in 1...7 {
            #expect(
                memory.refuse(password("\(number)"), isKnownLogin: false, from: guesser, at: start) == nil)
        }
        let ban = memory.refuse(password("8"), isKnownLogin: false, from: guesser, at: start)
        #expect(ban?.source == "203.0.113.9" && ban?.remaining == .seconds(1_800) && ban?.count == 1)
        #expect(memory.standing(of: guesser, at: start + .seconds(1_799)) == .banned)
        #expect(memory.standing(of: guesser, at: start + .seconds(1_800)) == .open)

        let other = try address("203.0.113.10")
        for number in 1...14 {
            #expect(memory.refuse(password("\(number)"), isKnownLogin: true, from: other, at: start) == nil)
        }
        #expect(memory.refuse(password("15"), isKnownLogin: true, from: other, at: start) != nil)
    }

    @Test func `each further ban is half as long again, up to a day, and a quiet day forgets them`() throws {
        let guesser = try address("2001:db8::9")
        let memory = Memory(rules: points)
        var now = start
        var lengths: [Double] = []
        for _ in 0..<12 {
            var ban: SourceBan?
            var number = 0
            while ban == nil {
                number += 1
                ban = memory.refuse(password("\(number)"), isKnownLogin: false, from: guesser, at: now)
                try #require(number < 20)
            }
            let made = try #require(ban)
            lengths.append(made.remaining / .seconds(60))
            // The window too has to pass: what was shown before counts anew afterwards.
            now += max(made.remaining, .seconds(1_900)) + .seconds(1)
        }
        #expect(lengths.prefix(4) == [30, 45, 67.5, 101.25])
        #expect(lengths.last == 1_440)
        now += .seconds(90_000)
        var ban: SourceBan?
        for number in 1...8 {
            ban = memory.refuse(password("\(number)"), isKnownLogin: false, from: guesser, at: now)
        }
        #expect(ban?.count == 1)
    }

    @Test func `points fade: one unknown name in five minutes is never banned`() throws {
        let slow = try address("203.0.113.9")
        let memory = Memory(rules: PenaltyRules())
        for number in 0..<1_000 {
            let now = start + .seconds(300 * number)
            #expect(memory.standing(of: slow, at: now) == .open)
            #expect(memory.refuse(password("\(number)"), isKnownLogin: false, from: slow, at: now) == nil)
        }
    }

    @Test func `three failures at once keep a source out for fifteen seconds, many for ten minutes at most`()
        throws
    {
        var rules = PenaltyRules()
        rules.threshold = 1_000_000
        let hasty = try address("203.0.113.9")
        let memory = Memory(rules: rules)
        for number in 1...2 {
            _ = memory.refuse(password("\(number)"), isKnownLogin: true, from: hasty, at: start)
            #expect(memory.standing(of: hasty, at: start) == .open)
        }
        _ = memory.refuse(password("3"), isKnownLogin: true, from: hasty, at: start)
        #expect(memory.standing(of: hasty, at: start + .seconds(14)) == .penalised)
        #expect(memory.standing(of: hasty, at: start + .seconds(15)) == .open)
        for number in 4...500 {
            _ = memory.refuse(password("\(number)"), isKnownLogin: true, from: hasty, at: start)
        }
        #expect(memory.standing(of: hasty, at: start + .seconds(599)) == .penalised)
        #expect(memory.standing(of: hasty, at: start + .seconds(601)) == .open)
    }

    @Test
    func `a job with one old password behind a shared address bans nobody, and is looked at less and less`()
        throws
    {
        let shared = try address("203.0.113.9")
        let memory = Memory(rules: PenaltyRules())
        let old = password("last year's")
        var looks = 0
        // Every ten seconds for a day.
        for number in 0..<8_640 {
            let now = start + .seconds(10 * number)
            #expect(memory.standing(of: shared, at: now) == .open)
            guard memory.deserves(old, from: shared, at: now) else { continue }
            looks += 1
            #expect(memory.refuse(old, isKnownLogin: true, from: shared, at: now) == nil)
        }
        #expect(looks < 1_500)
        // The neighbour with the right one is looked at at once.
        #expect(memory.deserves(password("right", "other"), from: shared, at: start + .seconds(86_400)))
        // And so is the job's own new one.
        #expect(memory.deserves(password("this year's"), from: shared, at: start + .seconds(86_400)))
    }

    @Test func `while a known source is banned, what logged in from it lately still does, and nothing else`()
        throws
    {
        let shared = try address("203.0.113.9")
        let memory = Memory(rules: PenaltyRules())
        let right = password("right")
        memory.accept(right, from: shared, at: start)
        #expect(memory.standing(of: shared, at: start) == .known)
        for number in 1...8 {
            _ = memory.refuse(password("\(number)", "root"), isKnownLogin: false, from: shared, at: start)
        }
        #expect(memory.bannedCount(at: start) == 1)
        #expect(memory.standing(of: shared, at: start) == .restricted)
        #expect(memory.deserves(right, from: shared, at: start))
        #expect(!memory.deserves(password("guess"), from: shared, at: start))
        #expect(!memory.deserves(password("right", "other"), from: shared, at: start))
        // A day without a login, and the address is known no more.
        memory.ban(shared, for: .seconds(200_000), count: 1, at: start)
        #expect(memory.standing(of: shared, at: start + .seconds(86_401)) == .banned)
        #expect(!memory.deserves(right, from: shared, at: start + .seconds(86_401)))
    }

    @Test func `a login takes back its own slips, not the guesses at other names`() throws {
        let office = try address("203.0.113.9")
        let memory = Memory(rules: points)
        for number in 1...4 {
            _ = memory.refuse(password("slip \(number)"), isKnownLogin: true, from: office, at: start)
            _ = memory.refuse(password("\(number)", "root"), isKnownLogin: false, from: office, at: start)
        }
        #expect(memory.records[office]?.score == 12)
        memory.accept(password("right"), from: office, at: start)
        #expect(memory.records[office]?.score == 8)
    }

    @Test func `too many connections at once count once in ten seconds`() throws {
        let busy = try address("203.0.113.9")
        let memory = Memory(rules: PenaltyRules())
        for _ in 0..<1_000 { #expect(memory.breach(busy, at: start) == nil) }
        #expect(memory.records[busy]?.score == 3)
        var ban: SourceBan?
        for number in 1...4 { ban = memory.breach(busy, at: start + .seconds(10 * number)) ?? ban }
        #expect(ban == nil)
        ban = memory.breach(busy, at: start + .seconds(50))
        #expect(ban?.reason == "too many connections at once")
    }

    @Test func `a lifted source begins anew`() throws {
        let source = try address("2001:db8::1")
        let memory = Memory(rules: PenaltyRules())
        memory.ban(source, for: .seconds(60), count: 3, at: start)
        #expect(memory.standing(of: source, at: start) == .banned)
        memory.lift(try address("2001:db8:0:1::1"), at: start)
        #expect(memory.standing(of: source, at: start) == .banned)
        memory.lift(source, at: start)
        #expect(memory.standing(of: source, at: start) == .open)
        for number in 1...3 {
            _ = memory.refuse(password("\(number)"), isKnownLogin: true, from: source, at: start)
        }
        #expect(memory.standing(of: source, at: start) == .penalised)
        memory.lift(source, at: start)
        #expect(memory.standing(of: source, at: start) == .open)
        #expect(memory.records[source]?.bans == 0)
    }

    @Test func `no more sources are remembered than allowed, and those that matter least go first`() throws {
        var rules = PenaltyRules()
        rules.sources = 80
        let memory = Memory(rules: rules)
        let banned = try address("10.9.9.9")
        memory.ban(banned, for: .seconds(1_800), count: 1, at: start)
        for number in 0..<5_000 {
            let source = NetworkAddress(high: UInt64(number) << 16, low: 0)
            _ = memory.refuse(
                password("x"), isKnownLogin: true, from: source, at: start + .milliseconds(number))
            #expect(memory.records.count <= 80)
        }
        #expect(memory.records[NetworkAddress(high: 4_999 << 16, low: 0)] != nil)
        #expect(memory.records[NetworkAddress(high: 1 << 16, low: 0)] == nil)
        #expect(memory.standing(of: banned, at: start + .seconds(6)) == .banned)
    }
}
