internal import Cryptography
internal import Foundation
internal import GRDB

extension Commit {
    /// The supplier master.
    public var suppliers: SupplierRegister { SupplierRegister(database: database) }
}

extension Snapshot {
    /// The supplier master.
    public var suppliers: SupplierRegister { SupplierRegister(database: database) }
}

/// The tables of the supplier master: revisions, and the extracts that brought them.
///
/// Readers name a generation and see the master as it was then, whole: rows of an extract that is still being written have a
/// higher one.
public struct SupplierRegister {
    let database: Database

    // MARK: Extracts

    /// The generation in force; 0 before the first extract.
    public func generation() throws -> Int {
        try Int.fetchOne(
            database.cachedStatement(
                sql: """
                    SELECT generation FROM supplierRun WHERE state = 'applied' AND generation IS NOT NULL
                    ORDER BY generation DESC LIMIT 1
                    """)) ?? 0
    }

    /// Begins an extract, or begins it again: it gets the generation after the one in force.
    ///
    /// What another extract was writing is given up; its next slice is refused.
    ///
    /// - Returns: the record with its generation.
    public func begin(_ run: SupplierRunRecord) throws -> SupplierRunRecord {
        var run = run
        run.generation = try generation() + 1
        try database.cachedStatement(
            sql:
                "UPDATE supplierRun SET generation = NULL WHERE state <> 'applied' AND generation IS NOT NULL"
        ).execute()
        try database.cachedStatement(
            sql: """
                INSERT INTO supplierRun (arrival, generation, name, kind, state, startedAt) VALUES (?, ?, ?, ?, 'staging', ?)
                ON CONFLICT (arrival) DO UPDATE SET generation = excluded.generation, kind = excluded.kind, state = 'staging',
                reason = NULL, startedAt = excluded.startedAt, endedAt = NULL
                """
        ).execute(arguments: [run.arrival, run.generation, run.name, run.kind, run.startedAt])
        return run
    }

    /// Removes rows that no applied extract stands for, at most so many.
    ///
    /// - Returns: how many there were.
    public func discardStaged(limit: Int) throws -> Int {
        let current = try generation()
        try database.cachedStatement(
            sql: """
                DELETE FROM supplierRevision WHERE generation > :current AND number IN (
                SELECT number FROM supplierRevision WHERE generation > :current ORDER BY generation, number LIMIT :limit)
                """
        ).execute(arguments: ["current": current, "limit": limit])
        return database.changesCount
    }

    /// Writes revisions of an extract where nobody sees them; one that was written before is replaced.
    ///
    /// - Throws: ``StoreError`` with the code `refused` when the extract was given up meanwhile.
    public func stage(_ revisions: [SupplierRevisionRecord], of run: SupplierRunRecord) throws {
        try checkStaging(run)
        let statement = try database.cachedStatement(
            sql: """
                INSERT OR REPLACE INTO supplierRevision (number, generation, revision, isActive, digest, taxMark, bankMark,
                nameMark, body) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
                """)
        for revision in revisions {
            let head = revision.head
            try statement.execute(arguments: [
                head.number, run.generation, head.revision, head.isActive, Data(head.digest.bytes),
                head.marks[0],
                head.marks[1], head.marks[2], Data(revision.body),
            ])
        }
    }

    /// Writes that suppliers are not to be used any more, with the data they had.
    public func stageRetired(_ numbers: [String], of run: SupplierRunRecord) throws {
        try checkStaging(run)
        let statement = try database.cachedStatement(
            sql: """
                INSERT OR REPLACE INTO supplierRevision (number, generation, revision, isActive, digest, taxMark, bankMark,
                nameMark, body) SELECT number, :generation, revision + 1, 0, digest, taxMark, bankMark, nameMark, body
                FROM supplierRevision WHERE number = :number AND generation < :generation
                ORDER BY generation DESC LIMIT 1
                """)
        for number in numbers {
            try statement.execute(arguments: ["generation": run.generation, "number": number])
        }
    }

    private func checkStaging(_ run: SupplierRunRecord) throws {
        let isStaging = try Bool.fetchOne(
            database.cachedStatement(
                sql: """
                    SELECT EXISTS (SELECT 1 FROM supplierRun WHERE arrival = ? AND generation = ? AND state = 'staging')
                    """), arguments: [run.arrival, run.generation])
        guard isStaging == true else {
            throw StoreError(
                .refused, "the extract \(run.arrival) was given up for another one; it is begun anew")
        }
    }

    /// Makes the rows of an extract the master, or ends it without.
    ///
    /// - Throws: ``StoreError`` with the code `refused` when it was to be applied and was given up meanwhile.
    public func end(_ run: SupplierRunRecord) throws {
        if run.state == .applied { try checkStaging(run) }
        try database.cachedStatement(
            sql: """
                UPDATE supplierRun SET generation = ?, state = ?, reason = ?, rows = ?, faulty = ?, added = ?, changed = ?,
                retired = ?, unchanged = ?, suspected = ?, endedAt = ? WHERE arrival = ?
                """
        ).execute(arguments: [
            run.state == .applied ? run.generation : nil, run.state.rawValue, run.reason, run.rows,
            run.faulty,
            run.added, run.changed, run.retired, run.unchanged, run.suspected, run.endedAt, run.arrival,
        ])
    }

    /// The extract that came in an arrival.
    public func run(_ arrival: String) throws -> SupplierRunRecord? {
        try Row.fetchOne(
            database.cachedStatement(sql: "SELECT \(Run.columns) FROM supplierRun WHERE arrival = ?"),
            arguments: [arrival]
        ).map(Self.run)
    }

    /// The extracts, the newest first.
    public func runs(limit: Int) throws -> [SupplierRunRecord] {
        try Row.fetchAll(
            database.cachedStatement(
                sql:
                    "SELECT \(Run.columns) FROM supplierRun ORDER BY startedAt DESC, arrival DESC LIMIT ?"
            ),
            arguments: [limit]
        ).map(Self.run)
    }

    // MARK: Suppliers

    /// How suppliers stand in a generation, in order of their numbers; those that are out of use too.
    public func heads(after number: String, in generation: Int, limit: Int) throws -> [SupplierHead] {
        try Row.fetchCursor(
            database.cachedStatement(sql: "SELECT \(Head.columns) \(Page.select)"),
            arguments: ["number": number, "generation": generation, "limit": limit]
        ).map(Self.head).collected()
    }

    /// Suppliers of a generation with their data, in order of their numbers; those that are out of use too.
    public func page(after number: String, in generation: Int, limit: Int) throws -> [SupplierRevisionRecord]
    {
        try Row.fetchCursor(
            database.cachedStatement(sql: "SELECT \(Whole.columns) \(Page.select)"),
            arguments: ["number": number, "generation": generation, "limit": limit]
        ).map { SupplierRevisionRecord(head: try Self.head($0), body: Array($0[8] as Data)) }.collected()
    }

    /// How a supplier stood in a generation.
    public func head(_ number: String, in generation: Int) throws -> SupplierHead? {
        try Row.fetchOne(
            database.cachedStatement(
                sql: """
                    SELECT \(Head.columns) FROM supplierRevision WHERE number = ? AND generation <= ?
                    ORDER BY generation DESC LIMIT 1
                    """), arguments: [number, generation]
        ).map(Self.head)
    }

    /// The revisions of a supplier up to a generation, the newest first.
    public func revisions(of number: String, in generation: Int, limit: Int) throws
        -> [SupplierRevisionRecord]
    {
        try Row.fetchAll(
            database.cachedStatement(
                sql: """
                    SELECT \(Whole.columns) FROM supplierRevision WHERE number = ? AND generation <= ?
                    ORDER BY generation DESC LIMIT ?
                    """), arguments: [number, generation, limit]
        ).map { SupplierRevisionRecord(head: try Self.head($0), body: Array($0[8] as Data)) }
    }

    /// What a generation changed, in order of numbers.
    public func changes(of generation: Int, after number: String, limit: Int) throws -> [SupplierHead] {
        try Row.fetchAll(
            database.cachedStatement(
                sql: """
                    SELECT \(Head.columns) FROM supplierRevision WHERE generation = ? AND number > ?
                    ORDER BY number LIMIT ?
                    """), arguments: [generation, number, limit]
        ).map(Self.head)
    }

    private enum Head {
        static let columns = "number, generation, revision, isActive, digest, taxMark, bankMark, nameMark"
    }

    private enum Whole {
        static let columns = Head.columns + ", body"
    }

    private enum Run {
        static let columns = """
            arrival, generation, name, kind, state, reason, rows, faulty, added, changed, retired, unchanged, suspected,
            startedAt, endedAt
            """
    }

    /// The newest revision of each supplier behind a number that a generation has.
    private enum Page {
        static let select = """
            FROM supplierRevision AS one WHERE number > :number AND generation = (
            SELECT max(generation) FROM supplierRevision WHERE number = one.number AND generation <= :generation)
            ORDER BY number LIMIT :limit
            """
    }

    private static func head(_ row: Row) throws -> SupplierHead {
        let number: String = row[0]
        // Without a copy: a whole master is read so.
        let digest = try row.withUnsafeData(atIndex: 4) { $0.flatMap { Digest(bytes: $0) } }
        guard let digest else {
            throw StoreError(.malformed, "supplier \(number): its row is damaged; restore a backup")
        }
        return SupplierHead(
            number: number, generation: row[1], revision: row[2], isActive: row[3], digest: digest,
            marks: [row[5], row[6], row[7]])
    }

    private static func run(_ row: Row) throws -> SupplierRunRecord {
        var run = SupplierRunRecord(
            arrival: row["arrival"], name: row["name"], kind: row["kind"], startedAt: row["startedAt"])
        guard let state = SupplierRunState(rawValue: row["state"]) else {
            throw StoreError(.newerSchema, "extract \(run.arrival): this wharf does not know its state")
        }
        run.state = state
        run.generation = row["generation"]
        run.reason = row["reason"]
        run.rows = row["rows"]
        run.faulty = row["faulty"]
        run.added = row["added"]
        run.changed = row["changed"]
        run.retired = row["retired"]
        run.unchanged = row["unchanged"]
        run.suspected = row["suspected"]
        run.endedAt = row["endedAt"]
        return run
    }
}

extension Cursor {
    /// All that is left, in an array.
    fileprivate func collected() throws -> [Element] {
        var elements: [Element] = []
        while let element = try next() { elements.append(element) }
        return elements
    }
}
