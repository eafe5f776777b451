/// What a buyer says has arrived, in which state, and what of it is in question.
public struct ReceiptConfirmation: Sendable, Hashable {
    /// The buyer's number of the receipt.
    public var receiptNumber: String
    /// The day it was made.
    public var day: CalendarDay?
    /// The time it was made.
    public var time: TimeOfDay?
    /// Original, replacement and so on.
    public var purpose: CodedValue
    /// At the dock, after counting, after inspection.
    public var receiptType: CodedValue
    /// The state of the whole.
    public var condition: CodedValue?
    /// The partner's code for what is to be done.
    public var action: String?
    /// The orders it is about.
    public var orders: [OrderReference] = []
    /// What was said of the whole receipt.
    public var details = Details()
    /// The lines.
    public var lines: [ReceivedLine] = []
    /// The sender's control totals.
    public var totals: ControlTotals?

    /// A receipt with what every one must have.
    public init(receiptNumber: String, purpose: CodedValue, receiptType: CodedValue) {
        self.receiptNumber = receiptNumber
        self.purpose = purpose
        self.receiptType = receiptType
    }
}

extension ReceiptConfirmation: JSONWritable {
    func writeFields(to json: inout JSONWriter) {
        json.field("receiptNumber", receiptNumber)
        json.field("day", day?.description)
        json.field("time", time?.description)
        json.field("purpose", purpose)
        json.field("receiptType", receiptType)
        json.field("condition", condition)
        json.field("action", action)
        json.list("orders", orders)
        details.writeFields(to: &json)
        json.requiredList("lines", lines)
        json.field("totals", totals)
    }
}

/// An order that something belongs to.
public struct OrderReference: Sendable, Hashable {
    /// The buyer's number of the order.
    public var orderNumber: String
    /// The release of a blanket order.
    public var release: String?
    /// The buyer's number of the change.
    public var changeNumber: String?
    /// The day of the order.
    public var orderDate: CalendarDay?
    /// The line of the order.
    public var orderLineNumber: String?
    /// The contract it falls under.
    public var contract: String?
    /// The partner's code for the type of order.
    public var orderType: String?

    /// An order by its number.
    public init(orderNumber: String) {
        self.orderNumber = orderNumber
    }
}

extension OrderReference: JSONWritable {
    func writeFields(to json: inout JSONWriter) {
        json.field("orderNumber", orderNumber)
        json.field("release", release)
        json.field("changeNumber", changeNumber)
        json.field("orderDate", orderDate?.description)
        json.field("orderLineNumber", orderLineNumber)
        json.field("contract", contract)
        json.field("orderType", orderType)
    }
}

/// What has arrived of one item.
public struct ReceivedLine: Sendable, Hashable {
    /// The number of the line.
    public var lineNumber: String?
    /// The orders of the line.
    public var orders: [OrderReference] = []
    /// What has arrived.
    public var item = Item()
    /// How much arrived or was accepted.
    public var received: Quantity?
    /// How much was sent back.
    public var returned: Quantity?
    /// What is in question.
    public var discrepancies: [Discrepancy] = []
    /// A further quantity, in the unit of what was received.
    public var furtherQuantity: ExactDecimal?
    /// How much the sender said it shipped.
    public var shipped: Quantity?
    /// How much was shipped of it in all so far.
    public var cumulative: ExactDecimal?
    /// How much was ordered.
    public var ordered: Quantity?
    /// The partner's code for how returnable containers are loaded.
    public var containerLoad: String?
    /// What is said to the line.
    public var status: CodedValue?
    /// How the item is packed.
    public var packs: [PackSize] = []
    /// The parts of a kit or an assortment.
    public var components: [Component] = []
    /// What else was said of the line.
    public var details = Details()

    /// A line still to be filled.
    public init() {}
}

extension ReceivedLine: JSONWritable {
    func writeFields(to json: inout JSONWriter) {
        json.field("lineNumber", lineNumber)
        json.list("orders", orders)
        if !item.isEmpty { json.field("item", item) }
        json.field("received", received)
        json.field("returned", returned)
        json.list("discrepancies", discrepancies)
        json.field("furtherQuantity", furtherQuantity)
        json.field("shipped", shipped)
        json.field("cumulative", cumulative)
        json.field("ordered", ordered)
        json.field("containerLoad", containerLoad)
        json.field("status", status)
        json.list("packs", packs)
        json.list("components", components)
        details.writeFields(to: &json)
    }
}

/// A quantity that is in question, and why.
public struct Discrepancy: Sendable, Hashable {
    /// How much.
    public var quantity: Quantity?
    /// Short, over, damaged, wrong and so on.
    public var condition: CodedValue?

    /// A discrepancy still to be filled.
    public init() {}
}

extension Discrepancy: JSONWritable {
    func writeFields(to json: inout JSONWriter) {
        json.field("quantity", quantity)
        json.field("condition", condition)
    }
}
