import Cryptography
import Foundation
import Store
import Testing

@testable import Exchange

/// One file of ship notices on its way from the door to the answer.
@Suite struct NoticeTests {
    @Test
    func `a good ship notice becomes a document, an event and a 997, and its acts are on record in order`()
        throws
    {
        let hall = try Hall()
        try hall.upload("good.edi", Interchange())
        try hall.settle()
        #expect(
            try hall.answers() == [
                "997_000000001.edi": """
                ISA*00*          *00*          *ZZ*NORTHWIND      *ZZ*ACMECAST       *261123*0600*U*00401*000000001*0*P*>~\
                GS*FA*NORTHWIND*ACMECAST*20261123*0600*1*X*004010~\
                ST*997*0001~AK1*SH*101~AK2*856*0001~AK5*A~AK9*A*1*1*1~SE*6*0001~\
                GE*1*1~IEA*1*000000001~
                """
            ])
        let arrival = try hall.arrival("good.edi")
        #expect(arrival.state == .interpreted && arrival.acceptedSets == 1 && arrival.openParts == 0)
        #expect(
            try hall.acts("good.edi") == [
                "received", "identified", "mapped", "interpreted", "settled", "composed", "placed",
            ])
        let story = try hall.story("good.edi")
        #expect(story.documents.map(\.type) == ["shipment-notification"])
        #expect(story.documents.first?.businessKey.hasSuffix("88123") ?? false)
        #expect(story.events.map(\.type) == ["wharf.shipment-notification.received.v1"])
        #expect(story.events.first?.publishedTo == ["journal"])
        #expect(try hall.journal().count == 1)
        try hall.checkInvariants()
    }

    @Test func `a set with an error is refused, told, and no document is made`() throws {
        let hall = try Hall()
        try hall.upload("bad.edi", Interchange(groups: [.init(notices: [.init(isBroken: true)])]))
        try hall.settle()
        let answer = try #require(try hall.answers()["997_000000001.edi"])
        #expect(answer.contains("AK3*SN1*16**8~AK4*2*382*6*24O~AK5*R*5~AK9*R*1*1*0~"))
        #expect(try hall.arrival("bad.edi").state == .rejected)
        #expect(try hall.story("bad.edi").documents.isEmpty)
        #expect(try hall.events("bad.edi") == ["transaction-set.rejected", "arrival.rejected"])
        let text = try hall.report("bad.edi")
        #expect(text.contains("REJECTED") && text.contains("24O") && text.contains("997_000000001.edi"))
    }

    @Test func `good and bad sets in one group make a partial acceptance`() throws {
        let hall = try Hall()
        let notices = [
            Interchange.Notice(shipment: "S1", control: "0001"),
            .init(shipment: "S2", control: "0002", isBroken: true),
            .init(shipment: "S3", control: "0003"),
        ]
        try hall.upload("mixed.edi", Interchange(groups: [.init(notices: notices)]))
        try hall.settle()
        let answer = try #require(try hall.answers()["997_000000001.edi"])
        #expect(answer.contains("AK2*856*0001~AK5*A~AK2*856*0002~"))
        #expect(answer.contains("AK2*856*0003~AK5*A~AK9*P*3*3*2~"))
        let arrival = try hall.arrival("mixed.edi")
        #expect(arrival.state == .interpreted && arrival.acceptedSets == 2 && arrival.rejectedSets == 1)
        #expect(try hall.story("mixed.edi").documents.count == 2)
        #expect(
            try hall.events("mixed.edi") == [
                "shipment-notification.received", "transaction-set.rejected",
                "shipment-notification.received",
            ])
        try hall.checkInvariants()
    }

    @Test
    func
        `a group whose trailer has another number is refused whole, and none of its sets becomes a document`()
        throws
    {
        let hall = try Hall()
        try hall.upload("trailer.edi", Interchange(groups: [.init(trailerControl: "999")]))
        try hall.settle()
        #expect(try hall.answers()["997_000000001.edi"]?.contains("AK9*R*1*1*0*4~") ?? false)
        #expect(try hall.story("trailer.edi").documents.isEmpty)
        #expect(try hall.arrival("trailer.edi").state == .rejected)
    }

    @Test func `several groups in one interchange are answered in one, in their order`() throws {
        let hall = try Hall()
        let groups = (1...3).map {
            Interchange.Group(control: "20\($0)", notices: [.init(shipment: "S\($0)")])
        }
        try hall.upload("groups.edi", Interchange(groups: groups))
        try hall.settle()
        let answers = try hall.answers()
        #expect(answers.count == 1)
        let answer = try #require(answers["997_000000001.edi"])
        #expect(
            answer.components(separatedBy: "AK1*SH*").dropFirst().map { $0.prefix(3) } == [
                "201", "202", "203",
            ])
        #expect(answer.contains("ST*997*0003~") && answer.contains("GE*3*1~"))
        #expect(try hall.arrival("groups.edi").acceptedSets == 3)
    }

    @Test func `several interchanges in one file are answered each`() throws {
        let hall = try Hall()
        try hall.upload(
            "file.edi", Interchange(control: 1),
            Interchange(control: 2, groups: [.init(notices: [.init(isBroken: true)])]),
            Interchange(control: 3))
        try hall.settle()
        let answers = try hall.answers()
        #expect(answers.count == 3)
        #expect(answers.values.count { $0.contains("AK9*A*1*1*1") } == 2)
        #expect(answers.values.count { $0.contains("AK9*R*1*1*0") } == 1)
        #expect(try hall.arrival("file.edi").state == .interpreted)
        try hall.checkInvariants()
    }

    @Test func `the same interchange twice in one file is taken once and waits for nobody`() throws {
        let hall = try Hall()
        try hall.upload("twice.edi", Interchange(control: 5), Interchange(control: 5))
        try hall.settle()
        #expect(try hall.answers().count == 1)
        #expect(try hall.story("twice.edi").documents.count == 1)
        #expect(try hall.arrival("twice.edi").state == .interpreted)
        try hall.upload(
            "other.edi", Interchange(control: 6),
            Interchange(control: 6, groups: [.init(notices: [.init(shipment: "X")])]))
        try hall.settle()
        #expect(try hall.answers().values.contains { $0.contains("TA1*000000006*261123*1200*R*025~") })
    }

    @Test func `a group of acknowledgments gets none`() throws {
        let hall = try Hall()
        try hall.upload(
            "997.edi",
            Interchange(groups: [
                .init(functionalID: "FA", notices: [], sets: [Interchange.acknowledgment(ofGroup: 1)])
            ]))
        try hall.settle()
        #expect(try hall.answers().isEmpty)
        #expect(try hall.arrival("997.edi").state == .interpreted)
        #expect(try hall.story("997.edi").documents.map(\.type) == ["functional-acknowledgment"])
    }

    @Test func `a test file is answered and published nowhere`() throws {
        let hall = try Hall([.testUsage])
        try hall.upload("test.edi", Interchange(usage: "T"))
        try hall.upload(
            "bad.edi",
            Interchange(control: 102, usage: "T", groups: [.init(notices: [.init(isBroken: true)])]))
        try hall.settle()
        #expect(try hall.answers().count == 2)
        #expect(try hall.answers().values.allSatisfy { $0.contains("*T*>~") })
        #expect(try hall.story("test.edi").documents.count == 1)
        #expect(try hall.journal().filter { !$0.contains("\"wharf.arrival.") }.isEmpty)
        #expect(try hall.events("test.edi").isEmpty)
    }

    @Test func `sets with errors are taken and told where the agreement accepts them`() throws {
        let hall = try Hall([.acceptGood])
        try hall.upload("bad.edi", Interchange(groups: [.init(notices: [.init(isBroken: true)])]))
        try hall.settle()
        let answer = try #require(try hall.answers()["997_000000001.edi"])
        #expect(answer.contains("AK5*E*5~") || answer.contains("AK5*R*5~"))
        try hall.checkInvariants()
    }
}
