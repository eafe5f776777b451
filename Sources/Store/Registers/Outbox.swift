internal import Foundation
internal import GRDB

/// One event in the outbox.
public struct EventRecord: Sendable {
    /// Order of publication, from 1, without gaps that matter.
    public var position: Int
    /// Id derived from what it describes.
    public var id: String
    /// CloudEvents type.
    public var type: String
    /// The arrival that caused it.
    public var arrival: String?
    /// CloudEvents subject.
    public var subject: String
    /// Milliseconds UTC.
    public var time: Int64
    /// Order is kept per key.
    public var partitionKey: String
    /// The event as JSON on one line.
    public var body: [UInt8]

    /// Makes a record; the outbox gives the position.
    public init(
        id: String, type: String, arrival: String?, subject: String, time: Int64, partitionKey: String,
        body: [UInt8] = []
    ) {
        position = 0
        self.id = id
        self.type = type
        self.arrival = arrival
        self.subject = subject
        self.time = time
        self.partitionKey = partitionKey
        self.body = body
    }
}

/// The transactional outbox: events are rows of the commit that caused them, and each sink has a cursor.
public struct Outbox {
    let database: Database
    let context: CommitContext

    /// Adds an event at the next position; one with the same id is there already and stays.
    ///
    /// `body`: gives the event's bytes, which carry the position they are given.
    public func add(_ event: EventRecord, body: (_ position: Int) -> [UInt8]) throws {
        let position = context.lastEvent + 1
        try database.cachedStatement(
            sql: """
                INSERT INTO event (position, id, type, arrival, subject, time, partitionKey, body)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO NOTHING
                """
        ).execute(arguments: [
            position, event.id, event.type, event.arrival, event.subject, event.time, event.partitionKey,
            Data(body(position)),
        ])
        guard database.changesCount > 0 else { return }
        context.lastEvent = position
        context.effects.hasEvents = true
    }

    /// Gives later events positions above this one: a sink may know more of the past than a restored database.
    public func skip(to position: Int) {
        context.lastEvent = max(context.lastEvent, position)
    }

    /// Moves a sink's cursor behind the events it has.
    public func advance(_ sink: String, to position: Int) throws {
        try database.cachedStatement(
            sql: """
                INSERT INTO sinkCursor (sink, position) VALUES (?, ?)
                ON CONFLICT (sink) DO UPDATE SET position = max(position, excluded.position)
                """
        ).execute(arguments: [sink, position])
    }
}

/// Reads the outbox.
public struct EventPages {
    let database: Database

    /// How far a sink has come.
    public func cursor(of sink: String) throws -> Int {
        try Int.fetchOne(database, sql: "SELECT position FROM sinkCursor WHERE sink = ?", arguments: [sink])
            ?? 0
    }

    /// The position of the last event.
    public func last() throws -> Int {
        try Int.fetchOne(database, sql: "SELECT max(position) FROM event") ?? 0
    }

    /// The events after a position, in order.
    public func page(after position: Int, limit: Int) throws -> [EventRecord] {
        try Row.fetchAll(
            database.cachedStatement(
                sql: """
                    SELECT position, id, type, arrival, subject, time, partitionKey, body FROM event
                    WHERE position > ? ORDER BY position LIMIT ?
                    """), arguments: [position, limit]
        ).map(Self.record)
    }

    static func record(_ row: Row) -> EventRecord {
        let body: Data = row["body"]
        var event = EventRecord(
            id: row["id"], type: row["type"], arrival: row["arrival"], subject: row["subject"],
            time: row["time"],
            partitionKey: row["partitionKey"], body: Array(body))
        event.position = row["position"]
        return event
    }
}
