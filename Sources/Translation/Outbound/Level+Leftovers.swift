internal import Documents

extension SetWriter {
    /// Tells what a level says and its layout has no place for.
    mutating func leftovers(_ level: Level, _ layout: Layout) {
        let details = level.details
        defer { ownLeftovers(level, layout) }
        guard !details.isEmpty else { return }
        leftover("references", details.references.isEmpty || layout.has(.references))
        leftover("dates", details.dates.isEmpty || layout.has(.dates))
        leftover("parties", details.parties.isEmpty || layout.has(.parties))
        leftover("contacts", details.contacts.isEmpty || layout.has(.contacts))
        leftover("terms", details.terms.isEmpty || layout.has(.terms))
        leftover("charges", details.charges.isEmpty || layout.has(.charges))
        leftover(
            "taxes", details.taxes.isEmpty || layout.has(.taxes) || layout.has(.taxRegistrations))
        leftover("prices", details.prices.isEmpty || layout.has(.prices))
        let inSummary = level.amountInSummary == nil ? 0 : 1
        leftover("amounts", details.amounts.count == inSummary || layout.has(.amounts))
        leftover("freightTerms", details.freightTerms.isEmpty || layout.has(.freightTerms))
        let hasCarriage = layout.has(.carrierDetails)
        leftover("carriers", details.carriers.isEmpty || layout.has(.carriers) || hasCarriage)
        leftover("equipment", details.equipment.isEmpty || layout.has(.equipment) || hasCarriage)
        leftover("packaging", details.packaging.isEmpty || layout.has(.packaging) || layout.has(.loads))
        leftover("marks", details.marks.isEmpty || layout.has(.marks))
        leftover("measurements", details.measurements.isEmpty || layout.has(.measurements))
        if !layout.has(.currency) {
            leftover("currency", details.currency == nil)
            leftover("currencyParty", details.currencyParty == nil)
            leftover("exchange", details.exchange == nil)
        }
        for (index, note) in details.notes.enumerated()
        where Self.piece(of: note, in: layout, isLine: level.isLine) == nil {
            unplaced("notes", at: index, "words of this kind have no place here")
        }
        if details.saysMore { leftovers(details.further, layout) }
    }

    private mutating func ownLeftovers(_ level: Level, _ layout: Layout) {
        if level.isLine, !level.item.descriptions.isEmpty, !layout.has(.descriptions) {
            within("item") { $0.leftover("descriptions", false) }
        }
        leftover("packs", level.packs.isEmpty || layout.has(.packs))
        leftover("schedules", level.schedules.isEmpty || layout.has(.schedules))
        leftover("distribution", level.distribution.isEmpty || layout.has(.distribution))
        leftover("components", level.components.isEmpty || layout.has(.components))
        leftover("answers", level.answers.isEmpty || layout.has(.answers))
        leftover("differences", level.differences.isEmpty || layout.has(.differences))
        leftover("pallet", level.pallet == nil || layout.has(.pallet))
        leftover("addressComponents", level.addressComponents.isEmpty || layout.has(.addressComponents))
    }

    private mutating func leftovers(_ further: FurtherDetails, _ layout: Layout) {
        leftover("furtherQuantities", further.quantities.isEmpty || layout.has(.quantities))
        leftover(
            "leadTimes",
            further.leadTimes.isEmpty || layout.has(.leadTimes) || layout.has(.enclosedLeadTimes))
        leftover("conditions", further.conditions.isEmpty || layout.has(.conditions))
        leftover("requirements", further.requirements.isEmpty || layout.has(.requirements))
        leftover("accounting", further.accounting.isEmpty || layout.has(.accounting))
        leftover("periodAmounts", further.periodAmounts.isEmpty || layout.has(.periodAmounts))
        leftover("percentages", further.percentages.isEmpty || layout.has(.percentages))
        leftover("restrictions", further.restrictions.isEmpty || layout.has(.restrictions))
        leftover("specialHandling", further.specialHandling.isEmpty || layout.has(.specialHandling))
        leftover("paperwork", further.paperwork.isEmpty || layout.has(.paperwork))
        leftover("industryCodes", further.industryCodes.isEmpty || layout.has(.industryCodes))
        leftover("services", further.services.isEmpty || layout.has(.services))
        leftover("commodities", further.commodities.isEmpty || layout.has(.commodities))
        leftover("premiumFreight", further.premiumFreight.isEmpty || layout.has(.premiumFreight))
        leftover("priceChanges", further.priceChanges.isEmpty || layout.has(.priceChanges))
    }

    private mutating func leftover(_ name: StaticString, _ isPlaced: Bool) {
        if !isPlaced { unplaced(name, "this level of the set has no place for it") }
    }
}
