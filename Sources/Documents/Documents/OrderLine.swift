/// A line of a purchase order, of a change to one, or of the answer to either.
public struct OrderLine: Sendable, Hashable {
    /// The buyer's number of the line.
    public var lineNumber: String?
    /// What is ordered.
    public var item = Item()
    /// How much is ordered.
    public var quantity: Quantity?
    /// The unit price.
    public var price: Price?
    /// How the item is packed.
    public var packs: [PackSize] = []
    /// How the quantity is spread over places.
    public var distribution: [Distribution] = []
    /// What else was said of the line.
    public var details = Details()
    private var further = FurtherOfLine()

    /// A line still to be filled.
    public init() {}
}

extension OrderLine {
    /// What is to happen to the line; only in a change.
    public var change: CodedValue? {
        get { further.said.first?.change }
        set { if newValue != nil || !further.said.isEmpty { further.fields.change = newValue } }
    }

    /// How much of it is still to come; only in a change.
    public var quantityLeft: Quantity? {
        get { further.said.first?.quantityLeft }
        set { if newValue != nil || !further.said.isEmpty { further.fields.quantityLeft = newValue } }
    }

    /// When and where parts of the quantity are wanted.
    public var schedules: [Schedule] {
        get { further.said.first?.schedules ?? [] }
        set { if !newValue.isEmpty || !further.said.isEmpty { further.fields.schedules = newValue } }
        _modify { yield &further.fields.schedules }
    }

    /// The parts of a kit, a prepack or an assortment.
    public var components: [Component] {
        get { further.said.first?.components ?? [] }
        set { if !newValue.isEmpty || !further.said.isEmpty { further.fields.components = newValue } }
        _modify { yield &further.fields.components }
    }

    /// What the supplier says to the line; only in a response.
    public var answers: [LineAnswer] {
        get { further.said.first?.answers ?? [] }
        set { if !newValue.isEmpty || !further.said.isEmpty { further.fields.answers = newValue } }
        _modify { yield &further.fields.answers }
    }
}

/// What few lines of an order say, kept apart: the others are smaller and sooner let go of.
private struct FurtherOfLine: Sendable, Hashable {
    struct Fields: Sendable, Hashable {
        var change: CodedValue?
        var quantityLeft: Quantity?
        var schedules: [Schedule] = []
        var components: [Component] = []
        var answers: [LineAnswer] = []
    }

    /// Empty or one.
    private(set) var said: [Fields] = []

    var fields: Fields {
        get { said.first ?? Fields() }
        _modify {
            if said.isEmpty { said.append(Fields()) }
            yield &said[0]
        }
    }

    static func == (left: Self, right: Self) -> Bool {
        left.said.isEmpty && right.said.isEmpty || left.fields == right.fields
    }

    func hash(into hasher: inout Hasher) { fields.hash(into: &hasher) }
}

extension OrderLine: JSONWritable {
    func writeFields(to json: inout JSONWriter) {
        json.field("lineNumber", lineNumber)
        if !item.isEmpty { json.field("item", item) }
        json.field("quantity", quantity)
        json.field("price", price)
        guard !further.said.isEmpty else {
            json.list("packs", packs)
            json.list("distribution", distribution)
            return details.writeFields(to: &json)
        }
        json.field("change", change)
        json.field("quantityLeft", quantityLeft)
        json.list("packs", packs)
        json.list("schedules", schedules)
        json.list("distribution", distribution)
        json.list("components", components)
        json.list("answers", answers)
        details.writeFields(to: &json)
    }
}

/// A part of a line's quantity with its own date and place.
public struct Schedule: Sendable, Hashable {
    /// How much.
    public var quantity: Quantity?
    /// Where to.
    public var party: Party?
    /// When.
    public var dates: [NamedDate] = []
    /// The number of the request it belongs to.
    public var requestReference: String?
    /// The number of the schedule line.
    public var lineNumber: String?
    /// What else was said of it.
    public var details = Details()

    /// A schedule still to be filled.
    public init() {}
}

extension Schedule: JSONWritable {
    func writeFields(to json: inout JSONWriter) {
        json.field("lineNumber", lineNumber)
        json.field("quantity", quantity)
        json.field("party", party)
        json.list("when", dates)
        json.field("requestReference", requestReference)
        details.writeFields(to: &json)
    }
}

/// The part of a line's quantity that goes to one place.
public struct Distribution: Sendable, Hashable {
    /// The place: a store, a plant.
    public var location: PartyIdentifier
    /// How much goes there.
    public var quantity: Quantity
    /// A place inside the location: a department, a shelf.
    public var place: String?

    /// A quantity for a place.
    public init(location: PartyIdentifier, quantity: Quantity) {
        self.location = location
        self.quantity = quantity
    }
}

extension Distribution: JSONWritable {
    func writeFields(to json: inout JSONWriter) {
        json.field("location", location)
        json.field("quantity", quantity)
        json.field("place", place)
    }
}

/// A part of the item of a line: of a kit, a prepack, an assortment.
public struct Component: Sendable, Hashable {
    /// The sender's number of the part.
    public var lineNumber: String?
    /// The sender's number of the line or part it belongs to.
    public var parent: String?
    /// The partner's code for how it belongs, `I` included.
    public var relationship: String?
    /// The partner's code for how its price belongs to the price of the line.
    public var priceRelationship: String?
    /// What it is.
    public var item = Item()
    /// How much.
    public var quantity: Quantity?
    /// The unit price.
    public var price: Price?
    /// How the part is packed.
    public var packs: [PackSize] = []
    /// What the supplier says to the part; only in a response.
    public var answers: [LineAnswer] = []
    /// What else was said of it.
    public var details = Details()

    /// A part still to be filled.
    public init() {}
}

extension Component: JSONWritable {
    func writeFields(to json: inout JSONWriter) {
        json.field("lineNumber", lineNumber)
        json.field("parent", parent)
        json.field("relationship", relationship)
        json.field("priceRelationship", priceRelationship)
        if !item.isEmpty { json.field("item", item) }
        json.field("quantity", quantity)
        json.field("price", price)
        json.list("packs", packs)
        json.list("answers", answers)
        details.writeFields(to: &json)
    }
}

/// What the supplier says to a line, or to a part of its quantity.
public struct LineAnswer: Sendable, Hashable {
    /// Accepted, backordered, rejected and so on, with the partner's code.
    public var status: CodedValue
    /// The quantity it holds for.
    public var quantity: Quantity?
    /// The date that goes with it.
    public var date: NamedDate?
    /// The number of the request it answers.
    public var requestReference: String?
    /// The item, when numbers were sent: in a substitution, what comes instead.
    public var item = Item()
    /// The partner's code for who keeps the list of reasons.
    public var reasonAgency: String?
    /// The partner's name for the list of reasons.
    public var reasonList: String?
    /// The reason.
    public var reason: String?
    /// Further dates.
    public var dates: [NamedDate] = []

    /// An answer of this status.
    public init(status: CodedValue) {
        self.status = status
    }
}

extension LineAnswer: JSONWritable {
    func writeFields(to json: inout JSONWriter) {
        json.field("status", status)
        json.field("quantity", quantity)
        json.field("date", date)
        json.field("requestReference", requestReference)
        if !item.isEmpty { json.field("item", item) }
        json.field("reasonAgency", reasonAgency)
        json.field("reasonList", reasonList)
        json.field("reason", reason)
        json.list("dates", dates)
    }
}
