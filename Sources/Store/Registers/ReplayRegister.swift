internal import Foundation
internal import GRDB

extension Commit {
    /// What sinks get once more.
    public var replays: ReplayRegister { ReplayRegister(database: database) }
}

extension Snapshot {
    /// What sinks get once more.
    public var replays: ReplayRegister { ReplayRegister(database: database) }
}

/// The replays: second cursors over the outbox.
public struct ReplayRegister {
    private static let columns = """
        id, sink, state, position, lastPosition, type, subject, perSecond, requestedAt, finishedAt, delivered, failed
        """

    let database: Database

    /// Enters a replay; answers it with its number.
    public func add(_ replay: ReplayRecord) throws -> ReplayRecord {
        try database.execute(
            sql: """
                INSERT INTO sinkReplay (sink, state, position, lastPosition, type, subject, perSecond, requestedAt)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?)
                """,
            arguments: [
                replay.sink, replay.state, replay.position, replay.lastPosition, replay.type, replay.subject,
                replay.perSecond, replay.requestedAt,
            ])
        var added = replay
        added.id = database.lastInsertedRowID
        return added
    }

    /// Notes how far a replay has come.
    public func update(_ replay: ReplayRecord) throws {
        try database.cachedStatement(
            sql: """
                UPDATE sinkReplay SET state = ?, position = ?, finishedAt = ?, delivered = ?, failed = ?
                WHERE id = ? AND state = 'running'
                """
        ).execute(arguments: [
            replay.state, replay.position, replay.finishedAt, replay.delivered, replay.failed, replay.id,
        ])
    }

    /// The replay that a sink works on, the oldest first.
    public func running(for sink: String) throws -> ReplayRecord? {
        try Row.fetchOne(
            database.cachedStatement(
                sql: "SELECT \(Self.columns) FROM sinkReplay WHERE sink = ? AND state = 'running' ORDER BY id"
            ),
            arguments: [sink]
        ).map(Self.record)
    }

    /// The latest replays of a sink, newest first.
    public func latest(for sink: String, limit: Int) throws -> [ReplayRecord] {
        try Row.fetchAll(
            database,
            sql: "SELECT \(Self.columns) FROM sinkReplay WHERE sink = ? ORDER BY id DESC LIMIT ?",
            arguments: [sink, limit]
        ).map(Self.record)
    }

    private static func record(_ row: Row) -> ReplayRecord {
        var record = ReplayRecord(
            sink: row["sink"], after: row["position"], through: row["lastPosition"], type: row["type"],
            subject: row["subject"], perSecond: row["perSecond"], at: row["requestedAt"])
        record.id = row["id"]
        record.state = row["state"]
        record.finishedAt = row["finishedAt"]
        record.delivered = row["delivered"]
        record.failed = row["failed"]
        return record
    }
}
