import Documents
import Testing
import Translation

/// The rules of schedules, receipts, stock, payments and advices that partners read in more than one way.
struct ScheduleMappingTests {
    private func document(_ set: String, _ segments: [String]) throws -> Document {
        try #require(try translate(interchange(set, segments)).first).document
    }

    @Test(arguments: [
        (["TRN*1*T-1", "REF*CK*C-1"], "T-1"), (["REF*TN*N-1", "REF*CK*C-1"], "C-1"), (["REF*TN*N-1"], "N-1"),
        // Without any number the sender's control number has to do.
        ([], "0001"),
    ])
    func `a payment is known by its trace, else its cheque or transfer, else its control number`(
        _ segments: [String], _ number: String,
    ) throws {
        let document = try document("820", ["BPR*C*12.5*C*CHK"] + segments + ["ENT*1"])
        #expect(document.businessKey == "REMITTANCE/\(number)")
        guard case .remittanceAdvice(let payment) = document else { throw WrongDocument() }
        // BPR02 has an explicit point, unlike the sums of an invoice.
        #expect(payment.amount.description == "12.5")
    }

    @Test
    func `a tax payment has two implied decimals, an item paid has none`() throws {
        let set = [
            "BPR*C*100*C*CHK", "ENT*1", "RMR*IV*9*PI*100*110*10*01*-5", "TXP*T*011*20260331*1*12345",
        ]
        guard case .remittanceAdvice(let payment) = try document("820", set) else { throw WrongDocument() }
        let item = payment.entities[0].items[0]
        let sums = [item.paid, item.billed, item.discount, item.adjustment]
        #expect(sums.map { $0?.description } == ["100", "110", "10", "-5"])
        #expect(payment.taxPayments[0].amounts[0].amount.description == "123.45")
    }

    @Test
    func `a release of a blanket order without a number of its own is known by the release`() throws {
        let document = try document(
            "830", ["BFR*05**R-7*DL*C*20260302*20260601*20260302", "LIN**BP*A", "FST*5*C*W*20260302"])
        guard case .planningSchedule(let schedule) = document else { throw WrongDocument() }
        #expect(schedule.scheduleNumber == "R-7")
        #expect(schedule.release == "R-7")
        #expect(schedule.quantityType == CodedValue(kind: "cumulative", code: "C"))
    }

    @Test
    func `what was shipped last and in all stand apart`() throws {
        let set = [
            "BFR*05*S*R*DL*C*20260302*20260601*20260302", "LIN**BP*A", "SHP*01*400*011*20260301",
            "REF*SI*A-1", "SHP*02*12400*051*20250801**20260301", "REF*SI*A-1",
        ]
        guard case .planningSchedule(let schedule) = try document("830", set) else { throw WrongDocument() }
        let shipped = schedule.lines[0].shipped
        #expect(shipped.map(\.kind?.kind) == ["lastShipment", "cumulative"])
        #expect(shipped.map { $0.quantity?.description } == ["400", "12400"])
        #expect(shipped[1].until?.description == "2026-03-01")
        #expect(shipped[0].references.map(\.value) == ["A-1"])
    }

    @Test
    func `forecasts behind a delivery pattern belong to it`() throws {
        let set = [
            "BFR*05*S*R*DL*A*20260302*20260601*20260302", "LIN**BP*A", "FST*1*C*D*20260302", "SDP*A*A",
            "FST*2*C*D*20260303", "FST*3*D*F*20260304*20260310",
        ]
        guard case .planningSchedule(let schedule) = try document("830", set) else { throw WrongDocument() }
        let line = schedule.lines[0]
        #expect(line.forecasts.map(\.quantity.description) == ["1"])
        #expect(line.deliveryPatterns[0].forecasts.map(\.quantity.description) == ["2", "3"])
        #expect(line.deliveryPatterns[0].forecasts[1].until?.description == "2026-03-10")
    }

    @Test
    func `a day of calls is spread over its hours`() throws {
        let set = [
            "BSS*00*S*20260301*DL*20260301*20260302*R", "LIN**BP*A", "UIT*EA", "FST*240*C*D*20260309",
            "JIT*80*0600", "REF*LF*1", "JIT*160*1400",
        ]
        guard case .shippingSchedule(let schedule) = try document("862", set) else { throw WrongDocument() }
        let calls = schedule.lines[0].forecasts[0].calls
        #expect(calls.map(\.quantity.description) == ["80", "160"])
        #expect(calls.map { $0.time?.description } == ["06:00", "14:00"])
        #expect(calls[0].references.map(\.value) == ["1"])
    }

    @Test
    func `up to five quantities of a receipt are in question, each with its reason`() throws {
        let set = [
            "BRA*R*20260301*00*2", "DTM*050*20260301",
            "RCD*1*54*EA*2*EA*4*EA*02*1*EA*01*1*EA*05*1*EA*04*1*EA*06*54",
        ]
        guard case .receiptConfirmation(let receipt) = try document("861", set) else { throw WrongDocument() }
        let line = receipt.lines[0]
        #expect(line.received?.value.description == "54")
        #expect(line.returned?.value.description == "2")
        #expect(
            line.discrepancies.map(\.condition?.kind) == [
                "short", "damaged", "wrongProduct", "qualityProblem", "wrongContainer",
            ])
        #expect(line.furtherQuantity?.description == "54")
    }

    @Test(arguments: [
        (["DTM*007*20260228"], "2026-02-28", true), (["DTM*036*20260228"], "2026-03-01", false),
        ([], "2026-03-01", false),
    ])
    func `stock is of the day that was named, else of the day of the report`(
        _ segments: [String], _ day: String, _ isStated: Bool,
    ) throws {
        let set = ["BIA*00*SI*S1*20260301"] + segments + ["LIN**VP*A", "QTY*17*5*EA"]
        guard case .inventory(let inventory) = try document("846", set) else { throw WrongDocument() }
        #expect(inventory.asOf.description == day)
        #expect(inventory.isAsOfStated == isStated)
        #expect(inventory.lines[0].onHand?.value.description == "5")
    }

    @Test
    func `stock that is not on hand is told beside it`() throws {
        let set = [
            "BIA*00*SI*S1*20260301", "LIN**VP*A", "QTY*33*900*EA", "QTY*63*400*EA",
            "SCH*400*EA***018*20260401",
        ]
        guard case .inventory(let inventory) = try document("846", set) else { throw WrongDocument() }
        let line = inventory.lines[0]
        #expect(line.onHand == nil)
        #expect(line.quantities.map(\.kind) == ["available", "onOrder"])
        #expect(line.quantities[1].schedules.map { $0.dates.first?.kind } == ["available"])
    }

    @Test
    func `an advice says of each document whether it was taken, and what was wrong`() throws {
        let set = [
            "BGN*00*A*20260301", "OTI*TR*IV*1*****5*0001*810", "TED*010*Sum*TDS*40*1*610*5*6", "OTI*TA*IV*2",
        ]
        guard case .applicationAdvice(let advice) = try document("824", set) else { throw WrongDocument() }
        #expect(advice.results.map(\.verdict.kind) == ["rejected", "accepted"])
        #expect(advice.results[0].controlNumber == "0001")
        let error = advice.results[0].errors[0]
        #expect([error.segment, error.value, error.newValue] == ["TDS", "5", "6"])
        #expect([error.position, error.element] == [40, 1])
    }

    @Test(arguments: [
        ("860", ["BCH*04*SA*7**2*20260301", "POC*1*DI"], "PO/7/CHANGE/2", "PO/7"),
        ("865", ["BCA*00*AC*7***20260301", "POC*1*DI"], "PO/7/CHANGE/RESPONSE", "PO/7"),
        ("861", ["BRA*R*20260301*00*2", "DTM*050*20260301", "PRF*7"], "RECEIPT/R", "PO/7"),
        (
            "862", ["BSS*00*S*20260301*DL*20260301*20260302*R***7", "LIN**BP*A", "UIT*EA"],
            "SHIPPING-SCHEDULE/S", "PO/7"
        ),
        (
            "830",
            [
                "BFR*05*S**DL*C*20260302*20260601*20260302", "LIN**BP*A*PO*7", "FST*1*C*D*20260302",
                "LIN**BP*B*PO*8", "FST*1*C*D*20260302",
            ], "PLANNING-SCHEDULE/S", "PLANNING-SCHEDULE/S"
        ),
        ("824", ["BGN*00*A*20260301", "OTI*TA*IV*2"], "ADVICE/A", "ADVICE/A"),
    ])
    func `a document is known by its number and kept in order with its only order`(
        _ set: String, _ segments: [String], _ key: String, _ partition: String,
    ) throws {
        let document = try document(set, segments)
        #expect(document.businessKey == key)
        #expect(document.partitionKey == partition)
        #expect(document.subject.hasSuffix(key))
    }

    private struct WrongDocument: Error {}
}
