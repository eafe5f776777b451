public import Cryptography
internal import Foundation
internal import GRDB

/// The table of files seen on partners' servers: what is known of each, never how far a clock has come.
public struct RemoteEntryRegister {
    let database: Database

    private static let columns = """
        id, partner, folder, name, generation, byteCount, modifiedSeconds, state, reason, attempts, notBefore, retakes,
        digest, arrival, afterwards, afterAttempts, afterNotBefore, afterError, firstSeenAt, changedAt, missingSince
        """

    /// Adds a file listed for the first time.
    ///
    /// - Returns: its number.
    public func add(_ entry: RemoteEntryRecord) throws -> Int64 {
        try database.cachedStatement(
            sql: """
                INSERT INTO remoteEntry (partner, folder, name, generation, byteCount, modifiedSeconds, state, reason,
                firstSeenAt, changedAt) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """
        ).execute(arguments: [
            entry.partner, entry.folder, entry.name, entry.generation, entry.byteCount, entry.modifiedSeconds,
            entry.state.rawValue, entry.reason, entry.firstSeenAt, entry.changedAt,
        ])
        return database.lastInsertedRowID
    }

    /// Writes everything that can change of an entry.
    public func update(_ entry: RemoteEntryRecord) throws {
        try database.cachedStatement(
            sql: """
                UPDATE remoteEntry SET byteCount = ?, modifiedSeconds = ?, state = ?, reason = ?, attempts = ?,
                notBefore = ?, retakes = ?, digest = ?, arrival = ?, afterwards = ?, afterAttempts = ?,
                afterNotBefore = ?, afterError = ?, changedAt = ?, missingSince = ? WHERE id = ?
                """
        ).execute(arguments: [
            entry.byteCount, entry.modifiedSeconds, entry.state.rawValue, entry.reason, entry.attempts,
            entry.notBefore, entry.retakes, entry.digest.map { Data($0.bytes) }, entry.arrival,
            entry.afterwards.rawValue, entry.afterAttempts, entry.afterNotBefore, entry.afterError,
            entry.changedAt, entry.missingSince, entry.id,
        ])
    }

    /// The entry with this number.
    public func find(_ id: Int64) throws -> RemoteEntryRecord? {
        try Row.fetchOne(
            database.cachedStatement(sql: "SELECT \(Self.columns) FROM remoteEntry WHERE id = ?"),
            arguments: [id]
        ).map(Self.record)
    }

    /// What was listed at the last look into a folder, at most `limit`.
    public func present(partner: String, folder: String, limit: Int) throws -> [RemoteEntryRecord] {
        try Row.fetchAll(
            database,
            sql: """
                SELECT \(Self.columns) FROM remoteEntry
                WHERE partner = ? AND folder = ? AND missingSince IS NULL ORDER BY id LIMIT ?
                """, arguments: [partner, folder, limit]
        ).map(Self.record)
    }

    /// The newest generation of a name.
    public func latest(partner: String, folder: String, name: String) throws -> RemoteEntryRecord? {
        try Row.fetchOne(
            database.cachedStatement(
                sql: """
                    SELECT \(Self.columns) FROM remoteEntry WHERE partner = ? AND folder = ? AND name = ?
                    ORDER BY generation DESC LIMIT 1
                    """), arguments: [partner, folder, name]
        ).map(Self.record)
    }

    /// An earlier taking of the same bytes under the same name.
    public func taken(
        _ digest: Digest, partner: String, folder: String, name: String, but id: Int64
    ) throws -> RemoteEntryRecord? {
        try Row.fetchOne(
            database.cachedStatement(
                sql: """
                    SELECT \(Self.columns) FROM remoteEntry WHERE partner = ? AND folder = ? AND name = ?
                    AND digest = ? AND state = 'committed' AND id <> ? ORDER BY generation DESC LIMIT 1
                    """), arguments: [partner, folder, name, Data(digest.bytes), id]
        ).map(Self.record)
    }

    /// Entries for people, newest first.
    public func list(_ filter: RemoteEntryFilter) throws -> [RemoteEntryRecord] {
        try Row.fetchAll(
            database,
            sql: """
                SELECT \(Self.columns) FROM remoteEntry WHERE (:partner IS NULL OR partner = :partner)
                AND (:name IS NULL OR name = :name) AND (:state IS NULL OR state = :state)
                AND (:before IS NULL OR id < :before) ORDER BY id DESC LIMIT :limit
                """,
            arguments: [
                "partner": filter.partner, "name": filter.name, "state": filter.state,
                "before": filter.before, "limit": filter.limit,
            ]
        ).map(Self.record)
    }

    /// How many entries of a partner are in each state; what is owed at its server counts under `afterwards …`.
    public func counts(of partner: String) throws -> [String: Int] {
        var counts: [String: Int] = [:]
        let states = try Row.fetchAll(
            database,
            sql: "SELECT state, count(*) FROM remoteEntry WHERE partner = ? GROUP BY state",
            arguments: [partner])
        for row in states { counts[row[0]] = row[1] }
        let owed = try Row.fetchAll(
            database,
            sql: """
                SELECT 'afterwards ' || afterwards, count(*) FROM remoteEntry
                WHERE partner = ? AND afterwards IN ('pending', 'failed') GROUP BY afterwards
                """, arguments: [partner])
        for row in owed { counts[row[0]] = row[1] }
        return counts
    }

    /// Puts back what was being taken when the last process died: it is taken again under the same key.
    public func recoverClaimed() throws {
        try database.execute(
            sql: """
                UPDATE remoteEntry SET state = 'seen', reason = 'the server stopped while it was taken'
                WHERE state = 'claimed'
                """)
    }

    /// Forgets entries that have not been listed since a time, a few at once.
    ///
    /// - Returns: how many were forgotten.
    public func forgetMissing(before time: Int64, limit: Int) throws -> Int {
        try database.cachedStatement(
            sql: """
                DELETE FROM remoteEntry WHERE id IN (SELECT id FROM remoteEntry
                WHERE missingSince IS NOT NULL AND missingSince < ? AND afterwards NOT IN ('pending', 'failed')
                LIMIT ?)
                """
        ).execute(arguments: [time, limit])
        return database.changesCount
    }

    private static func record(_ row: Row) throws -> RemoteEntryRecord {
        guard let state = RemoteEntryState(rawValue: row["state"]),
            let afterwards = AfterActionState(rawValue: row["afterwards"])
        else {
            throw StoreError(
                .newerSchema, "remote entry \(row["id"] as Int64): this wharf does not know its state")
        }
        let digest: Data? = row["digest"]
        var record = RemoteEntryRecord(
            partner: row["partner"], folder: row["folder"], name: row["name"], generation: row["generation"],
            byteCount: row["byteCount"], modifiedSeconds: row["modifiedSeconds"], state: state,
            reason: row["reason"], at: row["firstSeenAt"])
        record.id = row["id"]
        record.attempts = row["attempts"]
        record.notBefore = row["notBefore"]
        record.retakes = row["retakes"]
        record.digest = digest.flatMap { Digest(bytes: $0) }
        record.arrival = row["arrival"]
        record.afterwards = afterwards
        record.afterAttempts = row["afterAttempts"]
        record.afterNotBefore = row["afterNotBefore"]
        record.afterError = row["afterError"]
        record.changedAt = row["changedAt"]
        record.missingSince = row["missingSince"]
        return record
    }
}
