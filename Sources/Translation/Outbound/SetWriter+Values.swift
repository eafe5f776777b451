internal import Documents

/// Values that stand in several segments.
extension SetWriter {
    /// Our word for a code: it follows from the code, and is told to have no place where it does not.
    mutating func word(_ name: StaticString, _ word: String?, _ code: String?, _ names: CodeTable<String>) {
        guard let word else { return }
        guard let code, names[code] == word else {
            return unplaced(name, "the code \(code ?? "that is missing") does not say '\(word)'")
        }
        also(name)
    }

    mutating func coded(
        _ element: Int, _ name: StaticString, _ value: CodedValue?, _ names: CodeTable<String>,
    ) {
        guard let value else { return }
        within(name) { writer in
            writer.text(element, "code", value.code)
            writer.word("kind", value.kind, value.code, names)
        }
    }

    /// A quantity with its unit behind it.
    mutating func quantity(_ element: Int, unit: Int, _ name: StaticString, _ value: Quantity?) {
        guard let value else { return }
        within(name) { writer in
            writer.decimal(element, "value", value.value)
            writer.text(unit, "unit", value.unit)
        }
    }

    mutating func price(_ element: Int, basis: Int, _ name: StaticString, _ value: Price?) {
        guard let value else { return }
        within(name) { writer in
            writer.decimal(element, "amount", value.amount)
            writer.text(basis, "basis", value.basis)
            guard let quantity = value.perQuantity else { return }
            if let basis = value.basis, CodeNames.quantityOfPriceBasis[basis] == quantity {
                writer.also("perQuantity")
            } else {
                writer.unplaced("perQuantity", "the basis of the price does not say it")
            }
        }
    }

    mutating func identifier(
        qualifier: Int, value element: Int, _ name: StaticString, at index: Int = -1,
        _ value: PartyIdentifier?,
    ) {
        guard let value else { return }
        within(name, index) { writer in
            writer.text(qualifier, "qualifier", value.qualifier)
            writer.text(element, "value", value.value)
            writer.word("kind", value.kind, value.qualifier, CodeNames.identifierSchemes)
        }
    }

    /// A qualifier with a day and a time, where the segment has no other form.
    mutating func date(
        qualifier: Int, day: Int, time: Int? = nil, _ name: StaticString, at index: Int = -1,
        _ value: NamedDate?,
    ) {
        guard let value else { return }
        within(name, index) { writer in
            writer.text(qualifier, "qualifier", value.qualifier)
            writer.word("kind", value.kind, value.qualifier, CodeNames.dates)
            writer.day(day, "day", value.day)
            if let time {
                writer.time(time, "time", value.time)
            } else {
                writer.unplaced("time", unless: value.time == nil)
            }
            writer.unplaced("zone", unless: value.zone == nil)
            writer.unplaced("until", unless: value.until == nil)
            writer.unplaced("text", unless: value.text == nil)
        }
    }

    /// A date in a DTM of its own.
    mutating func date(_ value: NamedDate) {
        segment("DTM") { writer in
            writer.text(1, "qualifier", value.qualifier)
            writer.word("kind", value.kind, value.qualifier, CodeNames.dates)
            // Before 004010 the century stands in DTM05, and the period one element further.
            let format = writer.hasCenturies ? 5 : 6
            let isPeriod = value.day != nil && value.until != nil
            if !isPeriod { writer.day(2, "day", value.day) }
            writer.time(3, "time", value.time)
            writer.text(4, "zone", value.zone)
            if !writer.hasCenturies, !isPeriod, let day = value.day {
                writer.fixed(5, text: day.year < 2000 ? "19" : "20")
            }
            if isPeriod, let day = value.day, let until = value.until {
                writer.fixed(format, "RD8")
                writer.period(format + 1, day, until)
                writer.unplaced("text", unless: value.text == nil)
                return
            }
            writer.unplaced("until", unless: value.until == nil)
            writer.text(format, "format", value.format)
            writer.text(format + 1, "text", value.text)
        }
    }

    /// A date in a DTP, which says its form.
    mutating func formattedDate(_ value: NamedDate) {
        segment("DTP") { writer in
            writer.text(1, "qualifier", value.qualifier)
            writer.word("kind", value.kind, value.qualifier, CodeNames.dates)
            writer.unplaced("zone", unless: value.zone == nil)
            if let day = value.day, let until = value.until {
                writer.fixed(2, "RD8")
                writer.period(3, day, until)
            } else if let day = value.day, let time = value.time {
                writer.fixed(2, "DT")
                writer.moment(3, day, time)
            } else if value.day != nil {
                writer.fixed(2, "D8")
                writer.day(3, "day", value.day)
            } else if value.time != nil {
                writer.fixed(2, "TM")
                writer.time(3, "time", value.time)
            } else {
                writer.text(2, "format", value.format)
                writer.text(3, "text", value.text)
                return
            }
            writer.unplaced("text", unless: value.text == nil)
        }
    }

    /// A reference in a REF of its own.
    mutating func reference(_ value: Reference) {
        segment("REF") { writer in
            writer.text(1, "qualifier", value.qualifier)
            writer.word("kind", value.kind, value.qualifier, CodeNames.references)
            writer.text(2, "value", value.value)
            writer.text(3, "description", value.description)
            writer.related(4, value.related)
            writer.unplaced("date", unless: value.date == nil)
        }
    }

    /// A reference with a day, in an N9 of its own: REF has no place for one.
    mutating func datedReference(_ value: Reference) {
        segment("N9") { writer in
            writer.text(1, "qualifier", value.qualifier)
            writer.word("kind", value.kind, value.qualifier, CodeNames.references)
            writer.text(2, "value", value.value)
            writer.text(3, "description", value.description)
            writer.dateOfHeading(value.date)
            writer.related(7, value.related)
        }
    }

    /// The day an N9 carries itself.
    mutating func dateOfHeading(_ date: NamedDate?) {
        guard let date else { return }
        within("date") { writer in
            writer.day(4, "day", date.day)
            writer.time(5, "time", date.time)
            writer.text(6, "zone", date.zone)
            writer.unplaced("qualifier", unless: date.qualifier == nil)
            writer.unplaced("kind", unless: date.kind == nil)
            writer.unplaced("until", unless: date.until == nil)
            writer.unplaced("format", unless: date.format == nil)
            writer.unplaced("text", unless: date.text == nil)
        }
    }

    /// Further numbers that make one unique, as one composite of up to three pairs.
    private mutating func related(_ element: Int, _ list: [Reference]) {
        for (index, reference) in list.enumerated() {
            guard index < 3 else {
                unplaced("related", at: index, "three further numbers have a place")
                continue
            }
            within("related", index) { writer in
                writer.component(element, index * 2 + 1, "qualifier", reference.qualifier)
                writer.word("kind", reference.kind, reference.qualifier, CodeNames.references)
                writer.component(element, index * 2 + 2, "value", reference.value)
                writer.unplaced("description", unless: reference.description == nil)
                writer.unplaced("related", unless: reference.related.isEmpty)
                writer.unplaced("date", unless: reference.date == nil)
            }
        }
    }
}
