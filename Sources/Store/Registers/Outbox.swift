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
    /// The partner it is about, when there is one.
    public var partner: String?
    /// Whether that partner exchanged test data when it happened; the outbox says so.
    public internal(set) var isTest = false
    /// The event as JSON on one line.
    public var body: [UInt8]

    /// Makes a record; the outbox gives the position.
    public init(
        id: String, type: String, arrival: String?, subject: String, time: Int64, partitionKey: String,
        partner: String? = nil, body: [UInt8] = []
    ) {
        position = 0
        self.partner = partner
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
                INSERT INTO event (position, id, type, arrival, subject, time, partitionKey, partner, isTest, body)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, EXISTS (SELECT 1 FROM partnerInTest WHERE partner = ?), ?)
                ON CONFLICT (id) DO NOTHING
                """
        ).execute(arguments: [
            position, event.id, event.type, event.arrival, event.subject, event.time, event.partitionKey,
            event.partner, event.partner, Data(body(position)),
        ])
        guard database.changesCount > 0 else { return }
        context.lastEvent = position
        context.effects.hasEvents = true
    }

    /// Gives later events positions above this one: a sink may know more of the past than a restored database.
    public func skip(to position: Int) {
        context.lastEvent = max(context.lastEvent, position)
    }

    /// Gives a sink that has no cursor its first one: before all events, or behind those that there are.
    public func enrol(_ sink: String, fromNowOn: Bool) throws {
        try database.cachedStatement(
            sql: "INSERT INTO sinkCursor (sink, position) VALUES (?, ?) ON CONFLICT (sink) DO NOTHING"
        ).execute(arguments: [sink, fromNowOn ? context.lastEvent : 0])
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

    /// How far each sink has come.
    public func cursors() throws -> [String: Int] {
        var cursors: [String: Int] = [:]
        for row in try Row.fetchAll(database, sql: "SELECT sink, position FROM sinkCursor") {
            cursors[row[0]] = row[1]
        }
        return cursors
    }

    /// The position of the last event.
    public func last() throws -> Int {
        try Int.fetchOne(database, sql: "SELECT max(position) FROM event") ?? 0
    }

    /// The events after a position, in order, until there are enough of them or of their bytes.
    public func page(after position: Int, limit: Int, byteMaximum: Int = 8 << 20) throws -> [EventRecord] {
        let rows = try Row.fetchCursor(
            database.cachedStatement(
                sql: "SELECT \(Self.columns) FROM event WHERE position > ? ORDER BY position LIMIT ?"),
            arguments: [position, limit])
        var page: [EventRecord] = []
        var byteCount = 0
        while byteCount < byteMaximum, let row = try rows.next() {
            let event = Self.record(row)
            byteCount += event.body.count
            page.append(event)
        }
        return page
    }

    /// The event at a position.
    public func event(at position: Int) throws -> EventRecord? {
        try Row.fetchOne(
            database.cachedStatement(sql: "SELECT \(Self.columns) FROM event WHERE position = ?"),
            arguments: [position]
        ).map(Self.record)
    }

    /// The first events between two positions whose type and subject have a pattern with `*` and `?`.
    ///
    /// Looks at the positions up to `through` only: keep the span short, a long one holds a reader.
    public func matches(
        after position: Int, through last: Int, type: String?, subject: String?, limit: Int
    ) throws -> [EventRecord] {
        try Row.fetchAll(
            database.cachedStatement(
                sql: """
                    SELECT \(Self.columns) FROM event WHERE position > ? AND position <= ?
                    AND (? IS NULL OR type GLOB ?) AND (? IS NULL OR subject GLOB ?) ORDER BY position LIMIT ?
                    """), arguments: [position, last, type, type, subject, subject, limit]
        ).map(Self.record)
    }

    /// How many events between two positions have a pattern.
    public func count(after position: Int, through last: Int, type: String?, subject: String?) throws -> Int {
        try Int.fetchOne(
            database,
            sql: """
                SELECT count(*) FROM event WHERE position > ? AND position <= ?
                AND (? IS NULL OR type GLOB ?) AND (? IS NULL OR subject GLOB ?)
                """, arguments: [position, last, type, type, subject, subject]) ?? 0
    }

    /// The last position whose event happened before a time; 0 when none did.
    public func position(before time: Int64) throws -> Int {
        try Int.fetchOne(database, sql: "SELECT max(position) FROM event WHERE time < ?", arguments: [time])
            ?? 0
    }

    private static let columns =
        "position, id, type, arrival, subject, time, partitionKey, partner, isTest, body"

    /// Makes a record of a row with ``columns``.
    private static func record(_ row: Row) -> EventRecord {
        var fields = Fields(row)
        let position: Int = fields.next()
        let (id, type, arrival): (String, String, String?) = (
            fields.next(), fields.next(), fields.nextOrNil()
        )
        let (subject, time): (String, Int64) = (fields.next(), fields.next())
        let (partitionKey, partner): (String, String?) = (fields.next(), fields.nextOrNil())
        let isTest: Bool = fields.next()
        let body: Data = fields.next()
        var event = EventRecord(
            id: id, type: type, arrival: arrival, subject: subject, time: time, partitionKey: partitionKey,
            partner: partner, body: Array(body))
        event.position = position
        event.isTest = isTest
        return event
    }
}
