/// What a supplier answers to an order, as a whole and line by line.
public struct PurchaseOrderResponse: Sendable, Hashable {
    /// Original, replacement and so on.
    public var purpose: CodedValue
    /// The answer to the whole: accepted, accepted with changes, rejected.
    public var decision: CodedValue
    /// The buyer's number of the order.
    public var orderNumber: String
    /// The day of the order.
    public var orderDate: CalendarDay?
    /// The release of a blanket order.
    public var release: String?
    /// The buyer's number of the request.
    public var requestReference: String?
    /// The contract it falls under.
    public var contract: String?
    /// The supplier's number of the order.
    public var sellerOrderNumber: String?
    /// The day of the answer.
    public var responseDate: CalendarDay?
    /// What kind of answer, in the partner's code.
    public var responseType: String?
    /// What was said of the whole answer.
    public var details = Details()
    /// The lines answered; none when the decision alone is the answer to all lines.
    public var lines: [OrderLine] = []
    /// The sender's control totals.
    public var totals: ControlTotals?

    /// An answer with what every answer must have.
    public init(purpose: CodedValue, decision: CodedValue, orderNumber: String) {
        self.purpose = purpose
        self.decision = decision
        self.orderNumber = orderNumber
    }

    /// Whether the decision holds for every line of the order, because no line is mentioned.
    public var coversWholeOrder: Bool { lines.isEmpty }
}

extension PurchaseOrderResponse: JSONWritable {
    func writeFields(to json: inout JSONWriter) {
        json.field("purpose", purpose)
        json.field("decision", decision)
        json.field("coversWholeOrder", coversWholeOrder)
        json.field("orderNumber", orderNumber)
        json.field("orderDate", orderDate?.description)
        json.field("release", release)
        json.field("requestReference", requestReference)
        json.field("contract", contract)
        json.field("sellerOrderNumber", sellerOrderNumber)
        json.field("responseDate", responseDate?.description)
        json.field("responseType", responseType)
        details.writeFields(to: &json)
        json.requiredList("lines", lines)
        json.field("totals", totals)
    }
}
