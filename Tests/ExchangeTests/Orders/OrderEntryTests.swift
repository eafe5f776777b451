import Foundation
import Spool
import Store
import Testing

@testable import Exchange

/// Orders of the ERP, from its folder into the books.
@Suite struct OrderEntryTests {
    @Test func `an order is entered once however often its file comes`() throws {
        let hall = try Hall()
        let first = try hall.bring("one.json", Hall.addressed(Hall.order("45001")))
        #expect(first.folder == "done" && first.why == nil)
        let again = try hall.bring("two.json", Hall.addressed(Hall.order("45001"), to: "0000104711"))
        #expect(again.folder == "done" && again.why == nil)
        let owed = try hall.owed()
        #expect(owed.map(\.orderNumber) == ["45001"] && owed[0].state == .queued && owed[0].setID == "850")
        #expect(try hall.arrival("one.json").state == .interpreted)
        #expect(try hall.arrival("two.json").state == .duplicate)
        #expect(try hall.acts("one.json") == ["received", "identified", "entered", "settled"])
        try hall.checkInvariants()
    }

    @Test func `what is wrong with an order is told with its place, and the others are entered`() throws {
        let hall = try Hall()
        let lines = [
            Hall.addressed(Hall.order("1")), Hall.addressed(Hall.order("2", quantity: "0")),
            Hall.addressed(Hall.order("3", unit: "")), Hall.addressed(Hall.order("4"), to: "nobody"),
            Hall.addressed(Hall.order("5", quantity: #""five""#)), Hall.order("6"),
            Hall.addressed(Hall.order("7", unit: "QQ")), #"{"documentType":"invoice"}"#, "{ damaged",
            Hall.addressed(Hall.order("10")), Hall.addressed(Hall.order("1", quantity: "6")),
        ]
        let end = try hall.bring("mixed.ndjson", lines.joined(separator: "\n"))
        #expect(end.folder == "done")
        let why = try #require(end.why).split(separator: "\n").map(String.init)
        #expect(why.first?.contains("2 order(s) entered, 9 refused") == true)
        func told(_ order: Int) -> String { why.first { $0.hasPrefix("order \(order),") } ?? "" }
        #expect(told(2).contains("PO 2, line 2, lines[0].quantity.value: a quantity above 0"))
        #expect(told(3).contains("lines[0].quantity.unit"))
        #expect(told(4).contains("there is no partner with the id or supplier number nobody"))
        #expect(told(5).contains("line 5, lines[0].quantity.value"))
        #expect(told(6).contains("nobody is named"))
        #expect(told(7).contains("lines[0].quantity.unit") && told(7).contains("QQ"))
        #expect(told(8).contains("line 8") && told(9).contains("line 9"))
        #expect(told(11).contains("came with other content") && told(11).contains("purchase-order-change"))
        #expect(try hall.owed().map(\.orderNumber) == ["1", "10"])
    }

    @Test func `a file of which nothing can be taken is rejected with the reason beside it`() throws {
        let hall = try Hall()
        for (name, text) in [
            ("empty.json", ""), ("list.json", "[]"), ("torn.json", "[\(Hall.order("1")), {"),
            ("text.json", "orders"), ("late.json", "[\(Hall.order("1"))] x"),
        ] {
            let end = try hall.bring(name, text)
            #expect(end.folder == "rejected" && end.why?.isEmpty == false, "\(name): \(end)")
        }
        #expect(try hall.owed().isEmpty)
    }

    @Test func `a suspended partner gets no orders`() throws {
        let hall = try Hall([.init(file: Hall.acme, from: "state: live ", to: "state: suspended ")])
        let end = try hall.bring("one.json", Hall.addressed(Hall.order("1")))
        #expect(end.folder == "rejected" && end.why?.contains("suspended") == true)
    }

    @Test func `a file of a name that is there already keeps both`() throws {
        let hall = try Hall()
        try hall.bring("orders.json", Hall.addressed(Hall.order("1")))
        try hall.leave("orders.json", Hall.addressed(Hall.order("2")))
        try hall.wait("the second file") {
            try FileManager.default.contentsOfDirectory(atPath: hall.layout.erpOrders + "/done").count == 2
        }
        #expect(try hall.owed().count == 2)
    }

    @Test func `a change waits for its order, and never goes before it`() throws {
        let hall = try Hall([Hall.changes])
        try hall.bring("change.json", Hall.addressed(Hall.change("45001")))
        #expect(try hall.owed().map(\.heldBecause) == [ImportOrders.waitsForOrder])
        try hall.release()
        #expect(try hall.owed()[0].interchange == nil)
        try hall.bring("order.json", Hall.addressed(Hall.order("45001")))
        #expect(try hall.owed().map(\.heldBecause) == [nil, nil])
        try hall.release()
        let owed = try hall.owed()
        #expect(owed.map(\.state) == [.sent, .sent] && Set(owed.map(\.interchange)).count == 1)
        let text = try #require(try hall.answers().first?.value)
        let order = try #require(text.range(of: "ST*850*"))
        let change = try #require(text.range(of: "ST*860*"))
        #expect(order.lowerBound < change.lowerBound)
    }

    @Test
    func
        `a change whose order is held stays, and one of an order that we never had goes when a person says so`()
        throws
    {
        let hall = try Hall([Hall.changes])
        try hall.bring("order.json", Hall.addressed(Hall.order("1")))
        try hall.bring(
            "changes.json", "[\(Hall.addressed(Hall.change("1"))), \(Hall.addressed(Hall.change("2")))]")
        let owed = try hall.owed()
        _ = try hall.server.outbound.hold(owed[0].id, because: "the price is in doubt")
        _ = try hall.server.outbound.release("2")
        try hall.release()
        #expect(try hall.owed().map(\.state) == [.queued, .queued, .sent])
        _ = try hall.server.outbound.release(owed[0].id)
        try hall.release()
        #expect(try hall.owed().map(\.state) == [.sent, .sent, .sent])
    }

    @Test func `rows of a table become orders, and a bad row refuses its own order only`() throws {
        let columns =
            "\norders: { csv: { columns: { partner: Supplier, orderNumber: PO, orderDate: Day, vendorPart: Part, "
            + "quantity: Qty, unit: UOM, price: Price, deliveryDate: Wanted } } }\n\nsinks:\n"
        let hall = try Hall([.init(file: "house", from: "\nsinks:\n", to: columns)])
        let rows = [
            "Supplier;PO;Day;Part;Qty;UOM;Price;Wanted",
            "0000104711;1;2026-11-23;AC-1180;5;EA;2,50;2026-12-14",
            "0000104711;1;2026-11-23;AC-1190;1,5;KG;0,8;2026-12-14",
            "0000104711;2;2026-11-23;AC-1180;five;EA;2,50;",
            "0000104711;3;2026-11-23;AC-1180;7;EA;;", "0000104711;4;2026-11-23;AC-1180;7;;;",
        ]
        let end = try hall.bring("orders.csv", rows.joined(separator: "\r\n"))
        #expect(end.folder == "done", "\(end.why ?? "")")
        let why = end.why ?? ""
        #expect(why.contains("PO 2, line 4, quantity: a number was expected, found 'five'"))
        #expect(why.contains("PO 4") && why.contains("lines[0].quantity.unit"))
        #expect(try hall.owed().map(\.orderNumber) == ["1", "3"])
        try hall.release()
        let text = try #require(try hall.answers().values.first)
        #expect(text.contains("PO1*1*5*EA*2.50**VP*AC-1180~") && text.contains("DTM*002*20261214~"))
        let torn = try hall.bring("torn.csv", rows[0] + "\n" + ";;;;7;EA;;")
        #expect(torn.folder == "rejected" && torn.why?.contains("names no order") == true)
    }
}
