internal import Documents
internal import X12

extension Reading {
    /// A party with its address, contacts and references.
    mutating func party(_ loop: Loop, into parties: inout [Party]) throws(TranslationError) {
        guard let opening = loop.segments.first, let qualifier = opening[1] else { return }
        let found = try within("parties", parties.count) { reading throws(TranslationError) in
            var party = Party(qualifier: qualifier, role: reading.kind("role", opening, 1, CodeNames.roles))
            reading.note("qualifier", opening, 1)
            party.name = reading.text("name", opening, 2)
            party.identifier = try reading.identifier("identifier", opening, qualifier: 3, value: 4)
            for segment in loop.segments.dropFirst() {
                switch segment.id {
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
            for qualifier in [3, 5, 7] where segment[qualifier + 1] != nil {
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
            return contact
        }
        contacts.append(found)
    }
}
