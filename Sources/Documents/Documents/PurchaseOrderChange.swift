/// A buyer's change to an order: what is to be added, changed or taken out, line by line.
public struct PurchaseOrderChange: Sendable, Hashable {
    /// Change, cancellation, replacement and so on.
    public var purpose: CodedValue
    /// Stand-alone, release, dropship and so on.
    public var orderType: CodedValue
    /// The buyer's number of the order.
    public var orderNumber: String
    /// The release of a blanket order.
    public var release: String?
    /// The buyer's number of the change.
    public var changeNumber: String?
    /// The day of the order.
    public var orderDate: CalendarDay?
    /// The buyer's number of the request.
    public var requestReference: String?
    /// The contract it falls under.
    public var contract: String?
    /// The supplier's number of the order.
    public var sellerOrderNumber: String?
    /// The day the supplier answered the order.
    public var responseDate: CalendarDay?
    /// The day of the change.
    public var changeDate: CalendarDay?
    /// The partner's code for the type of contract.
    public var contractType: String?
    /// The partner's code for how secret it is.
    public var securityLevel: String?
    /// The partner's code for the answer that is wanted.
    public var answerWanted: String?
    /// The partner's code for the type of transaction.
    public var transactionType: String?
    /// The partner's code for what is bought.
    public var category: String?
    /// What was said of the whole change.
    public var details = Details()
    /// The lines changed; each says how.
    public var lines: [OrderLine] = []
    /// The sender's control totals.
    public var totals: ControlTotals?

    /// A change with what every change must have.
    public init(purpose: CodedValue, orderType: CodedValue, orderNumber: String) {
        self.purpose = purpose
        self.orderType = orderType
        self.orderNumber = orderNumber
    }
}

extension PurchaseOrderChange: JSONWritable {
    func writeFields(to json: inout JSONWriter) {
        json.field("purpose", purpose)
        json.field("orderType", orderType)
        json.field("orderNumber", orderNumber)
        json.field("release", release)
        json.field("changeNumber", changeNumber)
        json.field("orderDate", orderDate?.description)
        json.field("requestReference", requestReference)
        json.field("contract", contract)
        json.field("sellerOrderNumber", sellerOrderNumber)
        json.field("responseDate", responseDate?.description)
        json.field("changeDate", changeDate?.description)
        json.field("contractType", contractType)
        json.field("securityLevel", securityLevel)
        json.field("answerWanted", answerWanted)
        json.field("transactionType", transactionType)
        json.field("category", category)
        details.writeFields(to: &json)
        json.requiredList("lines", lines)
        json.field("totals", totals)
    }
}

/// What a supplier answers to a change, or a change the supplier asks for.
public struct PurchaseOrderChangeResponse: Sendable, Hashable {
    /// Original, change, confirmation and so on.
    public var purpose: CodedValue
    /// The answer to the whole, when one was given.
    public var decision: CodedValue?
    /// The buyer's number of the order.
    public var orderNumber: String
    /// The release of a blanket order.
    public var release: String?
    /// The buyer's number of the change.
    public var changeNumber: String?
    /// The day of the order.
    public var orderDate: CalendarDay?
    /// The buyer's number of the request.
    public var requestReference: String?
    /// The contract it falls under.
    public var contract: String?
    /// The supplier's number of the order.
    public var sellerOrderNumber: String?
    /// The day of the answer.
    public var responseDate: CalendarDay?
    /// The day of the change answered.
    public var changeDate: CalendarDay?
    /// A further day of the change.
    public var furtherDate: CalendarDay?
    /// Stand-alone, release, dropship and so on.
    public var orderType: CodedValue?
    /// The partner's code for how secret it is.
    public var securityLevel: String?
    /// The partner's code for the type of transaction.
    public var transactionType: String?
    /// What was said of the whole answer.
    public var details = Details()
    /// The lines answered; none when the decision alone is the answer.
    public var lines: [OrderLine] = []
    /// The sender's control totals.
    public var totals: ControlTotals?

    /// An answer with what every answer must have.
    public init(purpose: CodedValue, orderNumber: String) {
        self.purpose = purpose
        self.orderNumber = orderNumber
    }
}

extension PurchaseOrderChangeResponse: JSONWritable {
    func writeFields(to json: inout JSONWriter) {
        json.field("purpose", purpose)
        json.field("decision", decision)
        json.field("orderNumber", orderNumber)
        json.field("release", release)
        json.field("changeNumber", changeNumber)
        json.field("orderDate", orderDate?.description)
        json.field("requestReference", requestReference)
        json.field("contract", contract)
        json.field("sellerOrderNumber", sellerOrderNumber)
        json.field("responseDate", responseDate?.description)
        json.field("changeDate", changeDate?.description)
        json.field("furtherDate", furtherDate?.description)
        json.field("orderType", orderType)
        json.field("securityLevel", securityLevel)
        json.field("transactionType", transactionType)
        details.writeFields(to: &json)
        json.requiredList("lines", lines)
        json.field("totals", totals)
    }
}
