/// A number by which something is known: a bill of lading, a contract, a department.
public struct Reference: Sendable, Hashable {
    /// Our word, `billOfLading`; absent when the partner's code is not one we name.
    public var kind: String?
    /// The partner's code, `BM`.
    public var qualifier: String
    /// The number; absent when only a text was sent.
    public var value: String?
    /// A text beside it.
    public var description: String?
    /// Further numbers that make this one unique.
    public var related: [Reference] = []
    /// The day of what has the number.
    public var date: NamedDate? {
        get { dates.first }
        set { dates = newValue.map { [$0] } ?? [] }
    }
    private var dates: [NamedDate] = []

    /// A reference with the partner's code.
    public init(kind: String? = nil, qualifier: String, value: String? = nil, description: String? = nil) {
        self.kind = kind
        self.qualifier = qualifier
        self.value = value
        self.description = description
    }
}

extension Reference: JSONWritable {
    func writeFields(to json: inout JSONWriter) {
        json.field("kind", kind)
        json.field("qualifier", qualifier)
        json.field("value", value)
        json.field("description", description)
        json.list("related", related)
        json.field("date", dates.first)
    }
}

/// A date with what it is the date of.
public struct NamedDate: Sendable, Hashable {
    /// Our word, `deliveryRequested`; absent when the partner's code is not one we name.
    public var kind: String?
    /// The partner's code, `002`; absent when only a day was sent.
    public var qualifier: String?
    /// The day, or the first day of a period.
    public var day: CalendarDay?
    /// The time of day.
    public var time: TimeOfDay?
    /// The partner's code for the time zone.
    public var zone: String?
    /// The last day of a period.
    public var until: CalendarDay?
    /// The partner's code for the form of the text, `CD`.
    public var format: String?
    /// What was sent, when it is none of the forms we read.
    public var text: String?

    /// A date of the kind of this code.
    public init(kind: String? = nil, qualifier: String? = nil) {
        self.kind = kind
        self.qualifier = qualifier
    }
}

extension NamedDate: JSONWritable {
    func writeFields(to json: inout JSONWriter) {
        json.field("kind", kind)
        json.field("qualifier", qualifier)
        json.field("day", day?.description)
        json.field("time", time?.description)
        json.field("zone", zone)
        json.field("until", until?.description)
        json.field("format", format)
        json.field("text", text)
    }
}

/// Words for people.
public struct Note: Sendable, Hashable {
    /// What the words are beside a message: `description` of what is traded, or `packing` instructions.
    public var kind: String?
    /// The partner's code for what the note is about.
    public var qualifier: String?
    /// A number or heading the note stands under.
    public var reference: String?
    /// The partner's code for what kind of words they are, when they stand under a number.
    public var textQualifier: String?
    /// The day of the number.
    public var date: NamedDate? {
        get { dates.first }
        set { dates = newValue.map { [$0] } ?? [] }
    }
    private var dates: [NamedDate] = []
    /// The words.
    public var text: String
    /// The same words in another language.
    public var translation: String?

    /// A note.
    public init(
        kind: String? = nil, qualifier: String? = nil, reference: String? = nil, text: String
    ) {
        self.kind = kind
        self.qualifier = qualifier
        self.reference = reference
        self.text = text
    }
}

extension Note: JSONWritable {
    func writeFields(to json: inout JSONWriter) {
        json.field("kind", kind)
        json.field("qualifier", qualifier)
        json.field("reference", reference)
        json.field("textQualifier", textQualifier)
        json.field("date", dates.first)
        json.field("text", text)
        json.field("translation", translation)
    }
}
