import Cryptography
import Foundation
import Spool
import Store
import Testing

@testable import Exchange

/// Files that are refused, had come before, or are not what they should be.
@Suite struct RefusalTests {
    private func answered(_ changes: [Hall.Change], _ interchange: Interchange) throws -> [String] {
        let hall = try Hall(changes)
        try hall.upload("file.edi", interchange)
        try hall.settle()
        try hall.checkInvariants()
        return try hall.answers().values.sorted()
    }

    @Test func `a TA1 goes out on request, always, or never, as agreed`() throws {
        #expect(try answered([], Interchange()).allSatisfy { !$0.contains("TA1*") })
        let asked = try answered([], Interchange(asksForAnswer: true))
        #expect(asked.count == 1 && asked[0].contains("~TA1*000000101*261123*1200*A*000~GS*FA*"))
        let always = try answered([.interchangeAcknowledgment("always")], Interchange())
        #expect(always.count == 1 && always[0].contains("~TA1*000000101*261123*1200*A*000~GS*FA*"))
        let never = try answered([.interchangeAcknowledgment("never")], Interchange(asksForAnswer: true))
        #expect(never.count == 1 && !never[0].contains("TA1*"))
    }

    @Test func `a broken envelope is refused by a TA1 unless there is never one`() throws {
        let broken = Interchange(trailerControl: 999)
        let refused = try answered([], broken)
        #expect(refused.count == 1 && refused[0].contains("TA1*000000101*261123*1200*R*001~IEA*0*000000001~"))
        #expect(try answered([.interchangeAcknowledgment("never")], broken).isEmpty)
    }

    @Test func `an interchange for somebody else is refused with 009`() throws {
        let hall = try Hall()
        try hall.upload("wrong.edi", Interchange(receiver: "SOUTHWIND"))
        try hall.settle()
        #expect(
            try hall.answers()["TA1_000000001.edi"]?.contains("TA1*000000101*261123*1200*R*009~") ?? false)
        let arrival = try hall.arrival("wrong.edi")
        #expect(arrival.state == .rejected && arrival.reason?.contains("009") ?? false)
        #expect(try hall.acts("wrong.edi").contains("interchange-rejected"))
        #expect(try hall.events("wrong.edi") == ["arrival.rejected"])
    }

    @Test func `test data for production and production data for a test are refused with 020`() throws {
        let test = try answered([], Interchange(usage: "T"))
        #expect(test.count == 1 && test[0].contains("*R*020~"))
        let production = try answered([.testUsage], Interchange(usage: "P"))
        #expect(production.count == 1 && production[0].contains("*R*020~"))
    }

    @Test func `the same bytes again are a duplicate, and the answer is offered again`() throws {
        let hall = try Hall()
        try hall.upload("first.edi", Interchange())
        try hall.settle()
        let answers = try hall.answers()
        try Mailbox(hall.layout, partner: "acme-castings").remove("997_000000001.edi")
        try hall.upload("second.edi", Interchange())
        try hall.settle()
        #expect(try hall.arrival("second.edi").state == .duplicate)
        #expect(try hall.answers() == answers)
        #expect(try hall.events("second.edi") == ["arrival.duplicate"])
        #expect(try hall.story("second.edi").documents.isEmpty)
        try hall.checkInvariants()
    }

    @Test func `the same bytes twice at once are processed once`() throws {
        let hall = try Hall(started: false)
        for number in 0..<6 { try hall.upload("copy-\(number).edi", Interchange()) }
        try hall.start()
        try hall.settle()
        let states = try (0..<6).map { try hall.arrival("copy-\($0).edi").state }
        #expect(states == [.interpreted] + Array(repeating: .duplicate, count: 5))
        #expect(try hall.answers().count == 1)
        try hall.checkInvariants()
    }

    @Test func `a used control number with other bytes is refused with 025`() throws {
        let hall = try Hall()
        try hall.upload("first.edi", Interchange())
        try hall.settle()
        try hall.upload("other.edi", Interchange(groups: [.init(notices: [.init(shipment: "99999")])]))
        try hall.settle()
        #expect(try hall.arrival("other.edi").state == .rejected)
        #expect(
            try hall.answers()["TA1_000000002.edi"]?.contains("TA1*000000101*261123*1200*R*025~") ?? false)
        #expect(try hall.story("other.edi").documents.isEmpty)
    }

    @Test func `a first try that was refused does not block the corrected one with the same number`() throws {
        let hall = try Hall()
        try hall.upload("try.edi", Interchange(groups: [.init(notices: [.init(isBroken: true)])]))
        try hall.settle()
        #expect(try hall.arrival("try.edi").state == .rejected)
        try hall.upload("corrected.edi", Interchange())
        try hall.settle()
        #expect(try hall.arrival("corrected.edi").state == .interpreted)
        #expect(try hall.answers()["997_000000002.edi"]?.contains("AK9*A*1*1*1") ?? false)
    }

    @Test func `two tries with one number at once: the second waits for the first's verdict`() throws {
        let hall = try Hall(started: false)
        try hall.upload("try.edi", Interchange(groups: [.init(notices: [.init(isBroken: true)])]))
        try hall.upload("corrected.edi", Interchange())
        try hall.upload("other.edi", Interchange(groups: [.init(notices: [.init(shipment: "S7")])]))
        try hall.start()
        try hall.settle()
        #expect(try hall.arrival("try.edi").state == .rejected)
        #expect(try hall.arrival("corrected.edi").state == .interpreted)
        #expect(try hall.arrival("other.edi").state == .rejected)
        try hall.checkInvariants()
    }

    @Test func `a file without its end waits, and the whole file takes its place`() throws {
        let hall = try Hall()
        try hall.upload("part.edi", Array(Interchange().bytes.dropLast(60)))
        try hall.settle()
        let part = try hall.arrival("part.edi")
        #expect(part.state == .incomplete)
        #expect(try hall.answers().isEmpty && hall.journal().isEmpty)
        try hall.upload("part.edi", Interchange())
        try hall.settle()
        let whole = try hall.arrival("part.edi")
        #expect(whole.id != part.id && whole.state == .interpreted)
        let superseded = try #require(try hall.server.store.read { try $0.views.story(of: part.id) })
        #expect(superseded.ledger.map(\.act) == ["received", "incomplete", "superseded"])
        hall.clock.turn(byMilliseconds: 3_600_000)
        try hall.nudge()
        try hall.settle()
        #expect(try hall.journal().allSatisfy { !$0.contains("arrival.incomplete") })
        try hall.checkInvariants()
    }

    @Test func `patience with an incomplete file ends once, with one event`() throws {
        let hall = try Hall()
        try hall.upload("part.edi", Interchange(hasEnd: false))
        try hall.settle()
        hall.clock.turn(byMilliseconds: 14 * 60_000)
        try hall.nudge()
        try hall.settle()
        #expect(try hall.events("part.edi").isEmpty)
        for _ in 0..<2 {
            hall.clock.turn(byMilliseconds: 61_000)
            try hall.nudge()
            try hall.settle()
        }
        hall.stop()
        try hall.startAgain()
        try hall.nudge()
        try hall.settle()
        #expect(try hall.events("part.edi") == ["arrival.incomplete"])
        #expect(try hall.arrival("part.edi").state == .incomplete)
        #expect(try hall.server.store.read { try $0.jobs.open().isEmpty })
        try hall.checkInvariants()
    }

    @Test(arguments: [
        ("unknown.edi", "unknown-content", Array("Dear customer, find our ship notice attached.".utf8)),
        ("foreign.edi", "foreign-sender", Interchange(sender: "STRANGER").bytes),
    ])
    func `what is no X12 of the partner's own is put aside with the reason`(
        name: String, reason: String, bytes: [UInt8]
    ) throws {
        let hall = try Hall()
        try hall.upload(name, bytes)
        try hall.settle()
        let arrival = try hall.arrival(name)
        #expect(arrival.state == .quarantined)
        let folder = "\(hall.layout.quarantine)/\(reason)"
        let names = try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
        #expect(names == ["\(arrival.id)-\(name)", "\(arrival.id)-\(name).why"])
        let kept = try Data(contentsOf: URL(fileURLWithPath: "\(folder)/\(names[0])"))
        #expect(Array(kept) == bytes)
        let why = try String(contentsOfFile: "\(folder)/\(names[1])", encoding: .utf8)
        #expect(why.contains(arrival.reason ?? "nothing"))
        #expect(try hall.answers().isEmpty)
        #expect(try hall.events(name) == ["arrival.quarantined"])
        try hall.checkInvariants()
    }

    @Test func `an empty file is refused with a sentence`() throws {
        let hall = try Hall()
        try hall.upload("empty.edi", [])
        try hall.settle()
        #expect(try hall.arrival("empty.edi").state == .rejected)
        #expect(try hall.arrival("empty.edi").reason == "The file is empty.")
    }
}
