/// What a partner says lies in its stock on a day.
///
/// A long report comes in parts: each is a document of its own with the same reference, and says which of how
/// many it is.
public struct Inventory: Sendable, Hashable {
    /// The sender's number of the report; the name of its file when it gave none.
    public var reference: String
    /// Which part of the report this is, from 1; absent when it is the whole.
    public var part: Int?
    /// Of how many parts.
    public var parts: Int?
    /// Whose stock it is.
    public var reporter: Party?
    /// The day the report came to us.
    public var reportedOn: CalendarDay
    /// The day the stock is of; the newest when the lines name several.
    public var asOf: CalendarDay
    /// Whether the sender named that day; when not, it is the day the report came.
    public var isAsOfStated: Bool
    /// The lines.
    public var lines: [InventoryLine] = []

    /// A report with what every one must have.
    public init(reference: String, reportedOn: CalendarDay, asOf: CalendarDay, isAsOfStated: Bool) {
        self.reference = reference
        self.reportedOn = reportedOn
        self.asOf = asOf
        self.isAsOfStated = isAsOfStated
    }

    /// The name of the report as a whole, whatever part this is.
    var reportKey: String { "INVENTORY/\(reference)" }
}

extension Inventory: JSONWritable {
    func writeFields(to json: inout JSONWriter) {
        json.field("reference", reference)
        json.field("part", part)
        json.field("parts", parts)
        json.field("reporter", reporter)
        json.field("reportedOn", reportedOn.description)
        json.field("asOf", asOf.description)
        json.field("asOfStated", isAsOfStated)
        json.requiredList("lines", lines)
    }
}

/// How much of one item lies at one place.
public struct InventoryLine: Sendable, Hashable {
    /// What it is.
    public var item: Item
    /// How much there is.
    public var onHand: Quantity
    /// Further quantities: available, reserved, on their way.
    public var quantities: [InventoryQuantity] = []
    /// Where it lies, in the sender's words.
    public var location: String?
    /// The day the line is of, where it is not the day of the report.
    public var asOf: CalendarDay?
    /// What else the sender agreed to tell, in the order of the agreement; what was empty is left out.
    public var more: [NamedText] = []

    /// A line with what every one must have.
    public init(item: Item, onHand: Quantity) {
        self.item = item
        self.onHand = onHand
    }
}

extension InventoryLine: JSONWritable {
    func writeFields(to json: inout JSONWriter) {
        json.field("item", item)
        json.field("onHand", onHand)
        json.list("quantities", quantities)
        json.field("location", location)
        json.field("asOf", asOf?.description)
        json.list("more", more)
    }
}

/// A further quantity of a line of stock.
public struct InventoryQuantity: Sendable, Hashable {
    /// Which one, `available`, `reserved`, `inTransit`.
    public var kind: String
    /// How much.
    public var quantity: Quantity

    /// A quantity of a kind.
    public init(kind: String, _ quantity: Quantity) {
        self.kind = kind
        self.quantity = quantity
    }
}

extension InventoryQuantity: JSONWritable {
    func writeFields(to json: inout JSONWriter) {
        json.field("kind", kind)
        quantity.writeFields(to: &json)
    }
}

/// A text with the name that the agreement gives it.
public struct NamedText: Sendable, Hashable {
    /// The name, `storageBin`.
    public var name: String
    /// The text as it was sent.
    public var value: String

    /// A text under a name.
    public init(name: String, value: String) {
        self.name = name
        self.value = value
    }
}

extension NamedText: JSONWritable {
    func writeFields(to json: inout JSONWriter) {
        json.field("name", name)
        json.field("value", value)
    }
}
