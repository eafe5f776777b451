public import Store

/// How a sink stands, for people and probes.
public struct SinkStatus: Sendable, Codable, Equatable {
    /// Its name in `house.yaml`.
    public var name: String
    /// `file` or `webhook`; nil when only the books are known.
    public var kind: String?
    /// Where a webhook's requests go.
    public var url: String?
    /// Everything up to this position was taken, passed over or parked.
    public var position: Int
    /// Events behind that position that it was not yet offered.
    public var behind: Int
    /// Events that wait for another attempt, or behind one that does.
    public var parked: Int
    /// Events that wait for a person.
    public var dead: Int
    /// When the oldest event happened that it has not got; milliseconds UTC.
    public var oldestUndelivered: Int64?
    /// Until when it is left alone because it could not be reached; milliseconds UTC.
    public var restingUntil: Int64?
    /// Whether it is paused, why, and what it said last.
    public var state: SinkStateRecord
    /// The replay that it works on.
    public var replay: ReplayRecord?

    /// How the sinks of the books stand; the names of others may be given.
    public static func all(in store: StateStore, names: [String] = []) throws -> [SinkStatus] {
        try store.read { books in
            let last = try books.events.last()
            let cursors = try books.events.cursors()
            return try Set(names).union(cursors.keys).sorted().map { name in
                let position = cursors[name] ?? 0
                let counts = try books.sinks.counts(of: name)
                return SinkStatus(
                    name: name, position: position, behind: max(0, last - position),
                    parked: counts["parked"] ?? 0, dead: counts["dead"] ?? 0,
                    oldestUndelivered: try books.sinks.oldestUndelivered(of: name, after: position),
                    state: try books.sinks.state(of: name), replay: try books.replays.running(for: name))
            }
        }
    }

    /// What a person should look at, in a sentence; nil when all is well.
    public var trouble: String? {
        if let why = state.pausedBecause, state.pausedAt != nil { return "sink \(name) is paused: \(why)" }
        if restingUntil != nil {
            return "sink \(name) cannot be reached, \(behind) event(s) wait: \(state.lastError ?? "")"
        }
        return dead > 0 ? "sink \(name) has \(dead) dead letter(s); see `wharf deadletter list`" : nil
    }
}

/// What came of a trial of a sink.
public struct SinkTrial: Sendable, Codable, Equatable {
    /// The sink.
    public var sink: String
    /// `delivered`, `refused`, `failed`, `unavailable` or `gone`.
    public var outcome: String
    /// What happened, a sentence without a period.
    public var reason: String
    /// The status of the reply, when one came.
    public var status: Int?
    /// How the reply's body begins.
    public var reply: String?
    /// How long it took.
    public var milliseconds: Int64
}

/// What an act on several dead letters did, or would do.
public struct DeadLetterReport: Sendable, Codable, Equatable {
    /// The events, in order of position.
    public var events: [String]
    /// Whether nothing was changed.
    public var isDryRun: Bool
}

/// A replay that was asked for, or would be.
public struct ReplayPlan: Sendable, Codable, Equatable {
    /// Events that it sends.
    public var events: Int
    /// The positions that it looks at.
    public var replay: ReplayRecord
    /// Whether nothing was begun.
    public var isDryRun: Bool
}

/// Why something asked of the sinks is not done.
public struct SinkDeskError: Error, Sendable, Equatable, CustomStringConvertible {
    /// The situations a caller tells apart.
    public enum Code: Sendable, Equatable {
        /// No such sink, or no such dead letter.
        case notFound
        /// It makes no sense.
        case badRequest
        /// It does not fit how things stand.
        case conflict
    }
    /// Which situation it is.
    public let code: Code
    /// A sentence.
    public let description: String
}
