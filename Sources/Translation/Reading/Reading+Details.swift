internal import Documents
internal import X12

extension Reading {
    /// Reads what may stand at every level: the loop's own segments; loops of parties, charges and notes.
    ///
    /// Values are added to what `details` holds, so two levels can be read into one.
    mutating func details(of loop: Loop, into details: inout Details) throws(TranslationError) {
        for segment in loop.segments where !Self.isOfItem(segment.code) {
            try detail(segment, into: &details)
        }
        for child in loop.loops where !Self.isOfItem(child.code) { try detail(child, into: &details) }
    }

    /// Whether a segment tells of an item alone: most segments do, and none of them is a detail.
    private static func isOfItem(_ id: SegmentID) -> Bool {
        switch id {
        case "PO1", "IT1", "LIN", "SN1", "PO4", "HL", "SLN", "SDQ": true
        default: false
        }
    }

    mutating func detail(_ segment: Segment, into details: inout Details) throws(TranslationError) {
        switch segment.code {
        case "CUR": try currency(segment, into: &details)
        case "REF": try reference(segment, into: &details.fields.references)
        case "DTM": try date(segment, into: &details.fields.dates)
        case "PER": try contact(segment, into: &details.fields.contacts)
        case "ITD": try paymentTerms(segment, into: &details.fields.terms)
        case "SAC": try charge(segment, in: nil, into: &details.fields.charges)
        case "TXI", "TAX": try tax(segment, into: &details.fields.taxes)
        case "CTP": try listedPrice(segment, in: nil, into: &details.fields.prices)
        case "AMT": try amount(segment, in: nil, into: &details.fields.amounts)
        case "FOB": try freightTerms(segment, into: &details.fields.freightTerms)
        case "TD5": try carrier(segment, into: &details.fields.carriers)
        case "CAD": try carrierDetail(segment, into: &details)
        case "TD3": try equipment(segment, into: &details.fields.equipment)
        case "TD1": try packaging(segment, into: &details.fields.packaging)
        case "CLD": try loadDetail(segment, in: nil, into: &details.fields.packaging)
        case "MAN": try marks(segment, into: &details.fields.marks)
        case "MEA": try measurement(segment, into: &details.fields.measurements)
        case "MSG", "NTE", "MTX", "PKG": try words(segment, into: &details.fields.notes)
        case "N9": try words(under: segment, texts: [], into: &details)
        default: try furtherDetail(segment, into: &details)
        }
    }

    /// What is seldom sent.
    private mutating func furtherDetail(
        _ segment: Segment, into details: inout Details,
    ) throws(TranslationError) {
        switch segment.code {
        case "QTY": try namedQuantity(segment, into: &details.further.quantities)
        case "LDT": try leadTime(segment, in: nil, into: &details.further.leadTimes)
        case "YNQ": try condition(segment, into: &details.further.conditions)
        case "CSH": try salesRequirement(segment, into: &details.further.requirements)
        case "IT8": try substitution(segment, into: &details.further.requirements)
        case "CTB": try restriction(segment, into: &details.further.restrictions)
        case "TD4": try specialHandling(segment, into: &details.further.specialHandling)
        case "PWK": try paperwork(segment, into: &details.further.paperwork)
        case "PAM": try periodAmount(segment, into: &details.further.periodAmounts)
        case "PCT": try percentage(segment, into: &details.further.percentages)
        case "PO3": try priceChange(segment, into: &details.further.priceChanges)
        case "SI": try services(segment, into: &details.further.services)
        case "ETD": try premiumFreight(segment, into: &details.further.premiumFreight)
        case "TC2": try commodity(segment, into: &details.further.commodities)
        default: break
        }
    }

    mutating func detail(_ loop: Loop, into details: inout Details) throws(TranslationError) {
        guard let opening = loop.segments.first else { return }
        switch loop.code {
        case "N1": try party(loop, into: &details.fields.parties)
        case "NM1": try person(loop, into: &details.fields.parties)
        case "SAC": try charge(opening, in: loop, into: &details.fields.charges)
        case "N9":
            try words(under: opening, texts: loop.all("MSG") + loop.all("MTX"), into: &details)
            for segment in loop.all("DTM") { try date(segment, into: &details.fields.dates) }
            for segment in loop.all("MEA") { try measurement(segment, into: &details.fields.measurements) }
            for segment in loop.all("PWK") { try paperwork(segment, into: &details.further.paperwork) }
        case "AMT": try amount(opening, in: loop, into: &details.fields.amounts)
        case "CTP": try listedPrice(opening, in: loop, into: &details.fields.prices)
        case "CLD": try loadDetail(opening, in: loop, into: &details.fields.packaging)
        case "FA1": try accounting(loop, into: &details.further.accounting)
        case "LDT": try leadTime(opening, in: loop, into: &details.further.leadTimes)
        case "LM": try industryCodes(loop, into: &details.further.industryCodes)
        case "LS":
            // LS and LE only enclose what stands between them.
            for segment in loop.segments where segment.code == "LS" || segment.code == "LE" {
                use(segment, 1)
            }
            for child in loop.loops { try detail(child, into: &details) }
        case "PID", "PKG", "SPI", "ADV", "QTY", "REF":
            for segment in loop.segments { try detail(segment, into: &details) }
        default: break
        }
    }

    /// A reference with its kind; nothing when it has neither number nor text.
    mutating func reference(_ segment: Segment, into references: inout [Reference]) throws(TranslationError) {
        guard let qualifier = segment[1], segment.has(2) || segment.has(3) else { return }
        let found = try within("references", references.count) { reading throws(TranslationError) in
            let kind = reading.kind("kind", segment, 1, CodeNames.references)
            reading.note("qualifier", segment, 1)
            let value = reading.text("value", segment, 2)
            var reference = Reference(
                kind: kind, qualifier: qualifier, value: value,
                description: reading.text("description", segment, 3))
            let related = segment.code == "N9" ? 7 : 4
            if segment.has(related) {
                try reading.related(segment, related, into: &reference.related)
            }
            if segment.code == "N9" { reference.date = try reading.dateOfHeading(segment) }
            return reference
        }
        references.append(found)
    }

    /// The pairs of qualifier and number in a composite.
    private mutating func related(
        _ segment: Segment, _ element: Int, into list: inout [Reference],
    ) throws(TranslationError) {
        for component in stride(from: 1, through: 5, by: 2) {
            guard let qualifier = segment[element, component: component],
                segment[element, component: component + 1] != nil
            else { continue }
            let found = try within("related", list.count) { reading throws(TranslationError) in
                let kind = CodeNames.references[qualifier]
                if kind != nil { reading.note("kind", segment, element, component: component) }
                reading.note("qualifier", segment, element, component: component)
                return Reference(
                    kind: kind, qualifier: qualifier,
                    value: reading.text("value", segment, element, component: component + 1))
            }
            list.append(found)
        }
    }

    /// A reference behind a qualifier inside another segment.
    mutating func reference(
        _ name: StaticString, _ segment: Segment, qualifier: Int, value: Int,
    ) throws(TranslationError) -> Reference? {
        guard let code = segment[qualifier], segment.has(value) else { return nil }
        return try within(name) { reading throws(TranslationError) in
            let kind = reading.kind("kind", segment, qualifier, CodeNames.references)
            reading.note("qualifier", segment, qualifier)
            return Reference(kind: kind, qualifier: code, value: reading.text("value", segment, value))
        }
    }

    /// Sums of money behind the last line, which some releases put into a loop of the control totals.
    mutating func summary(of root: Loop, into details: inout Details) throws(TranslationError) {
        for loop in root.loops("CTT") {
            for segment in loop.all("AMT") { try amount(segment, in: nil, into: &details.fields.amounts) }
        }
    }

    /// The sender's control totals.
    mutating func controlTotals(of loop: Loop) throws(TranslationError) -> ControlTotals? {
        guard let segment = loop.first("CTT") ?? loop.loops("CTT").first?.first("CTT") else { return nil }
        return try within("totals") { reading throws(TranslationError) in
            var totals = ControlTotals()
            totals.lineCount = reading.count("lineCount", segment, 1)
            totals.hashTotal = try reading.decimal("hashTotal", segment, 2)
            totals.weight = try reading.quantity("weight", segment, 3, unit: 4)
            totals.volume = try reading.quantity("volume", segment, 5, unit: 6)
            totals.description = reading.text("description", segment, 7)
            return totals
        }
    }
}
