import Documents

@testable import Translation

/// Documents made up from a seed: the same for the same seed, valid, and said in the words we read.
struct GeneratedDocument {
    private var state: UInt64

    init(seed: Int) {
        state = UInt64(seed) &* 0x9E37_79B9_7F4A_7C15 &+ 1
    }

    // MARK: Chance

    mutating func number(_ range: ClosedRange<Int>) -> Int {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return range.lowerBound + Int(truncatingIfNeeded: (state >> 33) % UInt64(range.count))
    }

    mutating func chance(_ percent: Int) -> Bool { number(1...100) <= percent }

    mutating func pick<Value>(_ values: [Value]) -> Value { values[number(0...values.count - 1)] }

    mutating func maybe<Value>(_ percent: Int, _ make: (inout Self) -> Value) -> Value? {
        chance(percent) ? make(&self) : nil
    }

    mutating func list<Value>(_ range: ClosedRange<Int>, _ make: (inout Self) -> Value) -> [Value] {
        (0..<number(range)).map { _ in make(&self) }
    }

    mutating func text(_ range: ClosedRange<Int>) -> String {
        let letters = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789abcdefghij.-/&äø")
        let count = number(range)
        var text = ""
        for place in 0..<count {
            // Spaces at the ends do not travel.
            let isInside = place > 0 && place < count - 1
            text.append(isInside && chance(8) ? " " : pick(letters))
        }
        return text
    }

    mutating func decimal(_ digits: ClosedRange<Int> = 1...5, scale: ClosedRange<Int> = 0...3) -> ExactDecimal
    {
        var units: Int128 = Int128(number(1...9))
        for _ in 1..<max(number(digits), 2) { units = units * 10 + Int128(number(0...9)) }
        return ExactDecimal(units: units, scale: number(scale))
    }

    mutating func money() -> ExactDecimal { decimal(2...7, scale: 2...2) }

    mutating func day() -> CalendarDay? {
        CalendarDay(year: number(2020...2030), month: number(1...12), day: number(1...28))
    }

    mutating func time() -> TimeOfDay? { TimeOfDay(digits: pick(["0000", "0915", "143000", "23595999"])) }

    // MARK: Values

    mutating func coded(_ codes: [String], _ names: CodeTable<String>) -> CodedValue {
        let code = pick(codes)
        return CodedValue(kind: names[code], code: code)
    }

    mutating func quantity() -> Quantity { Quantity(decimal(), unit: pick(["EA", "CA", "KG", "LB"])) }

    mutating func price() -> Price {
        let basis = maybe(70) { $0.pick(["PE", "HP", "TP", "CA"]) }
        return Price(
            decimal(2...6, scale: 0...4), basis: basis,
            perQuantity: basis.flatMap { CodeNames.quantityOfPriceBasis[$0] })
    }

    mutating func identifier() -> PartyIdentifier {
        let scheme = pick(["1", "91", "92", "UL", "ZZ", "15"])
        return PartyIdentifier(
            kind: CodeNames.identifierSchemes[scheme], qualifier: scheme, value: text(2...12))
    }

    mutating func reference() -> Reference {
        let code = pick(["DP", "IA", "BM", "PO", "LT", "PD", "ZZ", "VR"])
        return Reference(
            kind: CodeNames.references[code], qualifier: code, value: text(1...20),
            description: maybe(20) { $0.text(1...40) })
    }

    mutating func date() -> NamedDate {
        let code = pick(["002", "010", "037", "038", "011", "067"])
        var date = NamedDate(kind: CodeNames.dates[code], qualifier: code)
        date.day = day()
        if chance(25) {
            date.time = time()
            date.zone = maybe(50) { _ in "CT" }
        } else if chance(20) {
            date.until = day()
        }
        return date
    }

    mutating func contact() -> Contact {
        var contact = Contact()
        contact.function = pick(["BD", "OC", "DC", "IC"])
        contact.name = text(1...30)
        contact.channels = list(0...3) { made in
            let code = made.pick(["TE", "EM", "FX"])
            return ContactChannel(kind: CodeNames.channels[code], qualifier: code, value: made.text(1...30))
        }
        return contact
    }

    mutating func party() -> Party {
        let code = pick(["BY", "ST", "BT", "SE", "Z7"])
        var party = Party(qualifier: code, role: CodeNames.roles[code])
        party.name = text(1...35)
        party.identifier = maybe(60) { $0.identifier() }
        party.additionalNames = list(0...2) { $0.text(1...30) }
        party.street = list(0...4) { $0.text(1...35) }
        if chance(70) {
            party.city = text(2...20)
            party.postalCode = text(3...9)
            party.country = pick(["NO", "DE", "US"])
        }
        party.references = list(0...2) { $0.reference() }
        party.contacts = list(0...2) { $0.contact() }
        return party
    }

    mutating func terms() -> PaymentTerms {
        var terms = PaymentTerms()
        terms.type = pick(["01", "08", "05"])
        terms.basisDate = pick(["3", "2", "1"])
        terms.discountPercent = decimal(1...2, scale: 0...1)
        terms.discountDays = number(1...60)
        terms.netDays = number(1...99)
        terms.discountAmount = maybe(30) { $0.money() }
        terms.description = maybe(30) { $0.text(1...40) }
        return terms
    }

    mutating func charge() -> Charge {
        let code = pick(["A", "C"])
        var charge = Charge(kind: CodeNames.charges[code], qualifier: code)
        charge.code = pick(["D240", "C310", "H000", "I410"])
        charge.amount = money()
        charge.handling = maybe(40) { $0.pick(["02", "06"]) }
        charge.description = maybe(40) { $0.text(1...40) }
        return charge
    }

    mutating func headedNote() -> Note { Note(qualifier: "L1", reference: text(1...20), text: text(1...60)) }

    mutating func packSize() -> PackSize {
        var pack = PackSize()
        pack.unitsPerPack = number(1...144)
        pack.size = maybe(40) { $0.quantity() }
        pack.packaging = maybe(40) { _ in "CTN25" }
        pack.innerPacks = maybe(40) { $0.number(1...12) }
        return pack
    }

    private mutating func item(atMost count: Int) -> Item {
        var item = Item()
        let codes = ["BP", "IN", "SK", "VP", "VN", "UP", "EN", "UK", "PO", "PL", "LT"]
        item.identifiers = list(1...count) { made in
            let code = made.pick(codes)
            return ItemIdentifier(kind: CodeNames.items[code], qualifier: code, value: made.text(1...14))
        }
        item.descriptions = list(0...2) { made in
            let code = made.maybe(60) { $0.pick(["08", "73", "91"]) }
            var description = ItemDescription()
            description.kind = code.flatMap { CodeNames.characteristics[$0] }
            description.characteristic = code
            description.text = made.text(1...40)
            return description
        }
        return item
    }

    /// An item with our own words for its numbers, chosen from those in the segment that opens the line.
    mutating func item(pairs: Int, atMost count: Int) -> Item {
        var item = item(atMost: count)
        func chosen(_ ranks: CodeTable<Int>) -> String? {
            for part in [item.identifiers.prefix(pairs), item.identifiers.dropFirst(pairs)] {
                let ranked = part.enumerated().compactMap { place, identifier in
                    ranks[identifier.qualifier].map { (rank: $0, place: place, value: identifier.value) }
                }
                if let best = ranked.min(by: { ($0.rank, $0.place) < ($1.rank, $1.place) }) {
                    return best.value
                }
            }
            return nil
        }
        item.buyerPart = chosen(CodeNames.buyerParts)
        item.vendorPart = chosen(CodeNames.vendorParts)
        item.gtin = chosen(CodeNames.tradeItems)
        return item
    }
}
