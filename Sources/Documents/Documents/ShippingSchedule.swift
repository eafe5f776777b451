/// What is to be shipped exactly when: it makes the first days of a planning schedule exact.
public struct ShippingSchedule: Sendable, Hashable {
    /// Original, replacement and so on.
    public var purpose: CodedValue
    /// The buyer's number of the schedule.
    public var scheduleNumber: String
    /// The day it was made.
    public var issued: CalendarDay?
    /// What the days are of: shipment, delivery, production.
    public var basis: CodedValue
    /// The first day of the time it covers.
    public var start: CalendarDay?
    /// The last day of the time it covers.
    public var end: CalendarDay?
    /// The release of a blanket order.
    public var release: String?
    /// A further number it is known by.
    public var reference: String?
    /// The contract it falls under.
    public var contract: String?
    /// The buyer's number of the order.
    public var orderNumber: String?
    /// Whether quantities are actual or cumulative.
    public var quantityType: CodedValue?
    /// What was said of the whole schedule.
    public var details = Details()
    /// The items.
    public var lines: [ScheduledLine] = []
    /// The sender's control totals.
    public var totals: ControlTotals?

    /// A schedule with what every one must have.
    public init(purpose: CodedValue, scheduleNumber: String, basis: CodedValue) {
        self.purpose = purpose
        self.scheduleNumber = scheduleNumber
        self.basis = basis
    }
}

extension ShippingSchedule: JSONWritable {
    func writeFields(to json: inout JSONWriter) {
        json.field("purpose", purpose)
        json.field("scheduleNumber", scheduleNumber)
        json.field("issued", issued?.description)
        json.field("basis", basis)
        json.field("start", start?.description)
        json.field("end", end?.description)
        json.field("release", release)
        json.field("reference", reference)
        json.field("contract", contract)
        json.field("orderNumber", orderNumber)
        json.field("quantityType", quantityType)
        details.writeFields(to: &json)
        json.requiredList("lines", lines)
        json.field("totals", totals)
    }
}
