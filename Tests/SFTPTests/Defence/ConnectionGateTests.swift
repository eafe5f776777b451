import Synchronization
import Testing

@testable import SFTP

/// Who comes in at the door, with a clock and a die that the test holds.
@Suite struct ConnectionGateTests {
    private final class Clock: Sendable {
        private let seconds = Mutex(0.0)
        private let start = ContinuousClock.now
        var now: ContinuousClock.Instant { start + .seconds(seconds.withLock { $0 }) }
        func turn(_ by: Double) { seconds.withLock { $0 += by } }
    }

    private let clock = Clock()

    private func gate(_ limits: HostLimits = HostLimits(), draw: @escaping @Sendable () -> Double = { 0.999 })
        -> ConnectionGate
    {
        ConnectionGate(limits: limits, now: { [clock] in clock.now }, draw: draw)
    }

    private func admission(
        _ gate: ConnectionGate, _ address: String, door: HostDoor = .standard, isProxy: Bool = false
    ) throws -> Admission? {
        switch gate.admit(try #require(NetworkAddress(address)), door: door, isProxy: isProxy) {
        case .admitted(let admission): admission
        case .dropped: nil
        }
    }

    private func reason(_ gate: ConnectionGate, _ address: String) throws -> DropReason? {
        switch gate.admit(try #require(NetworkAddress(address)), door: .standard) {
        case .admitted: nil
        case .dropped(let reason, _): reason
        }
    }

    private func mark(_ password: String, _ user: String = "acme") -> CredentialMark {
        CredentialMark(user: user, credential: .password(password))
    }

    @Test(arguments: [
        (0, 0.0), (9, 0), (10, 0.3), (55, 0.65), (99, 0.992), (100, 1), (5_000, 1),
    ])
    func `connections are dropped early as by 10 30 100`(count: Int, probability: Double) {
        let drop = StartupDrop(start: 10, percent: 30, full: 100)
        #expect(abs(drop.probability(at: count) - probability) < 0.001)
    }

    @Test
    func `a flood of strangers from everywhere fills at most its own places, and a known partner gets in`()
        throws
    {
        var numbers = SystemRandomNumberGenerator()
        let gate = gate(draw: { Double.random(in: 0..<1) })
        let partner = try #require(try admission(gate, "198.51.100.7"))
        #expect(gate.logIn("acme", [mark("right")], partner))
        gate.leave(partner, user: "acme", wasIdentified: false)
        for _ in 0..<5_000 {
            let stranger = NetworkAddress(high: numbers.next() << 16, low: 0)
            _ = gate.admit(stranger, door: .standard)
        }
        #expect(gate.counts.unauthenticated <= 100)
        #expect(gate.counts.unauthenticated > 50)
        #expect((gate.counts.dropped["early"] ?? 0) >= 4_900)
        let again = try #require(try admission(gate, "198.51.100.7"))
        #expect(gate.attention(to: mark("right"), again) == .first)
        #expect(gate.logIn("acme", [mark("right")], again))
        #expect(gate.isCrowded)
    }

    @Test func `the doors are counted apart`() throws {
        var limits = HostLimits()
        limits.unauthenticated = 3
        let gate = gate(limits)
        for number in 1...3 { _ = try #require(try admission(gate, "10.0.0.\(number)")) }
        #expect(try admission(gate, "10.0.0.4") == nil)
        #expect(try admission(gate, "10.0.0.4", door: .legacy) != nil)
    }

    @Test func `one source has so many connections and no more, an IPv6 network is one source`() throws {
        var limits = HostLimits()
        limits.unauthenticatedPerSource = 2
        limits.perSource = 4
        let gate = gate(limits)
        let first = try #require(try admission(gate, "2001:db8::1"))
        _ = try #require(try admission(gate, "2001:db8::2"))
        #expect(try reason(gate, "2001:db8::3") == .perSource)
        #expect(try reason(gate, "2001:db8:0:1::3") == nil)
        // Who has logged in is no stranger any more, and counts against the wider limit alone.
        #expect(gate.logIn("acme", [mark("right")], first))
        let more = try [4, 5].map { try #require(try admission(gate, "2001:db8::\($0)")) }
        #expect(try reason(gate, "2001:db8::6") == .perSource)
        gate.leave(more[0], user: nil, wasIdentified: false)
        #expect(try admission(gate, "2001:db8::6") != nil)
    }

    @Test func `more connections than allowed are held against a client, not against whoever only knocks`()
        throws
    {
        var limits = HostLimits()
        limits.unauthenticatedPerSource = 1
        let gate = gate(limits)
        _ = try #require(try admission(gate, "192.0.2.1"))
        let client = try #require(try admission(gate, "192.0.2.2"))
        gate.identified(client)
        for _ in 0..<5 {
            #expect(try reason(gate, "192.0.2.1") == .perSource)
            #expect(try reason(gate, "192.0.2.2") == .perSource)
            clock.turn(10)
        }
        #expect(try reason(gate, "192.0.2.1") == .perSource)
        #expect(try reason(gate, "192.0.2.2") == .perSource)
        #expect(try reason(gate, "192.0.2.2") == .banned)
        #expect(gate.counts.bans == 1)
    }

    @Test func `every place is given back, whatever became of the connection`() throws {
        let gate = gate()
        for round in 0..<200 {
            let admissions = try (1...8).map {
                try #require(try admission(gate, "10.0.\(round % 3).\($0)"))
            }
            for (index, admission) in admissions.enumerated() {
                let logsIn = index % 2 == 0
                if logsIn { #expect(gate.logIn("p\(index)", [mark("p")], admission)) }
                gate.leave(admission, user: logsIn ? "p\(index)" : nil, wasIdentified: false)
            }
        }
        let counts = gate.counts
        #expect(counts.sessions == 0 && counts.unauthenticated == 0 && counts.logins == 800)
    }

    @Test func `monitors and proxies themselves are never blamed and never dropped for it`() throws {
        var limits = HostLimits()
        limits.neverBanned = [try #require(NetworkRange("192.0.2.0/24"))]
        limits.unauthenticatedPerSource = 1
        let gate = gate(limits)
        for _ in 0..<500 {
            let monitor = try #require(try admission(gate, "192.0.2.7"))
            let proxy = try #require(try admission(gate, "10.0.0.1", isProxy: true))
            for number in 0..<3 {
                #expect(gate.blame(mark("\(number)"), isKnownLogin: false, monitor) == nil)
                #expect(gate.blame(mark("\(number)"), isKnownLogin: false, proxy) == nil)
            }
            #expect(gate.attention(to: mark("0"), monitor) == .usual)
            gate.outstayed(monitor)
            if Bool.random() { gate.leave(monitor, user: nil, wasIdentified: false) }
        }
        #expect(gate.counts.dropped.isEmpty && gate.counts.banned == 0)
    }

    @Test func `a banned source is closed at the door until its time is over`() throws {
        let gate = gate()
        let guesser = try #require(try admission(gate, "203.0.113.9"))
        for number in 1...7 {
            #expect(gate.blame(mark("\(number)"), isKnownLogin: false, guesser) == nil)
        }
        #expect(gate.blame(mark("8"), isKnownLogin: false, guesser)?.remaining == .seconds(1_800))
        #expect(gate.attention(to: mark("9"), guesser) == .none)
        gate.leave(guesser, user: nil, wasIdentified: false)
        #expect(try reason(gate, "203.0.113.9") == .banned)
        #expect(gate.counts.banned == 1 && gate.counts.bans == 1)
        clock.turn(1_801)
        #expect(try reason(gate, "203.0.113.9") == nil)
        #expect(gate.counts.banned == 0)
    }

    @Test func `new limits hold for who comes next, and nobody who is in is put out`() throws {
        let gate = gate()
        let kept = try (1...5).map { try #require(try admission(gate, "10.0.0.\($0)")) }
        var limits = HostLimits()
        limits.sessions = 3
        gate.apply(limits)
        #expect(gate.counts.sessions == 5)
        #expect(try reason(gate, "10.0.0.6") == .full)
        for admission in kept.prefix(3) { gate.leave(admission, user: nil, wasIdentified: false) }
        #expect(try reason(gate, "10.0.0.6") == nil)
    }

    @Test func `ten thousand sources cost the gate no more than a moment each`() throws {
        var rules = PenaltyRules()
        rules.sources = 1_024
        var limits = HostLimits()
        limits.penalties = rules
        let gate = gate(limits, draw: { 0 })
        for number in 0..<10_000 {
            let source = NetworkAddress(high: UInt64(number + 1) << 16, low: 1)
            guard case .admitted(let admission) = gate.admit(source, door: .standard) else { continue }
            _ = gate.blame(mark("x"), isKnownLogin: false, admission)
            gate.leave(admission, user: nil, wasIdentified: false)
        }
        #expect(gate.counts.sessions == 0)
    }
}
