/// What may be said at every level of a document: of the whole, of a shipment, an order, a package, a line.
///
/// In JSON its fields stand beside the fields of the level itself. Lists without a value are left out.
public struct Details: Sendable, Hashable {
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

    private var furtherDetails: [FurtherDetails] = []

    /// Nothing said.
    public init() {}

    /// What is seldom said: lead times, conditions, accounts and the like.
    public var further: FurtherDetails {
        get { furtherDetails.first ?? FurtherDetails() }
        set { furtherDetails = newValue.isEmpty ? [] : [newValue] }
    }
}

extension Details: JSONWritable {
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
        furtherDetails.first?.writeFields(to: &json)
    }
}
