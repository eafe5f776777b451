import Documents
import Foundation
import SFTP
import Spool
import Store
import Testing
import X12

@testable import Exchange
@testable import Transports

/// Orders from their release to the partner's collection.
@Suite struct ReleaseTests {
    private func orders(_ range: ClosedRange<Int>) -> String {
        range.map { Hall.addressed(Hall.order("\($0)")) }.joined(separator: "\n")
    }

    private func collect(_ name: String, from hall: Hall) throws {
        let file = try hall.session().open("/download/" + name, flags: [.read])
        var buffer = [UInt8](repeating: 0, count: 1 << 20)
        _ = try buffer.withUnsafeMutableBytes { try file.read(into: $0, at: 0) }
        try file.close()
    }

    @Test func `orders and changes leave in one interchange that our own reader accepts`() throws {
        let hall = try Hall([Hall.changes])
        try hall.bring("orders.ndjson", orders(1...3) + "\n" + Hall.addressed(Hall.change("2")))
        try hall.release()
        let answers = try hall.answers()
        #expect(answers.keys.sorted() == ["850_000000001.edi"])
        let text = try #require(answers["850_000000001.edi"])
        let outline = try EnvelopeScanner.scan(BytesSource(Array(text.utf8)))
        #expect(outline.findings.isEmpty && outline.interchanges.count == 1)
        let interchange = try #require(outline.interchanges.first)
        #expect(interchange.findings.isEmpty && interchange.header.usage == "P")
        #expect(interchange.groups.map(\.header.functionalID) == ["PO", "PC"])
        #expect(interchange.groups.map(\.setCount) == [3, 1])
        let sendings = try hall.owed().map { try #require(try hall.owed($0.id).sendings.first?.sending) }
        #expect(sendings.map(\.setControlNumber) == ["0001", "0002", "0003", "0001"])
        #expect(Set(sendings.map(\.groupControlNumber)) == ["1", "2"])
        #expect(text.contains("ST*850*0003~") && text.contains("BEG*00*SA*3**20261123~"))
        try hall.checkInvariants()
    }

    @Test func `an interchange has a limit, and the next numbers follow without a gap`() throws {
        let hall = try Hall()
        let count = ReleaseOrders.documentsPerInterchange + 5
        try hall.bring("orders.ndjson", orders(1...count))
        try hall.release()
        #expect(try hall.answers().keys.sorted() == ["850_000000001.edi", "850_000000002.edi"])
        try hall.bring("more.ndjson", orders(count + 1...count + 1))
        try hall.release()
        #expect(try hall.answers().keys.contains("850_000000003.edi"))
        #expect(try hall.owed().allSatisfy { $0.state == .sent && $0.sendings == 1 })
    }

    @Test func `what the partner reads to the last byte is collected, and cannot be taken back`() throws {
        let hall = try Hall()
        try hall.bring("orders.ndjson", orders(1...2))
        try hall.release()
        try collect("850_000000001.edi", from: hall)
        #expect(try hall.owed().map(\.state) == [.collected, .collected])
        #expect(throws: OutboundError.self) { try hall.server.outbound.recall("1", isWhole: true) }
        let acts = try hall.owed("1").sendings[0].acts.map(\.act)
        #expect(acts == ["composed", "placed", "collected"])
    }

    @Test func `a recalled interchange is gone from the mailbox, and its other documents go with the next`()
        throws
    {
        let hall = try Hall()
        try hall.bring("orders.ndjson", orders(1...3))
        try hall.release()
        #expect(throws: OutboundError.self) { try hall.server.outbound.recall("2", isWhole: false) }
        let recalled = try hall.server.outbound.recall("2", isWhole: true)
        #expect(recalled.state == .recalled)
        try hall.wait("the mailbox") { try hall.answers().isEmpty }
        #expect(try hall.owed().map(\.state) == [.queued, .recalled, .queued])
        try hall.release()
        #expect(try hall.answers().keys.sorted() == ["850_000000002.edi"])
        #expect(try hall.owed().map(\.state) == [.sent, .recalled, .sent])
        #expect(try hall.owed("1").sendings.count == 2)
    }

    @Test func `a reader that was quicker wins over a recall, and one that was slower is told so`() throws {
        let hall = try Hall()
        try hall.bring("orders.ndjson", orders(1...1))
        try hall.release()
        let file = try hall.session().open("/download/850_000000001.edi", flags: [.read])
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        _ = try buffer.withUnsafeMutableBytes { try file.read(into: $0, at: 0) }
        _ = try hall.server.outbound.recall("1", isWhole: false)
        #expect(throws: (any Error).self) { try file.close() }
        #expect(try hall.owed("1").document.collectedAt == nil)
        #expect(try hall.owed("1").document.state == .recalled)
    }

    @Test func `the same again has the same bytes and number, anew has new ones`() throws {
        let hall = try Hall()
        try hall.bring("orders.ndjson", orders(1...2))
        try hall.release()
        let before = try hall.answers()
        try Mailbox(hall.layout, partner: Hall.acme).remove("850_000000001.edi")
        _ = try hall.server.outbound.resend("1")
        try hall.wait("the file again") { try hall.answers() == before }
        _ = try hall.server.outbound.resendAnew("1")
        try hall.wait("the new file") { try hall.answers().count == 2 }
        let story = try hall.owed("1")
        #expect(story.sendings.map(\.sending.interchangeControlNumber) == ["000000001", "000000002"])
        #expect(try hall.owed("2").document.sendings == 1)
        let anew = try #require(try hall.answers()["850_000000002.edi"])
        #expect(anew.contains("BEG*00*SA*1*") && !anew.contains("BEG*00*SA*2*"))
    }

    @Test func `an order that was taken back may come with other content`() throws {
        let hall = try Hall()
        try hall.bring("one.json", Hall.addressed(Hall.order("1")))
        _ = try hall.server.outbound.recall("1", isWhole: false)
        #expect(try hall.bring("two.json", Hall.addressed(Hall.order("1", quantity: "6"))).why == nil)
        #expect(try hall.owed().map(\.state) == [.recalled, .queued])
    }

    @Test func `what an agreement no longer allows is held, and the others leave`() throws {
        let hall = try Hall([Hall.changes])
        try hall.bring("orders.ndjson", orders(1...2) + "\n" + Hall.addressed(Hall.change("1")))
        try hall.reload([
            .init(file: Hall.acme, from: "\n    \"860\": { version: \"004010\" }", to: "")
        ])
        try hall.release()
        #expect(try hall.owed().map(\.state) == [.sent, .sent, .queued])
    }

    @Test func `a partner with a server of its own gets orders there, and they are verified`() throws {
        let hall = try Hall.visited([
            Hall.remote(), .init(file: Hall.acme, from: "state: live ", to: "state: live  "),
        ])
        try hall.bring("orders.ndjson", orders(1...1))
        _ = try hall.server.outbound.send(partner: Hall.acme)
        try hall.wait("the push") { try hall.owed("1").document.state == .verified }
        let story = try hall.owed("1")
        #expect(story.document.sentAt != nil && story.document.verifiedAt != nil)
        #expect(story.sendings[0].attempts.map(\.outcome) == [.verified])
        #expect(throws: OutboundError.self) { try hall.server.outbound.recall("1", isWhole: true) }
    }
}
