internal import Documents

/// Items and what belongs to a line.
extension SetWriter {
    /// The identifiers of an item, pair by pair; those that find no place follow in LIN where it may stand.
    mutating func identifiers(of item: Item, from first: Int, pairs: Int = 10, hasMore: Bool = false) {
        let derived = derivedIdentifiers(of: item)
        let total = item.identifiers.count + derived.count
        within("item") { writer in
            for index in 0..<min(total, pairs) {
                writer.identifier(index, of: item, derived, at: first + index * 2)
            }
            if hasMore { return }
            for index in min(total, pairs)..<total {
                let reason = "the line has a place for \(pairs) numbers of an item"
                if index < item.identifiers.count {
                    writer.unplaced("identifiers", at: index, reason)
                } else {
                    writer.unplaced(derived[index - item.identifiers.count].name, reason)
                }
            }
        }
    }

    /// The identifiers that found no place in the segment that opens the line.
    mutating func furtherIdentifiers(of item: Item, behind pairs: Int) {
        let derived = derivedIdentifiers(of: item)
        let total = item.identifiers.count + derived.count
        for start in stride(from: pairs, to: total, by: 15) {
            segment("LIN") { writer in
                writer.within("item") { writer in
                    for index in start..<min(start + 15, total) {
                        writer.identifier(index, of: item, derived, at: 2 + (index - start) * 2)
                    }
                }
            }
        }
    }

    private mutating func identifier(
        _ index: Int, of item: Item,
        _ derived: [(name: StaticString, qualifier: StaticString, value: String)],
        at element: Int,
    ) {
        guard index < item.identifiers.count else {
            let extra = derived[index - item.identifiers.count]
            fixed(element, extra.qualifier)
            return text(element + 1, extra.name, extra.value)
        }
        let identifier = item.identifiers[index]
        within("identifiers", index) { writer in
            writer.text(element, "qualifier", identifier.qualifier)
            writer.word("kind", identifier.kind, identifier.qualifier, CodeNames.items)
            writer.text(element + 1, "value", identifier.value)
        }
        if item.buyerPart == identifier.value, CodeNames.buyerParts[identifier.qualifier] != nil {
            also("buyerPart")
        }
        if item.vendorPart == identifier.value, CodeNames.vendorParts[identifier.qualifier] != nil {
            also("vendorPart")
        }
        if item.gtin == identifier.value, CodeNames.tradeItems[identifier.qualifier] != nil { also("gtin") }
    }

    /// The numbers that only our own fields say.
    private func derivedIdentifiers(
        of item: Item,
    ) -> [(name: StaticString, qualifier: StaticString, value: String)] {
        func isSaid(_ value: String, _ qualifiers: CodeTable<Int>) -> Bool {
            item.identifiers.contains { $0.value == value && qualifiers[$0.qualifier] != nil }
        }
        var found: [(name: StaticString, qualifier: StaticString, value: String)] = []
        if let part = item.buyerPart, !isSaid(part, CodeNames.buyerParts) {
            found.append(("buyerPart", "BP", part))
        }
        if let part = item.vendorPart, !isSaid(part, CodeNames.vendorParts) {
            found.append(("vendorPart", "VP", part))
        }
        if let number = item.gtin, !isSaid(number, CodeNames.tradeItems) {
            let qualifier: StaticString =
                number.utf8.count == 12 ? "UP" : number.utf8.count == 13 ? "EN" : "UK"
            found.append(("gtin", qualifier, number))
        }
        return found
    }

    mutating func description(_ value: ItemDescription) {
        segment("PID") { writer in
            if value.form == nil { writer.fixed(1, "F") } else { writer.text(1, "form", value.form) }
            writer.text(2, "characteristic", value.characteristic)
            writer.word("kind", value.kind, value.characteristic, CodeNames.characteristics)
            writer.text(3, "agency", value.agency)
            writer.text(4, "code", value.code)
            writer.text(5, "text", value.text)
            writer.text(6, "surface", value.surface)
            writer.text(7, "source", value.source)
            writer.text(8, "answer", value.answer)
            writer.text(9, "language", value.language)
        }
    }

    mutating func pack(_ pack: PackSize) {
        segment("PO4") { writer in
            writer.count(1, "unitsPerPack", pack.unitsPerPack)
            writer.quantity(2, unit: 3, "size", pack.size)
            writer.text(4, "packaging", pack.packaging)
            writer.text(5, "weightQualifier", pack.weightQualifier)
            writer.quantity(6, unit: 7, "weight", pack.weight)
            writer.quantity(8, unit: 9, "volume", pack.volume)
            writer.decimal(10, "length", pack.length)
            writer.decimal(11, "width", pack.width)
            writer.decimal(12, "height", pack.height)
            writer.text(13, "dimensionUnit", pack.dimensionUnit)
            writer.count(14, "innerPacks", pack.innerPacks)
            writer.text(15, "layer", pack.layer)
            writer.text(16, "number", pack.number)
            writer.text(17, "numberThrough", pack.numberThrough)
            writer.count(18, "count", pack.count)
        }
    }

    /// Quantities by place, up to ten in a segment where unit, numbering and place of delivery are the same.
    mutating func distribution(_ list: [Distribution]) {
        var start = 0
        while start < list.count {
            var end = start + 1
            let first = list[start]
            while end < list.count, end - start < 10, list[end].quantity.unit == first.quantity.unit,
                list[end].location.qualifier == first.location.qualifier, list[end].place == first.place
            {
                end += 1
            }
            distribution(list, start..<end)
            start = end
        }
    }

    private mutating func distribution(_ list: [Distribution], _ range: Range<Int>) {
        segment("SDQ") { writer in
            let first = list[range.lowerBound]
            writer.within("distribution", range.lowerBound) { writer in
                writer.within("quantity") { $0.text(1, "unit", first.quantity.unit) }
                writer.within("location") { writer in
                    writer.text(2, "qualifier", first.location.qualifier)
                }
            }
            for index in range {
                let place = 3 + (index - range.lowerBound) * 2
                writer.within("distribution", index) { writer in
                    let location = list[index].location
                    writer.within("location") { writer in
                        writer.text(place, "value", location.value)
                        writer.word(
                            "kind", location.kind, location.qualifier, CodeNames.identifierSchemes)
                        if index > range.lowerBound, location.qualifier != nil { writer.also("qualifier") }
                    }
                    writer.within("quantity") { writer in
                        writer.decimal(place + 1, "value", list[index].quantity.value)
                        if index > range.lowerBound, first.quantity.unit != nil { writer.also("unit") }
                    }
                }
            }
            guard first.place != nil else { return }
            writer.within("distribution", range.lowerBound) { $0.text(23, "place", first.place) }
            for index in range.dropFirst() { writer.within("distribution", index) { $0.also("place") } }
        }
    }

    mutating func schedule(_ schedule: Schedule, _ layouts: SetLayouts) {
        segment("SCH") { writer in
            writer.quantity(1, unit: 2, "quantity", schedule.quantity)
            if let party = schedule.party {
                writer.within("party") { writer in
                    writer.text(3, "qualifier", party.qualifier)
                    writer.word("role", party.role, party.qualifier, CodeNames.roles)
                    writer.text(4, "name", party.name)
                    writer.leftovers(ofNamed: party)
                }
            }
            for (index, date) in schedule.dates.enumerated() {
                guard index < 2 else {
                    writer.unplaced("when", at: index, "SCH has a place for two")
                    continue
                }
                let place = 5 + index * 3
                writer.date(qualifier: place, day: place + 1, time: place + 2, "when", at: index, date)
            }
            writer.text(11, "requestReference", schedule.requestReference)
            writer.text(12, "lineNumber", schedule.lineNumber)
        }
        write(Level(schedule.details), layouts.schedule, of: layouts)
    }

    /// What a segment that only names a party has no place for.
    private mutating func leftovers(ofNamed party: Party) {
        unplaced("identifier", unless: party.identifier == nil)
        unplaced("person", unless: party.person == nil)
        unplaced("additionalNames", unless: party.additionalNames.isEmpty)
        unplaced("street", unless: party.street.isEmpty)
        unplaced("city", unless: party.city == nil)
        unplaced("region", unless: party.region == nil)
        unplaced("postalCode", unless: party.postalCode == nil)
        unplaced("country", unless: party.country == nil)
        unplaced("location", unless: party.location == nil)
        unplaced("addressComponents", unless: party.addressComponents.isEmpty)
        unplaced("schedules", unless: party.schedules.isEmpty)
        var level = Level(party.details)
        level.details.references = party.references
        level.details.contacts = party.contacts
        leftovers(level, Layout(""))
    }

    mutating func component(_ component: Component, _ layouts: SetLayouts) {
        segment("SLN") { writer in
            writer.text(1, "lineNumber", component.lineNumber)
            writer.text(2, "parent", component.parent)
            writer.text(3, "relationship", component.relationship)
            writer.quantity(4, unit: 5, "quantity", component.quantity)
            writer.price(6, basis: 7, "price", component.price)
            writer.text(8, "priceRelationship", component.priceRelationship)
            writer.identifiers(of: component.item, from: 9)
        }
        var level = Level(component.details)
        level.item = component.item
        level.isLine = true
        level.isComponent = true
        level.packs = component.packs
        level.answers = component.answers
        write(level, layouts.component, of: layouts)
    }

    mutating func answer(_ answer: LineAnswer, hasDates: Bool) {
        segment("ACK") { writer in
            writer.coded(1, "status", answer.status, CodeNames.lineStatuses)
            writer.quantity(2, unit: 3, "quantity", answer.quantity)
            writer.date(qualifier: 4, day: 5, "date", answer.date)
            writer.text(6, "requestReference", answer.requestReference)
            writer.identifiers(of: answer.item, from: 7)
            writer.text(27, "reasonAgency", answer.reasonAgency)
            writer.text(28, "reasonList", answer.reasonList)
            writer.text(29, "reason", answer.reason)
            if !answer.item.descriptions.isEmpty {
                writer.within("item") { $0.unplaced("descriptions", "ACK has no place for words") }
            }
        }
        if hasDates {
            each("dates", answer.dates) { $0.date($1) }
        } else {
            unplaced("dates", unless: answer.dates.isEmpty)
        }
    }

    mutating func difference(_ difference: QuantityDifference) {
        segment("IT3") { writer in
            writer.quantity(1, unit: 2, "shipped", difference.shipped)
            writer.text(3, "status", difference.status)
            writer.decimal(4, "difference", difference.difference)
            writer.text(5, "reason", difference.reason)
        }
    }
}
