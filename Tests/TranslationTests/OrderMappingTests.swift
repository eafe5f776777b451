import Documents
import Testing
import Translation

/// The rules of orders, answers and invoices that partners read in more than one way.
struct OrderMappingTests {
    private func document(_ set: String, _ segments: [String]) throws -> Document {
        try #require(try translate(interchange(set, segments)).first).document
    }

    private func orderLines(_ set: String, _ segments: [String]) throws -> [OrderLine] {
        switch try document(set, segments) {
        case .purchaseOrder(let order): order.lines
        case .purchaseOrderResponse(let response): response.lines
        case .purchaseOrderChange(let change): change.lines
        case .purchaseOrderChangeResponse(let response): response.lines
        default: []
        }
    }

    @Test
    func `several answers to a line stay apart, each with its own quantity`() throws {
        let lines = try orderLines(
            "855",
            ["BAK*00*AC*1*20260301", "PO1*1*100*EA***BP*A", "ACK*IA*60*EA", "ACK*IB*40*EA*068*20260330"])
        #expect(lines[0].answers.map(\.status.kind) == ["accepted", "backordered"])
        #expect(lines[0].answers.map { $0.quantity?.value.description } == ["60", "40"])
        #expect(lines[0].answers[1].date?.day?.description == "2026-03-30")
    }

    @Test
    func `a partly backordered line keeps the quantity that was sent, whatever it counts`() throws {
        let lines = try orderLines("855", ["BAK*00*AC*1*20260301", "PO1*1*24*CA***BP*A", "ACK*BP*18*CA"])
        #expect(lines[0].quantity?.value.description == "24")
        #expect(lines[0].answers[0].status == CodedValue(kind: "partlyBackordered", code: "BP"))
        #expect(lines[0].answers[0].quantity?.value.description == "18")
    }

    @Test
    func `the unit of a change holds for both quantities`() throws {
        let lines = try orderLines("860", ["BCH*04*SA*1***20260301", "POC*1*QI*30*6*CA*24**BP*A"])
        #expect(lines[0].change == CodedValue(kind: "quantityIncreased", code: "QI"))
        #expect(lines[0].quantity?.unit == "CA")
        #expect(lines[0].quantityLeft?.value.description == "6")
        #expect(lines[0].quantityLeft?.unit == "CA")
        #expect(lines[0].price?.amount.description == "24")
    }

    @Test
    func `a change that takes a line out needs no quantity`() throws {
        let lines = try orderLines("860", ["BCH*04*SA*1***20260301", "POC*2*DI"])
        #expect(lines[0].change?.kind == "delete")
        #expect(lines[0].quantity == nil)
    }

    @Test
    func `an answer to a change stands at the line of the change`() throws {
        let lines = try orderLines(
            "865", ["BCA*00*AC*1***20260301", "POC*1*QI*30*6*CA***BP*A", "ACK*IA*24*CA", "ACK*IB*6*CA"])
        #expect(lines[0].answers.map(\.status.code) == ["IA", "IB"])
    }

    @Test
    func `dates and quantities of a ship-to belong to that party, not to the line`() throws {
        let lines = try orderLines(
            "850",
            [
                "BEG*00*SA*1**20260301", "PO1*1*100*EA***BP*A", "N1*ST**92*P4", "QTY*01*60*EA",
                "DTM*002*20260309", "SCH*60*EA***002*20260309",
            ])
        let party = try #require(lines[0].details.parties.first)
        #expect(party.schedules.map { $0.quantity?.value.description } == ["60"])
        #expect(party.details.further.quantities.map(\.qualifier) == ["01"])
        #expect(party.details.dates.map(\.kind) == ["deliveryRequested"])
        #expect(lines[0].details.dates.isEmpty)
        #expect(lines[0].schedules.isEmpty)
    }

    @Test
    func `an invoice over several orders names the order at each line and none as a whole`() throws {
        let set = ["BIG*20260301*1", "IT1*1*1*EA*1**PO*A*VP*x", "IT1*2*1*EA*1**VP*y", "REF*PO*B", "TDS*200"]
        let document = try document("810", set)
        guard case .invoice(let invoice) = document else { throw WrongDocument() }
        #expect(invoice.orderNumber == nil)
        #expect(invoice.lines.map(\.orderNumber) == ["A", "B"])
        #expect(document.partitionKey == "INVOICE/1")
    }

    @Test
    func `charges keep their sign, taxes and sums with a point are as written`() throws {
        let set = [
            "BIG*20260301*1", "TDS*100050", "TXI*ST*12.34*8.25", "SAC*A*C310***-500", "SAC*C*D240***1500",
        ]
        guard case .invoice(let invoice) = try document("810", set) else { throw WrongDocument() }
        #expect(invoice.total.description == "1000.50")
        #expect(invoice.details.taxes.first?.amount?.description == "12.34")
        #expect(invoice.details.charges.map { $0.amount?.description } == ["-5.00", "15.00"])
        #expect(invoice.details.charges.map(\.kind) == ["allowance", "charge"])
    }

    @Test
    func `a limit of the sum of an order has two implied decimals`() throws {
        let set = ["BEG*00*SA*1**20260301", "CSH*SC**250000", "PO1*1*1*EA***BP*A"]
        guard case .purchaseOrder(let order) = try document("850", set) else { throw WrongDocument() }
        #expect(order.details.further.requirements.first?.amount?.description == "2500.00")
    }

    @Test
    func `labels of containers stand at the containers they are on`() throws {
        let set = [
            "BSN*00*S1*20260301*1200", "HL*1**S", "HL*2*1*I", "LIN**BP*A", "SN1**80*EA", "CLD*2*40*CTN90",
            "REF*LS*L1", "REF*LS*L2",
        ]
        guard case .shipmentNotification(let shipment) = try document("856", set) else {
            throw WrongDocument()
        }
        let line = shipment.orders[0].lines[0]
        #expect(line.details.packaging[0].references.map(\.value) == ["L1", "L2"])
        #expect(line.details.references.isEmpty)
    }

    @Test
    func `text that is not UTF-8 is read as Latin-1`() throws {
        var bytes = interchange("850", ["BEG*00*SA*1**20260301", "N1*ST*K?ln", "PO1*1*1*EA***BP*A"])
        let place = try #require(bytes.firstIndex(of: UInt8(ascii: "?")))
        bytes[place] = 0xF6
        guard case .purchaseOrder(let order) = try #require(try translate(bytes).first).document else {
            throw WrongDocument()
        }
        #expect(order.details.parties.first?.name == "Köln")
    }

    private struct WrongDocument: Error {}
}
