/// What is on its way: a shipment, the orders in it, the packages of each, the lines in each package.
///
/// The shape is the same whatever levels the sender used. Lines without a package stand at the order.
/// An order that the sender did not name has no number. A package that holds several orders stands at each
/// of them, told in full at the first and by number and code at the others.
public struct ShipmentNotification: Sendable, Hashable {
    /// Original, cancellation and so on.
    public var purpose: CodedValue
    /// The sender's number of the shipment.
    public var shipmentNumber: String
    /// The day the notification was made.
    public var day: CalendarDay?
    /// The time the notification was made.
    public var time: TimeOfDay?
    /// The partner's code for the order of levels, `0001`.
    public var structure: String?
    /// The partner's code for the type of transaction.
    public var transactionType: String?
    /// The partner's code for the reason of the status.
    public var statusReason: String?
    /// What was said of the whole shipment.
    public var details = Details()
    /// The orders in the shipment.
    public var orders: [ShippedOrder] = []
    /// The sender's control totals.
    public var totals: ControlTotals?

    /// A notification with what every one must have.
    public init(purpose: CodedValue, shipmentNumber: String) {
        self.purpose = purpose
        self.shipmentNumber = shipmentNumber
    }
}

extension ShipmentNotification: JSONWritable {
    func writeFields(to json: inout JSONWriter) {
        json.field("purpose", purpose)
        json.field("shipmentNumber", shipmentNumber)
        json.field("day", day?.description)
        json.field("time", time?.description)
        json.field("structure", structure)
        json.field("transactionType", transactionType)
        json.field("statusReason", statusReason)
        details.writeFields(to: &json)
        json.requiredList("orders", orders)
        json.field("totals", totals)
    }
}

/// The part of a shipment that belongs to one order.
public struct ShippedOrder: Sendable, Hashable {
    /// The buyer's number of the order; absent when the sender did not say.
    public var orderNumber: String?
    /// The line of the order, when the sender named one at the order.
    public var orderLineNumber: String?
    /// The release of a blanket order.
    public var release: String?
    /// The change the shipment follows.
    public var changeNumber: String?
    /// The day of the order.
    public var orderDate: CalendarDay?
    /// The contract it falls under.
    public var contract: String?
    /// The partner's code for the type of order.
    public var orderType: String?
    /// What was said of the order.
    public var details = Details()
    /// The packages.
    public var packages: [Package] = []
    /// Lines that are in no package.
    public var lines: [ShippedLine] = []

    /// An order still to be filled.
    public init() {}
}

extension ShippedOrder: JSONWritable {
    func writeFields(to json: inout JSONWriter) {
        json.field("orderNumber", orderNumber)
        json.field("orderLineNumber", orderLineNumber)
        json.field("release", release)
        json.field("changeNumber", changeNumber)
        json.field("orderDate", orderDate?.description)
        json.field("contract", contract)
        json.field("orderType", orderType)
        details.writeFields(to: &json)
        json.list("packages", packages)
        json.list("lines", lines)
    }
}

/// A pallet, a carton, or another thing that holds lines or further packages.
public struct Package: Sendable, Hashable {
    /// Tare, pack or inner pack, with the partner's code for the level.
    public var level: CodedValue
    /// The sender's number of the level.
    public var number: String?
    /// The serial shipping container code, eighteen digits.
    public var sscc: String?
    /// The pallet as such.
    public var pallet: Pallet?
    /// How many of something are in it, when it was said of the package.
    public var quantity: Quantity?
    /// How it is packed.
    public var packs: [PackSize] = []
    /// What was said of the package.
    public var details = Details()
    /// Packages in it.
    public var packages: [Package] = []
    /// Lines in it.
    public var lines: [ShippedLine] = []

    /// A package of a level.
    public init(level: CodedValue) {
        self.level = level
    }
}

extension Package: JSONWritable {
    func writeFields(to json: inout JSONWriter) {
        json.field("level", level)
        json.field("number", number)
        json.field("sscc", sscc)
        json.field("pallet", pallet)
        json.field("quantity", quantity)
        json.list("packs", packs)
        details.writeFields(to: &json)
        json.list("packages", packages)
        json.list("lines", lines)
    }
}

/// A pallet: its kind, its tiers and its weight.
public struct Pallet: Sendable, Hashable {
    /// The partner's code for the kind of pallet.
    public var type: String?
    /// How many tiers.
    public var tiers: Int?
    /// How many blocks in a tier.
    public var blocks: Int?
    /// How many packs.
    public var packs: Int?
    /// The weight of the empty pallet.
    public var weight: Quantity?
    /// The weight with its load.
    public var grossWeight: Quantity?
    /// Its length.
    public var length: ExactDecimal?
    /// Its width.
    public var width: ExactDecimal?
    /// Its height.
    public var height: ExactDecimal?
    /// The unit of length, width and height.
    public var dimensionUnit: String?
    /// The volume with its load.
    public var volume: Quantity?
    /// The partner's code for whether it is exchanged.
    public var exchange: String?
    /// How many inner packs are in one pack.
    public var innerPacks: Int?

    /// A pallet still to be filled.
    public init() {}
}

extension Pallet: JSONWritable {
    func writeFields(to json: inout JSONWriter) {
        json.field("type", type)
        json.field("tiers", tiers)
        json.field("blocks", blocks)
        json.field("packs", packs)
        json.field("weight", weight)
        json.field("grossWeight", grossWeight)
        json.field("length", length)
        json.field("width", width)
        json.field("height", height)
        json.field("dimensionUnit", dimensionUnit)
        json.field("volume", volume)
        json.field("exchange", exchange)
        json.field("innerPacks", innerPacks)
    }
}
