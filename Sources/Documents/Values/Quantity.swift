/// How much of something, in a unit.
public struct Quantity: Sendable, Hashable {
    /// The number.
    public var value: ExactDecimal
    /// The unit as the partner coded it, `EA`, `CA`, `KG`; absent when none was sent.
    public var unit: String?

    /// A number in a unit.
    public init(_ value: ExactDecimal, unit: String? = nil) {
        self.value = value
        self.unit = unit
    }
}

extension Quantity: JSONWritable {
    func writeFields(to json: inout JSONWriter) {
        json.field("value", value)
        json.field("unit", unit)
    }
}

/// A unit price with what it is the price of.
public struct Price: Sendable, Hashable {
    /// The price in the currency of the document.
    public var amount: ExactDecimal
    /// The partner's code for the basis, `PE`, `HP`; absent when none was sent.
    public var basis: String?
    /// How many units the price is for when the basis says so: 12, 100, 1000, 100000.
    public var perQuantity: Int?

    /// A price with its basis.
    public init(_ amount: ExactDecimal, basis: String? = nil, perQuantity: Int? = nil) {
        self.amount = amount
        self.basis = basis
        self.perQuantity = perQuantity
    }
}

extension Price: JSONWritable {
    func writeFields(to json: inout JSONWriter) {
        json.field("amount", amount)
        json.field("basis", basis)
        json.field("perQuantity", perQuantity)
    }
}

/// A further price beside the one of the line: retail, list, catalogue.
public struct ListedPrice: Sendable, Hashable {
    /// The partner's code of the price, `RES`, `UCP`, `MSR`.
    public var code: String?
    /// The partner's code for the class of trade.
    public var tradeClass: String?
    /// The price.
    public var amount: ExactDecimal?
    /// The quantity the price holds for.
    public var quantity: Quantity?
    /// The partner's code for how the multiplier is meant, `DIS` discount.
    public var multiplierQualifier: String?
    /// What the price is multiplied with.
    public var multiplier: ExactDecimal?
    /// The sum for the quantity.
    public var total: ExactDecimal?
    /// The partner's code for the basis of the price.
    public var basis: String?
    /// A value the price depends on.
    public var condition: String?
    /// How many pieces the price is for together.
    public var multipleQuantity: Int?
    /// The currency of the price, when it is not the one of the document.
    public var currency: String?
    /// The partner's code for who reckons in that currency.
    public var currencyParty: String?

    /// A price still to be filled.
    public init() {}
}

extension ListedPrice: JSONWritable {
    func writeFields(to json: inout JSONWriter) {
        json.field("code", code)
        json.field("tradeClass", tradeClass)
        json.field("amount", amount)
        json.field("quantity", quantity)
        json.field("multiplierQualifier", multiplierQualifier)
        json.field("multiplier", multiplier)
        json.field("total", total)
        json.field("basis", basis)
        json.field("condition", condition)
        json.field("multipleQuantity", multipleQuantity)
        json.field("currency", currency)
        json.field("currencyParty", currencyParty)
    }
}

/// A sum of money with the partner's code for what it is.
public struct NamedAmount: Sendable, Hashable {
    /// The partner's code, `TT`.
    public var qualifier: String
    /// The sum, in the currency of the document.
    public var amount: ExactDecimal
    /// The partner's code for credit or debit, `C`, `D`.
    public var creditOrDebit: String?
    /// What else was said of the sum: references, dates, percentages, accounts.
    public var details: Details {
        get { ownDetails.first ?? Details() }
        set { ownDetails = newValue == Details() ? [] : [newValue] }
    }
    private var ownDetails: [Details] = []

    /// A sum and what it is.
    public init(qualifier: String, amount: ExactDecimal, creditOrDebit: String? = nil) {
        self.qualifier = qualifier
        self.amount = amount
        self.creditOrDebit = creditOrDebit
    }
}

extension NamedAmount: JSONWritable {
    func writeFields(to json: inout JSONWriter) {
        json.field("qualifier", qualifier)
        json.field("amount", amount)
        json.field("creditOrDebit", creditOrDebit)
        ownDetails.first?.writeFields(to: &json)
    }
}

/// A weight, length or other measured value.
public struct Measurement: Sendable, Hashable {
    /// The partner's code for what was measured it belongs to, `PD` physical dimensions.
    public var reference: String?
    /// The partner's code for the dimension, `G` gross weight.
    public var qualifier: String?
    /// The measured value.
    public var value: ExactDecimal?
    /// The unit.
    public var unit: String?
    /// The lower end, when a range was sent.
    public var minimum: ExactDecimal?
    /// The upper end, when a range was sent.
    public var maximum: ExactDecimal?
    /// The partner's code for how exact or significant the value is.
    public var significance: String?
    /// The partner's code for an attribute instead of a value.
    public var attribute: String?
    /// The partner's code for the surface or layer that was measured.
    public var surface: String?
    /// The partner's code for the method or device.
    public var method: String?

    /// A measurement still to be filled.
    public init() {}
}

extension Measurement: JSONWritable {
    func writeFields(to json: inout JSONWriter) {
        json.field("reference", reference)
        json.field("qualifier", qualifier)
        json.field("value", value)
        json.field("unit", unit)
        json.field("minimum", minimum)
        json.field("maximum", maximum)
        json.field("significance", significance)
        json.field("attribute", attribute)
        json.field("surface", surface)
        json.field("method", method)
    }
}
