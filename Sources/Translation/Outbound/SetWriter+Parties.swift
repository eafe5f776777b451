internal import Documents

/// Parties and how to reach them.
extension SetWriter {
    mutating func party(_ party: Party, below layout: Layout, of layouts: SetLayouts) {
        segment("N1") { writer in
            writer.text(1, "qualifier", party.qualifier)
            writer.word("role", party.role, party.qualifier, CodeNames.roles)
            writer.text(2, "name", party.name)
            writer.identifier(qualifier: 3, value: 4, "identifier", party.identifier)
        }
        pairs("N2", "additionalNames", party.additionalNames)
        pairs("N3", "street", party.street)
        segment("N4") { writer in
            writer.text(1, "city", party.city)
            writer.text(2, "region", party.region)
            writer.text(3, "postalCode", party.postalCode)
            writer.text(4, "country", party.country)
            writer.identifier(qualifier: 5, value: 6, "location", party.location)
        }
        var level = Level(party.details)
        level.details.references = party.references
        level.details.contacts = party.contacts
        level.addressComponents = party.addressComponents
        level.schedules = party.schedules
        write(level, layout, of: layouts)
        if party.person != nil { unplaced("person", "N1 has no place for the parts of a name") }
    }

    /// Texts two by two.
    private mutating func pairs(_ id: StaticString, _ name: StaticString, _ texts: [String]) {
        for first in stride(from: 0, to: texts.count, by: 2) {
            segment(id) { writer in
                writer.text(1, name, texts[first], at: first)
                if first + 1 < texts.count { writer.text(2, name, texts[first + 1], at: first + 1) }
            }
        }
    }

    mutating func contact(_ contact: Contact) {
        segment("PER") { writer in
            writer.text(1, "function", contact.function)
            writer.text(2, "name", contact.name)
            for (index, channel) in contact.channels.enumerated() {
                guard index < 3 else {
                    writer.unplaced("channels", at: index, "PER has a place for three")
                    continue
                }
                writer.within("channels", index) { writer in
                    writer.text(3 + index * 2, "qualifier", channel.qualifier)
                    writer.text(4 + index * 2, "value", channel.value)
                    writer.word("kind", channel.kind, channel.qualifier, CodeNames.channels)
                }
            }
            writer.text(9, "inquiryReference", contact.inquiryReference)
        }
    }

    mutating func addressComponent(_ value: PartyIdentifier) {
        segment("NX2") { writer in
            writer.text(1, "qualifier", value.qualifier)
            writer.text(2, "value", value.value)
            if value.kind != nil { writer.unplaced("kind", "NX2 has a code only") }
        }
    }
}
