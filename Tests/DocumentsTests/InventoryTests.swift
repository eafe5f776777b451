import Documents
import Testing

struct InventoryTests {
    private static func report() throws -> Inventory {
        let day = try #require(CalendarDay(year: 2026, month: 3, day: 2))
        var inventory = Inventory(reference: "stock_0302", reportedOn: day, asOf: day, isAsOfStated: true)
        var item = Item()
        item.buyerPart = "B-1"
        item.identifiers = [ItemIdentifier(kind: "buyerPart", qualifier: "buyerPart", value: "B-1")]
        let amount = try #require(ExactDecimal("12.50"))
        inventory.lines = [InventoryLine(item: item, onHand: Quantity(amount, unit: "KG"))]
        return inventory
    }

    @Test
    func `a report of stock is known by its reference, and a part of one by its number too`() throws {
        var inventory = try Self.report()
        #expect(Document.inventory(inventory).businessKey == "INVENTORY/stock_0302")
        (inventory.part, inventory.parts) = (2, 3)
        let part = Document.inventory(inventory)
        #expect(part.businessKey == "INVENTORY/stock_0302/2")
        #expect(part.subject == part.businessKey)
        #expect(part.partitionKey == "INVENTORY/stock_0302")
        #expect(part.references.map { "\($0.kind) \($0.value)" } == ["inventory stock_0302"])
    }

    @Test
    func `its JSON keeps the digits and leaves out what is absent`() throws {
        let json = String(decoding: Document.inventory(try Self.report()).json(), as: UTF8.self)
        #expect(
            json == #"{"documentType":"inventory","reference":"stock_0302","reportedOn":"2026-03-02","#
                + #""asOf":"2026-03-02","asOfStated":true,"lines":[{"item":{"buyerPart":"B-1","identifiers":"#
                + #"[{"kind":"buyerPart","qualifier":"buyerPart","value":"B-1"}]},"onHand":{"value":12.50,"unit":"KG"}}]}"#
        )
    }

    @Test
    func `its event names the kind and the schema`() throws {
        let event = Event(
            receiving: .inventory(try Self.report()), id: "1", source: "/partners/a",
            time: "2026-03-02T00:00:00.000Z")
        #expect(event.type == "wharf.inventory.received.v1")
        #expect(event.dataSchema == Schemas.identifier(for: .inventory))
    }
}
