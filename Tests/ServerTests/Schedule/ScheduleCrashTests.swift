import Foundation
import Glibc
import Testing

/// The real program dies around the commit of a schedule's runs: none is lost, none comes twice.
///
/// A server that stood still is made by setting the schedule's mark back while none runs: at its start it has the last hour to
/// make up for, minute by minute.
@Suite struct ScheduleCrashTests {
    private static let name = "bolt-works/minutely"
    private static let minutes = 60
    private let rounds = Checkout.setting("WHARF_CRASH_ROUNDS", or: 1)
    private let seed = Checkout.setting("WHARF_CRASH_SEED", or: 1)

    private func house() throws -> TestHouse {
        let house = try TestHouse()
        let path = house.partners + "/bolt-works.yaml"
        let text = try String(contentsOfFile: path, encoding: .utf8)
        let section =
            "\nschedules:\n  minutely: { job: release-orders, every: 1m, missed: all, overlap: queue }\n"
        try (text + section).write(toFile: path, atomically: true, encoding: .utf8)
        // The first start makes the mark.
        try ServerProcess.ready(house).server.stop()
        return house
    }

    /// Answers a question about the books, or changes them, while no server runs.
    @discardableResult
    private func books(_ house: TestHouse, _ statement: String) throws -> [String] {
        let answer = try Program.run(
            ["sqlite3", house.spool + "/state/wharf.sqlite", statement], log: house.logPath("books"))
        guard answer.ending == .exited(0) else { throw TestHouse.NotPrepared(why: "\(answer)") }
        return answer.output.split(separator: "\n").map(String.init)
    }

    /// Has the hour before the first start lie ahead of the schedule, again when it did so before.
    private func standStill(_ house: TestHouse, since start: Int) throws {
        let mark = start - Self.minutes * 60_000
        try books(house, "UPDATE scheduleMark SET plannedTo = \(mark) WHERE schedule = 'minutely'")
    }

    /// The schedule's first mark, milliseconds UTC.
    private func start(_ house: TestHouse) throws -> Int {
        let found = try books(house, "SELECT plannedTo FROM scheduleMark WHERE schedule = 'minutely'")
        return try #require(found.first.flatMap { Int($0) })
    }

    /// The planned instants in minutes since 1970, in order, as the books hold them; what is wrong with them is recorded.
    private func check(_ house: TestHouse, atLeast count: Int, _ what: String) throws {
        let planned = try books(
            house, "SELECT plannedAt / 60000 FROM firing WHERE schedule = 'minutely' ORDER BY plannedAt"
        ).compactMap { Int($0) }
        #expect(planned.count >= count, "\(what): \(planned.count)")
        #expect(zip(planned, planned.dropFirst()).allSatisfy { $1 == $0 + 1 }, "\(what): \(planned)")
        // Each run has its work, or its work is done: what is open in the runs is open in the queue.
        let orphans = try books(
            house,
            "SELECT id FROM firing WHERE finishedAt IS NULL AND id NOT IN (SELECT subject FROM job)")
        #expect(orphans == [], "\(what)")
        let told = try books(
            house,
            "SELECT count(*) FROM ledger WHERE act = 'schedule-fired' AND subject = 'schedule/\(Self.name)'")
        #expect(told == ["\(planned.count)"], "\(what)")
    }

    @Test(arguments: [
        "schedule.fired:kill", "receive.committing:kill:2", "receive.committing:kill:3",
        "receive.committing:kill:4",
    ])
    func `a server killed around the commit of runs makes each of them once`(failpoint: String) throws {
        let house = try house()
        try standStill(house, since: start(house))
        let doomed = try ServerProcess(house, environment: ["WHARF_FAILPOINT": failpoint])
        #expect(doomed.program.wait(within: 60) == .killed(signal: SIGKILL))
        // The second life finds the same hour behind it, whether the first one's commit came through or not.
        let (server, _) = try ServerProcess.ready(house)
        let found = try Patience.wait(within: 30) {
            try house.ask("schedule", "history", Self.name, "--limit", "1000", "--partners", house.partners)
                .count >= Self.minutes ? true : nil
        }
        #expect(found == true)
        server.stop()
        try check(house, atLeast: Self.minutes, failpoint)
    }

    @Test func `a server killed at any instant, time and again, runs a schedule neither twice nor skips it`()
        throws
    {
        var numbers = SeededNumbers(seed: seed)
        for round in 0..<rounds {
            let house = try house()
            let start = try start(house)
            for _ in 0..<4 {
                try standStill(house, since: start)
                let doomed = try ServerProcess(house)
                Patience.rest(seconds: Double.random(in: 0.05...0.6, using: &numbers))
                doomed.kill()
            }
            let (server, _) = try ServerProcess.ready(house)
            _ = try Patience.wait(within: 30) {
                try house.ask(
                    "schedule", "history", Self.name, "--limit", "1000", "--partners", house.partners
                )
                .count >= Self.minutes ? true : nil
            }
            server.stop()
            try check(house, atLeast: Self.minutes, "round \(round), seed \(seed)")
        }
    }
}
