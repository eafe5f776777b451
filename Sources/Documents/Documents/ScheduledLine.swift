/// An item of a schedule: what was shipped so far, what may be made, and how much is wanted when.
public struct ScheduledLine: Sendable, Hashable {
    /// The sender's number of the line.
    public var lineNumber: String?
    /// The order, when it was said at the line.
    public var orderNumber: String?
    /// What is wanted.
    public var item = Item()
    /// The unit of all quantities of the line that name none.
    public var unit: String?
    /// The unit price.
    public var price: Price?
    /// Where the part stands in its life: new, balance out, last release.
    public var releaseStatus: CodedValue?
    /// The status in words.
    public var releaseStatusText: String?
    /// How the item is packed.
    public var packs: [PackSize] = []
    /// What may be made or bought, in all.
    public var authorizations: [ResourceAuthorization] = []
    /// What was shipped or received so far, last and in all.
    public var shipped: [ShippedQuantity] = []
    /// On which days the buyer takes goods.
    public var deliveryPatterns: [DeliveryPattern] = []
    /// How much is wanted when.
    public var forecasts: [Forecast] = []
    /// The parts of a kit or an assortment.
    public var components: [Component] = []
    /// What else was said of the line.
    public var details = Details()

    /// A line still to be filled.
    public init() {}
}

extension ScheduledLine: JSONWritable {
    func writeFields(to json: inout JSONWriter) {
        json.field("lineNumber", lineNumber)
        json.field("orderNumber", orderNumber)
        if !item.isEmpty { json.field("item", item) }
        json.field("unit", unit)
        json.field("price", price)
        json.field("releaseStatus", releaseStatus)
        json.field("releaseStatusText", releaseStatusText)
        json.list("packs", packs)
        json.list("authorizations", authorizations)
        json.list("shipped", shipped)
        json.list("deliveryPatterns", deliveryPatterns)
        json.list("forecasts", forecasts)
        json.list("components", components)
        details.writeFields(to: &json)
    }
}

/// How much of something is wanted when.
public struct Forecast: Sendable, Hashable {
    /// How much, in the unit of the line.
    public var quantity: ExactDecimal
    /// How certain it is: firm, planning and so on.
    public var certainty: CodedValue
    /// How long it is: a day, a week, a month.
    public var timing: CodedValue
    /// The day, or the first day.
    public var day: CalendarDay?
    /// The last day.
    public var until: CalendarDay?
    /// The time of day, with what it is the time of.
    public var time: NamedTime?
    /// A number it is known by: a release, a call.
    public var reference: Reference?
    /// The partner's code for the type of planning.
    public var planningType: String?
    /// How the quantity is spread over places.
    public var distribution: [Distribution] = []
    /// How the quantity is spread over the day.
    public var calls: [TimedQuantity] = []
    /// What else was said of it: further quantities, days.
    public var details = Details()

    /// A quantity with how certain it is and how long.
    public init(quantity: ExactDecimal, certainty: CodedValue, timing: CodedValue) {
        self.quantity = quantity
        self.certainty = certainty
        self.timing = timing
    }
}

extension Forecast: JSONWritable {
    func writeFields(to json: inout JSONWriter) {
        json.field("quantity", quantity)
        json.field("certainty", certainty)
        json.field("timing", timing)
        json.field("day", day?.description)
        json.field("until", until?.description)
        json.field("time", time)
        json.field("reference", reference)
        json.field("planningType", planningType)
        json.list("distribution", distribution)
        json.list("calls", calls)
        details.writeFields(to: &json)
    }
}

/// A time of day with what it is the time of.
public struct NamedTime: Sendable, Hashable {
    /// Our word, `deliveryRequested`; absent when the partner's code is not one we name.
    public var kind: String?
    /// The partner's code, `002`.
    public var qualifier: String?
    /// The time.
    public var time: TimeOfDay?

    /// A time of the kind of this code.
    public init(kind: String? = nil, qualifier: String? = nil, time: TimeOfDay? = nil) {
        self.kind = kind
        self.qualifier = qualifier
        self.time = time
    }
}

extension NamedTime: JSONWritable {
    func writeFields(to json: inout JSONWriter) {
        json.field("kind", kind)
        json.field("qualifier", qualifier)
        json.field("time", time?.description)
    }
}

/// How much is wanted at a time of the day.
public struct TimedQuantity: Sendable, Hashable {
    /// How much, in the unit of the line.
    public var quantity: ExactDecimal
    /// When.
    public var time: TimeOfDay?
    /// Numbers it is known by: sequences, labels.
    public var references: [Reference] = []
    /// Days of it.
    public var dates: [NamedDate] = []

    /// A quantity.
    public init(quantity: ExactDecimal) {
        self.quantity = quantity
    }
}

extension TimedQuantity: JSONWritable {
    func writeFields(to json: inout JSONWriter) {
        json.field("quantity", quantity)
        json.field("time", time?.description)
        json.list("references", references)
        json.list("dates", dates)
    }
}

/// The days and hours on which the buyer takes goods, and what is wanted by them.
public struct DeliveryPattern: Sendable, Hashable {
    /// The days and hours, up to four pairs.
    public var times: [Time] = []
    /// How much is wanted when, by this pattern.
    public var forecasts: [Forecast] = []

    /// A pattern still to be filled.
    public init() {}

    /// Days with the hours on them.
    public struct Time: Sendable, Hashable {
        /// The partner's code for the days, `A` Monday to Friday.
        public var days: String
        /// The partner's code for the hours, `A` first shift.
        public var hours: String?

        /// Days, with hours where they were sent.
        public init(days: String, hours: String? = nil) {
            self.days = days
            self.hours = hours
        }
    }
}

extension DeliveryPattern: JSONWritable {
    func writeFields(to json: inout JSONWriter) {
        json.list("times", times)
        json.list("forecasts", forecasts)
    }
}

extension DeliveryPattern.Time: JSONWritable {
    func writeFields(to json: inout JSONWriter) {
        json.field("days", days)
        json.field("hours", hours)
    }
}

/// What may be made or bought for the buyer, in all.
public struct ResourceAuthorization: Sendable, Hashable {
    /// Finished goods, material, labour and so on.
    public var resource: CodedValue
    /// The day up to which it holds.
    public var until: CalendarDay?
    /// How much is authorised, in all.
    public var cumulative: ExactDecimal?
    /// The most that was ever authorised.
    public var maximum: ExactDecimal?
    /// The day the counting began.
    public var since: CalendarDay?

    /// An authorisation of a resource.
    public init(resource: CodedValue) {
        self.resource = resource
    }
}

extension ResourceAuthorization: JSONWritable {
    func writeFields(to json: inout JSONWriter) {
        json.field("resource", resource)
        json.field("until", until?.description)
        json.field("cumulative", cumulative)
        json.field("maximum", maximum)
        json.field("since", since?.description)
    }
}

/// What the buyer counts as shipped or received: the last one, or all so far.
public struct ShippedQuantity: Sendable, Hashable {
    /// Last or cumulative, with the partner's code.
    public var kind: CodedValue?
    /// How much, in the unit of the line.
    public var quantity: ExactDecimal?
    /// When, or from when on, with what the day is the day of.
    public var date: NamedDate?
    /// The last day it was counted.
    public var until: CalendarDay?
    /// The time of that day.
    public var untilTime: TimeOfDay?
    /// Numbers it is known by: a shipment.
    public var references: [Reference] = []

    /// A quantity still to be filled.
    public init() {}
}

extension ShippedQuantity: JSONWritable {
    func writeFields(to json: inout JSONWriter) {
        json.field("kind", kind)
        json.field("quantity", quantity)
        json.field("date", date)
        json.field("until", until?.description)
        json.field("untilTime", untilTime?.description)
        json.list("references", references)
    }
}
