/// One event on its way to our applications.
public struct PublishedEvent: Sendable {
    /// Its position in the outbox, from 1.
    public let position: Int
    /// The id by which receivers drop repeats.
    public let id: String
    /// The UTC day it happened, `YYYY-MM-DD`.
    public let day: String
    /// The CloudEvent as JSON on one line, without the line break.
    public let json: [UInt8]

    /// Makes an event.
    public init(position: Int, id: String, day: String, json: [UInt8]) {
        self.position = position
        self.id = id
        self.day = day
        self.json = json
    }
}

/// How a sink likes to be served.
public enum SinkShape: Sendable, Equatable {
    /// Whole pages, one after the other; what fails, fails as a page.
    case pages(events: Int)
    /// One event at a time for each key, and so many keys side by side; each event has an outcome of its own.
    case lanes(Int)
}

/// A place where events go; it gets those of a key in order of position, at least once.
public protocol Sink: Sendable {
    /// The name in `house.yaml`, under which its cursor is kept.
    var name: String { get }
    /// How it is served.
    var shape: SinkShape { get }
    /// The highest position it holds, as far as it can tell; 0 otherwise. A restored older database goes on above it.
    var lastPosition: Int { get }

    /// Hands events over; the outcome is given once, from any thread, also before this returns.
    ///
    /// May block for as long as a name is looked up or a disk syncs. `now`: milliseconds UTC.
    func send(
        _ events: [PublishedEvent], at now: Int64, then answer: @escaping @Sendable (SinkOutcome) -> Void)

    /// Lets go of connections; nothing is sent afterwards.
    func close()
}

/// What became of events that were handed to a sink.
public enum SinkOutcome: Sendable, Equatable {
    /// The sink has them for good.
    case delivered
    /// The sink will not take this content, however often it comes.
    case refused(SinkReply)
    /// The sink could not take it this time; others may fare better.
    case failed(SinkReply)
    /// The sink as a whole cannot be reached or refuses us.
    case unavailable(SinkReply)
    /// The sink says that it wants nothing any more.
    case gone(SinkReply)
}

/// What a sink answered, or why it did not.
public struct SinkReply: Sendable, Equatable {
    /// A sentence without a period.
    public var reason: String
    /// The status of the reply, when one came.
    public var status: Int?
    /// How its body begins.
    public var excerpt: String?
    /// For how many milliseconds it wants to be left alone.
    public var retryAfter: Int64?

    /// Describes a reply.
    public init(_ reason: String, status: Int? = nil, excerpt: String? = nil, retryAfter: Int64? = nil) {
        self.reason = reason
        self.status = status
        self.excerpt = excerpt
        self.retryAfter = retryAfter
    }
}
