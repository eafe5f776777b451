internal import Foundation
internal import GRDB

extension Commit {
    /// Where the sinks stand, and what they did not take.
    public var sinks: SinkRegister { SinkRegister(database: database) }
}

extension Snapshot {
    /// Where the sinks stand, and what they did not take.
    public var sinks: SinkRegister { SinkRegister(database: database) }
}

/// Where the sinks stand, the events they did not take, and the replays.
public struct SinkRegister {
    /// Settled rows are kept for people for 30 days.
    private static let memory: Int64 = 30 * 86_400_000

    let database: Database

    // MARK: Partners in test

    /// Says whose events are marked as test data from now on.
    public func setPartnersInTest(_ partners: [String]) throws {
        try database.execute(sql: "DELETE FROM partnerInTest")
        for partner in partners {
            try database.cachedStatement(sql: "INSERT INTO partnerInTest (partner) VALUES (?)")
                .execute(arguments: [partner])
        }
    }

    // MARK: State

    /// What is known of a sink.
    public func state(of sink: String) throws -> SinkStateRecord {
        let row = try Row.fetchOne(
            database.cachedStatement(
                sql: """
                    SELECT pausedAt, pausedBecause, lastDeliveredAt, lastErrorAt, lastError FROM sinkState
                    WHERE sink = ?
                    """), arguments: [sink])
        var state = SinkStateRecord(sink: sink)
        guard let row else { return state }
        state.pausedAt = row["pausedAt"]
        state.pausedBecause = row["pausedBecause"]
        state.lastDeliveredAt = row["lastDeliveredAt"]
        state.lastErrorAt = row["lastErrorAt"]
        state.lastError = row["lastError"]
        return state
    }

    /// Notes when a sink took something last, or what went wrong; what is not given stays.
    public func note(_ sink: String, deliveredAt: Int64?, error: String?, at now: Int64) throws {
        try database.cachedStatement(
            sql: """
                INSERT INTO sinkState (sink, lastDeliveredAt, lastErrorAt, lastError) VALUES (:sink, :delivered, :at, :error)
                ON CONFLICT (sink) DO UPDATE SET
                lastDeliveredAt = coalesce(excluded.lastDeliveredAt, lastDeliveredAt),
                lastErrorAt = coalesce(excluded.lastErrorAt, lastErrorAt),
                lastError = coalesce(excluded.lastError, lastError)
                """
        ).execute(arguments: [
            "sink": sink, "delivered": deliveredAt, "at": error == nil ? nil : now, "error": error,
        ])
    }

    /// Stops or starts a sink.
    public func setPause(_ sink: String, since: Int64?, because why: String?) throws {
        try database.cachedStatement(
            sql: """
                INSERT INTO sinkState (sink, pausedAt, pausedBecause) VALUES (?, ?, ?)
                ON CONFLICT (sink) DO UPDATE SET pausedAt = excluded.pausedAt, pausedBecause = excluded.pausedBecause
                """
        ).execute(arguments: [sink, since, why])
    }

    // MARK: Parked events

    private static let columns = """
        p.sink, p.position, p.event, p.key, p.state, p.attempt, p.refusals, p.firstAt, p.notBefore, p.error, p.status,
        p.reply, p.requeuedAt, p.changedAt
        """

    /// Enters or renews a parked event; one that a person gave up meanwhile stays given up.
    public func put(_ row: ParkedRecord) throws {
        try database.cachedStatement(
            sql: """
                INSERT INTO sinkParked (sink, position, event, key, state, attempt, refusals, firstAt, notBefore, error,
                status, reply, requeuedAt, changedAt) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                ON CONFLICT (sink, position) DO UPDATE SET state = excluded.state, attempt = excluded.attempt,
                refusals = excluded.refusals, notBefore = excluded.notBefore, error = excluded.error,
                status = excluded.status, reply = excluded.reply, changedAt = excluded.changedAt
                WHERE state IN ('parked', 'dead')
                """
        ).execute(arguments: [
            row.sink, row.position, row.event, row.key, row.state.rawValue, row.attempt, row.refusals,
            row.firstAt,
            row.notBefore, row.error, row.status, row.reply, row.requeuedAt, row.changedAt,
        ])
    }

    /// Takes a delivered event off the list; one that a person had asked for is kept as evidence.
    public func settle(_ sink: String, _ position: Int, at now: Int64) throws {
        try database.cachedStatement(
            sql: "DELETE FROM sinkParked WHERE sink = ? AND position = ? AND requeuedAt IS NULL"
        ).execute(arguments: [sink, position])
        try database.cachedStatement(
            sql: """
                UPDATE sinkParked SET state = 'delivered', changedAt = ? WHERE sink = ? AND position = ?
                AND state <> 'discarded'
                """
        ).execute(arguments: [now, sink, position])
    }

    /// The events of a sink that wait for another attempt or a person, lowest position first, without the replies.
    public func open(of sink: String) throws -> [ParkedRecord] {
        try Row.fetchAll(
            database.cachedStatement(
                sql: """
                    SELECT \(Self.columns) FROM sinkParked p WHERE sink = ? AND state IN ('parked', 'dead')
                    ORDER BY position
                    """), arguments: [sink]
        ).map(Self.record)
    }

    /// Parked events that a filter chooses, lowest position first.
    public func parked(_ filter: ParkedFilter) throws -> [ParkedRecord] {
        try Row.fetchAll(
            database,
            sql: """
                SELECT \(Self.columns) FROM sinkParked p LEFT JOIN event e ON e.position = p.position
                WHERE (:sink IS NULL OR p.sink = :sink) AND (:state IS NULL OR p.state = :state)
                AND (:event IS NULL OR p.event = :event) AND (:key IS NULL OR p.key = :key)
                AND (:type IS NULL OR e.type GLOB :type)
                AND (:from IS NULL OR e.time >= :from) AND (:to IS NULL OR e.time < :to)
                ORDER BY p.position, p.sink LIMIT :limit
                """,
            arguments: [
                "sink": filter.sink, "state": filter.state?.rawValue, "event": filter.event,
                "key": filter.key,
                "type": filter.type, "from": filter.from, "to": filter.to, "limit": filter.limit,
            ]
        ).map(Self.record)
    }

    /// Has a dead letter tried again as if it were new; whether there was one.
    public func requeue(_ sink: String, _ position: Int, at now: Int64) throws -> Bool {
        try database.cachedStatement(
            sql: """
                UPDATE sinkParked SET state = 'parked', attempt = 0, refusals = 0, firstAt = :now, notBefore = :now,
                requeuedAt = :now, changedAt = :now WHERE sink = :sink AND position = :position AND state = 'dead'
                """
        ).execute(arguments: ["now": now, "sink": sink, "position": position])
        return database.changesCount > 0
    }

    /// Gives a dead letter up; whether there was one.
    ///
    /// Rows that nobody waits for any more are forgotten after a time.
    public func discard(_ sink: String, _ position: Int, at now: Int64) throws -> Bool {
        try database.cachedStatement(
            sql: """
                UPDATE sinkParked SET state = 'discarded', changedAt = ? WHERE sink = ? AND position = ?
                AND state = 'dead'
                """
        ).execute(arguments: [now, sink, position])
        let found = database.changesCount > 0
        try database.cachedStatement(
            sql: "DELETE FROM sinkParked WHERE state IN ('discarded', 'delivered') AND changedAt < ?"
        ).execute(arguments: [now - Self.memory])
        return found
    }

    /// Makes everything that a sink's parked events wait for due now.
    public func hasten(_ sink: String, at now: Int64) throws {
        try database.cachedStatement(
            sql: "UPDATE sinkParked SET notBefore = ? WHERE sink = ? AND state = 'parked' AND notBefore > ?"
        ).execute(arguments: [now, sink, now])
    }

    /// Counts of a sink's parked events by state.
    public func counts(of sink: String) throws -> [String: Int] {
        var counts: [String: Int] = [:]
        let rows = try Row.fetchAll(
            database.cachedStatement(
                sql: "SELECT state, count(*) FROM sinkParked WHERE sink = ? GROUP BY state"),
            arguments: [sink])
        for row in rows { counts[row[0]] = row[1] }
        return counts
    }

    /// When the oldest event happened that a sink has not got, parked or not reached; milliseconds UTC.
    public func oldestUndelivered(of sink: String, after cursor: Int) throws -> Int64? {
        try Int64.fetchOne(
            database,
            sql: """
                SELECT min(time) FROM (
                    SELECT time FROM event WHERE position = (SELECT min(position) FROM event WHERE position > :cursor)
                    UNION ALL SELECT time FROM event WHERE position = (SELECT min(position) FROM sinkParked
                        WHERE sink = :sink AND state IN ('parked', 'dead')))
                """, arguments: ["cursor": cursor, "sink": sink])
    }

    private static func record(_ row: Row) -> ParkedRecord {
        var record = ParkedRecord(
            sink: row["sink"], position: row["position"], event: row["event"], key: row["key"],
            at: row["firstAt"])
        record.state = ParkedState(rawValue: row["state"]) ?? .dead
        record.attempt = row["attempt"]
        record.refusals = row["refusals"]
        record.notBefore = row["notBefore"]
        record.error = row["error"]
        record.status = row["status"]
        record.reply = row["reply"]
        record.requeuedAt = row["requeuedAt"]
        record.changedAt = row["changedAt"]
        return record
    }
}
