import Foundation
import Store
import Testing

@testable import Exchange
@testable import Transports

/// Files that are taken from a partner's server, each once, and what is written down about those that are not.
@Suite struct PollTests {
    @Test func `a file is taken, deleted there, answered, and the answer verified on the server`() throws {
        let hall = try Hall.visited([Hall.remote()])
        hall.remote.put("/out/1.edi", Interchange(control: 1).bytes)
        let report = try hall.visit()
        #expect(report.outcome == .good && report.taken + report.pushed >= 0)
        try hall.wait("the file to be taken") { try !hall.arrivals().isEmpty }
        let arrival = try hall.arrival("1.edi")
        #expect(arrival.door == "poll" && arrival.peer == "192.0.2.1")
        #expect(hall.remote.bytes("/out/1.edi") == nil)
        let entry = try hall.entry("1.edi")
        #expect(entry.state == .committed && entry.arrival == arrival.id && entry.afterwards == .done)
        let answer = try hall.answer(in: "verified")
        let path = "/in/997_\(answer.controlNumber).edi"
        #expect(hall.remote.paths == [path])
        #expect(hall.remote.bytes(path)?.count == answer.byteCount)
        let attempts = try hall.attempts(answer.id)
        #expect(attempts.map(\.outcome) == [.verified] && attempts[0].temporaryPath == path + ".part")
        try hall.checkInvariants()
    }

    @Test func `files with equal times are each taken once, whatever the clocks say`() throws {
        let hall = try Hall.visited([Hall.remote(pickup: "after: { do: leave }, ready: { renamed: true }")])
        for number in 1...300 {
            hall.remote.put("/out/\(number).edi", Interchange(control: number).bytes, modified: 1_700_000_000)
        }
        try hall.visit()
        hall.clock.turn(byMilliseconds: -86_400_000)
        hall.remote.put("/out/301.edi", Interchange(control: 301).bytes, modified: 1_600_000_000)
        #expect(try hall.visit().outcome == .good)
        hall.clock.turn(byMilliseconds: 3 * 86_400_000)
        #expect(try hall.visit().taken == 0)
        #expect(try hall.arrivals().count == 301)
        #expect(try hall.entries().allSatisfy { $0.state == .committed && $0.generation == 1 })
        #expect(try hall.entry("1.edi").reason == "taken as arrival \(hall.arrival("1.edi").id)")
    }

    @Test
    func `another file of the same name is a new generation; equal bytes of it are not processed again`()
        throws
    {
        let hall = try Hall.visited([Hall.remote(pickup: "after: { do: leave }, ready: { renamed: true }")])
        hall.remote.put("/out/orders.edi", Interchange(control: 1).bytes)
        try hall.visit()
        hall.remote.put("/out/orders.edi", Interchange(control: 2).bytes, modified: 1_700_000_100)
        #expect(try hall.visit().taken == 1)
        hall.remote.put("/out/orders.edi", Interchange(control: 2).bytes, modified: 1_700_000_200)
        let third = try hall.visit()
        #expect(third.taken == 0 && third.repeated == 1)
        let entries = try hall.entries("orders.edi")
        #expect(entries.map(\.generation) == [1, 2, 3])
        #expect(
            entries[2].arrival == entries[1].arrival
                && entries[2].reason?.contains("not processed again") == true)
        #expect(entries[0].missingSince != nil && entries[2].missingSince == nil)
        #expect(try hall.arrivals().count == 2)
    }

    @Test func `a server that refuses to delete gets one processing, one exception and later tries`() throws {
        let hall = try Hall.visited([Hall.remote()])
        hall.remote.fail { $0.remove = RemoteError(.denied, "permission denied") }
        hall.remote.put("/out/1.edi", Interchange(control: 1).bytes)
        try hall.visit()
        var entry = try hall.entry("1.edi")
        #expect(entry.state == .committed && entry.afterwards == .failed && entry.afterAttempts == 1)
        #expect(entry.afterError == "cannot delete: permission denied")
        // Before its time nothing is tried again, and the file is not taken again.
        try hall.visit()
        #expect(hall.remote.count("remove") == 1 && hall.remote.count("read") == 1)
        hall.clock.turn(byMilliseconds: 10 * 60_000)
        hall.remote.fail { $0.remove = nil }
        try hall.visit()
        entry = try hall.entry("1.edi")
        #expect(entry.afterwards == .done && hall.remote.bytes("/out/1.edi") == nil)
        #expect(try hall.arrivals().count == 1)
    }

    @Test func `a server that says deleted and still lists the file is not believed and not processed again`()
        throws
    {
        let hall = try Hall.visited([Hall.remote()])
        hall.remote.fail { $0.removesNothing = true }
        hall.remote.put("/out/1.edi", Interchange(control: 1).bytes)
        try hall.visit()
        #expect(try hall.entry("1.edi").afterwards == .done)
        try hall.visit()
        let entry = try hall.entry("1.edi")
        #expect(entry.afterwards == .failed && entry.afterError?.contains("still lists it") == true)
        #expect(try hall.arrivals().count == 1 && hall.remote.count("read") == 1)
    }

    @Test func `a poison file is parked after the agreed attempts and others are taken meanwhile`() throws {
        let hall = try Hall.visited([Hall.remote()])
        hall.remote.fail { $0.read["/out/bad.edi"] = RemoteError(.refused, "input/output error") }
        hall.remote.put("/out/bad.edi", Interchange(control: 1).bytes)
        for number in 2...4 {
            hall.remote.put("/out/\(number).edi", Interchange(control: number).bytes)
            try hall.visit()
            hall.clock.turn(byMilliseconds: 3_600_000)
        }
        #expect(try hall.arrivals().count == 3)
        var entry = try hall.entry("bad.edi")
        #expect(entry.state == .parked && entry.attempts == 3)
        #expect(entry.reason?.contains("parked after 3 attempts: input/output error") == true)
        try hall.visit()
        #expect(hall.remote.count("read /out/bad.edi") == 3)
        hall.remote.fail { $0.read = [:] }
        _ = try hall.server.remote.unpark(entry.id)
        try hall.visit()
        try hall.wait("the file to be taken") { try hall.arrivals().count == 4 }
        entry = try hall.entry("bad.edi")
        #expect(entry.state == .committed)
    }

    @Test func `a file that changes while it is read is not taken, and no attempt of it is counted`() throws {
        let hall = try Hall.visited([Hall.remote()])
        hall.remote.put("/out/1.edi", Interchange(control: 1).bytes)
        hall.remote.fail { $0.growsWhenRead = "/out/1.edi" }
        try hall.visit()
        let entry = try hall.entry("1.edi")
        #expect(try hall.arrivals().isEmpty && entry.state == .seen && entry.attempts == 0)
        #expect(entry.reason == "grew while it was read")
        hall.remote.fail { $0.growsWhenRead = nil }
        hall.remote.put("/out/1.edi", Interchange(control: 1).bytes, modified: 1_700_000_050)
        #expect(try hall.visit().taken == 1)
    }

    @Test func `a dry run says what would be done with each file and why, and changes nothing`() throws {
        let hall = try Hall.visited(
            [
                Hall.remote(
                    pickup:
                        #"ignore: ["old*"], maxFile: 2KiB, ready: { stableFor: 30s }, after: { do: delete }"#)
            ])
        hall.remote.put("/out/new.edi", Interchange(control: 1).bytes)
        hall.remote.put("/out/old.edi", [1])
        hall.remote.put("/out/notes.txt", [1])
        hall.remote.put("/out/large.edi", [UInt8](repeating: 1, count: 3_000))
        let report = try hall.visit(isDryRun: true)
        let reasons = Dictionary(report.lines.map { ($0.name, "\($0.verdict): \($0.reason ?? "")") }) { $1 }
        #expect(
            reasons == [
                "new.edi": "wait: waits until its size and time have stood still for 30 s",
                "old.edi": "skip: is ignored by the pattern old*",
                "notes.txt": "skip: fits none of the patterns of `match`",
                "large.edi": "skip: has 3000 bytes; `maxFile` is 2048",
            ])
        #expect(try hall.entries().isEmpty && hall.arrivals().isEmpty && hall.remote.paths.count == 4)
        try hall.visit()
        hall.clock.turn(byMilliseconds: 31_000)
        try hall.visit()
        #expect(try hall.arrivals().map(\.name) == ["new.edi"])
        #expect(try hall.entry("large.edi").reason == "has 3000 bytes; `maxFile` is 2048")
    }

    @Test func `a person can have a file taken again`() throws {
        let hall = try Hall.visited([Hall.remote(pickup: "after: { do: leave }, ready: { renamed: true }")])
        hall.remote.put("/out/1.edi", Interchange(control: 1).bytes)
        try hall.visit()
        let first = try hall.entry("1.edi")
        #expect(throws: RemoteDeskError.self) { try hall.server.remote.unpark(first.id) }
        _ = try hall.server.remote.retake(first.id)
        try hall.wait("the file to be taken again") { try hall.arrivals().count == 2 }
        #expect(try hall.entry("1.edi").arrival != first.arrival)
        hall.remote.take("/out/1.edi")
        try hall.visit()
        #expect(throws: RemoteDeskError.self) { try hall.server.remote.retake(first.id) }
        #expect(throws: RemoteDeskError.self) { try hall.server.remote.retake(4_711) }
    }
}
