/// What may be said at every level of a document: of the whole, of a shipment, an order, a package, a line.
///
/// In JSON its fields stand beside the fields of the level itself. Lists without a value are left out.
///
/// Most levels say nothing of all this: a value is one reference, to nothing as long as nothing was said.
@dynamicMemberLookup
public struct Details: Sendable, Hashable {
    /// What was said; empty or one.
    @usableFromInline var said: [Fields] = []

    /// Nothing said.
    public init() {}

    /// One field of what was said.
    @inlinable
    @inline(__always)
    public subscript<Value>(dynamicMember field: WritableKeyPath<Fields, Value>) -> Value {
        get { said.isEmpty ? Fields()[keyPath: field] : said[0][keyPath: field] }
        _modify {
            if said.isEmpty { said.append(Fields()) }
            yield &said[0][keyPath: field]
        }
    }

    /// All of what was said, for whoever adds much: a field by its name is found more slowly.
    @inlinable
    package var fields: Fields {
        @inline(__always)
        get { said.isEmpty ? Fields() : said[0] }
        @inline(__always)
        _modify {
            if said.isEmpty { said.append(Fields()) }
            yield &said[0]
        }
    }

    /// Whether nothing was said.
    public var isEmpty: Bool { self == Details() }

    /// Whether anything was said that is seldom said.
    public var saysMore: Bool { said.first?.further.isEmpty == false }

    /// What is seldom said: lead times, conditions, accounts and the like.
    public var further: FurtherDetails {
        get { said.first?.further.first ?? FurtherDetails() }
        set {
            if said.isEmpty, newValue.isEmpty { return }
            if said.isEmpty { said.append(Fields()) }
            said[0].further = newValue.isEmpty ? [] : [newValue]
        }
    }

    /// Whether the same was said.
    public static func == (left: Details, right: Details) -> Bool {
        if left.said.isEmpty, right.said.isEmpty { return true }
        return (left.said.first ?? Fields()) == (right.said.first ?? Fields())
    }

    /// Hashes what was said.
    public func hash(into hasher: inout Hasher) { (said.first ?? Fields()).hash(into: &hasher) }
}

extension Details {
    /// What may be said.
    public struct Fields: Sendable, Hashable {
        /// The currency, when one was sent at this level.
        public var currency: String?
        /// The partner's code for who reckons in the currency, `BY`, `SE`.
        public var currencyParty: String?
        /// How the currency was exchanged.
        public var exchange: CurrencyExchange?
        /// Numbers by which it is known.
        public var references: [Reference] = []
        /// Its dates.
        public var dates: [NamedDate] = []
        /// Who has to do with it.
        public var parties: [Party] = []
        /// People to ask.
        public var contacts: [Contact] = []
        /// How it is to be paid.
        public var terms: [PaymentTerms] = []
        /// Discounts and added costs.
        public var charges: [Charge] = []
        /// Taxes and exemptions.
        public var taxes: [Tax] = []
        /// Further prices.
        public var prices: [ListedPrice] = []
        /// Further sums of money.
        public var amounts: [NamedAmount] = []
        /// Who pays the freight.
        public var freightTerms: [FreightTerms] = []
        /// Who carries it.
        public var carriers: [Carrier] = []
        /// Trailers and containers.
        public var equipment: [Equipment] = []
        /// Packages counted and weighed.
        public var packaging: [Packaging] = []
        /// Marks on packages.
        public var marks: [Mark] = []
        /// Measured values.
        public var measurements: [Measurement] = []
        /// Words for people.
        public var notes: [Note] = []
        var further: [FurtherDetails] = []

        @usableFromInline
        init() {}
    }
}

extension Details: JSONWritable {
    func writeFields(to json: inout JSONWriter) {
        guard !said.isEmpty else { return }
        said[0].writeFields(to: &json)
    }
}

extension Details.Fields {
    func writeFields(to json: inout JSONWriter) {
        json.field("currency", currency)
        json.field("currencyParty", currencyParty)
        json.field("exchange", exchange)
        json.list("references", references)
        json.list("dates", dates)
        json.list("parties", parties)
        json.list("contacts", contacts)
        json.list("terms", terms)
        json.list("charges", charges)
        json.list("taxes", taxes)
        json.list("prices", prices)
        json.list("amounts", amounts)
        json.list("freightTerms", freightTerms)
        json.list("carriers", carriers)
        json.list("equipment", equipment)
        json.list("packaging", packaging)
        json.list("marks", marks)
        json.list("measurements", measurements)
        json.list("notes", notes)
        further.first?.writeFields(to: &json)
    }
}
