/// How long something takes, from which event on.
public struct LeadTime: Sendable, Hashable {
    /// The partner's code for what the time is between, `AF`.
    public var code: String
    /// How many periods.
    public var value: ExactDecimal?
    /// The partner's code for the length of a period, `DA` days.
    public var period: String?
    /// A day it ends or begins.
    public var day: CalendarDay?
    /// What else was said of it.
    public var details = Details()

    /// A lead time of this code.
    public init(code: String) {
        self.code = code
    }
}

extension LeadTime: JSONWritable {
    func writeFields(to json: inout JSONWriter) {
        json.field("code", code)
        json.field("value", value)
        json.field("period", period)
        json.field("day", day?.description)
        details.writeFields(to: &json)
    }
}

/// A question answered with yes or no.
public struct Condition: Sendable, Hashable {
    /// The partner's code for the question.
    public var qualifier: String?
    /// The partner's answer, `Y`, `N`, `U`.
    public var answer: String
    /// The partner's code for the form of the period.
    public var periodFormat: String?
    /// The period the answer holds for, as it was sent.
    public var period: String?
    /// Words about it, and the question itself when it has no code.
    public var texts: [String] = []
    /// The partner's code for the list the code of the question is from.
    public var list: String?
    /// The question, as a code of that list.
    public var code: String?

    /// An answer.
    public init(answer: String) {
        self.answer = answer
    }
}

extension Condition: JSONWritable {
    func writeFields(to json: inout JSONWriter) {
        json.field("qualifier", qualifier)
        json.field("answer", answer)
        json.field("periodFormat", periodFormat)
        json.field("period", period)
        json.list("texts", texts)
        json.field("list", list)
        json.field("code", code)
    }
}

/// What the buyer allows or demands of a sale: back orders, substitutes, a limit to the sum.
public struct SalesRequirement: Sendable, Hashable {
    /// The partner's code for the requirement, `BK` back orders allowed.
    public var code: String?
    /// The partner's code for what to do.
    public var action: String?
    /// A sum that must not be passed.
    public var amount: ExactDecimal?
    /// An account.
    public var account: String?
    /// A day.
    public var day: CalendarDay?
    /// The partner's code for who keeps the list of services.
    public var agency: String?
    /// A special service, by a code of that list.
    public var service: String?
    /// The partner's code for whether substitutes are allowed.
    public var substitution: String?
    /// A percentage.
    public var percent: ExactDecimal?
    /// The partner's code for what the percentage is of.
    public var percentQualifier: String?
    /// Items that may come instead.
    public var item = Item()

    /// A requirement still to be filled.
    public init() {}
}

extension SalesRequirement: JSONWritable {
    func writeFields(to json: inout JSONWriter) {
        json.field("code", code)
        json.field("action", action)
        json.field("amount", amount)
        json.field("account", account)
        json.field("day", day?.description)
        json.field("agency", agency)
        json.field("service", service)
        json.field("substitution", substitution)
        json.field("percent", percent)
        json.field("percentQualifier", percentQualifier)
        if !item.isEmpty { json.field("item", item) }
    }
}

/// A restriction in words, with a quantity or a sum.
public struct Restriction: Sendable, Hashable {
    /// The partner's code for the restriction.
    public var qualifier: String
    /// The words.
    public var description: String?
    /// The partner's code for what the quantity is.
    public var quantityQualifier: String?
    /// The quantity.
    public var quantity: ExactDecimal?
    /// The partner's code for what the sum is.
    public var amountQualifier: String?
    /// The sum.
    public var amount: ExactDecimal?

    /// A restriction of this code.
    public init(qualifier: String) {
        self.qualifier = qualifier
    }
}

extension Restriction: JSONWritable {
    func writeFields(to json: inout JSONWriter) {
        json.field("qualifier", qualifier)
        json.field("description", description)
        json.field("quantityQualifier", quantityQualifier)
        json.field("quantity", quantity)
        json.field("amountQualifier", amountQualifier)
        json.field("amount", amount)
    }
}

/// How dangerous or delicate goods are to be handled.
public struct SpecialHandling: Sendable, Hashable {
    /// The partner's code for the handling.
    public var code: String?
    /// The partner's code for the list of hazardous materials.
    public var hazardQualifier: String?
    /// The class of the hazardous material.
    public var hazardClass: String?
    /// The handling in words.
    public var description: String?
    /// The partner's yes or no to whether it is hazardous.
    public var isHazardous: String?

    /// Handling still to be filled.
    public init() {}
}

extension SpecialHandling: JSONWritable {
    func writeFields(to json: inout JSONWriter) {
        json.field("code", code)
        json.field("hazardQualifier", hazardQualifier)
        json.field("hazardClass", hazardClass)
        json.field("description", description)
        json.field("hazardous", isHazardous)
    }
}

/// A paper that comes with the document, or is asked for.
public struct Paperwork: Sendable, Hashable {
    /// The partner's code for the paper.
    public var type: String
    /// The partner's code for the way it travels.
    public var transmission: String?
    /// How many copies are needed.
    public var copies: Int?
    /// The partner's code for who has to do with it.
    public var party: String?
    /// The number of that party.
    public var identifier: PartyIdentifier?
    /// Words about it.
    public var description: String?
    /// The partner's code for what is asked for.
    public var request: String?

    /// A paper of this code.
    public init(type: String) {
        self.type = type
    }
}

extension Paperwork: JSONWritable {
    func writeFields(to json: inout JSONWriter) {
        json.field("type", type)
        json.field("transmission", transmission)
        json.field("copies", copies)
        json.field("party", party)
        json.field("identifier", identifier)
        json.field("description", description)
        json.field("request", request)
    }
}
