/// What a partner's application says to documents that we sent: taken, taken with changes, refused, and why.
public struct ApplicationAdvice: Sendable, Hashable {
    /// Original, replacement and so on.
    public var purpose: CodedValue
    /// The sender's number of the advice.
    public var adviceNumber: String
    /// The day of the advice.
    public var day: CalendarDay?
    /// The time of the advice.
    public var time: TimeOfDay?
    /// The partner's code for the time zone.
    public var zone: String?
    /// A number of an earlier advice.
    public var reference: String?
    /// The partner's code for the type of transaction.
    public var transactionType: String?
    /// The partner's code for what is to be done.
    public var action: String?
    /// The partner's code for how secret it is.
    public var securityLevel: String?
    /// What was said of the whole advice.
    public var details = Details()
    /// What is said, document by document.
    public var results: [ApplicationResult] = []

    /// An advice with what every one must have.
    public init(purpose: CodedValue, adviceNumber: String) {
        self.purpose = purpose
        self.adviceNumber = adviceNumber
    }
}

extension ApplicationAdvice: JSONWritable {
    func writeFields(to json: inout JSONWriter) {
        json.field("purpose", purpose)
        json.field("adviceNumber", adviceNumber)
        json.field("day", day?.description)
        json.field("time", time?.description)
        json.field("zone", zone)
        json.field("reference", reference)
        json.field("transactionType", transactionType)
        json.field("action", action)
        json.field("securityLevel", securityLevel)
        details.writeFields(to: &json)
        json.requiredList("results", results)
    }
}

/// What was said to one document, or to a part of it.
public struct ApplicationResult: Sendable, Hashable {
    /// Accepted, accepted with changes, rejected; of the item, the document, the group or the batch.
    public var verdict: CodedValue
    /// The number of what it is about: an invoice, an order.
    public var reference: Reference
    /// The sender named in the group of the document.
    public var groupSender: String?
    /// The receiver named in the group of the document.
    public var groupReceiver: String?
    /// The day of the group.
    public var groupDay: CalendarDay?
    /// The time of the group.
    public var groupTime: TimeOfDay?
    /// The control number of the group.
    public var groupControlNumber: String?
    /// The control number of the document.
    public var controlNumber: String?
    /// The kind of the document, `810`.
    public var setType: String?
    /// The version of the document.
    public var version: String?
    /// Original, replacement and so on: what the document said of itself.
    public var purpose: CodedValue?
    /// The partner's code for the type of transaction.
    public var transactionType: String?
    /// The partner's code for the application.
    public var application: String?
    /// The partner's code for what is to be done.
    public var action: String?
    /// The partner's code for how it is handled.
    public var handling: String?
    /// The partner's code for the reason of the status.
    public var statusReason: String?
    /// What else was said: further numbers, days, sums and quantities.
    public var details = Details()
    /// What was wrong.
    public var errors: [ApplicationError] = []

    /// A verdict on something.
    public init(verdict: CodedValue, reference: Reference) {
        self.verdict = verdict
        self.reference = reference
    }
}

extension ApplicationResult: JSONWritable {
    func writeFields(to json: inout JSONWriter) {
        json.field("verdict", verdict)
        json.field("reference", reference)
        json.field("groupSender", groupSender)
        json.field("groupReceiver", groupReceiver)
        json.field("groupDay", groupDay?.description)
        json.field("groupTime", groupTime?.description)
        json.field("groupControlNumber", groupControlNumber)
        json.field("controlNumber", controlNumber)
        json.field("setType", setType)
        json.field("version", version)
        json.field("purpose", purpose)
        json.field("transactionType", transactionType)
        json.field("application", application)
        json.field("action", action)
        json.field("handling", handling)
        json.field("statusReason", statusReason)
        details.writeFields(to: &json)
        json.list("errors", errors)
    }
}

/// What was wrong with a document, and where.
public struct ApplicationError: Sendable, Hashable {
    /// What was wrong.
    public var code: CodedValue
    /// What was wrong, in words.
    public var message: String?
    /// The name of the segment.
    public var segment: String?
    /// The place of the segment in the document, counted from 1.
    public var position: Int?
    /// The place of the element in the segment, counted from 1.
    public var element: Int?
    /// The place of the component in the element, counted from 1.
    public var component: Int?
    /// The place of the repetition, counted from 1.
    public var repetition: Int?
    /// The number of the element in the data dictionary.
    public var dictionaryNumber: String?
    /// The bad value.
    public var value: String?
    /// What the value was changed to.
    public var newValue: String?
    /// What the error depends on.
    public var contexts: [FunctionalAcknowledgment.Context] = []
    /// Words about it.
    public var notes: [Note] = []
    /// Data that goes with it.
    public var related: [IndustryCode] = []

    /// An error of a code.
    public init(code: CodedValue) {
        self.code = code
    }
}

extension ApplicationError: JSONWritable {
    func writeFields(to json: inout JSONWriter) {
        json.field("code", code)
        json.field("message", message)
        json.field("segment", segment)
        json.field("position", position)
        json.field("element", element)
        json.field("component", component)
        json.field("repetition", repetition)
        json.field("dictionaryNumber", dictionaryNumber)
        json.field("value", value)
        json.field("newValue", newValue)
        json.list("contexts", contexts)
        json.list("notes", notes)
        json.list("related", related)
    }
}
