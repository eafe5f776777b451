/// A discount given or a cost added.
///
/// ``amount`` is what was sent; whether it lowers or raises the bill is said by ``kind`` alone.
public struct Charge: Sendable, Hashable {
    /// Our word, `allowance`, `charge`; absent when the partner's code is not one we name.
    public var kind: String?
    /// The partner's code for allowance or charge, `A`, `C`.
    public var qualifier: String
    /// The code for what it is for, `D240` freight.
    public var code: String?
    /// The partner's code for the list ``agencyCode`` is from.
    public var agency: String?
    /// A code from the list of an agency.
    public var agencyCode: String?
    /// The sum, in the currency of the document.
    public var amount: ExactDecimal?
    /// The partner's code for what the percentage is of.
    public var percentBasis: String?
    /// The percentage.
    public var percent: ExactDecimal?
    /// The rate for one unit.
    public var rate: ExactDecimal?
    /// The quantity the rate holds for.
    public var quantity: Quantity?
    /// The upper end of a range of quantities.
    public var quantityThrough: ExactDecimal?
    /// The partner's code for how it is settled, `02` off invoice.
    public var handling: String?
    /// A number it is known by.
    public var reference: String?
    /// The number of the option it belongs to.
    public var option: String?
    /// Words about it.
    public var description: String?
    /// The language of the words.
    public var language: String?
    /// Taxes on it.
    public var taxes: [Tax] = []
    /// Its currency, when it is not the one of the document.
    public var currency: String?
    /// The partner's code for who reckons in that currency.
    public var currencyParty: String?
    /// The prices it is reckoned from.
    public var prices: [ListedPrice] = []

    /// An allowance or charge of this code.
    public init(kind: String? = nil, qualifier: String) {
        self.kind = kind
        self.qualifier = qualifier
    }
}

extension Charge: JSONWritable {
    func writeFields(to json: inout JSONWriter) {
        json.field("kind", kind)
        json.field("qualifier", qualifier)
        json.field("code", code)
        json.field("agency", agency)
        json.field("agencyCode", agencyCode)
        json.field("amount", amount)
        json.field("percentBasis", percentBasis)
        json.field("percent", percent)
        json.field("rate", rate)
        json.field("quantity", quantity)
        json.field("quantityThrough", quantityThrough)
        json.field("handling", handling)
        json.field("reference", reference)
        json.field("option", option)
        json.field("description", description)
        json.field("language", language)
        json.list("taxes", taxes)
        json.field("currency", currency)
        json.field("currencyParty", currencyParty)
        json.list("prices", prices)
    }
}

/// A tax, or an exemption from one.
public struct Tax: Sendable, Hashable {
    /// The partner's code for the tax, `ST`, `VA`.
    public var code: String?
    /// The sum.
    public var amount: ExactDecimal?
    /// The percentage.
    public var percent: ExactDecimal?
    /// The place that levies the tax.
    public var jurisdiction: PartyIdentifier?
    /// Further places, from the second on, in a tax by registration.
    public var jurisdictions: [PartyIdentifier] = []
    /// The partner's code for exempt or not.
    public var exemption: String?
    /// The sum the tax is of.
    public var base: ExactDecimal?
    /// The number somebody is registered by with the tax office.
    public var registration: String?
    /// The partner's code for whether the tax is in the price.
    public var relationship: String?
    /// The line the tax belongs to.
    public var lineNumber: String?
    /// The partner's code for the way through customs.
    public var customsEntry: String?

    /// A tax still to be filled.
    public init() {}
}

extension Tax: JSONWritable {
    func writeFields(to json: inout JSONWriter) {
        json.field("code", code)
        json.field("amount", amount)
        json.field("percent", percent)
        json.field("jurisdiction", jurisdiction)
        json.list("jurisdictions", jurisdictions)
        json.field("exemption", exemption)
        json.field("base", base)
        json.field("registration", registration)
        json.field("relationship", relationship)
        json.field("lineNumber", lineNumber)
        json.field("customsEntry", customsEntry)
    }
}
