import Store
import Testing

@testable import Exchange

/// Bans over restarts and over time.
@Suite struct BanBookTests {
    @Test func `a restarted server knows what is left of each ban, and for a day those that ended`() throws {
        let hall = try Hall()
        hall.server.bans.note(
            "203.0.113.9", milliseconds: 1_800_000, count: 3, reason: "too many refused logins")
        let own = try hall.server.bans.add("2001:db8::/64", milliseconds: 7_200_000, reason: "by hand")
        #expect(own.actor == "operator" && own.until - own.since == 7_200_000)
        hall.stop()
        hall.clock.turn(byMilliseconds: 3_600_000)
        try hall.startAgain()
        let all = try hall.server.bans.all()
        #expect(all.map(\.ban.source) == ["2001:db8::/64", "203.0.113.9"])
        #expect(all.map(\.ban.count) == [1, 3])
        #expect((3_500_000...3_600_000).contains(all[0].left))
        #expect((-1_900_000...(-1_800_000)).contains(all[1].left))
        hall.clock.turn(byMilliseconds: 86_400_000)
        #expect(try hall.server.bans.all().map(\.ban.source) == ["2001:db8::/64"])
    }

    @Test func `only a ban in force can be lifted, and the chain of the audit trail holds`() throws {
        let hall = try Hall()
        _ = try hall.server.bans.add("203.0.113.9", milliseconds: 1_000, reason: "by hand")
        #expect(try hall.server.bans.lift("203.0.113.9")?.reason == "by hand")
        #expect(try hall.server.bans.lift("203.0.113.9") == nil)
        _ = try hall.server.bans.add("203.0.113.9", milliseconds: 1_000, reason: "by hand")
        hall.clock.turn(byMilliseconds: 1_001)
        #expect(try hall.server.bans.lift("203.0.113.9") == nil)
        #expect(try hall.server.store.read { try $0.ledger.verify().isSound })
    }

    @Test func `a flood of bans is a few entries in the audit trail, and every row`() throws {
        let hall = try Hall()
        let before = try hall.server.store.read { try $0.views.status(at: 0).ledgerEntries }
        for number in 0..<300 {
            hall.server.bans.note("203.0.113.\(number % 250)", milliseconds: 1_000, count: 1, reason: "x")
        }
        let after = try hall.server.store.read { try $0.views.status(at: 0).ledgerEntries }
        #expect(try hall.server.bans.all().count == 250)
        #expect(after - before >= 5 && after - before < 300)
    }
}
