/// An order: who wants what, when, where to and at which price.
public struct PurchaseOrder: Sendable, Hashable {
    /// Original, change, cancellation and so on.
    public var purpose: CodedValue
    /// Stand-alone, release, dropship and so on.
    public var orderType: CodedValue
    /// The buyer's number of the order.
    public var orderNumber: String
    /// The release of a blanket order.
    public var release: String?
    /// The day of the order.
    public var orderDate: CalendarDay?
    /// The contract it falls under.
    public var contract: String?
    /// The partner's code for the answer that is wanted.
    public var answerWanted: String?
    /// The partner's code for how the order is to be billed.
    public var invoiceType: String?
    /// The partner's code for the type of contract.
    public var contractType: String?
    /// The partner's code for what is bought.
    public var category: String?
    /// The partner's code for how secret it is.
    public var securityLevel: String?
    /// The partner's code for the type of transaction.
    public var transactionType: String?
    /// What was said of the whole order.
    public var details = Details()
    /// The lines.
    public var lines: [OrderLine] = []
    /// The sender's control totals.
    public var totals: ControlTotals?

    /// An order with what every order must have.
    public init(purpose: CodedValue, orderType: CodedValue, orderNumber: String) {
        self.purpose = purpose
        self.orderType = orderType
        self.orderNumber = orderNumber
    }
}

extension PurchaseOrder: JSONWritable {
    func writeFields(to json: inout JSONWriter) {
        json.field("purpose", purpose)
        json.field("orderType", orderType)
        json.field("orderNumber", orderNumber)
        json.field("release", release)
        json.field("orderDate", orderDate?.description)
        json.field("contract", contract)
        json.field("answerWanted", answerWanted)
        json.field("invoiceType", invoiceType)
        json.field("contractType", contractType)
        json.field("category", category)
        json.field("securityLevel", securityLevel)
        json.field("transactionType", transactionType)
        details.writeFields(to: &json)
        json.requiredList("lines", lines)
        json.field("totals", totals)
    }
}
