import Cryptography
import Foundation
import Store
import Testing

@testable import Exchange

struct ReconcileTests {
    private let hall: Hall

    init() throws { hall = try Hall() }

    private func upload(_ name: String, _ interchange: Interchange, by partner: String = "acme-castings")
        throws
    {
        try hall.upload(name, interchange, by: partner)
        try hall.settle()
    }

    private func states(_ sent: Hall.SentOrders) throws -> [OutboundState] {
        try sent.documents.map { try hall.outbound($0).state }
    }

    @Test
    func `a 997 moves what it accepts and what it refuses, tells it, and is never acknowledged`() throws {
        let sent = try hall.send(["4711", "4712", "4713"], group: 17)
        let notes = ["AK3*PO1*6**8", "AK4*3*355*7*XX"]
        try upload(
            "997.edi",
            .answers(
                201,
                [
                    Interchange.acknowledgment(
                        ofGroup: "17", status: "P",
                        sets: [("0001", "A", []), ("0002", "R*5", notes), ("0003", "E", [])], counts: "3*3*2")
                ]))
        #expect(try states(sent) == [.acknowledged, .rejected, .acknowledged])
        #expect(try sent.documents.map { try hall.outbound($0).acknowledgment } == ["A", "R", "E"])
        let remarks = try #require(try hall.outbound(sent.documents[1]).remarks)
        #expect(remarks.contains("Invalid code value (AK403 7), found"))
        #expect(
            try hall.told() == ["outbound.acknowledged", "outbound.rejected", "outbound.acknowledged"])
        #expect(try hall.standings("997.edi") == [.matched])
        #expect(try hall.answers().isEmpty)
        #expect(try hall.acts("997.edi").contains("reconciled"))
        try hall.checkInvariants()
    }

    @Test
    func `one file answers several groups, one of them refused without a word on its sets`() throws {
        let first = try hall.send(["1", "2"], group: 1)
        let second = try hall.send(["3"], group: 2)
        try upload(
            "997.edi",
            .answers(
                201,
                [
                    Interchange.acknowledgment(ofGroup: "1", counts: "2*2*2"),
                    Interchange.acknowledgment(
                        ofGroup: "000000002", status: "R", counts: "1*1*0*5", control: "0002"),
                ]))
        #expect(try states(first) == [.acknowledged, .acknowledged])
        #expect(try states(second) == [.rejected])
        #expect(try hall.outbound(second.documents[0]).remarks?.contains("AK905 5") ?? false)
    }

    @Test
    func `the first answer counts, a repeat and a change of mind are on record`() throws {
        let sent = try hall.send(["1"], group: 1)
        try upload("first.edi", .answers(201, [Interchange.acknowledgment(ofGroup: "1")]))
        try upload("again.edi", .answers(202, [Interchange.acknowledgment(ofGroup: "1")]))
        try upload(
            "other.edi",
            .answers(203, [Interchange.acknowledgment(ofGroup: "1", status: "R", counts: "1*1*0")]))
        #expect(try states(sent) == [.acknowledged])
        #expect(try hall.told() == ["outbound.acknowledged"])
        #expect(try hall.standings("again.edi") == [.repeated])
        let other = try hall.story("other.edi").ledger.map(\.detail)
        #expect(other.contains { $0.contains("1 not as the first answer said") })
    }

    @Test
    func `an answer to nothing, to a number never issued, or from another partner matches nothing`() throws {
        let sent = try hall.send(["1"], group: 5)
        let forged = [
            Interchange.acknowledgment(ofGroup: "6"),
            Interchange.acknowledgment(ofGroup: "5", kind: "PC", control: "0002"),
            Interchange.acknowledgment(ofGroup: "x5", control: "0003"),
            Interchange.acknowledgment(
                ofGroup: "5", sets: [("0044", "A", [])], control: "0004"),
            Interchange.acknowledgment(ofGroup: "9", kind: "FA", control: "0005"),
        ]
        try upload("forged.edi", .answers(201, forged))
        // Group 5 exists, but not as PC: its number was issued, so it may only be early.
        #expect(
            try hall.standings("forged.edi").map(\.rawValue).sorted()
                == ["needless", "unmatched", "unmatched", "unmatched", "waiting"])
        var foreign = Interchange.answers(201, [Interchange.acknowledgment(ofGroup: "5")])
        foreign.sender = "BOLTWORKS"
        try upload("foreign.edi", foreign, by: "bolt-works")
        #expect(try states(sent) == [.sent])
        #expect(try hall.told().filter { $0 == "acknowledgment.unmatched" }.count >= 3)
    }

    @Test
    func `an answer that comes before our own commit waits for it, and only for a while`() throws {
        let sent = try hall.send(["1"], group: 5, isPlaced: false, isEntered: false)
        try upload("early.edi", .answers(201, [Interchange.acknowledgment(ofGroup: "5")]))
        #expect(try hall.standings("early.edi") == [.waiting])
        let document = try hall.outbound(sent.documents[0])
        #expect(document.state == .queued)
        let record = try #require(
            try TestRecords.interchange(sent.interchange, control: "000000005", at: hall.clock.now))
        try hall.enter(record, [document], group: 5)
        try hall.settle()
        #expect(try hall.standings("early.edi") == [.matched])
        #expect(try states(sent) == [.acknowledged])
        // Our own note that it was sent comes last and moves nothing back.
        try hall.place(sent)
        #expect(try states(sent) == [.acknowledged])
        #expect(try hall.told() == ["outbound.acknowledged"])

        _ = try hall.send(["2"], group: 6, isPlaced: false, isEntered: false)
        try upload("lost.edi", .answers(202, [Interchange.acknowledgment(ofGroup: "6")]))
        #expect(try hall.standings("lost.edi") == [.waiting])
        hall.clock.turn(byMilliseconds: Reconcile.patience + 1_000)
        try hall.nudge()
        try hall.wait("the patience to end") { try hall.standings("lost.edi") == [.unmatched] }
        try hall.settle()
        #expect(try hall.told() == ["outbound.acknowledged", "acknowledgment.unmatched"])
    }

    @Test
    func `a TA1 that refuses the interchange refuses what stood in it, one that accepts it moves nothing`()
        throws
    {
        let good = try hall.send(["1"], group: 1, interchange: 11)
        let bad = try hall.send(["2", "3"], group: 2, interchange: 12)
        let envelope = Interchange(control: 201, groups: [])
        let text = envelope.text.replacingOccurrences(
            of: "IEA*0*",
            with: """
                TA1*000000011*261123*1200*A*000~
                TA1*000000012*261123*1200*R*006~
                TA1*000000012*261123*1200*A*000~
                TA1*000000099*261123*1200*A*000~
                IEA*0*
                """)
        try hall.upload("ta1.edi", Array(text.utf8))
        try hall.settle()
        #expect(try states(good) == [.sent])
        #expect(try states(bad) == [.rejected, .rejected])
        #expect(try hall.outbound(bad.documents[0]).remarks?.contains("TA105 006") ?? false)
        #expect(
            try hall.standings("ta1.edi").map(\.rawValue).sorted() == [
                "matched", "matched", "repeated", "unmatched",
            ])
        #expect(
            try hall.told().sorted() == [
                "acknowledgment.unmatched", "outbound.rejected", "outbound.rejected",
            ])
    }

    @Test
    func `an 855 answers its 850 even before the 997, and a second one is noted`() throws {
        let sent = try hall.send(["4711"], group: 1)
        try upload("855.edi", .response(201, order: "4711"))
        #expect(try states(sent) == [.answered])
        try upload("997.edi", .answers(202, [Interchange.acknowledgment(ofGroup: "1")]))
        #expect(try states(sent) == [.answered])
        let document = try hall.outbound(sent.documents[0])
        #expect(document.acknowledgment == "A" && document.acknowledgedAt != nil)
        #expect(try document.answeredBy == hall.story("855.edi").documents[0].id)
        try upload("more.edi", .response(203, order: "4711"))
        #expect(try hall.outbound(sent.documents[0]).answeredBy == document.answeredBy)
        #expect(try hall.server.store.read { try $0.outbound.answers(to: document.id) }.count == 2)
        #expect(try hall.told() == ["outbound.answered", "outbound.acknowledged"])
    }

    @Test
    func `an 855 for another partner's order, or for none, answers nothing`() throws {
        let sent = try hall.send(["4711"], group: 1, to: "bolt-works", receiver: "ZZ/BOLTWORKS")
        try upload("855.edi", .response(201, order: "4711"))
        try upload("none.edi", .response(202, order: "9999"))
        #expect(try states(sent) == [.sent])
        #expect(try hall.told().isEmpty)
    }
}

enum TestRecords {
    /// An interchange of ours as a release records it.
    static func interchange(_ id: String, control: String, at now: Int64) throws -> InterchangeRecord? {
        InterchangeRecord(
            id: id, direction: .outbound, arrival: nil, ordinal: 1, partner: "acme-castings",
            sender: "ZZ/NORTHWIND", receiver: "ZZ/ACMECAST", controlNumber: control, version: "00401",
            usage: "P", byteOffset: 0, byteCount: 0, digest: .of(id), state: "queued", note: nil,
            fileName: "850_\(control).edi", outline: "", createdAt: now)
    }
}
