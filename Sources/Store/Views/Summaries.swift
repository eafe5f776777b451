/// What lists of arrivals, interchanges and documents can be narrowed by.
public struct ViewFilter: Sendable {
    /// Only this partner.
    public var partner: String?
    /// Only this state, type or direction, as the list has it.
    public var kind: String?
    /// At most so many, newest first.
    public var limit: Int
    /// Only ids before this one: the next page.
    public var before: String?

    /// Makes a filter; the limit is kept between 1 and 10,000.
    public init(partner: String? = nil, kind: String? = nil, limit: Int = 50, before: String? = nil) {
        self.partner = partner
        self.kind = kind
        self.limit = max(1, min(limit, 10_000))
        self.before = before
    }
}

/// One document in a list.
public struct DocumentSummary: Sendable, Codable {
    /// Its id.
    public let id: String
    /// Its type.
    public let type: String
    /// Its business key.
    public let businessKey: String
    /// Its partner.
    public let partner: String
    /// The arrival it came in.
    public let arrival: String
    /// Milliseconds UTC.
    public let createdAt: Int64
}

/// One event in a story.
public struct EventSummary: Sendable, Codable {
    /// Its position in the outbox.
    public let position: Int
    /// Its id.
    public let id: String
    /// Its type.
    public let type: String
    /// Its subject.
    public let subject: String
    /// Milliseconds UTC.
    public let time: Int64
    /// The sinks that have it.
    public let publishedTo: [String]
}

/// Everything the books know about one arrival.
public struct Story: Sendable, Codable {
    /// An interchange of the story with what stood in it.
    public struct Part: Sendable, Codable {
        /// The interchange.
        public let interchange: InterchangeRecord
        /// Its functional groups.
        public let groups: [GroupRecord]
        /// Its transaction sets.
        public let sets: [SetRecord]
        /// The attempts to put it on the partner's server, in their order.
        public let attempts: [DeliveryAttemptRecord]
    }

    /// The file.
    public let arrival: ArrivalRecord
    /// The interchanges in it, and our answers.
    public let interchanges: [Part]
    /// The documents made of it.
    public let documents: [DocumentSummary]
    /// The events published about it.
    public let events: [EventSummary]
    /// What it says of what we sent: 997s, 999s and TA1s with how they stand to it.
    public let answers: [PartnerAnswerRecord]
    /// The audit trail's entries about it.
    public let ledger: [LedgerEntry]
    /// Work that is still open or held, in words.
    public let openWork: [String]
}

/// The books in numbers.
public struct StatusCounts: Sendable, Codable {
    /// Arrivals by state.
    public var arrivals: [String: Int]
    /// All arrivals; equals the sum over the states.
    public var arrivalTotal: Int
    /// Outgoing interchanges by state.
    public var outbound: [String: Int]
    /// Open jobs by state; those that wait for their hour are `later`, those that failed and wait to be tried
    /// again `retrying`.
    public var jobs: [String: Int]
    /// Documents by type.
    public var documents: [String: Int]
    /// Position of the last event.
    public var lastEvent: Int
    /// How far each sink has come.
    public var sinks: [String: Int]
    /// Entries in the audit trail.
    public var ledgerEntries: Int
}
