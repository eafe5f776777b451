import Foundation
import Store
import Testing

@testable import Exchange

/// Stock files of the sample partner that sends CSV.
struct ImportBatchTests {
    private static let partner = "cobalt-plastics"
    private static let head = "Artikel;Bestand;Einheit;Stand\r\n"

    private static func bytes(_ rows: String) -> [UInt8] { Array((head + rows).utf8) }

    private static func trailer() -> Hall.Change {
        Hall.Change(
            file: "cobalt-plastics", from: "document: inventory",
            to: "document: inventory\n      trailer: counts")
    }

    @Test func `a stock file becomes a document, an event and a line of the audit trail`() throws {
        let hall = try Hall()
        try hall.upload(
            "stock_1.csv", Self.bytes("A-1;12,50;KG;02.03.2026\r\nA-2;0;ST;02.03.2026\r\n"), by: Self.partner)
        try hall.settle()
        let story = try hall.story("stock_1.csv")
        #expect(story.arrival.state == .interpreted)
        #expect(story.arrival.content == "csv")
        #expect(story.arrival.openParts == 0)
        #expect(story.arrival.reason == "2 row(s) accepted, 0 with faults left out.")
        #expect(story.documents.map(\.businessKey) == ["INVENTORY/stock_1"])
        #expect(story.events.map(\.type) == ["wharf.inventory.received.v1"])
        #expect(story.ledger.map(\.act).suffix(2) == ["imported", "settled"])
        let id = try #require(story.documents.first?.id)
        let document = try #require(try hall.server.store.read { try $0.documents.find(id) })
        let text = String(decoding: document.body, as: UTF8.self)
        #expect(text.contains(#""onHand":{"value":12.50,"unit":"KG"}"#))
        #expect(text.contains(#""name":"Cobalt Plastics""#))
        #expect(text.contains(#""asOf":"2026-03-02","asOfStated":true"#))
    }

    @Test func `a partner's own data become a supplier's event, without the number of its bank account`()
        throws
    {
        let hall = try Hall([
            Hall.Change(
                file: "cobalt-plastics", from: "  inbound:\n    stock:\n",
                to: """
                      inbound:
                        masters:
                          match: ["stock_master_*.csv"]
                          format: csv
                          document: supplier
                          columns: { number: Nr, name: Name, bankAccount: IBAN, city: Ort }
                        stock:

                    """)
        ])
        try hall.upload(
            "stock_master_1.csv",
            Array("Nr;Name;IBAN;Ort\n104711;Cobalt;DE89 3704 0044 0532 0130 00;Hagen\n104712;;;Hagen\n".utf8),
            by: Self.partner)
        try hall.settle()
        let story = try hall.story("stock_master_1.csv")
        #expect(story.documents.map(\.businessKey) == ["SUPPLIER/104711"])
        #expect(story.events.map(\.type) == ["wharf.supplier.received.v1"])
        #expect((story.arrival.acceptedSets, story.arrival.rejectedSets) == (1, 1))
        let id = try #require(story.documents.first?.id)
        let document = try #require(try hall.server.store.read { try $0.documents.find(id) })
        let text = String(decoding: document.body, as: UTF8.self)
        #expect(text.contains(#""masked":"…3000","fingerprint":""#))
        #expect(!text.contains("0532"))
    }

    @Test func `rows with faults are left out and told of in the sender's report`() throws {
        let hall = try Hall()
        try hall.upload("stock_2.csv", Self.bytes("A-1;viele;KG;\r\nA-2;7;ST;\r\n"), by: Self.partner)
        try hall.settle()
        let story = try hall.story("stock_2.csv")
        #expect(story.arrival.state == .interpreted)
        #expect((story.arrival.acceptedSets, story.arrival.rejectedSets) == (1, 1))
        let report = try ReportText.render(story, house: "House")
        #expect(report.contains("line 2, column 2 (Bestand): This is no number."))
        #expect(report.contains("found    viele"))
    }

    @Test func `a file without one good row, or without an agreed column, is rejected with a sentence`()
        throws
    {
        let hall = try Hall()
        try hall.upload("stock_3.csv", Self.bytes("A-1;viele;KG;\r\n"), by: Self.partner)
        try hall.upload("stock_4.csv", Array("Artikel;Menge\nA;1\n".utf8), by: Self.partner)
        try hall.settle()
        for (name, part) in [
            ("stock_3.csv", "All 1 row(s) have faults"), ("stock_4.csv", "no column 'Bestand'"),
        ] {
            let story = try hall.story(name)
            #expect(story.arrival.state == .rejected)
            #expect(story.arrival.reason?.contains(part) == true)
            #expect(story.documents.isEmpty)
            #expect(story.events.map(\.type) == ["wharf.arrival.rejected.v1"])
        }
    }

    @Test func `a file without its trailer waits, and the whole file takes its place`() throws {
        let hall = try Hall([Self.trailer()])
        try hall.upload("stock_5.csv", Self.bytes("A-1;1;KG;\r\nA-2;2;KG;\r\n"), by: Self.partner)
        try hall.settle()
        #expect(try hall.arrival("stock_5.csv").state == .incomplete)
        let first = try hall.arrival("stock_5.csv").id
        hall.clock.turn(byMilliseconds: 1_000)
        try hall.upload("stock_5.csv", Self.bytes("A-1;1;KG;\r\nA-2;2;KG;\r\nENDE;2;;\r\n"), by: Self.partner)
        try hall.settle()
        let stories = try hall.server.store.read { books in
            try books.views.arrivals(ViewFilter(limit: 10)).filter { $0.name == "stock_5.csv" }
        }
        #expect(Set(stories.map(\.state)) == [.incomplete, .interpreted])
        let part = try #require(stories.first { $0.id == first })
        #expect(part.reason?.hasPrefix("A part of the file arrived first") == true)
    }

    @Test func `a long file comes in parts, committed in slices, each once`() throws {
        let hall = try Hall()
        let name = String(repeating: "x", count: 300)
        let rows = (1...30_000).map { "\(name)\($0);\($0);ST;02.03.2026\r\n" }.joined()
        try hall.upload("stock_6.csv", Self.bytes(rows), by: Self.partner)
        try hall.settle()
        let story = try hall.story("stock_6.csv")
        #expect(story.arrival.state == .interpreted)
        #expect(story.documents.map(\.businessKey) == (1...6).map { "INVENTORY/stock_6/\($0)" })
        #expect(story.events.count == 6)
        #expect(story.ledger.count { $0.act == "imported" } == 6)
    }

    @Test func `the same bytes again are a repeat, and what a partner under test sends makes no event`()
        throws
    {
        let live = Hall.Change(file: "cobalt-plastics", from: "state: live", to: "state: test")
        let hall = try Hall([live])
        try hall.upload("stock_7.csv", Self.bytes("A-1;1;KG;\r\n"), by: Self.partner)
        try hall.settle()
        try hall.upload("stock_8.csv", Self.bytes("A-1;1;KG;\r\n"), by: Self.partner)
        try hall.settle()
        let first = try hall.story("stock_7.csv")
        #expect(first.documents.count == 1)
        #expect(first.events.isEmpty)
        #expect(try hall.arrival("stock_8.csv").state == .duplicate)
    }
}
