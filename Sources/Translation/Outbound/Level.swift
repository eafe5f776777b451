internal import Documents

/// A level of a document with all that its layout may hold.
struct Level {
    var details: Details
    /// Whether descriptions are those of an item.
    var isLine = false
    var item = Item()
    /// Whether it is part of a line, where an answer has no dates of its own.
    var isComponent = false
    /// The numbers of the item that stand in the segment that opens the level.
    var identifiersPlaced = 10
    var packs: [PackSize] = []
    var schedules: [Schedule] = []
    var distribution: [Distribution] = []
    var components: [Component] = []
    var answers: [LineAnswer] = []
    var differences: [QuantityDifference] = []
    var pallet: Pallet?
    var addressComponents: [PartyIdentifier] = []
    /// The sum that stands behind the totals instead.
    var amountInSummary: Int?

    init(_ details: Details) {
        self.details = details
    }

    /// The level before the lines: one sum may stand behind the totals, the total of all rather than another.
    init(header details: Details, _ layout: Layout, hasTotals: Bool) {
        self.init(details)
        guard hasTotals, let last = details.amounts.last, last.details == Details() else { return }
        if last.qualifier == "TT" || !layout.has(.amounts) { amountInSummary = details.amounts.count - 1 }
    }
}

extension SetWriter {
    /// Writes what a level says in the order of its layout, and tells what has no place there.
    mutating func write(_ level: Level, _ layout: Layout, of layouts: SetLayouts) {
        let entries = level.details.isEmpty ? layout.ownEntries : layout.entries
        for entry in entries { write(entry, of: level, layout, layouts) }
        leftovers(level, layout)
    }

    private mutating func write(
        _ entry: Layout.Entry, of level: Level, _ layout: Layout, _ layouts: SetLayouts,
    ) {
        switch entry.piece {
        case .references:
            each("references", level.details.references) { writer, reference in
                if reference.date == nil || !layout.has(.headedNotes) { writer.reference(reference) }
            }
        case .dates: each("dates", level.details.dates) { $0.date($1) }
        case .parties:
            let layout =
                level.isComponent ? layouts.partParty : level.isLine ? layouts.lineParty : layouts.party
            each("parties", level.details.parties) { $0.party($1, below: layout, of: layouts) }
        case .contacts: each("contacts", level.details.contacts) { $0.contact($1) }
        case .descriptions where level.isLine:
            guard !level.item.descriptions.isEmpty else { return }
            within("item") { writer in
                writer.each("descriptions", level.item.descriptions) { $0.description($1) }
            }
        case .descriptions, .packingNotes, .headedNotes, .messages, .texts, .notes:
            if entry.piece == .headedNotes {
                each("references", level.details.references) { writer, reference in
                    if reference.date != nil { writer.datedReference(reference) }
                }
            }
            guard !level.details.notes.isEmpty else { return }
            notes(level.details.notes, entry, in: layout, isLine: level.isLine)
        case .packs: each("packs", level.packs) { $0.pack($1) }
        case .schedules: each("schedules", level.schedules) { $0.schedule($1, layouts) }
        case .distribution: distribution(level.distribution)
        case .components: each("components", level.components) { $0.component($1, layouts) }
        case .answers:
            each("answers", level.answers) { $0.answer($1, hasDates: !level.isComponent) }
        case .differences: each("differences", level.differences) { $0.difference($1) }
        case .furtherIdentifiers: furtherIdentifiers(of: level.item, behind: level.identifiersPlaced)
        case .pallet: if let pallet = level.pallet { within("pallet") { $0.pallet(pallet) } }
        case .addressComponents:
            each("addressComponents", level.addressComponents) { $0.addressComponent($1) }
        case .currency, .terms, .charges, .taxes, .taxRegistrations, .prices, .amounts:
            writeMoney(entry, of: level, layout, layouts)
        case .freightTerms, .carriers, .carrierDetails, .equipment, .packaging, .loads, .marks, .measurements:
            writeCarriage(entry.piece, of: level.details, layout)
        case .accounting, .commodities, .conditions, .enclosedLeadTimes, .industryCodes, .leadTimes,
            .paperwork, .percentages, .periodAmounts, .premiumFreight, .priceChanges, .quantities,
            .requirements,
            .restrictions, .services, .specialHandling, .substitutions:
            if level.details.saysMore {
                writeFurther(entry, of: level.details.further, layout, layouts)
            }
        }
    }

    private mutating func writeMoney(
        _ entry: Layout.Entry, of level: Level, _ layout: Layout, _ layouts: SetLayouts,
    ) {
        let details = level.details
        switch entry.piece {
        case .currency: currency(details)
        case .terms: each("terms", details.terms) { $0.terms($1) }
        case .charges:
            guard !details.charges.isEmpty else { return }
            each("charges", details.charges) { $0.charge($1, below: Layout(below: entry)) }
        case .taxes:
            each("taxes", details.taxes) { writer, tax in
                if tax.code != nil || !layout.has(.taxRegistrations) { writer.tax(tax) }
            }
        case .taxRegistrations:
            each("taxes", details.taxes) { writer, tax in
                if tax.code == nil || !layout.has(.taxes) { writer.taxRegistration(tax) }
            }
        case .prices:
            guard !details.prices.isEmpty else { return }
            each("prices", details.prices) { $0.listedPrice($1, below: Layout(below: entry)) }
        default:
            guard !details.amounts.isEmpty else { return }
            for (index, amount) in details.amounts.enumerated() where index != level.amountInSummary {
                within("amounts", index) { $0.amount(amount, below: Layout(below: entry), of: layouts) }
            }
        }
    }

    private mutating func writeCarriage(_ piece: Layout.Piece, of details: Details, _ layout: Layout) {
        switch piece {
        case .freightTerms: each("freightTerms", details.freightTerms) { $0.freightTerms($1) }
        case .carriers: each("carriers", details.carriers) { $0.carrier($1) }
        case .carrierDetails:
            for place in 0..<max(details.carriers.count, details.equipment.count) {
                carrierDetail(
                    details.carriers.indices.contains(place) ? details.carriers[place] : nil, place,
                    details.equipment.indices.contains(place) ? details.equipment[place] : nil)
            }
        case .equipment: each("equipment", details.equipment) { $0.equipment($1) }
        case .packaging:
            each("packaging", details.packaging) { writer, packaging in
                if !packaging.isLoad || !layout.has(.loads) { writer.packaging(packaging) }
            }
        case .loads:
            each("packaging", details.packaging) { writer, packaging in
                if packaging.isLoad { writer.load(packaging) }
            }
        case .marks: each("marks", details.marks) { $0.mark($1) }
        default: each("measurements", details.measurements) { $0.measurement($1) }
        }
    }

    private mutating func writeFurther(
        _ entry: Layout.Entry, of further: FurtherDetails, _ layout: Layout, _ layouts: SetLayouts,
    ) {
        switch entry.piece {
        case .accounting: each("accounting", further.accounting) { $0.accounting($1) }
        case .commodities: each("commodities", further.commodities) { $0.commodity($1) }
        case .conditions: each("conditions", further.conditions) { $0.condition($1) }
        case .enclosedLeadTimes:
            guard !further.leadTimes.isEmpty else { return }
            segment("LS") { $0.fixed(1, "LDT") }
            each("leadTimes", further.leadTimes) {
                $0.leadTime($1, below: Layout(below: entry), of: layouts)
            }
            segment("LE") { $0.fixed(1, "LDT") }
        case .leadTimes:
            each("leadTimes", further.leadTimes) {
                $0.leadTime($1, below: Layout(below: entry), of: layouts)
            }
        case .industryCodes: industryCodes(further.industryCodes)
        case .paperwork: each("paperwork", further.paperwork) { $0.paperwork($1) }
        case .percentages: each("percentages", further.percentages) { $0.percentage($1) }
        case .periodAmounts: each("periodAmounts", further.periodAmounts) { $0.periodAmount($1) }
        case .premiumFreight: each("premiumFreight", further.premiumFreight) { $0.premiumFreight($1) }
        case .priceChanges: each("priceChanges", further.priceChanges) { $0.priceChange($1) }
        case .quantities: each("furtherQuantities", further.quantities) { $0.namedQuantity($1) }
        case .requirements:
            each("requirements", further.requirements) { writer, requirement in
                let belongs = requirement.isSubstitution && layout.has(.substitutions)
                if !belongs { writer.requirement(requirement) }
            }
        case .substitutions:
            each("requirements", further.requirements) { writer, requirement in
                if requirement.isSubstitution { writer.substitution(requirement) }
            }
        case .restrictions: each("restrictions", further.restrictions) { $0.restriction($1) }
        case .services: services(further.services)
        default: each("specialHandling", further.specialHandling) { $0.specialHandling($1) }
        }
    }
}

extension Packaging {
    /// Whether it says what is in each package, which TD1 cannot.
    fileprivate var isLoad: Bool {
        contents != nil || size != nil || !references.isEmpty || !dates.isEmpty
    }
}

extension SalesRequirement {
    /// Whether only IT8 can say it.
    fileprivate var isSubstitution: Bool { !item.isEmpty || (agency != nil && service == nil) }
}
