/// What a buyer will need, for weeks or months ahead: firm for the first days, a plan for the rest.
///
/// A new schedule replaces the one before, unless its quantities say otherwise.
public struct PlanningSchedule: Sendable, Hashable {
    /// Original, replacement and so on.
    public var purpose: CodedValue
    /// The buyer's number of the schedule; its release where only that was sent.
    public var scheduleNumber: String
    /// The release of a blanket order.
    public var release: String?
    /// What the days are of: shipment, delivery, production.
    public var basis: CodedValue
    /// Whether quantities are actual or cumulative.
    public var quantityType: CodedValue
    /// The first day of the time it covers.
    public var start: CalendarDay?
    /// The last day of the time it covers.
    public var end: CalendarDay?
    /// The day it was made.
    public var issued: CalendarDay?
    /// The day it was changed.
    public var updated: CalendarDay?
    /// The contract it falls under.
    public var contract: String?
    /// The buyer's number of the order.
    public var orderNumber: String?
    /// The partner's code for the type of planning.
    public var planningType: String?
    /// The partner's code for what is to be done.
    public var action: String?
    /// Orders it was made from.
    public var orders: [OrderRange] = []
    /// What was said of the whole schedule.
    public var details = Details()
    /// The items.
    public var lines: [ScheduledLine] = []
    /// The sender's control totals.
    public var totals: ControlTotals?

    /// A schedule with what every one must have.
    public init(purpose: CodedValue, scheduleNumber: String, basis: CodedValue, quantityType: CodedValue) {
        self.purpose = purpose
        self.scheduleNumber = scheduleNumber
        self.basis = basis
        self.quantityType = quantityType
    }
}

extension PlanningSchedule: JSONWritable {
    func writeFields(to json: inout JSONWriter) {
        json.field("purpose", purpose)
        json.field("scheduleNumber", scheduleNumber)
        json.field("release", release)
        json.field("basis", basis)
        json.field("quantityType", quantityType)
        json.field("start", start?.description)
        json.field("end", end?.description)
        json.field("issued", issued?.description)
        json.field("updated", updated?.description)
        json.field("contract", contract)
        json.field("orderNumber", orderNumber)
        json.field("planningType", planningType)
        json.field("action", action)
        json.list("orders", orders)
        details.writeFields(to: &json)
        json.requiredList("lines", lines)
        json.field("totals", totals)
    }
}

/// An order, or orders from one number to another.
public struct OrderRange: Sendable, Hashable {
    /// The number, or the first one.
    public var orderNumber: String
    /// The last number.
    public var through: String?
    /// Who ordered.
    public var party: PartyIdentifier?

    /// An order by its number.
    public init(orderNumber: String) {
        self.orderNumber = orderNumber
    }
}

extension OrderRange: JSONWritable {
    func writeFields(to json: inout JSONWriter) {
        json.field("orderNumber", orderNumber)
        json.field("through", through)
        json.field("party", party)
    }
}
