/// The accounts something is booked on.
public struct AccountingEntry: Sendable, Hashable {
    /// The partner's code for who keeps the list of accounts, `ZZ`.
    public var agency: String
    /// The code of the service or charge that is booked.
    public var service: String?
    /// The partner's code for allowance or charge.
    public var indicator: String?
    /// The accounts, each with the partner's code for its kind.
    public var accounts: [Account] = []

    /// An entry in the lists of an agency.
    public init(agency: String) {
        self.agency = agency
    }

    /// One account of an entry.
    public struct Account: Sendable, Hashable {
        /// The partner's code for the kind of account.
        public var kind: String
        /// The account.
        public var value: String

        /// An account of a kind.
        public init(kind: String, value: String) {
            self.kind = kind
            self.value = value
        }
    }
}

extension AccountingEntry: JSONWritable {
    func writeFields(to json: inout JSONWriter) {
        json.field("agency", agency)
        json.field("service", service)
        json.field("indicator", indicator)
        json.list("accounts", accounts)
    }
}

extension AccountingEntry.Account: JSONWritable {
    func writeFields(to json: inout JSONWriter) {
        json.field("kind", kind)
        json.field("value", value)
    }
}

/// A sum or quantity of a period.
public struct PeriodAmount: Sendable, Hashable {
    /// The partner's code for what the quantity is.
    public var quantityQualifier: String?
    /// The quantity.
    public var quantity: Quantity?
    /// The partner's code for what the sum is.
    public var amountQualifier: String?
    /// The sum.
    public var amount: ExactDecimal?
    /// The partner's code for the length of the period.
    public var period: String?
    /// Where the period begins.
    public var start: NamedDate?
    /// Where the period ends.
    public var end: NamedDate?
    /// The partner's code for what the percentage is.
    public var percentQualifier: String?
    /// The percentage.
    public var percent: ExactDecimal?
    /// The partner's yes or no to whether the sum is included elsewhere.
    public var answer: String?

    /// A sum still to be filled.
    public init() {}
}

extension PeriodAmount: JSONWritable {
    func writeFields(to json: inout JSONWriter) {
        json.field("quantityQualifier", quantityQualifier)
        json.field("quantity", quantity)
        json.field("amountQualifier", amountQualifier)
        json.field("amount", amount)
        json.field("period", period)
        json.field("start", start)
        json.field("end", end)
        json.field("percentQualifier", percentQualifier)
        json.field("percent", percent)
        json.field("answer", answer)
    }
}

/// A percentage with the partner's code for what it is.
public struct NamedPercentage: Sendable, Hashable {
    /// The partner's code.
    public var qualifier: String
    /// The percentage.
    public var percent: ExactDecimal

    /// A percentage and what it is.
    public init(qualifier: String, percent: ExactDecimal) {
        self.qualifier = qualifier
        self.percent = percent
    }
}

extension NamedPercentage: JSONWritable {
    func writeFields(to json: inout JSONWriter) {
        json.field("qualifier", qualifier)
        json.field("percent", percent)
    }
}

/// A price that replaces the one of the line from a day on, or for a quantity.
public struct PriceChange: Sendable, Hashable {
    /// The partner's code for the reason.
    public var reason: String
    /// The day it holds from.
    public var day: CalendarDay?
    /// The partner's code of the price.
    public var code: String?
    /// The price.
    public var price: Price?
    /// The quantity it holds for.
    public var quantity: Quantity?
    /// Words about it.
    public var description: String?

    /// A change for this reason.
    public init(reason: String) {
        self.reason = reason
    }
}

extension PriceChange: JSONWritable {
    func writeFields(to json: inout JSONWriter) {
        json.field("reason", reason)
        json.field("day", day?.description)
        json.field("code", code)
        json.field("price", price)
        json.field("quantity", quantity)
        json.field("description", description)
    }
}
