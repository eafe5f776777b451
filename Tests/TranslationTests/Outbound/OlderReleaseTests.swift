import Documents
import Testing
import X12

@testable import Translation

struct OlderReleaseTests {
    @Test
    func `before 004010 days have six digits and their century its own element`() throws {
        let (order, text) = try written("003060")
        #expect(text.contains("~BEG*00*NE*4500012345**260302~"))
        #expect(text.contains("~DTM*002*260320***20~"))
        #expect(order.orderDate == CalendarDay(year: 2026, month: 3, day: 2))
        #expect(order.details.dates.first?.day == CalendarDay(year: 2026, month: 3, day: 20))
    }

    @Test
    func `a year that six digits cannot say is told`() throws {
        var order = Samples.order(lines: 1)
        order.orderDate = CalendarDay(year: 2050, month: 1, day: 1)
        let caught = #expect(throws: OutboundFaults.self) {
            try OutboundRegistry.outbound(
                from: .purchaseOrder(order), OutboundOptions(release: "003060", controlNumber: "0001"))
        }
        #expect(caught?.faults.map(\.code) == [.day])
        #expect(caught?.faults.first?.path == "orderDate")
    }

    @Test
    func `from 004030 on words stand in MTX, before in MSG`() throws {
        #expect(try written("004010").text.contains("~N9*L1*1~MSG*Call first~"))
        #expect(try written("004030").text.contains("~N9*L1*1~MTX**Call first~"))
    }

    /// An order as it is written in a release, and as it is read again.
    private func written(_ release: String) throws -> (order: PurchaseOrder, text: String) {
        var order = Samples.order(lines: 1)
        var date = NamedDate(kind: "deliveryRequested", qualifier: "002")
        date.day = CalendarDay(year: 2026, month: 3, day: 20)
        order.details.dates = [date]
        order.details.notes = [Note(qualifier: "L1", reference: "1", text: "Call first")]
        let set = try OutboundRegistry.outbound(
            from: .purchaseOrder(order), OutboundOptions(release: release, controlNumber: "0001"))
        let again = try translate(interchange(of: set)).first?.document
        guard case .purchaseOrder(let read)? = again else {
            Issue.record("no order was read")
            return (order, "")
        }
        return (read, String(decoding: set.bytes, as: UTF8.self))
    }
}
