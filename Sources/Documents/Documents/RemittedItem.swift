/// The part of a payment for one party.
public struct RemittanceEntity: Sendable, Hashable {
    /// The sender's number of the part.
    public var number: String?
    /// The party that is paid for.
    public var party: Party?
    /// The party that it stands in relation to.
    public var otherParty: Party?
    /// A number it is known by.
    public var reference: Reference?
    /// What else was said of the part; people and companies too.
    public var details = Details()
    /// What is paid.
    public var items: [RemittedItem] = []
    /// Sums taken off or added that belong to no item.
    public var adjustments: [Adjustment] = []

    /// A part still to be filled.
    public init() {}
}

extension RemittanceEntity: JSONWritable {
    func writeFields(to json: inout JSONWriter) {
        json.field("number", number)
        json.field("party", party)
        json.field("otherParty", otherParty)
        json.field("reference", reference)
        details.writeFields(to: &json)
        json.list("items", items)
        json.list("adjustments", adjustments)
    }
}

/// One thing that is paid: an invoice, a credit.
public struct RemittedItem: Sendable, Hashable {
    /// What is paid, by its number: an invoice.
    public var reference: Reference?
    /// Whole, partial, in advance and so on.
    public var action: CodedValue?
    /// The sum paid for it.
    public var paid: ExactDecimal?
    /// The sum it was billed with.
    public var billed: ExactDecimal?
    /// The discount taken.
    public var discount: ExactDecimal?
    /// Why the sum was changed.
    public var adjustmentReason: CodedValue?
    /// By how much the sum was changed.
    public var adjustment: ExactDecimal?
    /// What else was said of it.
    public var details = Details()
    /// Sums taken off or added, one by one.
    public var adjustments: [Adjustment] = []
    /// The lines that are paid.
    public var lines: [InvoiceLine] = []

    /// An item still to be filled.
    public init() {}
}

extension RemittedItem: JSONWritable {
    func writeFields(to json: inout JSONWriter) {
        json.field("reference", reference)
        json.field("action", action)
        json.field("paid", paid)
        json.field("billed", billed)
        json.field("discount", discount)
        json.field("adjustmentReason", adjustmentReason)
        json.field("adjustment", adjustment)
        details.writeFields(to: &json)
        json.list("adjustments", adjustments)
        json.list("lines", lines)
    }
}

/// A sum taken off a payment or added to it.
public struct Adjustment: Sendable, Hashable {
    /// The sum; below zero when it is taken off.
    public var amount: ExactDecimal
    /// Why.
    public var reason: CodedValue
    /// A number it is known by.
    public var reference: Reference?
    /// What else was said of it.
    public var details = Details()
    /// The lines it is about.
    public var lines: [InvoiceLine] = []

    /// A sum with its reason.
    public init(amount: ExactDecimal, reason: CodedValue) {
        self.amount = amount
        self.reason = reason
    }
}

extension Adjustment: JSONWritable {
    func writeFields(to json: inout JSONWriter) {
        json.field("amount", amount)
        json.field("reason", reason)
        json.field("reference", reference)
        details.writeFields(to: &json)
        json.list("lines", lines)
    }
}
