import Foundation
import Partners
import Store
import Testing

@testable import Exchange

/// The scheduler over real books, with a clock that is turned by hand and without its thread.
@Suite struct SchedulerTests {
    /// The sample's clock begins on Monday 2026-11-23 at 12:00 UTC, 06:00 in Chicago.
    private static let owner = "bolt-works"
    private static let schedule = "bolt-works/hourly"

    /// A partner releases orders every hour; the server is not started, so that nothing happens but by a turn.
    private func hall(_ keys: String = "missed: last, overlap: skip", cron: String = "0 * * * *") throws
        -> Hall
    {
        let section =
            "schedules:\n  hourly: { job: release-orders, cron: \"\(cron)\", timeZone: UTC, \(keys) }"
        let hall = try Hall(
            [.init(file: Self.owner, from: "\ntolerances:", to: "\n\(section)\n\ntolerances:")],
            started: false)
        _ = try hall.server.scheduler.turn()
        return hall
    }

    private func history(_ hall: Hall) throws -> [FiringRecord] {
        try hall.server.store.read {
            try $0.firings.history(owner: Self.owner, schedule: "hourly", limit: 1_000)
        }.reversed()
    }

    private func jobs(_ hall: Hall) throws -> [String] {
        try hall.server.store.read { try $0.jobs.open() }.filter { $0.kind == .releaseOrders }.map(\.subject)
    }

    /// Turns the clock to so many minutes after noon, and has the scheduler look.
    private func look(_ hall: Hall, at minute: Int64) throws {
        hall.clock.turn(byMilliseconds: TestClock.noon + minute * 60_000 - hall.clock.now)
        _ = try hall.server.scheduler.turn()
    }

    private func finishAll(_ hall: Hall, outcome: FiringOutcome = .done, counts: [String: Int] = [:]) throws {
        let now = hall.clock.now
        let subjects = try jobs(hall)
        try hall.server.store.commit { books in
            for subject in subjects {
                try books.firings.finish(
                    subject, outcome: outcome, counts: counts, detail: "because", at: now)
                try books.queue.withdraw(.releaseOrders, subject: subject)
            }
        }
    }

    private func planned(_ hall: Hall) throws -> [String] {
        try history(hall).map {
            "\(($0.plannedAt - TestClock.noon) / 60_000) \($0.outcome?.rawValue ?? "open")"
        }
    }

    private func events(_ hall: Hall) throws -> [String] {
        try hall.server.store.read { try $0.events.page(after: 0, limit: 1_000) }.map(\.type)
    }

    private func acts(_ hall: Hall) throws -> [String] {
        try hall.server.store.read {
            try $0.ledger.search(.init(subject: "schedule/\(Self.schedule)", limit: 1_000))
        }.map(\.act)
    }

    @Test func `a schedule runs once at its planned instant, with its job in the same commit`() throws {
        let hall = try hall()
        try look(hall, at: 59)
        #expect(try planned(hall) == [])
        try look(hall, at: 60)
        try look(hall, at: 60)
        #expect(try planned(hall) == ["60 open"])
        #expect(try jobs(hall) == ["\(Self.schedule)@\(TestClock.noon + 3_600_000)"])
        try finishAll(hall, counts: ["documents": 3])
        try look(hall, at: 120)
        #expect(try planned(hall) == ["60 done", "120 open"])
        #expect(try history(hall).first?.counts == ["documents": 3])
    }

    @Test func `a new schedule misses nothing of the time before it`() throws {
        let hall = try hall("missed: all, overlap: queue")
        try look(hall, at: 30)
        #expect(try planned(hall) == [])
    }

    @Test(arguments: [
        ("none", ["300 missed"], 5), ("last", ["240 missed", "300 open"], 4),
        ("all", ["60 open", "120 open", "180 open", "240 open", "300 open"], 0),
    ])
    func `what the server missed is made up for as the profile says`(
        policy: String, rows: [String], missed: Int
    ) throws {
        let hall = try hall("missed: \(policy), overlap: skip")
        // Five hours and a half without a look: the server stood still, or its clock was set forward.
        try look(hall, at: 330)
        #expect(try planned(hall) == rows)
        #expect(try history(hall).first { $0.outcome == .missed }?.counts["missed"] ?? 0 == missed)
        #expect(try events(hall).filter { $0 == "wharf.schedule.missed.v1" }.count == (missed > 0 ? 1 : 0))
        try look(hall, at: 331)
        #expect(try planned(hall) == rows)
    }

    @Test func `what is made up for under all has a limit, and the rest is told`() throws {
        let hall = try hall("missed: all, overlap: queue", cron: "* * * * *")
        try look(hall, at: 500)
        let rows = try history(hall)
        #expect(rows.filter { $0.outcome == nil }.count <= DueRuns.madeUpMaximum + 2)
        #expect(rows.filter { $0.outcome == nil }.count >= DueRuns.madeUpMaximum)
        #expect(rows.first { $0.outcome == .missed }?.counts["missed"] ?? 0 >= 398)
    }

    @Test func `a run that begins within a minute is on time, also when nothing is made up for`() throws {
        let hall = try hall("missed: none, overlap: skip")
        hall.clock.turn(byMilliseconds: TestClock.noon + 3_650_000 - hall.clock.now)
        _ = try hall.server.scheduler.turn()
        #expect(try planned(hall) == ["60 open"])
    }

    @Test(arguments: [("skip", "120 skipped"), ("queue", "120 open")])
    func `a run whose predecessor has not ended is skipped or waits`(policy: String, second: String) throws {
        let hall = try hall("missed: last, overlap: \(policy)")
        try look(hall, at: 60)
        try look(hall, at: 120)
        #expect(try planned(hall) == ["60 open", second])
        #expect(try acts(hall).last == (policy == "skip" ? "schedule-skipped" : "schedule-fired"))
        try finishAll(hall)
        try look(hall, at: 180)
        #expect(try planned(hall).last == "180 open")
    }

    @Test func `a clock that is set back runs nothing a second time`() throws {
        let hall = try hall("missed: all, overlap: queue")
        for minute in [60, 120, 180] { try look(hall, at: Int64(minute)) }
        let before = try planned(hall)
        // Half an hour, then two: each time it runs through the same instants again.
        for minute in [151, 170, 181, 61, 121, 181] { try look(hall, at: Int64(minute)) }
        #expect(try planned(hall) == before)
        try look(hall, at: 240)
        #expect(try planned(hall) == before + ["240 open"])
    }

    @Test func `a clock that ran years ahead does not stop the schedules when it is right again`() throws {
        let hall = try hall("missed: last, overlap: queue")
        try look(hall, at: 5 * 525_600)
        try finishAll(hall)
        try look(hall, at: 61)
        try look(hall, at: 120)
        #expect(try planned(hall).first == "120 open")
    }

    @Test func `a run that has not ended in time is late, once, and says so to applications`() throws {
        let hall = try hall("missed: last, overlap: skip, mustFinishBy: \"13:20\"")
        try look(hall, at: 60)
        try look(hall, at: 79)
        #expect(try events(hall) == [])
        try look(hall, at: 81)
        try look(hall, at: 82)
        #expect(try events(hall) == ["wharf.schedule.late.v1"])
        #expect(try history(hall).first?.lateAt != nil)
        try finishAll(hall)
        // In time: nothing is said.
        try look(hall, at: 1_500)
        try finishAll(hall)
        try look(hall, at: 1_530)
        #expect(try events(hall).filter { $0 == "wharf.schedule.late.v1" }.count == 1)
    }

    @Test func `a run that failed is told once, and can still be done`() throws {
        let hall = try hall()
        try look(hall, at: 60)
        let id = try #require(try history(hall).first?.id)
        try finishAll(hall, outcome: .failed)
        _ = try hall.server.scheduler.turn()
        _ = try hall.server.scheduler.turn()
        #expect(try events(hall) == ["wharf.schedule.failed.v1"])
        let now = hall.clock.now
        try hall.server.store.commit { books in
            try books.firings.finish(id, outcome: .done, counts: ["documents": 2], at: now)
            // Done is the last word.
            try books.firings.finish(id, outcome: .failed, at: now)
            // Work that no schedule asked for has no run.
            try books.firings.finish("bolt-works/manual@1", outcome: .done, at: now)
        }
        #expect(try planned(hall) == ["60 done"])
    }

    @Test func `a pause leaves runs out, counts them, and ends by itself`() throws {
        let hall = try hall("missed: all, overlap: queue")
        let pause = try hall.server.scheduler.pause(
            Self.schedule, until: TestClock.noon + 150 * 60_000, because: "stock count")
        #expect(pause.actor == "operator")
        try look(hall, at: 60)
        try look(hall, at: 120)
        #expect(try planned(hall) == [])
        #expect(try hall.server.store.read { try $0.firings.pauses() }.map(\.leftOut) == [2])
        try look(hall, at: 151)
        try look(hall, at: 180)
        #expect(try planned(hall) == ["180 open"])
        #expect(try acts(hall) == ["schedule-paused", "schedule-resumed", "schedule-fired"])
        #expect(try hall.server.store.read { try $0.firings.pauses() } == [])
    }

    @Test func `the time of a pause is never missed, also when the server stood still in it`() throws {
        let hall = try hall("missed: all, overlap: queue")
        _ = try hall.server.scheduler.pause(
            Self.schedule, until: TestClock.noon + 150 * 60_000, because: "stock count")
        try look(hall, at: 200)
        #expect(try planned(hall) == ["180 open"])
        #expect(try events(hall) == [])
    }

    @Test func `a person ends a pause, runs a schedule now, and is refused what makes no sense`() throws {
        let hall = try hall()
        let scheduler = hall.server.scheduler
        _ = try scheduler.pause("hourly", until: TestClock.noon + 86_400_000, because: "stock count")
        #expect(try scheduler.resume("hourly").reason == "stock count")
        #expect(throws: ScheduleRefusal.self) { try scheduler.resume("hourly") }
        #expect(throws: ScheduleRefusal.self) { try scheduler.pause("hourly", until: 0, because: "no") }
        #expect(throws: ScheduleRefusal.self) { try scheduler.run("daily") }
        let firing = try scheduler.run("hourly")
        #expect(firing.actor == "operator")
        #expect(try jobs(hall) == [firing.id])
        // While it runs there is no second one.
        #expect(throws: ScheduleRefusal.self) { try scheduler.run("hourly") }
    }

    @Test func `a partner that is suspended runs nothing, and misses nothing`() throws {
        let hall = try hall("missed: all, overlap: queue")
        try hall.reload([.init(file: Self.owner, from: "state: live", to: "state: suspended")])
        try look(hall, at: 130)
        try hall.reload([.init(file: Self.owner, from: "state: suspended", to: "state: live")])
        try look(hall, at: 131)
        #expect(try planned(hall) == [])
        try look(hall, at: 180)
        #expect(try planned(hall) == ["180 open"])
    }

    @Test func `another plan begins anew, the same plan goes on after a restart`() throws {
        let hall = try hall("missed: all, overlap: queue")
        try hall.reload([.init(file: Self.owner, from: "0 * * * *", to: "30 * * * *")])
        try look(hall, at: 5)
        hall.server.store.close()
        try hall.startAgain(started: false)
        try look(hall, at: 95)
        #expect(try planned(hall) == ["30 open", "90 open"])
    }

    @Test func `the jitter of a run is within its bound, differs, and is the same after a restart`() throws {
        let hall = try hall("missed: last, overlap: queue, jitter: 30m")
        let schedule = try hall.server.book.generation.directory.schedule(named: Self.schedule)
        let starts = schedule.profile.next(200, after: TestClock.noon).map {
            schedule.start(ofRunAt: $0.instant) - $0.instant
        }
        #expect(starts.allSatisfy { (0...1_800_000).contains($0) })
        #expect(Set(starts).count > 190)
        #expect(
            starts
                == schedule.profile.next(200, after: TestClock.noon).map {
                    schedule.start(ofRunAt: $0.instant) - $0.instant
                })
        let start = (starts[0] + 59_999) / 60_000
        try look(hall, at: 60 + start)
        #expect(try planned(hall).first == "60 open")
    }
}
