/// Somebody with a role in a document: who buys, where it goes, who is paid.
public struct Party: Sendable, Hashable {
    /// Our word for the role, `shipTo`; absent when the partner's code is not one we name.
    public var role: String?
    /// The partner's code for the role, `ST`.
    public var qualifier: String
    /// The name; the family name of a person.
    public var name: String?
    /// The other names of a person.
    public var person: PersonName?
    /// Further name lines.
    public var additionalNames: [String] = []
    /// The number of the party in somebody's numbering.
    public var identifier: PartyIdentifier?
    /// Street lines.
    public var street: [String] = []
    /// The city.
    public var city: String?
    /// State or province.
    public var region: String?
    /// Postal code.
    public var postalCode: String?
    /// Country code.
    public var country: String?
    /// A place in the partner's own coding: a dock, a plant.
    public var location: PartyIdentifier?
    /// People to ask.
    public var contacts: [Contact] = []
    /// References that belong to this party only.
    public var references: [Reference] = []
    /// Parts of the address by the partner's code: a building, a floor.
    public var addressComponents: [PartyIdentifier] = []
    /// What else holds for this party only: dates, quantities, carriers, freight terms, packages.
    ///
    /// Contacts and references put in here are added to those of the party.
    public var details: Details {
        get { ownDetails.first ?? Details() }
        set {
            var rest = newValue
            contacts += rest.contacts
            references += rest.references
            (rest.contacts, rest.references) = ([], [])
            ownDetails = rest == Details() ? [] : [rest]
        }
    }
    /// When and how much goes to this party.
    public var schedules: [Schedule] = []
    private var ownDetails: [Details] = []

    /// A party in the role of this code.
    public init(qualifier: String, role: String? = nil) {
        self.qualifier = qualifier
        self.role = role
    }
}

extension Party: JSONWritable {
    func writeFields(to json: inout JSONWriter) {
        json.field("role", role)
        json.field("qualifier", qualifier)
        json.field("name", name)
        json.field("person", person)
        json.list("additionalNames", additionalNames)
        json.field("identifier", identifier)
        json.list("street", street)
        json.field("city", city)
        json.field("region", region)
        json.field("postalCode", postalCode)
        json.field("country", country)
        json.field("location", location)
        json.list("contacts", contacts)
        json.list("references", references)
        json.list("addressComponents", addressComponents)
        json.list("schedules", schedules)
        ownDetails.first?.writeFields(to: &json)
    }
}

/// The names of a person beside the family name.
public struct PersonName: Sendable, Hashable {
    /// The partner's code for a person or a company.
    public var entityType: String?
    /// The first name.
    public var first: String?
    /// Middle names.
    public var middle: String?
    /// What stands before the name.
    public var prefix: String?
    /// What stands behind the name.
    public var suffix: String?

    /// Names still to be filled.
    public init() {}
}

extension PersonName: JSONWritable {
    func writeFields(to json: inout JSONWriter) {
        json.field("entityType", entityType)
        json.field("first", first)
        json.field("middle", middle)
        json.field("prefix", prefix)
        json.field("suffix", suffix)
    }
}

/// A number or code with the scheme it is from.
public struct PartyIdentifier: Sendable, Hashable {
    /// Our word for the scheme, `duns`, `gln`, `assignedByBuyer`; absent when we have none.
    public var kind: String?
    /// The partner's code for the scheme, `92`.
    public var qualifier: String?
    /// The number.
    public var value: String

    /// A number in a scheme.
    public init(kind: String? = nil, qualifier: String? = nil, value: String) {
        self.kind = kind
        self.qualifier = qualifier
        self.value = value
    }
}

extension PartyIdentifier: JSONWritable {
    func writeFields(to json: inout JSONWriter) {
        json.field("kind", kind)
        json.field("qualifier", qualifier)
        json.field("value", value)
    }
}

/// A person or desk, and how to reach it.
public struct Contact: Sendable, Hashable {
    /// The partner's code for the duty, `BD`.
    public var function: String?
    /// The name.
    public var name: String?
    /// Telephone numbers, addresses and the like.
    public var channels: [ContactChannel] = []
    /// What to name when asking.
    public var inquiryReference: String?

    /// A contact still to be filled.
    public init() {}
}

extension Contact: JSONWritable {
    func writeFields(to json: inout JSONWriter) {
        json.field("function", function)
        json.field("name", name)
        json.list("channels", channels)
        json.field("inquiryReference", inquiryReference)
    }
}

/// One way to reach a contact.
public struct ContactChannel: Sendable, Hashable {
    /// Our word, `telephone`, `email`, `fax`; absent when we have none.
    public var kind: String?
    /// The partner's code, `TE`.
    public var qualifier: String?
    /// The number or address.
    public var value: String

    /// A number or address of a kind.
    public init(kind: String? = nil, qualifier: String? = nil, value: String) {
        self.kind = kind
        self.qualifier = qualifier
        self.value = value
    }
}

extension ContactChannel: JSONWritable {
    func writeFields(to json: inout JSONWriter) {
        json.field("kind", kind)
        json.field("qualifier", qualifier)
        json.field("value", value)
    }
}
