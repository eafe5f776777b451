internal import Cryptography
internal import Foundation
internal import GRDB

extension SupplierRegister {
    // MARK: Suspicions

    /// Records that two suppliers may be one.
    ///
    /// - Returns: whether this is new; a pair is told of once for each reason.
    public func suspect(_ suspicion: SupplierSuspicionRecord) throws -> Bool {
        try database.cachedStatement(
            sql: """
                INSERT INTO supplierSuspicion (kind, first, second, arrival, at) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING
                """
        ).execute(arguments: [
            suspicion.kind, suspicion.first, suspicion.second, suspicion.arrival, suspicion.at,
        ])
        return database.changesCount > 0
    }

    /// The suspicions, the newest first.
    public func suspicions(limit: Int) throws -> [SupplierSuspicionRecord] {
        try Row.fetchAll(
            database.cachedStatement(
                sql: """
                    SELECT kind, first, second, arrival, at FROM supplierSuspicion ORDER BY at DESC, kind, first, second LIMIT ?
                    """), arguments: [limit]
        ).map {
            SupplierSuspicionRecord(
                kind: $0["kind"], $0["first"], $0["second"], arrival: $0["arrival"], at: $0["at"])
        }
    }

    // MARK: Files for targets

    /// Records a file for a target; recording the same again has no effect.
    public func record(_ sync: SupplierSyncRecord) throws {
        try database.cachedStatement(
            sql: """
                INSERT INTO supplierSync (id, target, firing, scope, layout, generation, base, rows, added, changed, retired,
                unchanged, cut, isProvedBySending, createdAt) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                ON CONFLICT DO NOTHING
                """
        ).execute(arguments: [
            sync.id, sync.target, sync.firing, sync.scope, sync.layout, sync.generation, sync.base, sync.rows,
            sync.added,
            sync.changed, sync.retired, sync.unchanged, sync.cut, sync.isProvedBySending, sync.createdAt,
        ])
    }

    /// A file by its id.
    public func sync(_ id: String) throws -> SupplierSyncRecord? {
        try Row.fetchOne(
            database.cachedStatement(sql: Self.syncs + " WHERE supplierSync.id = ?"), arguments: [id]
        ).map(Self.sync)
    }

    /// The files of a target, or of all, the newest first.
    public func syncs(of target: String?, limit: Int) throws -> [SupplierSyncRecord] {
        try Row.fetchAll(
            database.cachedStatement(
                sql: Self.syncs + """
                     WHERE :target IS NULL OR target = :target
                    ORDER BY supplierSync.createdAt DESC, supplierSync.id DESC LIMIT :limit
                    """), arguments: ["target": target, "limit": limit]
        ).map(Self.sync)
    }

    /// The generation that a target is known to have; 0 when none.
    ///
    /// `layout`: only what was written by these columns counts, since others may show what was not sent before.
    public func verifiedGeneration(of target: String, layout: String) throws -> Int {
        try Int.fetchOne(
            database.cachedStatement(
                sql: """
                    SELECT max(generation) FROM supplierSync JOIN interchange ON interchange.id = supplierSync.id
                    WHERE target = ? AND layout = ? AND (interchange.state IN ('verified', 'collected')
                    OR isProvedBySending AND interchange.state = 'sent')
                    """), arguments: [target, layout]) ?? 0
    }

    private static let syncs = """
        SELECT supplierSync.id AS id, target, firing, scope, layout, generation, base, rows, added, changed, retired, unchanged,
        cut, isProvedBySending, supplierSync.createdAt AS createdAt, interchange.state AS state, fileName, byteCount, digest,
        sentAt FROM supplierSync LEFT JOIN interchange ON interchange.id = supplierSync.id
        """

    private static func sync(_ row: Row) -> SupplierSyncRecord {
        var sync = SupplierSyncRecord(
            id: row["id"], target: row["target"], firing: row["firing"], scope: row["scope"],
            layout: row["layout"],
            generation: row["generation"], base: row["base"], isProvedBySending: row["isProvedBySending"],
            createdAt: row["createdAt"])
        sync.rows = row["rows"]
        sync.added = row["added"]
        sync.changed = row["changed"]
        sync.retired = row["retired"]
        sync.unchanged = row["unchanged"]
        sync.cut = row["cut"]
        sync.state = row["state"]
        sync.fileName = row["fileName"]
        sync.byteCount = row["byteCount"]
        sync.digest = (row["digest"] as Data?).flatMap { Digest(bytes: $0) }
        sync.sentAt = row["sentAt"]
        return sync
    }
}
