import Documents
import Testing
import X12

@testable import Translation

struct OutboundFaultTests {
    @Test
    func `a text too long for its element is told with its path, never cut`() throws {
        var order = Samples.order(lines: 2)
        order.lines[1].item.identifiers = [
            ItemIdentifier(qualifier: "VP", value: String(repeating: "9", count: 49))
        ]
        let fault = try #require(try faults(.purchaseOrder(order)).first)
        #expect(fault.path == "lines[1].item.identifiers[0].value")
        #expect(fault.segmentID == "PO1" && fault.element == 7)
        #expect(fault.rule == .elementTooLong)
    }

    @Test(arguments: ["*", "~", ">", "\n", "\u{1}"])
    func `a separator or control character in a text is told with its path`(_ text: String) throws {
        var order = Samples.order(lines: 1)
        order.details.references = [Reference(qualifier: "DP", value: "A\(text)B")]
        let fault = try #require(try faults(.purchaseOrder(order)).first)
        #expect(fault.code == .separatorInData)
        #expect(fault.path == "references[0].value")
        #expect(fault.segmentID == "REF" && fault.element == 2)
    }

    @Test
    func `other separators let the text through`() throws {
        var order = Samples.order(lines: 1)
        order.details.references = [Reference(qualifier: "DP", value: "A*B>C")]
        let delimiters = Delimiters(element: 0x7C, component: 0x5E, segment: 0x27)
        let options = OutboundOptions(release: "004010", controlNumber: "0001", delimiters: delimiters)
        let set = try OutboundRegistry.outbound(from: .purchaseOrder(order), options)
        #expect(String(decoding: set.bytes, as: UTF8.self).contains("REF|DP|A*B>C'"))
    }

    @Test
    func `an amount with a third decimal is not rounded`() throws {
        var invoice = Samples.invoice()
        invoice.total = try #require(ExactDecimal("25.005"))
        let fault = try #require(try faults(.invoice(invoice)).first)
        #expect(fault.code == .decimals)
        #expect(fault.path == "total" && fault.segmentID == "TDS" && fault.element == 1)
        invoice.total = try #require(ExactDecimal("25.000"))
        let set = try OutboundRegistry.outbound(from: .invoice(invoice), Samples.options)
        #expect(String(decoding: set.bytes, as: UTF8.self).contains("~TDS*2500~"))
    }

    @Test
    func `a credit that nothing in the set would show is not written`() throws {
        var invoice = Samples.invoice()
        invoice.direction = .credit
        let fault = try #require(try faults(.invoice(invoice)).first)
        #expect(fault.code == .direction && fault.path == "direction")
    }

    @Test
    func `what the standard demands and the document lacks is told`() throws {
        var order = Samples.order(lines: 1)
        order.orderDate = nil
        let fault = try #require(try faults(.purchaseOrder(order)).first)
        #expect(fault.segmentID == "BEG" && fault.element == 5)
        #expect(fault.rule == .elementMissing)
    }

    @Test
    func `an unknown code is told with its path`() throws {
        var order = Samples.order(lines: 1)
        order.lines[0].quantity?.unit = "QQ"
        let fault = try #require(try faults(.purchaseOrder(order)).first)
        #expect(fault.path == "lines[0].quantity.unit" && fault.rule == .codeInvalid && fault.found == "QQ")
    }

    @Test
    func `all faults are told at once, more than a hundred counted`() throws {
        var order = Samples.order(lines: 150)
        for place in order.lines.indices { order.lines[place].lineNumber = "1*1" }
        let caught = #expect(throws: OutboundFaults.self) {
            try OutboundRegistry.outbound(from: .purchaseOrder(order), Samples.options)
        }
        #expect(caught?.faults.count == 100)
        #expect(caught?.suppressed == 50)
    }

    @Test
    func `a release without the set and a kind without translator are told`() throws {
        let order = Document.purchaseOrder(Samples.order(lines: 1))
        let options = OutboundOptions(release: "ABCDEF", controlNumber: "0001")
        let release = #expect(throws: OutboundFaults.self) {
            try OutboundRegistry.outbound(from: order, options)
        }
        #expect(release?.faults.map(\.code) == [.release])
        let other = Document.functionalAcknowledgment(
            FunctionalAcknowledgment(groupType: "PO", groupControlNumber: "1", verdict: CodedValue(code: "A"))
        )
        let kind = #expect(throws: OutboundFaults.self) {
            try OutboundRegistry.outbound(from: other, Samples.options)
        }
        #expect(kind?.faults.map(\.code) == [.documentType])
    }

    @Test
    func `what the set has no place for is told, not lost`() throws {
        var order = Samples.order(lines: 1)
        order.details.notes = [Note(text: "No heading to stand under")]
        order.lines[0].answers = [LineAnswer(status: CodedValue(code: "IA"))]
        order.orderType = CodedValue(kind: "rush", code: "NE")
        let set = try OutboundRegistry.outbound(from: .purchaseOrder(order), Samples.options)
        #expect(set.unplaced.map(\.path) == ["orderType.kind", "notes[0]", "lines[0].answers"])
    }

    private func faults(_ document: Document) throws -> [OutboundFault] {
        let caught = #expect(throws: OutboundFaults.self) {
            try OutboundRegistry.outbound(from: document, Samples.options)
        }
        return caught?.faults ?? []
    }
}

/// Small documents that are valid as they are.
enum Samples {
    static let options = OutboundOptions(release: "004010", controlNumber: "0001")

    static func order(lines count: Int) -> PurchaseOrder {
        var order = PurchaseOrder(
            purpose: CodedValue(kind: "original", code: "00"), orderType: CodedValue(kind: "new", code: "NE"),
            orderNumber: "4500012345")
        order.orderDate = CalendarDay(year: 2026, month: 3, day: 2)
        order.lines = (0..<count).map { place in
            var line = OrderLine()
            line.lineNumber = String(place + 1)
            line.quantity = Quantity(ExactDecimal(units: Int128(place + 1), scale: 0), unit: "EA")
            line.price = Price(ExactDecimal(units: 1250, scale: 2), basis: "PE")
            line.item.identifiers = [
                ItemIdentifier(kind: "vendorPart", qualifier: "VP", value: "NC-\(place)")
            ]
            line.item.vendorPart = "NC-\(place)"
            return line
        }
        return order
    }

    static func invoice() -> Invoice {
        var invoice = Invoice(invoiceNumber: "9001", total: ExactDecimal(units: 2500, scale: 2))
        invoice.invoiceDate = CalendarDay(year: 2026, month: 3, day: 19)
        var line = InvoiceLine()
        line.lineNumber = "1"
        line.quantity = Quantity(ExactDecimal(units: 2, scale: 0), unit: "EA")
        line.price = Price(ExactDecimal(units: 1250, scale: 2), basis: "PE")
        invoice.lines = [line]
        return invoice
    }
}
