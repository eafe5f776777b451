import Foundation
import SFTP
import Store
import Testing

@testable import Exchange

/// Batch files that are whole by a done-file or by silence, and what their senders read row by row.
struct BatchCompletenessTests {
    private static let partner = "cobalt-plastics"
    private static let head = "Artikel;Bestand;Einheit;Stand\r\n"

    private static func change(_ more: String) -> Hall.Change {
        Hall.Change(
            file: "cobalt-plastics", from: "document: inventory",
            to: "document: inventory\n      \(more)")
    }

    private static let doneFile = [
        change("doneFile: \"{name}.done\""),
        Hall.Change(file: "cobalt-plastics", from: "\"*.edi\"]", to: "\"*.edi\", \"*.done\"]"),
    ]

    private static func bytes(_ rows: String) -> [UInt8] { Array((head + rows).utf8) }

    private func result(_ hall: Hall, _ name: String) throws -> String {
        let file = try hall.session(Self.partner).open("/reports/\(name).result.csv", flags: [.read])
        var buffer = [UInt8](repeating: 0, count: 65_536)
        let count = try buffer.withUnsafeMutableBytes { try file.read(into: $0, at: 0) }
        return String(decoding: buffer[..<count], as: UTF8.self)
    }

    @Test func `a file waits for its done-file, whose letters may be large`() throws {
        let hall = try Hall(Self.doneFile)
        try hall.upload("stock_1.csv", Self.bytes("A-1;1;KG;\r\n"), by: Self.partner)
        try hall.settle()
        #expect(try hall.arrival("stock_1.csv").state == .incomplete)
        #expect(try hall.arrival("stock_1.csv").reason == "It waits for its done-file stock_1.csv.done.")
        try hall.upload("STOCK_1.CSV.DONE", [], by: Self.partner)
        try hall.settle()
        #expect(try hall.arrival("stock_1.csv").state == .interpreted)
        #expect(try hall.story("stock_1.csv").documents.count == 1)
        #expect(try hall.arrival("STOCK_1.CSV.DONE").state == .interpreted)
        try hall.checkInvariants()
    }

    @Test func `a done-file that comes first speaks for one file, not for the next of its name`() throws {
        let hall = try Hall(Self.doneFile)
        try hall.upload("stock_2.csv.done", [], by: Self.partner)
        try hall.settle()
        hall.clock.turn(byMilliseconds: 1_000)
        try hall.upload("stock_2.csv", Self.bytes("A-1;1;KG;\r\n"), by: Self.partner)
        try hall.settle()
        #expect(try hall.arrival("stock_2.csv").state == .interpreted)
        hall.clock.turn(byMilliseconds: 1_000)
        try hall.upload("stock_2.csv", Self.bytes("A-1;2;KG;\r\n"), by: Self.partner)
        try hall.settle()
        let states = try hall.server.store.read { books in
            try books.views.arrivals(ViewFilter(limit: 10)).filter { $0.name == "stock_2.csv" }.map(\.state)
        }
        #expect(states == [.incomplete, .interpreted])
    }

    @Test func `a second empty done-file is no repeat of the first`() throws {
        let hall = try Hall(Self.doneFile)
        for name in ["stock_3.csv", "stock_4.csv"] {
            try hall.upload(name, Self.bytes("\(name);1;KG;\r\n"), by: Self.partner)
            try hall.upload("\(name).done", [], by: Self.partner)
        }
        try hall.settle()
        #expect(try hall.arrival("stock_3.csv").state == .interpreted)
        #expect(try hall.arrival("stock_4.csv").state == .interpreted)
    }

    @Test func `a file without its done-file becomes an exception when the patience ends`() throws {
        let hall = try Hall(Self.doneFile)
        try hall.upload("stock_5.csv", Self.bytes("A-1;1;KG;\r\n"), by: Self.partner)
        try hall.settle()
        hall.clock.turn(byMilliseconds: 16 * 60 * 1_000)
        try hall.nudge()
        try hall.settle()
        #expect(try hall.events("stock_5.csv").contains { $0.contains("arrival.incomplete") })
    }

    @Test func `of two files within the silence agreed only the newer is taken`() throws {
        let hall = try Hall([Self.change("quiet: 2m")])
        try hall.upload("stock_6.csv", Self.bytes("A-1;1;KG;\r\n"), by: Self.partner)
        try hall.settle()
        #expect(try hall.story("stock_6.csv").documents.isEmpty)
        hall.clock.turn(byMilliseconds: 60_000)
        try hall.upload("stock_6.csv", Self.bytes("A-1;2;KG;\r\n"), by: Self.partner)
        try hall.settle()
        hall.clock.turn(byMilliseconds: 130_000)
        try hall.nudge()
        try hall.settle()
        let arrivals = try hall.server.store.read { books in
            try books.views.arrivals(ViewFilter(limit: 10)).filter { $0.name == "stock_6.csv" }
        }
        #expect(arrivals.map(\.state) == [.interpreted, .incomplete])
        #expect(arrivals.last?.reason?.contains("newer") == true)
    }

    @Test func `the result file says row by row what became of it, and no cell is a formula`() throws {
        let hall = try Hall()
        try hall.upload(
            "stock_7.csv", Self.bytes("A-1;viele;KG;\r\n=1+1;7;ST;\r\nA-3;7;ST;\r\n"), by: Self.partner)
        try hall.settle()
        let lines = try result(hall, "stock_7.csv").split(separator: "\r\n").map(String.init)
        #expect(lines.count == 5)
        #expect(
            lines[1].hasPrefix("\"2\",\"refused\",\"\",\"2\",\"Bestand\",\"viele\",\"This is no number.\""))
        #expect(lines[2].contains("\"'=1+1\""))
        #expect(lines[3].hasPrefix("\"4\",\"accepted\",\"INVENTORY/stock_7\""))
        #expect(lines[4].contains("1 row(s) accepted, 2 refused"))
    }

    @Test func `one bad row refuses the file where that was agreed`() throws {
        let hall = try Hall([Self.change("onFault: refuse-file")])
        try hall.upload("stock_8.csv", Self.bytes("A-1;viele;KG;\r\nA-2;7;ST;\r\n"), by: Self.partner)
        try hall.settle()
        let story = try hall.story("stock_8.csv")
        #expect(story.arrival.state == .rejected)
        #expect(story.documents.isEmpty)
        #expect((story.arrival.acceptedSets, story.arrival.rejectedSets) == (0, 2))
    }

    @Test func `answers to orders in rows become a document an order, with their events`() throws {
        let hall = try Hall()
        let text = """
            Bestellung;Pos;Artikel;Menge;Einheit;Status;Termin
            4500012345;10;PX-1;1.200,5;KG;OK;12.12.2026
            4500012345;20;PX-2;25;ST;TEIL;12.12.2026
            4500012346;10;PX-1;;;NEIN;
            4500012347;10;PX-1;1;KG;VIELLEICHT;
            """
        try hall.upload("answers_1.csv", Array(text.utf8), by: Self.partner)
        try hall.settle()
        let story = try hall.story("answers_1.csv")
        #expect(story.arrival.state == .interpreted)
        #expect(story.documents.map(\.businessKey) == ["PO/4500012345/RESPONSE", "PO/4500012346/RESPONSE"])
        #expect(story.events.map(\.type).allSatisfy { $0 == "wharf.purchase-order-response.received.v1" })
        #expect(try hall.report("answers_1.csv", by: Self.partner).contains("line 5, column 6 (Status)"))
    }
}
