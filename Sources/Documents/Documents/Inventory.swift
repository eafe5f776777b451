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
    /// The day the report came to us, or the day its sender made it where it says so.
    public var reportedOn: CalendarDay
    /// The day the stock is of; the newest when the lines name several.
    public var asOf: CalendarDay
    /// Whether the sender named that day; when not, it is the day the report came.
    public var isAsOfStated: Bool
    /// The time the sender made the report.
    public var time: TimeOfDay?
    /// Original, replacement and so on; absent where the format of the file has no such word.
    public var purpose: CodedValue?
    /// The partner's code for the kind of report, `DD` distributor inventory.
    public var reportType: String?
    /// The partner's code for what is to be done with it.
    public var action: String?
    /// What was said of the whole report.
    public var details = Details()
    /// The lines.
    public var lines: [InventoryLine] = []
    /// The sender's control totals.
    public var totals: ControlTotals?

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
        json.field("time", time?.description)
        json.field("purpose", purpose)
        json.field("reportType", reportType)
        json.field("action", action)
        details.writeFields(to: &json)
        json.requiredList("lines", lines)
        json.field("totals", totals)
    }
}

/// How much of one item lies at one place.
public struct InventoryLine: Sendable, Hashable {
    /// The sender's number of the line.
    public var lineNumber: String?
    /// What it is.
    public var item: Item
    /// How much there is; absent when the sender told only other quantities.
    public var onHand: Quantity?
    /// Further quantities: available, reserved, on their way.
    public var quantities: [InventoryQuantity] = []
    /// Where it lies, in the sender's words.
    public var location: String?
    /// The day the line is of, where it is not the day of the report.
    public var asOf: CalendarDay?
    /// What else the sender agreed to tell, in the order of the agreement; what was empty is left out.
    public var more: [NamedText] = []

    /// The price it is counted with.
    public var price: Price?
    /// How the quantity is spread over places.
    public var distribution: [Distribution] = []
    /// The parts of an assortment.
    public var components: [Component] = []
    /// What else was said of the line.
    public var details = Details()

    /// A line of an item.
    public init(item: Item, onHand: Quantity? = nil) {
        self.item = item
        self.onHand = onHand
    }
}

extension InventoryLine: JSONWritable {
    func writeFields(to json: inout JSONWriter) {
        json.field("lineNumber", lineNumber)
        json.field("item", item)
        json.field("onHand", onHand)
        json.list("quantities", quantities)
        json.field("location", location)
        json.field("asOf", asOf?.description)
        json.list("more", more)
        json.field("price", price)
        json.list("distribution", distribution)
        json.list("components", components)
        details.writeFields(to: &json)
    }
}

/// A further quantity of a line of stock.
public struct InventoryQuantity: Sendable, Hashable {
    /// Which one, `available`, `reserved`, `inTransit`; absent when the partner's code is not one we name.
    public var kind: String?
    /// The partner's code, `33`; absent where the format of the file has none.
    public var qualifier: String?
    /// How much.
    public var quantity: Quantity
    /// The price it is counted with.
    public var price: Price?
    /// When parts of it are due.
    public var schedules: [Schedule] = []
    /// Numbers, days and places that belong to it: a lot, a date of expiry, a bin.
    public var places: [StockPlace] = []
    /// What else was said of it.
    public var details = Details()

    /// A quantity of a kind.
    public init(kind: String?, qualifier: String? = nil, _ quantity: Quantity) {
        self.kind = kind
        self.qualifier = qualifier
        self.quantity = quantity
    }
}

extension InventoryQuantity: JSONWritable {
    func writeFields(to json: inout JSONWriter) {
        json.field("kind", kind)
        json.field("qualifier", qualifier)
        quantity.writeFields(to: &json)
        json.field("price", price)
        json.list("schedules", schedules)
        json.list("places", places)
        details.writeFields(to: &json)
    }
}

/// A number that a quantity of stock is known by, with its days and who has to do with it.
public struct StockPlace: Sendable, Hashable {
    /// The number: a lot, a bin.
    public var reference: Reference
    /// What else was said of it.
    public var details = Details()

    /// A place by its number.
    public init(reference: Reference) {
        self.reference = reference
    }
}

extension StockPlace: JSONWritable {
    func writeFields(to json: inout JSONWriter) {
        json.field("reference", reference)
        details.writeFields(to: &json)
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
