internal import Documents

/// What is seldom said at a level, and words for people.
extension SetWriter {
    mutating func namedQuantity(_ quantity: NamedQuantity) {
        segment("QTY") { writer in
            writer.text(1, "qualifier", quantity.qualifier)
            writer.quantity(2, unit: 3, "quantity", quantity.quantity)
            writer.text(4, "text", quantity.text)
        }
    }

    mutating func leadTime(_ leadTime: LeadTime, below layout: Layout, of layouts: SetLayouts) {
        segment("LDT") { writer in
            writer.text(1, "code", leadTime.code)
            writer.decimal(2, "value", leadTime.value)
            writer.text(3, "period", leadTime.period)
            writer.day(4, "day", leadTime.day)
        }
        write(Level(leadTime.details), layout, of: layouts)
    }

    mutating func condition(_ condition: Condition) {
        segment("YNQ") { writer in
            writer.text(1, "qualifier", condition.qualifier)
            writer.text(2, "answer", condition.answer)
            writer.text(3, "periodFormat", condition.periodFormat)
            writer.text(4, "period", condition.period)
            // Without a code the question itself is a text, the one that stands last.
            let asks = condition.qualifier == nil && condition.code == nil && !condition.texts.isEmpty
            let words = asks ? condition.texts.dropLast() : condition.texts[...]
            for (index, text) in words.enumerated() {
                if index < 3 {
                    writer.text(5 + index, "texts", text, at: index)
                } else {
                    writer.unplaced("texts", at: index, "YNQ has a place for three beside the question")
                }
            }
            writer.text(8, "list", condition.list)
            writer.text(9, "code", condition.code)
            if asks, let question = condition.texts.last {
                writer.text(10, "texts", question, at: condition.texts.count - 1)
            }
        }
    }

    mutating func requirement(_ requirement: SalesRequirement) {
        segment("CSH") { writer in
            writer.text(1, "code", requirement.code)
            writer.text(2, "action", requirement.action)
            writer.money(3, "amount", requirement.amount)
            writer.text(4, "account", requirement.account)
            writer.day(5, "day", requirement.day)
            writer.text(6, "agency", requirement.agency)
            writer.text(7, "service", requirement.service)
            writer.text(8, "substitution", requirement.substitution)
            writer.decimal(9, "percent", requirement.percent)
            writer.text(10, "percentQualifier", requirement.percentQualifier)
            writer.unplaced("item", unless: requirement.item.isEmpty)
        }
    }

    mutating func substitution(_ requirement: SalesRequirement) {
        segment("IT8") { writer in
            writer.text(1, "code", requirement.code)
            writer.text(2, "action", requirement.action)
            writer.money(3, "amount", requirement.amount)
            writer.text(4, "account", requirement.account)
            writer.day(5, "day", requirement.day)
            writer.text(6, "agency", requirement.agency)
            writer.text(7, "substitution", requirement.substitution)
            writer.identifiers(of: requirement.item, from: 8)
            writer.unplaced("service", unless: requirement.service == nil)
            writer.unplaced("percent", unless: requirement.percent == nil)
            writer.unplaced("percentQualifier", unless: requirement.percentQualifier == nil)
            if !requirement.item.descriptions.isEmpty {
                writer.within("item") { $0.unplaced("descriptions", "IT8 has no place for words") }
            }
        }
    }

    mutating func restriction(_ restriction: Restriction) {
        segment("CTB") { writer in
            writer.text(1, "qualifier", restriction.qualifier)
            writer.text(2, "description", restriction.description)
            writer.text(3, "quantityQualifier", restriction.quantityQualifier)
            writer.decimal(4, "quantity", restriction.quantity)
            writer.text(5, "amountQualifier", restriction.amountQualifier)
            writer.money(6, "amount", restriction.amount)
        }
    }

    mutating func specialHandling(_ handling: SpecialHandling) {
        segment("TD4") { writer in
            writer.text(1, "code", handling.code)
            writer.text(2, "hazardQualifier", handling.hazardQualifier)
            writer.text(3, "hazardClass", handling.hazardClass)
            writer.text(4, "description", handling.description)
            writer.text(5, "hazardous", handling.isHazardous)
        }
    }

    mutating func paperwork(_ paper: Paperwork) {
        segment("PWK") { writer in
            writer.text(1, "type", paper.type)
            writer.text(2, "transmission", paper.transmission)
            writer.count(3, "copies", paper.copies)
            writer.text(4, "party", paper.party)
            writer.identifier(qualifier: 5, value: 6, "identifier", paper.identifier)
            writer.text(7, "description", paper.description)
            writer.text(9, "request", paper.request)
        }
    }

    mutating func commodity(_ commodity: Commodity) {
        segment("TC2") { writer in
            writer.text(1, "qualifier", commodity.qualifier)
            writer.text(2, "code", commodity.code)
        }
    }

    /// Services of one agency, up to ten in a segment.
    mutating func services(_ list: [ServiceCode]) {
        var start = 0
        while start < list.count {
            var end = start + 1
            while end < list.count, end - start < 10, list[end].agency == list[start].agency { end += 1 }
            segment("SI") { writer in
                for index in start..<end {
                    writer.within("services", index) { writer in
                        if index == start { writer.text(1, "agency", list[index].agency) }
                        writer.text(2 + (index - start) * 2, "qualifier", list[index].qualifier)
                        writer.text(3 + (index - start) * 2, "value", list[index].value)
                        if index > start { writer.also("agency") }
                    }
                }
            }
            start = end
        }
    }

    /// Codes of the lists of one agency, under one heading.
    mutating func industryCodes(_ list: [IndustryCode]) {
        for (index, code) in list.enumerated() {
            within("industryCodes", index) { writer in
                let isNew =
                    index == 0 || list[index - 1].agency != code.agency
                    || list[index - 1].source != code.source
                if isNew {
                    writer.segment("LM") { writer in
                        writer.text(1, "agency", code.agency)
                        writer.text(2, "source", code.source)
                    }
                }
                writer.segment("LQ") { writer in
                    writer.text(1, "list", code.list)
                    writer.text(2, "code", code.code)
                    if !isNew, code.agency != nil { writer.also("agency") }
                    if !isNew, code.source != nil { writer.also("source") }
                    writer.unplaced("description", unless: code.description == nil)
                }
            }
        }
    }

    // MARK: Words for people

    /// Where a note belongs in a layout, `nil` where it has no place.
    static func piece(of note: Note, in layout: Layout, isLine: Bool) -> Layout.Piece? {
        switch note.kind {
        // At a line a description is one of its item.
        case "description": return isLine || !layout.has(.descriptions) ? nil : .descriptions
        case "packing": return layout.has(.packingNotes) ? .packingNotes : nil
        case nil: break
        default: return nil
        }
        if note.reference != nil { return layout.has(.headedNotes) ? .headedNotes : nil }
        if layout.has(.texts) { return .texts }
        if note.qualifier == nil, layout.has(.messages) { return .messages }
        return layout.has(.notes) ? .notes : nil
    }

    /// The notes of a level that belong to one part of it.
    mutating func notes(_ notes: [Note], _ entry: Layout.Entry, in layout: Layout, isLine: Bool) {
        let piece = entry.piece
        var heading: Note?
        for (index, note) in notes.enumerated()
        where Self.piece(of: note, in: layout, isLine: isLine) == piece {
            within("notes", index) { writer in
                switch piece {
                case .descriptions, .packingNotes:
                    writer.segment(piece == .descriptions ? "PID" : "PKG") { writer in
                        writer.fixed(1, "F")
                        writer.text(2, "qualifier", note.qualifier)
                        writer.text(5, "text", note.text)
                        writer.also("kind")
                        writer.unplaced("reference", unless: note.reference == nil)
                        writer.unplaced("translation", unless: note.translation == nil)
                        writer.leftovers(of: note)
                    }
                case .headedNotes:
                    let isNew =
                        heading?.qualifier != note.qualifier || heading?.reference != note.reference
                        || heading?.date != note.date
                    writer.headedNote(note, isNew: isNew, asText: entry.below.contains(.texts))
                    heading = note
                case .messages:
                    writer.segment("MSG") { writer in
                        writer.text(1, "text", note.text)
                        writer.unplaced("translation", unless: note.translation == nil)
                        writer.leftovers(of: note)
                    }
                default:
                    writer.segment(piece == .texts ? "MTX" : "NTE") { writer in
                        writer.text(1, "qualifier", note.qualifier)
                        writer.text(2, "text", note.text)
                        if piece == .texts { writer.text(3, "translation", note.translation) }
                        writer.unplaced("translation", unless: piece == .texts || note.translation == nil)
                        writer.leftovers(of: note)
                    }
                }
            }
        }
    }

    /// What only words under a heading may say.
    private mutating func leftovers(of note: Note) {
        unplaced("textQualifier", unless: note.textQualifier == nil)
        unplaced("date", unless: note.date == nil)
    }

    private mutating func headedNote(_ note: Note, isNew: Bool, asText: Bool) {
        if isNew {
            segment("N9") { writer in
                writer.text(1, "qualifier", note.qualifier)
                let isLong = (note.reference?.utf8.count ?? 0) > (writer.isLate ? 50 : 30)
                writer.text(isLong ? 3 : 2, "reference", note.reference)
                writer.dateOfHeading(note.date)
            }
        }
        segment(asText ? "MTX" : "MSG") { writer in
            if asText { writer.text(1, "textQualifier", note.textQualifier) }
            writer.unplaced("textQualifier", unless: asText || note.textQualifier == nil)
            writer.text(asText ? 2 : 1, "text", note.text)
            if asText { writer.text(3, "translation", note.translation) }
            writer.unplaced("translation", unless: asText || note.translation == nil)
            guard !isNew else { return }
            if note.qualifier != nil { writer.also("qualifier") }
            writer.also("reference")
            if note.date != nil {
                writer.within("date") { writer in
                    writer.also("day")
                    writer.also("time")
                    writer.also("zone")
                }
            }
        }
    }
}
