internal import Documents
internal import X12

extension Reading {
    /// A party with its address, contacts and references.
    mutating func party(_ loop: Loop, into parties: inout [Party]) throws(TranslationError) {
        if let opening = loop.segments.first { try party(opening, in: loop, into: &parties) }
    }

    /// A party by its N1, with the rest of its loop where it has one.
    mutating func party(
        _ opening: Segment, in loop: Loop?, into parties: inout [Party],
    ) throws(TranslationError) {
        guard let qualifier = opening[1] else { return }
        let found = try within("parties", parties.count) { reading throws(TranslationError) in
            var party = Party(qualifier: qualifier, role: reading.kind("role", opening, 1, CodeNames.roles))
            reading.note("qualifier", opening, 1)
            party.name = reading.text("name", opening, 2)
            party.identifier = try reading.identifier("identifier", opening, qualifier: 3, value: 4)
            guard let loop else { return party }
            for segment in loop.segments.dropFirst() {
                switch segment.code {
                case "N2": reading.names(segment, into: &party.additionalNames)
                case "N3": reading.streetLines(segment, into: &party.street)
                case "N4": try reading.place(segment, into: &party)
                case "REF": try reading.reference(segment, into: &party.references)
                case "PER": try reading.contact(segment, into: &party.contacts)
                case "NX2": try reading.addressComponent(segment, into: &party.addressComponents)
                case "SCH": try reading.schedule(segment, in: nil, into: &party.schedules)
                default: try reading.detail(segment, into: &party.details)
                }
            }
            for child in loop.loops { try reading.detail(child, into: &party.details) }
            return party
        }
        parties.append(found)
    }

    /// NM1, a person or a company with the parts of its name.
    mutating func person(_ loop: Loop, into parties: inout [Party]) throws(TranslationError) {
        guard let opening = loop.segments.first else { return }
        try person(opening, with: Array(loop.segments.dropFirst()), into: &parties)
    }

    mutating func person(
        _ opening: Segment, with others: [Segment], into parties: inout [Party],
    ) throws(TranslationError) {
        guard let qualifier = opening[1] else { return }
        let found = try within("parties", parties.count) { reading throws(TranslationError) in
            var party = Party(qualifier: qualifier, role: reading.kind("role", opening, 1, CodeNames.roles))
            reading.note("qualifier", opening, 1)
            party.name = reading.text("name", opening, 3)
            party.person = try reading.within("person") { reading throws(TranslationError) in
                var person = PersonName()
                person.entityType = reading.text("entityType", opening, 2)
                person.first = reading.text("first", opening, 4)
                person.middle = reading.text("middle", opening, 5)
                person.prefix = reading.text("prefix", opening, 6)
                person.suffix = reading.text("suffix", opening, 7)
                return person
            }
            party.identifier = try reading.identifier("identifier", opening, qualifier: 8, value: 9)
            for segment in others {
                switch segment.code {
                case "N2": reading.names(segment, into: &party.additionalNames)
                case "N3": reading.streetLines(segment, into: &party.street)
                case "N4": try reading.place(segment, into: &party)
                case "REF": try reading.reference(segment, into: &party.references)
                case "PER": try reading.contact(segment, into: &party.contacts)
                default: break
                }
            }
            return party
        }
        parties.append(found)
    }

    /// A party by its role and number inside another segment: `ENT02` to `ENT04`.
    mutating func party(
        _ name: StaticString, _ segment: Segment, role: Int, qualifier: Int, value: Int,
    ) throws(TranslationError) -> Party? {
        guard let code = segment[role], segment.has(value) else { return nil }
        return try within(name) { reading throws(TranslationError) in
            var party = Party(qualifier: code, role: reading.kind("role", segment, role, CodeNames.roles))
            reading.note("qualifier", segment, role)
            party.identifier = try reading.identifier(
                "identifier", segment, qualifier: qualifier, value: value)
            return party
        }
    }

    private mutating func addressComponent(
        _ segment: Segment, into list: inout [PartyIdentifier],
    ) throws(TranslationError) {
        let found = try within("addressComponents", list.count) { reading throws(TranslationError) in
            let qualifier = reading.text("qualifier", segment, 1)
            return reading.text("value", segment, 2).map { PartyIdentifier(qualifier: qualifier, value: $0) }
        }
        if let found { list.append(found) }
    }

    private mutating func names(_ segment: Segment, into names: inout [String]) {
        for element in 1...2 {
            if let name = text("additionalNames", segment, element, at: names.count) { names.append(name) }
        }
    }

    private mutating func streetLines(_ segment: Segment, into street: inout [String]) {
        for element in 1...2 {
            if let line = text("street", segment, element, at: street.count) { street.append(line) }
        }
    }

    private mutating func place(_ segment: Segment, into party: inout Party) throws(TranslationError) {
        // A second N4 of the same party adds only what the first left out.
        party.city = party.city ?? text("city", segment, 1)
        party.region = party.region ?? text("region", segment, 2)
        party.postalCode = party.postalCode ?? text("postalCode", segment, 3)
        party.country = party.country ?? text("country", segment, 4)
        if party.location == nil {
            party.location = try identifier("location", segment, qualifier: 5, value: 6)
        }
    }

    /// A person or desk, and how to reach it.
    mutating func contact(_ segment: Segment, into contacts: inout [Contact]) throws(TranslationError) {
        guard segment.elementCount > 0 else { return }
        let found = try within("contacts", contacts.count) { reading throws(TranslationError) in
            var contact = Contact()
            contact.function = reading.text("function", segment, 1)
            contact.name = reading.text("name", segment, 2)
            for qualifier in [3, 5, 7] where segment.has(qualifier + 1) {
                let channel = try reading.within("channels", contact.channels.count) {
                    reading throws(TranslationError) in
                    let kind = reading.kind("kind", segment, qualifier, CodeNames.channels)
                    let code = reading.text("qualifier", segment, qualifier)
                    return reading.text("value", segment, qualifier + 1).map {
                        ContactChannel(kind: kind, qualifier: code, value: $0)
                    }
                }
                if let channel { contact.channels.append(channel) }
            }
            contact.inquiryReference = reading.text("inquiryReference", segment, 9)
            return contact
        }
        contacts.append(found)
    }
}
