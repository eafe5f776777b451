import Foundation
import Partners
import Spool
import Store
import Testing

@testable import Exchange
@testable import Transports

/// When a partner's server is visited, when it is left alone, and what is told about it.
@Suite struct VisitTests {
    @Test func `a server that is away opens the breaker, is tried once when due, and closes it`() throws {
        let hall = try Hall([Hall.remote(every: "1h")], started: false)
        hall.remote.fail { $0.dial = RemoteError(.connection, "no answer from 127.0.0.1") }
        try hall.start()
        try hall.wait("the first visit") { try hall.status().visits.failures == 1 }
        #expect(try hall.visit().outcome == .failed)
        var status = try hall.status()
        #expect(status.condition == .resting && status.visits.openings == 1)
        let pause = (status.nextDueAt ?? 0) - hall.clock.now
        #expect(pause > 12 * 60_000)
        #expect(status.visits.lastDetail.contains("no answer from 127.0.0.1"))
        hall.remote.fail { $0.dial = nil }
        hall.clock.turn(byMilliseconds: 3_600_000)
        hall.server.remote.wake()
        try hall.wait("the breaker to close") { try hall.status().visits.openings == 0 }
        status = try hall.status()
        #expect(status.condition == .waiting && status.visits.lastOutcome == "good" && status.degraded == nil)
    }

    @Test(arguments: [RemoteError.Kind.identity, .login])
    func `a changed host key or a refused login is never tried again until a person acts`(
        kind: RemoteError.Kind
    )
        throws
    {
        let hall = try Hall([Hall.remote(every: "1h")], started: false)
        hall.remote.fail { $0.dial = RemoteError(kind, "it showed SHA256:new, the profile knows SHA256:old") }
        try hall.start()
        try hall.wait("the first visit") { try hall.status().condition == .held }
        hall.clock.turn(byMilliseconds: 2 * 86_400_000)
        hall.server.remote.wake()
        let status = try hall.status()
        #expect(status.sentence == "it showed SHA256:new, the profile knows SHA256:old")
        #expect(status.degraded?.contains("SHA256:new") == true)
        #expect(hall.remote.count("dial") == 1)
        // A restart does not forget it.
        hall.stop()
        try hall.startAgain()
        #expect(try hall.status().condition == .held && hall.remote.count("dial") == 1)
        // A changed profile is a person's act.
        hall.remote.fail { $0.dial = nil }
        try hall.reload([.init(file: Hall.acme, from: "name: ACME Castings", to: "name: ACME Castings Inc")])
        try hall.wait("a good visit") { try hall.status().visits.lastOutcome == "good" }
        #expect(try hall.status().condition == .waiting)
    }

    @Test func `a profile mended after a hold is tried at once and not when the next look is due`() throws {
        let hall = try Hall([Hall.remote(every: "1h")], started: false)
        hall.remote.fail { $0.dial = RemoteError(.identity, "it showed SHA256:new") }
        try hall.start()
        try hall.wait("the first visit") { try hall.status().condition == .held }
        // A change that does not help is tried once, and is a hold again.
        try hall.reload([.init(file: Hall.acme, from: "name: ACME Castings", to: "name: ACME Foundry")])
        try hall.wait("a second visit") {
            let status = try hall.status()
            return status.visits.visits == 2 && status.condition == .held
        }
        hall.remote.fail { $0.dial = nil }
        try hall.reload([.init(file: Hall.acme, from: "name: ACME Foundry", to: "name: ACME Castings Inc")])
        try hall.wait("a good visit") { try hall.status().visits.lastOutcome == "good" }
        #expect(try hall.status().visits.visits == 3)
    }

    @Test func `a maintenance window puts visits off to its end`() throws {
        // The clock begins at noon UTC of a Monday; the partner's zone is six hours behind.
        let hall = try Hall([
            Hall.remote(every: "1h", more: [#"maintenance: [{ days: [MON], from: "05:00", to: "08:30" }]"#])
        ])
        let status = try hall.status()
        #expect(status.condition == .maintenance && hall.remote.count("dial") == 0)
        #expect(status.nextDueAt == TestClock.noon + 150 * 60_000)
        hall.clock.turn(byMilliseconds: 151 * 60_000)
        hall.server.remote.wake()
        try hall.wait("a visit") { try hall.status().visits.lastOutcome == "good" }
    }

    @Test func `a partner's server has one visit at a time, and the descriptors of all are given back`()
        throws
    {
        let hall = try Hall([Hall.remote(every: "1h")])
        let threads = (0..<8).map { _ in
            let thread = Thread { _ = try? hall.visit() }
            thread.start()
            return thread
        }
        try hall.wait("the visits to end") { threads.allSatisfy(\.isFinished) }
        #expect(hall.remote.count("dial") >= 8 && hall.remote.mostOpen == 1)
        hall.stop()
        #expect(hall.remote.open == 0)
    }

    @Test func `a folder that cannot be listed does not keep answers from being sent, and is told`() throws {
        let hall = try Hall([Hall.remote(every: "1h")])
        hall.remote.fail { $0.list["/out"] = RemoteError(.missing, "/out is not there") }
        try hall.upload("1.edi", Interchange(control: 1))
        _ = try hall.answer(in: "verified")
        let report = try hall.visit()
        #expect(report.outcome == .failed && report.faults == ["/out is not there"])
        // The way to the server is open: the breaker has no part in it.
        #expect(try hall.status().visits.failures == 0)
        hall.clock.turn(byMilliseconds: 3 * 3_600_000)
        #expect(try hall.status().degraded?.contains("no good visit") == true)
    }

    @Test func `what was being taken when the process died is taken once`() throws {
        let hall = try Hall.visited([Hall.remote(pickup: "after: { do: leave }, ready: { renamed: true }")])
        hall.remote.put("/out/1.edi", Interchange(control: 1).bytes)
        hall.remote.put("/out/2.edi", Interchange(control: 2).bytes)
        try hall.visit()
        hall.stop()
        // A kill before the commit leaves a claim, one after it a row: both are set back to before.
        let store = try StateStore(path: hall.layout.database)
        try store.commit { books in
            for var entry in try books.remoteEntries.list(.init(partner: Hall.acme)) {
                entry.state = .claimed
                entry.digest = nil
                entry.arrival = nil
                try books.remoteEntries.update(entry)
            }
        }
        store.close()
        try hall.startAgain()
        try hall.visit()
        #expect(try hall.entries().map(\.state) == [.committed, .committed])
        #expect(try hall.arrivals().count == 2)
    }
}
