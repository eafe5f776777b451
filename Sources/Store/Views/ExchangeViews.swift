internal import Cryptography
internal import Foundation
internal import GRDB

/// Read models for the window, the command line and the partners' report folders.
public struct ExchangeViews {
    let database: Database

    /// Arrivals, newest first; `kind` is an ``ArrivalState``.
    public func arrivals(_ filter: ViewFilter) throws -> [ArrivalRecord] {
        try rows("SELECT \(ArrivalRegister.columns) FROM arrival", kind: "state", filter).map(
            ArrivalRegister.record)
    }

    /// Interchanges, newest first; `kind` is a ``Direction`` or a state.
    public func interchanges(_ filter: ViewFilter) throws -> [InterchangeRecord] {
        let column = filter.kind.map { Direction(rawValue: $0) == nil ? "state" : "direction" } ?? "state"
        return try rows("SELECT \(InterchangeRegister.columns) FROM interchange", kind: column, filter)
            .map(InterchangeRegister.record)
    }

    /// Documents, newest first; `kind` is a document type.
    public func documents(_ filter: ViewFilter) throws -> [DocumentSummary] {
        try rows(
            "SELECT id, type, businessKey, partner, arrival, createdAt FROM document", kind: "type", filter
        )
        .map(Self.summary)
    }

    /// The books in numbers at an instant in milliseconds UTC.
    public func status(at now: Int64) throws -> StatusCounts {
        let arrivals = try counts("SELECT state, count(*) FROM arrival GROUP BY state")
        return StatusCounts(
            arrivals: arrivals,
            arrivalTotal: try Int.fetchOne(database, sql: "SELECT count(*) FROM arrival") ?? 0,
            outbound: try counts(
                "SELECT state, count(*) FROM interchange WHERE direction = 'outbound' GROUP BY state"),
            jobs: try counts(
                """
                SELECT CASE WHEN state <> 'ready' OR runAfter <= ? THEN state
                    WHEN attempt = 0 THEN 'later' ELSE 'retrying' END AS due, count(*)
                FROM job GROUP BY due
                """, [now]),
            documents: try counts("SELECT type, count(*) FROM document GROUP BY type"),
            lastEvent: try Int.fetchOne(database, sql: "SELECT max(position) FROM event") ?? 0,
            sinks: try counts("SELECT sink, position FROM sinkCursor"),
            ledgerEntries: try Int.fetchOne(database, sql: "SELECT max(sequence) FROM ledger") ?? 0)
    }

    /// The arrivals that a key leads to: an id, digest, file name, control number, business number, document or event id.
    ///
    /// - Returns: at most `limit` ids, newest first.
    public func arrivals(forKey key: String, limit: Int) throws -> [String] {
        let number = key.split(separator: "/").last.map(String.init) ?? key
        let slash = key.firstIndex(of: "/")
        return try String.fetchAll(
            database,
            sql: """
                SELECT DISTINCT id FROM (
                    SELECT id FROM arrival WHERE id = :key
                    UNION ALL SELECT id FROM arrival WHERE name = :name AND partner = :partner
                    UNION ALL SELECT id FROM arrival WHERE name = :key
                    UNION ALL SELECT id FROM arrival WHERE digest = :digest
                    UNION ALL SELECT arrival FROM interchange WHERE id = :key OR controlNumber = :key OR fileName = :key
                    UNION ALL SELECT arrival FROM interchange WHERE controlNumber = substr('000000000' || :key, -9)
                        AND length(:key) < 10 AND :key GLOB '[0-9]*'
                    UNION ALL SELECT i.arrival FROM functionalGroup g JOIN interchange i ON i.id = g.interchange
                        WHERE g.controlNumber = :key
                    UNION ALL SELECT arrival FROM document WHERE id = :key
                    UNION ALL SELECT d.arrival FROM documentReference r JOIN document d ON d.id = r.document
                        WHERE r.value IN (:key, :number)
                    UNION ALL SELECT arrival FROM event WHERE id = :key
                    UNION ALL SELECT arrival FROM outboundDocument
                        WHERE id = :key OR orderNumber IN (:key, :number) OR interchange = :key
                    UNION ALL SELECT a.arrival FROM outboundDocument o JOIN sendingVerdict v ON v.document = o.id
                        JOIN partnerAnswer a ON a.id = v.answer
                        WHERE o.id = :key OR o.orderNumber IN (:key, :number)
                ) WHERE id IS NOT NULL ORDER BY id DESC LIMIT :limit
                """,
            arguments: [
                "key": key, "number": number, "limit": limit, "partner": slash.map { String(key[..<$0]) },
                "name": slash.map { String(key[key.index(after: $0)...]) },
                "digest": Digest(hex: key.lowercased()).map { Data($0.bytes) },
            ])
    }

    /// Everything about one arrival.
    public func story(of arrival: String) throws -> Story? {
        let register = InterchangeRegister(database: database)
        guard let record = try ArrivalRegister(database: database).find(arrival) else { return nil }
        let parts = try register.of(arrival: arrival).map(part)
        let documents = try Row.fetchAll(
            database,
            sql: """
                SELECT id, type, businessKey, partner, arrival, createdAt FROM document WHERE arrival = ?
                ORDER BY groupOrdinal, setOrdinal LIMIT 10000
                """, arguments: [arrival]
        ).map(Self.summary)
        let cursors = try counts("SELECT sink, position FROM sinkCursor")
        let events = try Row.fetchAll(
            database,
            sql:
                "SELECT position, id, type, subject, time FROM event WHERE arrival = ? ORDER BY position LIMIT 10000",
            arguments: [arrival]
        ).map { row in
            let position: Int = row["position"]
            return EventSummary(
                position: position, id: row["id"], type: row["type"], subject: row["subject"],
                time: row["time"],
                publishedTo: cursors.filter { $0.value >= position }.keys.sorted())
        }
        let subjects = [arrival] + parts.map(\.interchange.id)
        let open = try Row.fetchAll(
            database,
            sql: """
                SELECT kind, state, attempt, error FROM job
                WHERE subject IN (\(databaseQuestionMarks(count: subjects.count))) ORDER BY id
                """, arguments: StatementArguments(subjects)
        ).map { row in
            let error: String? = row["error"]
            return "\(row["kind"] as String) \(row["state"] as String), attempt \(row["attempt"] as Int)"
                + (error.map { ": \($0)" } ?? "")
        }
        return Story(
            arrival: record, interchanges: parts, documents: documents, events: events,
            answers: try PartnerAnswerRegister(database: database).of(arrival: arrival),
            ledger: try LedgerPages(database: database).entries(ofStory: arrival), openWork: open)
    }

    /// The states of the interchanges that belong to arrivals, each arrival's as one text: equal texts, nothing happened.
    public func interchangeStates(ofArrivals arrivals: [String]) throws -> [String: String] {
        guard !arrivals.isEmpty else { return [:] }
        let rows = try Row.fetchAll(
            database,
            sql: """
                SELECT arrival, group_concat(state, ' ') FROM (
                    SELECT arrival, state FROM interchange
                    WHERE arrival IN (\(databaseQuestionMarks(count: arrivals.count))) ORDER BY id
                ) GROUP BY arrival
                """, arguments: StatementArguments(arrivals))
        var states: [String: String] = [:]
        for row in rows { states[row[0]] = row[1] }
        return states
    }

    /// One interchange with its groups and sets.
    public func part(_ interchange: String) throws -> Story.Part? {
        try InterchangeRegister(database: database).find(interchange).map(part)
    }

    private func part(_ interchange: InterchangeRecord) throws -> Story.Part {
        let register = InterchangeRegister(database: database)
        return Story.Part(
            interchange: interchange, groups: try register.groups(of: interchange.id),
            sets: try register.sets(of: interchange.id),
            attempts: try DeliveryAttemptRegister(database: database).of(interchange.id))
    }

    private func rows(_ select: String, kind column: String, _ filter: ViewFilter) throws -> [Row] {
        try Row.fetchAll(
            database,
            sql: """
                \(select) WHERE (:partner IS NULL OR partner = :partner) AND (:kind IS NULL OR \(column) = :kind)
                AND (:before IS NULL OR id < :before) ORDER BY id DESC LIMIT :limit
                """,
            arguments: [
                "partner": filter.partner, "kind": filter.kind, "before": filter.before,
                "limit": filter.limit,
            ])
    }

    private func counts(_ sql: String, _ arguments: StatementArguments = StatementArguments()) throws
        -> [String: Int]
    {
        var result: [String: Int] = [:]
        for row in try Row.fetchAll(database, sql: sql, arguments: arguments) { result[row[0]] = row[1] }
        return result
    }

    private static func summary(_ row: Row) -> DocumentSummary {
        DocumentSummary(
            id: row["id"], type: row["type"], businessKey: row["businessKey"], partner: row["partner"],
            arrival: row["arrival"], createdAt: row["createdAt"])
    }
}
