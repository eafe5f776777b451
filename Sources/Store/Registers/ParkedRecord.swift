/// What a parked event waits for.
public enum ParkedState: String, Sendable, Codable, CaseIterable {
    /// Another attempt, or an earlier event of its key.
    case parked
    /// A person: the sink will not take it.
    case dead
    /// Nothing: a person gave it up.
    case discarded
    /// Nothing: the sink took it after a person had asked.
    case delivered
}

/// An event that a sink did not take at once.
public struct ParkedRecord: Sendable, Codable, Equatable {
    /// The sink.
    public var sink: String
    /// The event's position in the outbox.
    public var position: Int
    /// The event's id.
    public var event: String
    /// The key whose later events wait behind it.
    public var key: String
    /// What it waits for.
    public var state: ParkedState
    /// Attempts so far.
    public var attempt = 0
    /// Attempts that the sink answered with a refusal of the content.
    public var refusals = 0
    /// When it was parked, milliseconds UTC.
    public var firstAt: Int64
    /// When it may be tried again, milliseconds UTC.
    public var notBefore: Int64 = 0
    /// What went wrong last, a sentence.
    public var error: String?
    /// The status of the last reply.
    public var status: Int?
    /// How the body of the last reply begins.
    public var reply: String?
    /// When a person asked for it again, milliseconds UTC.
    public var requeuedAt: Int64?
    /// When the row changed last, milliseconds UTC.
    public var changedAt: Int64

    /// An event that is parked now.
    public init(sink: String, position: Int, event: String, key: String, at now: Int64) {
        self.sink = sink
        self.position = position
        self.event = event
        self.key = key
        state = .parked
        firstAt = now
        changedAt = now
    }
}

/// Where a sink stands, beside its cursor.
public struct SinkStateRecord: Sendable, Codable, Equatable {
    /// The sink.
    public var sink: String
    /// Since when it is paused, milliseconds UTC.
    public var pausedAt: Int64?
    /// Why, for people.
    public var pausedBecause: String?
    /// When it took an event last, milliseconds UTC.
    public var lastDeliveredAt: Int64?
    /// When something went wrong last, milliseconds UTC.
    public var lastErrorAt: Int64?
    /// What went wrong last.
    public var lastError: String?

    /// A sink of which nothing is known yet.
    public init(sink: String) {
        self.sink = sink
    }
}

/// What dead letters and other parked events are chosen by.
public struct ParkedFilter: Sendable {
    /// Only this sink.
    public var sink: String?
    /// Only this state; dead ones when nothing is said.
    public var state: ParkedState?
    /// Only this event.
    public var event: String?
    /// Only this key.
    public var key: String?
    /// Only events of this type, with `*` and `?`.
    public var type: String?
    /// Only events that happened at this time or later, milliseconds UTC.
    public var from: Int64?
    /// Only events that happened before this time, milliseconds UTC.
    public var to: Int64?
    /// At most so many, lowest position first.
    public var limit: Int

    /// Makes a filter; the limit is kept between 1 and 10,000.
    public init(
        sink: String? = nil, state: ParkedState? = .dead, event: String? = nil, key: String? = nil,
        type: String? = nil, from: Int64? = nil, to: Int64? = nil, limit: Int = 100
    ) {
        self.sink = sink
        self.state = state
        self.event = event
        self.key = key
        self.type = type
        self.from = from
        self.to = to
        self.limit = max(1, min(limit, 10_000))
    }
}

/// A second cursor: events of the past that a sink gets once more.
public struct ReplayRecord: Sendable, Codable, Equatable {
    /// Its number.
    public var id: Int64
    /// The sink.
    public var sink: String
    /// `running`, `done` or `stopped`.
    public var state: String
    /// Everything up to here was sent or passed over.
    public var position: Int
    /// The last position that it sends.
    public var lastPosition: Int
    /// Only types of this pattern.
    public var type: String?
    /// Only subjects of this pattern.
    public var subject: String?
    /// At most so many events in a second.
    public var perSecond: Int
    /// When a person asked, milliseconds UTC.
    public var requestedAt: Int64
    /// When it ended, milliseconds UTC.
    public var finishedAt: Int64?
    /// Events that the sink took.
    public var delivered = 0
    /// Events that it did not.
    public var failed = 0

    /// A replay from after a position to another.
    public init(
        sink: String, after position: Int, through lastPosition: Int, type: String?, subject: String?,
        perSecond: Int, at now: Int64
    ) {
        id = 0
        self.sink = sink
        state = "running"
        self.position = position
        self.lastPosition = lastPosition
        self.type = type
        self.subject = subject
        self.perSecond = perSecond
        requestedAt = now
    }
}
