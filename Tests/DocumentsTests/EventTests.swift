import Documents
import Foundation
import Testing

struct EventTests {
    private func shipment(orders: [String], number: String = "88123") -> Document {
        var shipment = ShipmentNotification(purpose: CodedValue(code: "00"), shipmentNumber: number)
        shipment.orders = orders.map { number in
            var order = ShippedOrder()
            order.orderNumber = number
            return order
        }
        return .shipmentNotification(shipment)
    }

    @Test
    func `the event of a document is a CloudEvent on one line`() throws {
        let event = Event(
            receiving: shipment(orders: ["4500012345"]), id: "01JNE0000000000000000000AA",
            source: "/partners/nordcast",
            time: "2026-03-16T13:30:00.000Z", causationID: "arrival-1")
        let line = String(decoding: event.json(sequence: 42), as: UTF8.self)
        #expect(!line.contains("\n"))
        let expected =
            #"{"specversion":"1.0","id":"01JNE0000000000000000000AA","source":"/partners/nordcast","#
            + #""type":"wharf.shipment-notification.received.v1","subject":"PO/4500012345/ASN/88123","#
            + #""time":"2026-03-16T13:30:00.000Z","datacontenttype":"application/json","#
            + #""dataschema":"urn:wharf:schema:shipment-notification:1","correlationid":"ASN/88123","#
            + #""causationid":"arrival-1","partitionkey":"PO/4500012345","sequence":"42","data":{"#
        #expect(line.hasPrefix(expected))
        #expect(try JSONSerialization.jsonObject(with: Data(line.utf8)) is [String: Any])
    }

    @Test
    func `a shipment for several orders is its own subject and order of delivery`() {
        let document = shipment(orders: ["A", "B"])
        #expect(document.subject == "ASN/88123")
        #expect(document.partitionKey == "ASN/88123")
        #expect(document.businessKey == "ASN/88123")
        #expect(document.references.map(\.value) == ["88123", "A", "B"])
    }

    @Test
    func `a document is found by every number, each once`() {
        var invoice = Invoice(invoiceNumber: "9001", total: ExactDecimal(units: 0, scale: 2))
        invoice.orderNumber = "A"
        invoice.details.references = [
            Reference(kind: "billOfLading", qualifier: "BM", value: "B-1"),
            Reference(kind: "department", qualifier: "DP", value: "12"),
            Reference(kind: "purchaseOrder", qualifier: "PO", value: "A"),
        ]
        let document = Document.invoice(invoice)
        #expect(
            document.references.map { "\($0.kind) \($0.value)" } == [
                "invoice 9001", "purchaseOrder A", "billOfLading B-1",
            ])
        #expect(document.subject == "PO/A/INVOICE/9001")
    }

    @Test
    func `references stop at the maximum, orders before package codes`() {
        var shipment = ShipmentNotification(purpose: CodedValue(code: "00"), shipmentNumber: "S")
        var order = ShippedOrder()
        order.orderNumber = "A"
        order.packages = (0..<500).map { number in
            var package = Package(level: CodedValue(code: "P"))
            package.sscc = String(100_000_000_000_000_000 + number)
            return package
        }
        var last = ShippedOrder()
        last.orderNumber = "B"
        shipment.orders = [order, last]
        let references = Document.shipmentNotification(shipment).references
        #expect(references.count == Document.referencesMaximum)
        #expect(references.prefix(3).map(\.value) == ["S", "A", "B"])
    }

    @Test
    func `every document kind has an event of its own`() {
        let kinds = DocumentType.allCases.map(\.received)
        #expect(Set(kinds).count == kinds.count)
        #expect(kinds.allSatisfy { $0.eventType.hasSuffix(".received.v1") })
    }

    @Test(arguments: [
        ("001234560000000015", "001234560000000015"), ("00001234560000000015", "001234560000000015"),
        ("(00)001234560000000015", "001234560000000015"),
    ])
    func `a package code is eighteen digits, with or without the two zeros in front`(
        _ sent: String, _ code: String
    ) {
        #expect(Mark.serialShippingContainerCode(in: sent) == code)
    }

    @Test(arguments: ["12345", "12001234560000000015", "00123456000000001X", ""])
    func `what is not a package code is none`(_ sent: String) {
        #expect(Mark.serialShippingContainerCode(in: sent) == nil)
    }
}
