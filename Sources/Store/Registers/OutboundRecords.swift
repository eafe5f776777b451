/// Where a document that we owe a partner stands on its way.
///
/// Beside the state stand two remarks that never replace it: why it is held, and that an answer is overdue.
public enum OutboundState: String, Sendable, Codable, CaseIterable {
    /// In the books; it waits for its release, or its interchange waits to be handed over.
    case queued
    /// In the partner's download folder, or on its server without proof.
    case sent
    /// On the partner's server, as that server says.
    case verified
    /// The partner has read it to the last byte.
    case collected
    /// The partner's functional acknowledgment accepted it.
    case acknowledged
    /// The partner's application answered it.
    case answered
    /// The partner's functional acknowledgment refused it.
    case rejected
    /// Taken back before the partner had it.
    case recalled

    /// Whether a document may move from this state to another.
    ///
    /// The ladder never goes backwards; only sending anew begins it again. An answer may come before our own note that
    /// it was sent.
    public func mayBecome(_ next: OutboundState) -> Bool {
        switch (self, next) {
        case (.queued, .sent), (.queued, .verified), (.queued, .collected): true
        case (.sent, .verified), (.sent, .collected), (.verified, .collected): true
        case (.queued, .acknowledged), (.sent, .acknowledged), (.verified, .acknowledged),
            (.collected, .acknowledged):
            true
        case (.queued, .rejected), (.sent, .rejected), (.verified, .rejected), (.collected, .rejected): true
        case (.queued, .answered), (.sent, .answered), (.verified, .answered), (.collected, .answered),
            (.acknowledged, .answered), (.rejected, .answered):
            true
        case (.queued, .recalled), (.sent, .recalled): true
        case (.sent, .queued), (.verified, .queued), (.collected, .queued), (.acknowledged, .queued),
            (.answered, .queued), (.rejected, .queued), (.recalled, .queued):
            true
        default: false
        }
    }
}

/// One document that we owe a partner.
public struct OutboundDocumentRecord: Sendable, Codable {
    /// Its place in the order of entry; the books give it.
    public var position: Int64 = 0
    /// ULID derived from its arrival and its ordinal there.
    public var id: String
    /// Whom we owe it.
    public var partner: String
    /// The transaction set it becomes: `850`, `860`.
    public var setID: String
    /// `purchase-order`, `purchase-order-change`.
    public var type: String
    /// `PO/4500012345`.
    public var businessKey: String
    /// The number of the order it is or is about.
    public var orderNumber: String
    /// What tells it from the partner's other documents: the same again is a repeat or a contradiction.
    public var identity: String
    /// Whether it is about an order and must not come to the partner before that order.
    public var follows: Bool = false
    /// The arrival that brought it.
    public var arrival: String
    /// Its ordinal in that arrival, from 1.
    public var ordinal: Int
    /// Milliseconds UTC.
    public var createdAt: Int64
    /// Canonical JSON.
    public var body: [UInt8]
    /// Where it stands.
    public var state: OutboundState
    /// Why a person holds it; absent when nobody does.
    public var heldBecause: String?
    /// Which answer is overdue; absent when none is.
    public var overdue: String?
    /// How often it was put into an interchange.
    public var sendings: Int = 0
    /// The interchange it stands in, the last of several; absent while it waits for a release.
    public var interchange: String?
    /// When it was handed over, milliseconds UTC.
    public var sentAt: Int64?
    /// When the partner's server confirmed it, milliseconds UTC.
    public var verifiedAt: Int64?
    /// When the partner had read it, milliseconds UTC.
    public var collectedAt: Int64?
    /// When it was acknowledged or refused, milliseconds UTC.
    public var acknowledgedAt: Int64?
    /// How it was acknowledged.
    public var acknowledgment: String?
    /// What the partner remarked, a JSON array.
    public var remarks: String?
    /// When it was answered, milliseconds UTC.
    public var answeredAt: Int64?
    /// The document that answered it.
    public var answeredBy: String?
    /// By when it must be acknowledged, milliseconds UTC.
    public var acknowledgmentDueAt: Int64?
    /// By when it must be answered, milliseconds UTC.
    public var answerDueAt: Int64?

    /// A document that waits for its release.
    public init(
        id: String, partner: String, setID: String, type: String, businessKey: String, orderNumber: String,
        arrival: String, ordinal: Int, createdAt: Int64, body: [UInt8], identity: String? = nil
    ) {
        self.id = id
        self.partner = partner
        self.setID = setID
        self.type = type
        self.businessKey = businessKey
        self.orderNumber = orderNumber
        self.identity = identity ?? businessKey
        self.arrival = arrival
        self.ordinal = ordinal
        self.createdAt = createdAt
        self.body = body
        state = .queued
    }
}

/// One time that a document was put into an interchange: the numbers by which the partner's answers name it.
public struct OutboundSendingRecord: Sendable, Codable, Equatable {
    /// The document.
    public var document: String
    /// Counts the document's sendings, from 1; the books give it.
    public var ordinal: Int = 0
    /// To whom.
    public var partner: String
    /// The interchange.
    public var interchange: String
    /// ISA13.
    public var interchangeControlNumber: String
    /// GS01.
    public var functionalID: String
    /// GS06.
    public var groupControlNumber: String
    /// ST01.
    public var setID: String
    /// ST02.
    public var setControlNumber: String
    /// Milliseconds UTC.
    public var at: Int64

    /// Describes a sending.
    public init(
        document: String, partner: String, interchange: String, interchangeControlNumber: String,
        functionalID: String, groupControlNumber: String, setID: String, setControlNumber: String, at: Int64
    ) {
        self.document = document
        self.partner = partner
        self.interchange = interchange
        self.interchangeControlNumber = interchangeControlNumber
        self.functionalID = functionalID
        self.groupControlNumber = groupControlNumber
        self.setID = setID
        self.setControlNumber = setControlNumber
        self.at = at
    }
}

/// Which outbound documents a list shows.
public struct OutboundFilter: Sendable {
    /// Only this partner's.
    public var partner: String?
    /// Only in this state; `held` and `overdue` ask for the remarks.
    public var state: String?
    /// Only those of this order.
    public var orderNumber: String?
    /// Only positions before this one: the next page.
    public var before: Int64?
    /// At most so many, newest first.
    public var limit: Int

    /// Makes a filter; the limit is kept between 1 and 10,000.
    public init(
        partner: String? = nil, state: String? = nil, orderNumber: String? = nil, before: Int64? = nil,
        limit: Int = 50
    ) {
        self.partner = partner
        self.state = state
        self.orderNumber = orderNumber
        self.before = before
        self.limit = max(1, min(limit, 10_000))
    }
}
