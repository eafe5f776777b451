/// A code of the list of a trade.
public struct IndustryCode: Sendable, Hashable {
    /// The partner's code for who keeps the lists.
    public var agency: String?
    /// Which of the agency's sources.
    public var source: String?
    /// The partner's code for the list.
    public var list: String?
    /// The code.
    public var code: String?
    /// Words about it.
    public var description: String?

    /// A code still to be filled.
    public init() {}
}

extension IndustryCode: JSONWritable {
    func writeFields(to json: inout JSONWriter) {
        json.field("agency", agency)
        json.field("source", source)
        json.field("list", list)
        json.field("code", code)
        json.field("description", description)
    }
}

/// A code for a service.
public struct ServiceCode: Sendable, Hashable {
    /// The partner's code for who keeps the list.
    public var agency: String
    /// The partner's code for what the value is.
    public var qualifier: String
    /// The value.
    public var value: String

    /// A code of the list of an agency.
    public init(agency: String, qualifier: String, value: String) {
        self.agency = agency
        self.qualifier = qualifier
        self.value = value
    }
}

extension ServiceCode: JSONWritable {
    func writeFields(to json: inout JSONWriter) {
        json.field("agency", agency)
        json.field("qualifier", qualifier)
        json.field("value", value)
    }
}

/// A code of goods for customs or freight.
public struct Commodity: Sendable, Hashable {
    /// The partner's code for the list, `N` the national motor freight classification.
    public var qualifier: String?
    /// The code.
    public var code: String

    /// A code of a list.
    public init(qualifier: String? = nil, code: String) {
        self.qualifier = qualifier
        self.code = code
    }
}

extension Commodity: JSONWritable {
    func writeFields(to json: inout JSONWriter) {
        json.field("qualifier", qualifier)
        json.field("code", code)
    }
}

/// A currency and how it was exchanged.
public struct CurrencyExchange: Sendable, Hashable {
    /// How many units of the other currency one unit is worth.
    public var rate: ExactDecimal?
    /// The partner's code for who reckons in the other currency.
    public var party: String?
    /// The other currency.
    public var currency: String?
    /// The partner's code for the market of the rate.
    public var market: String?
    /// Days of the rate.
    public var dates: [NamedDate] = []

    /// An exchange still to be filled.
    public init() {}

    /// Whether nothing was said of an exchange.
    public var isEmpty: Bool { self == CurrencyExchange() }
}

extension CurrencyExchange: JSONWritable {
    func writeFields(to json: inout JSONWriter) {
        json.field("rate", rate)
        json.field("party", party)
        json.field("currency", currency)
        json.field("market", market)
        json.list("dates", dates)
    }
}
