internal import Foundation
internal import GRDB

/// Finds and removes what was kept long enough, a small piece in each commit.
public struct RetentionRegister {
    let database: Database

    /// What is removed: everything that ended before a time, but for partners under a legal hold.
    public struct Limit: Sendable {
        /// Milliseconds UTC.
        public let before: Int64
        /// Partners of whom nothing is removed.
        public let hold: Set<String>

        /// Makes a limit.
        public init(before: Int64, hold: Set<String>) {
            self.before = before
            self.hold = hold
        }
    }

    /// Files that ended before the limit and that nothing open goes back to, in the order in which they came.
    ///
    /// `after`: the last file that was looked at before, or the empty text. Returns at most `count`.
    public func endedArrivals(_ limit: Limit, after: String, count: Int) throws -> [ArrivalRecord] {
        let ended = ArrivalState.allCases.filter(\.isFinal).map(\.rawValue)
        return try Row.fetchAll(
            database,
            sql: """
                SELECT \(ArrivalRegister.columns) FROM arrival
                WHERE id > ? AND receivedAt < ? AND (finishedAt IS NULL OR finishedAt < ?)
                AND state IN (\(databaseQuestionMarks(count: ended.count)))
                AND NOT EXISTS (SELECT 1 FROM outboundDocument WHERE outboundDocument.arrival = arrival.id)
                AND NOT EXISTS (SELECT 1 FROM job WHERE job.subject = arrival.id)
                ORDER BY id LIMIT ?
                """,
            arguments: [after, limit.before, limit.before] + StatementArguments(ended) + [count]
        ).map(ArrivalRegister.record).filter { !limit.hold.contains($0.partner) }
    }

    /// Removes a file's row with everything that was read in it and answered to it; its bytes are then named by nothing.
    ///
    /// The numbers that it used up stay known, so that they are still recognised when they come again.
    public func removeArrival(_ id: String) throws {
        let interchanges = try String.fetchAll(
            database, sql: "SELECT id FROM interchange WHERE arrival = ?", arguments: [id])
        for interchange in interchanges { try removeInterchange(interchange) }
        try database.execute(
            sql:
                "DELETE FROM documentReference WHERE document IN (SELECT id FROM document WHERE arrival = ?)",
            arguments: [id])
        try database.execute(sql: "DELETE FROM document WHERE arrival = ?", arguments: [id])
        try database.execute(sql: "DELETE FROM arrival WHERE id = ?", arguments: [id])
    }

    /// Removes documents that we owed partners and that came to their end before the limit, with the interchanges
    /// that held nothing else.
    ///
    /// - Returns: the ids of the documents, at most `count`.
    public func removeOutbound(_ limit: Limit, count: Int) throws -> [String] {
        let rows = try Row.fetchAll(
            database,
            sql: """
                SELECT id, partner FROM outboundDocument WHERE createdAt < ?
                AND state IN ('acknowledged', 'answered', 'rejected', 'recalled') ORDER BY position LIMIT ?
                """, arguments: [limit.before, count + limit.hold.count * count])
        var removed: [String] = []
        for row in rows.prefix(while: { _ in removed.count < count }) {
            let (id, partner): (String, String) = (row["id"], row["partner"])
            guard removed.count < count, !limit.hold.contains(partner) else { continue }
            let interchanges = try String.fetchAll(
                database, sql: "SELECT interchange FROM outboundSending WHERE document = ?", arguments: [id])
            try database.execute(sql: "DELETE FROM outboundSending WHERE document = ?", arguments: [id])
            try database.execute(sql: "DELETE FROM outboundDocument WHERE id = ?", arguments: [id])
            for interchange in interchanges where try !isSent(interchange) {
                try removeInterchange(interchange)
            }
            removed.append(id)
        }
        return removed
    }

    /// Removes events that happened before the limit and that every sink has, at most `count`.
    ///
    /// - Returns: how many were removed.
    public func removeEvents(before time: Int64, count: Int) throws -> Int {
        try database.execute(
            sql: """
                DELETE FROM event WHERE position IN (
                    SELECT position FROM event WHERE time < ?
                    AND position <= (SELECT coalesce(min(position), 0) FROM sinkCursor)
                    AND position NOT IN (SELECT position FROM sinkParked WHERE state IN ('parked', 'dead'))
                    AND position < (SELECT max(position) FROM event)
                    ORDER BY position LIMIT ?)
                """, arguments: [time, count])
        return database.changesCount
    }

    private func isSent(_ interchange: String) throws -> Bool {
        try Bool.fetchOne(
            database, sql: "SELECT EXISTS (SELECT 1 FROM outboundSending WHERE interchange = ?)",
            arguments: [interchange]) ?? true
    }

    private func removeInterchange(_ id: String) throws {
        try database.execute(sql: "DELETE FROM transactionSet WHERE interchange = ?", arguments: [id])
        try database.execute(sql: "DELETE FROM functionalGroup WHERE interchange = ?", arguments: [id])
        try database.execute(sql: "DELETE FROM deliveryAttempt WHERE interchange = ?", arguments: [id])
        try database.execute(sql: "DELETE FROM interchange WHERE id = ?", arguments: [id])
    }
}

extension Commit {
    /// What was kept long enough.
    public var retention: RetentionRegister { RetentionRegister(database: database) }
}

extension Snapshot {
    /// What was kept long enough.
    public var retention: RetentionRegister { RetentionRegister(database: database) }
}
