import Documents
import Testing
import Translation

struct ReadingTests {
    private func order(_ segments: [String]) throws -> PurchaseOrder {
        let set = interchange("850", ["BEG*00*SA*4500012345**20260301"] + segments + ["PO1*1*1*EA*1*PE*VP*A"])
        guard case .purchaseOrder(let order) = try #require(try translate(set).first).document else {
            throw TestFailure()
        }
        return order
    }

    private struct TestFailure: Error {}

    @Test(arguments: [
        ("DTM*002*20260320", "002 2026-03-20"),
        ("DTM*002*20260320*1430*CT", "002 2026-03-20 14:30 CT"),
        ("DTM*002*20260320*143059*UT", "002 2026-03-20 14:30:59 UT"),
        ("DTM*002*260320", "002 2026-03-20"),
        // Before 004010: the century in its own element.
        ("DTM*002*960320**ET*19", "002 1996-03-20 ET"),
        ("DTM*002****D8*20260320", "002 2026-03-20"),
        ("DTM*002****DT*202603201430", "002 2026-03-20 14:30"),
        ("DTM*002****RD8*20260301-20260331", "002 2026-03-01 ..2026-03-31"),
        ("DTM*002****ZZ*next week", "002 'next week'"),
        ("DTM*002****RD8*20260301-20269931", "002 '20260301-20269931'"),
        // A day the calendar does not have stays text.
        ("DTM*002*20260230", "002 '20260230'"),
    ])
    func `a date is read in every form, or kept as text`(_ segment: String, _ expected: String) throws {
        let date = try #require(try order([segment]).details.dates.first)
        let parts = [
            date.qualifier, date.day?.description, date.time?.description, date.zone,
            date.until.map { "..\($0)" }, date.text.map { "'\($0)'" },
        ]
        #expect(parts.compactMap(\.self).joined(separator: " ") == expected)
        #expect(date.kind == "deliveryRequested")
    }

    @Test(arguments: [
        ("12345", "123.45"), ("5", "0.05"), ("-1500", "-15.00"), ("1500-", "-15.00"), ("0", "0.00"),
        ("123.45", "123.45"),
    ])
    func `money with implied decimals is exact`(_ sent: String, _ amount: String) throws {
        let set = interchange("810", ["BIG*20260301*1", "TDS*\(sent)"])
        guard case .invoice(let invoice) = try #require(try translate(set).first).document else {
            throw TestFailure()
        }
        #expect(invoice.total.description == amount)
    }

    @Test
    func `a negative sum without a type is a credit, and so is a credit memo with a positive one`() throws {
        for fixture in ["810/negative-without-type", "810/credit-memo"] {
            guard case .invoice(let invoice) = try Fixture.named(fixture).translated().document else {
                throw TestFailure()
            }
            #expect(invoice.direction == .credit)
        }
    }

    @Test
    func `an unknown code keeps the code and gets no word`() throws {
        let order = try order(["REF*ZY*77"])
        #expect(order.details.references == [Reference(kind: nil, qualifier: "ZY", value: "77")])
    }

    @Test
    func `a decision without lines holds for the whole order`() throws {
        let document = try Fixture.named("855/header-only-accepted").translated().document
        guard case .purchaseOrderResponse(let response) = document else { throw TestFailure() }
        #expect(response.coversWholeOrder)
        #expect(response.decision == CodedValue(kind: "accepted", code: "AT"))
        #expect(document.partitionKey == "PO/4500012345")
    }

    @Test(arguments: [
        (
            "850", ["BEG*00*SA***20260301", "PO1*1*1*EA*1*PE*VP*A"], "BEG", Int?(3),
            TranslationError.Code.elementMissing
        ),
        ("850", ["BEG*00*SA*1**20260301", "PO1*1*ten*EA*1*PE*VP*A"], "PO1", 2, .numberUnreadable),
        ("855", ["BAK*00*AC**20260301"], "BAK", 3, .elementMissing),
        ("856", ["BSN*00**20260301*1200", "HL*1**S"], "BSN", 2, .elementMissing),
        ("810", ["BIG*20260301*1", "IT1*1*1*EA*1,5**VP*A", "TDS*100"], "IT1", 4, .numberUnreadable),
        ("810", ["BIG*20260301*1", "IT1*1*1*EA*1**VP*A"], "TDS", Int?.none, .segmentMissing),
    ])
    func `what no document can hold is an error with its place and a sentence`(
        _ set: String, _ segments: [String], _ segmentID: String, _ element: Int?,
        _ code: TranslationError.Code,
    ) throws {
        let content = try #require(try transactionSets(in: interchange(set, segments)).first)
        let translator = try #require(TranslatorRegistry.translator(set: set))
        let error = try #require(throws: TranslationError.self) { _ = try translator.document(from: content) }
        #expect(error.code == code)
        #expect(error.segmentID == segmentID)
        #expect(error.element == element)
        #expect(error.description.hasPrefix("The \(set) ") && error.description.hasSuffix("."))
    }

    @Test
    func `a set that is only acknowledged has no translator`() {
        #expect(TranslatorRegistry.translator(set: "204") == nil)
        #expect(
            TranslatorRegistry.inbound.map { $0.set }.sorted() == [
                "810", "820", "824", "830", "846", "850", "855", "856", "860", "861", "862", "865", "997",
                "999",
            ])
    }

    @Test
    func `identifiers are chosen in the agreed order, not the order sent`() throws {
        let set = interchange("850", ["BEG*00*SA*1**20260301", "PO1*1*1*EA***SK*s*IN*i*MG*m*VC*v*UP*u*EN*e"])
        guard case .purchaseOrder(let order) = try #require(try translate(set).first).document else {
            throw TestFailure()
        }
        let item = order.lines[0].item
        #expect([item.buyerPart, item.vendorPart, item.gtin] == ["i", "v", "e"])
        #expect(item.identifiers.map(\.value) == ["s", "i", "m", "v", "u", "e"])
    }
}
