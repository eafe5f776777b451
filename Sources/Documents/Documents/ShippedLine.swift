/// A line of a shipment: what, and how much of it.
public struct ShippedLine: Sendable, Hashable {
    /// The number of the line, the buyer's where the sender kept it.
    public var lineNumber: String?
    /// The order, when it was said at the line.
    public var orderNumber: String?
    /// The line of the order, when it was said beside the number of the line.
    public var orderLineNumber: String?
    /// What is shipped.
    public var item = Item()
    /// How much is shipped.
    public var shipped: Quantity?
    /// How much was shipped of it in all so far.
    public var cumulative: ExactDecimal?
    /// How much was ordered.
    public var ordered: Quantity?
    /// The partner's code for how returnable containers are loaded.
    public var containerLoad: String?
    /// What the sender says to the line: partial, backordered.
    public var status: CodedValue?
    /// How the item is packed.
    public var packs: [PackSize] = []
    /// How the quantity is spread over places.
    public var distribution: [Distribution] = []
    /// Parts and serial numbers.
    public var components: [Component] = []
    /// What was said of the line.
    public var details = Details()
    /// Packages told below the line: each holds only this item.
    public var packages: [Package] = []
    /// Lines told below the line: parts of a kit.
    public var lines: [ShippedLine] = []

    /// A line still to be filled.
    public init() {}
}

extension ShippedLine: JSONWritable {
    func writeFields(to json: inout JSONWriter) {
        json.field("lineNumber", lineNumber)
        json.field("orderNumber", orderNumber)
        json.field("orderLineNumber", orderLineNumber)
        if !item.isEmpty { json.field("item", item) }
        json.field("shipped", shipped)
        json.field("cumulative", cumulative)
        json.field("ordered", ordered)
        json.field("containerLoad", containerLoad)
        json.field("status", status)
        json.list("packs", packs)
        json.list("distribution", distribution)
        json.list("components", components)
        details.writeFields(to: &json)
        json.list("packages", packages)
        json.list("lines", lines)
    }
}
