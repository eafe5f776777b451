/// One event on its way to our applications.
public struct PublishedEvent: Sendable {
    /// Its position in the outbox, from 1.
    public let position: Int
    /// The UTC day it happened, `YYYY-MM-DD`.
    public let day: String
    /// The CloudEvent as JSON on one line, without the line break.
    public let json: [UInt8]

    /// Makes an event.
    public init(position: Int, day: String, json: [UInt8]) {
        self.position = position
        self.day = day
        self.json = json
    }
}

/// A place where events go; it gets them in order of position, at least once.
public protocol Sink: Sendable {
    /// The name in `house.yaml`, under which its cursor is kept.
    var name: String { get }
    /// The highest position it holds, as far as it can tell; 0 otherwise. A restored older database goes on above it.
    var lastPosition: Int { get }

    /// Hands over a page of events; when it returns, the sink has them for good. Blocks.
    func publish(_ events: [PublishedEvent]) throws
}
