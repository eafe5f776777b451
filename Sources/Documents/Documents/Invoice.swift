/// A bill, or a credit.
///
/// Amounts are as they were sent; ``direction`` says whether the sum is owed by or to the buyer.
public struct Invoice: Sendable, Hashable {
    /// Which way the money goes.
    public enum Direction: String, Sendable, Hashable {
        /// The buyer owes the sum.
        case debit
        /// The buyer is given the sum.
        case credit
    }

    /// The supplier's number of the invoice.
    public var invoiceNumber: String
    /// The day of the invoice.
    public var invoiceDate: CalendarDay?
    /// Debit or credit.
    public var direction = Direction.debit
    /// Invoice, credit memo and so on, with the partner's code.
    public var invoiceType: CodedValue?
    /// Original, cancellation and so on.
    public var purpose: CodedValue?
    /// The buyer's number of the order.
    public var orderNumber: String?
    /// The day of the order.
    public var orderDate: CalendarDay?
    /// The release of a blanket order.
    public var release: String?
    /// The change the invoice follows.
    public var changeNumber: String?
    /// The invoice this one corrects.
    public var originalInvoiceNumber: String?
    /// The partner's code for what is to be done.
    public var action: String?
    /// The consolidated invoice this one is part of.
    public var consolidatedInvoiceNumber: String?
    /// What was said of the whole invoice; charges and taxes of the whole invoice too.
    public var details = Details()
    /// The lines.
    public var lines: [InvoiceLine] = []
    /// The sum of the invoice.
    public var total: ExactDecimal
    /// The part of the sum that a discount may be taken of.
    public var discountableTotal: ExactDecimal?
    /// The sum after discount.
    public var discountedTotal: ExactDecimal?
    /// The discount.
    public var discount: ExactDecimal?
    /// What was shipped, in sums.
    public var shipmentTotals: [ShipmentTotal] = []
    /// The sender's control totals.
    public var totals: ControlTotals?

    /// An invoice with what every invoice must have.
    public init(invoiceNumber: String, total: ExactDecimal) {
        self.invoiceNumber = invoiceNumber
        self.total = total
    }
}

extension Invoice: JSONWritable {
    func writeFields(to json: inout JSONWriter) {
        json.field("invoiceNumber", invoiceNumber)
        json.field("invoiceDate", invoiceDate?.description)
        json.field("direction", direction.rawValue)
        json.field("invoiceType", invoiceType)
        json.field("purpose", purpose)
        json.field("orderNumber", orderNumber)
        json.field("orderDate", orderDate?.description)
        json.field("release", release)
        json.field("changeNumber", changeNumber)
        json.field("originalInvoiceNumber", originalInvoiceNumber)
        json.field("action", action)
        json.field("consolidatedInvoiceNumber", consolidatedInvoiceNumber)
        details.writeFields(to: &json)
        json.requiredList("lines", lines)
        json.field("total", total)
        json.field("discountableTotal", discountableTotal)
        json.field("discountedTotal", discountedTotal)
        json.field("discount", discount)
        json.list("shipmentTotals", shipmentTotals)
        json.field("totals", totals)
    }
}

/// A line of an invoice.
public struct InvoiceLine: Sendable, Hashable {
    /// The number of the line, the buyer's where the sender kept it.
    public var lineNumber: String?
    /// The order, when it was said at the line.
    public var orderNumber: String?
    /// What is billed.
    public var item = Item()
    /// How much is billed.
    public var quantity: Quantity?
    /// The unit price.
    public var price: Price?
    /// How the quantity differs from what was ordered.
    public var differences: [QuantityDifference] = []
    /// How the item is packed.
    public var packs: [PackSize] = []
    /// How the quantity is spread over places.
    public var distribution: [Distribution] = []
    /// The parts of a kit or an assortment.
    public var components: [Component] = []
    /// What else was said of the line.
    public var details = Details()

    /// A line still to be filled.
    public init() {}
}

extension InvoiceLine: JSONWritable {
    func writeFields(to json: inout JSONWriter) {
        json.field("lineNumber", lineNumber)
        json.field("orderNumber", orderNumber)
        if !item.isEmpty { json.field("item", item) }
        json.field("quantity", quantity)
        json.field("price", price)
        json.list("differences", differences)
        json.list("packs", packs)
        json.list("distribution", distribution)
        json.list("components", components)
        details.writeFields(to: &json)
    }
}

/// A further quantity with the partner's code for what it is.
public struct NamedQuantity: Sendable, Hashable {
    /// The partner's code, `39` shipped.
    public var qualifier: String
    /// How much; absent when only words were sent.
    public var quantity: Quantity?
    /// The quantity in words.
    public var text: String?

    /// A quantity and what it is.
    public init(qualifier: String, quantity: Quantity?, text: String? = nil) {
        self.qualifier = qualifier
        self.quantity = quantity
        self.text = text
    }
}

extension NamedQuantity: JSONWritable {
    func writeFields(to json: inout JSONWriter) {
        json.field("qualifier", qualifier)
        json.field("quantity", quantity)
        json.field("text", text)
    }
}

/// How a billed quantity differs from the ordered one.
public struct QuantityDifference: Sendable, Hashable {
    /// How many units were shipped.
    public var shipped: Quantity?
    /// The partner's code for the state of the shipment, `BO` backordered.
    public var status: String?
    /// The difference.
    public var difference: ExactDecimal?
    /// The partner's code for the reason.
    public var reason: String?

    /// A difference still to be filled.
    public init() {}
}

extension QuantityDifference: JSONWritable {
    func writeFields(to json: inout JSONWriter) {
        json.field("shipped", shipped)
        json.field("status", status)
        json.field("difference", difference)
        json.field("reason", reason)
    }
}

/// What was shipped, in sums.
public struct ShipmentTotal: Sendable, Hashable {
    /// How many units.
    public var units: Quantity?
    /// The weight.
    public var weight: Quantity?
    /// The volume.
    public var volume: Quantity?
    /// A further quantity.
    public var quantity: ExactDecimal?
    /// A further weight.
    public var furtherWeight: ExactDecimal?
    /// What was shipped, in words.
    public var notes: [Note] = []

    /// Sums still to be filled.
    public init() {}
}

extension ShipmentTotal: JSONWritable {
    func writeFields(to json: inout JSONWriter) {
        json.field("units", units)
        json.field("weight", weight)
        json.field("volume", volume)
        json.field("quantity", quantity)
        json.field("furtherWeight", furtherWeight)
        json.list("notes", notes)
    }
}
