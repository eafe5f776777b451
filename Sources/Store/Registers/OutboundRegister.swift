internal import Foundation
internal import GRDB

extension Commit {
    /// What we owe partners.
    public var outbound: OutboundRegister { OutboundRegister(database: database) }
}

extension Snapshot {
    /// What we owe partners.
    public var outbound: OutboundRegister { OutboundRegister(database: database) }
}

/// The tables of documents that we owe partners and of their sendings.
public struct OutboundRegister {
    let database: Database

    static let columns = """
        position, id, partner, setID, type, businessKey, orderNumber, identity, follows, arrival, ordinal, createdAt, body,
        state, heldBecause, overdue, sendings, interchange, sentAt, verifiedAt, collectedAt, acknowledgedAt, acknowledgment,
        remarks, answeredAt, answeredBy, acknowledgmentDueAt, answerDueAt
        """
    /// Enters a document; entering the same id again has no effect.
    ///
    /// - Returns: whether it was new.
    public func add(_ document: OutboundDocumentRecord) throws -> Bool {
        try database.cachedStatement(
            sql: """
                INSERT INTO outboundDocument (id, partner, setID, type, businessKey, orderNumber, identity, follows,
                arrival, ordinal, createdAt, body, state, heldBecause)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING
                """
        ).execute(arguments: [
            document.id, document.partner, document.setID, document.type, document.businessKey,
            document.orderNumber, document.identity, document.follows, document.arrival, document.ordinal,
            document.createdAt,
            Data(document.body), document.state.rawValue, document.heldBecause,
        ])
        return database.changesCount > 0
    }

    /// The document with this id.
    public func find(_ id: String) throws -> OutboundDocumentRecord? {
        try all("SELECT \(Self.columns) FROM outboundDocument WHERE id = ?", [id]).first
    }

    /// The documents of an order of a partner, in the order of entry, at most 1,000.
    public func of(orderNumber: String, partner: String) throws -> [OutboundDocumentRecord] {
        try all(
            """
            SELECT \(Self.columns) FROM outboundDocument WHERE orderNumber = ? AND partner = ?
            ORDER BY position LIMIT 1000
            """, [orderNumber, partner])
    }

    /// The documents whose last sending is in an interchange, in the order of entry.
    public func of(interchange: String) throws -> [OutboundDocumentRecord] {
        try all(
            "SELECT \(Self.columns) FROM outboundDocument WHERE interchange = ? ORDER BY position",
            [interchange])
    }

    /// The documents that an arrival brought, in its order, at most `limit`.
    public func of(arrival: String, limit: Int) throws -> [OutboundDocumentRecord] {
        try all(
            "SELECT \(Self.columns) FROM outboundDocument WHERE arrival = ? ORDER BY ordinal LIMIT ?",
            [arrival, limit])
    }

    /// What waits for a release to a partner and is not held, in the order of entry, a page at a time.
    public func pending(partner: String, after position: Int64, limit: Int) throws -> [OutboundDocumentRecord]
    {
        try all(
            """
            SELECT \(Self.columns) FROM outboundDocument WHERE partner = ? AND position > ? AND state = 'queued'
            AND interchange IS NULL AND heldBecause IS NULL ORDER BY position LIMIT ?
            """, [partner, position, limit])
    }

    /// Documents for people, newest first.
    public func list(_ filter: OutboundFilter) throws -> [OutboundDocumentRecord] {
        try all(
            """
            SELECT \(Self.columns) FROM outboundDocument WHERE (:partner IS NULL OR partner = :partner) AND (:order IS NULL OR orderNumber = :order)
            AND (:state IS NULL OR state = :state OR (:state = 'held' AND heldBecause IS NOT NULL)
            OR (:state = 'overdue' AND overdue IS NOT NULL))
            AND (:before IS NULL OR position < :before) ORDER BY position DESC LIMIT :limit
            """,
            [
                "partner": filter.partner, "order": filter.orderNumber, "state": filter.state,
                "before": filter.before, "limit": filter.limit,
            ])
    }

    /// Records that a document was put into an interchange, and by which numbers it is known there.
    ///
    /// - Returns: the sending with its ordinal; `nil` when the document does not wait for a release any more.
    public func record(_ sending: OutboundSendingRecord) throws -> OutboundSendingRecord? {
        let ordinal = try Int.fetchOne(
            database.cachedStatement(
                sql: """
                    UPDATE outboundDocument SET interchange = ?, sendings = sendings + 1
                    WHERE id = ? AND state = 'queued' AND interchange IS NULL AND heldBecause IS NULL
                    RETURNING sendings
                    """), arguments: [sending.interchange, sending.document])
        guard let ordinal else { return nil }
        var recorded = sending
        recorded.ordinal = ordinal
        try database.cachedStatement(
            sql: """
                INSERT INTO outboundSending (document, ordinal, partner, interchange, interchangeControlNumber,
                functionalID, groupControlNumber, setID, setControlNumber, at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """
        ).execute(arguments: [
            recorded.document, recorded.ordinal, recorded.partner, recorded.interchange,
            recorded.interchangeControlNumber, recorded.functionalID, recorded.groupControlNumber,
            recorded.setID, recorded.setControlNumber, recorded.at,
        ])
        return recorded
    }

    /// All sendings of a document, in their order.
    public func sendings(of document: String) throws -> [OutboundSendingRecord] {
        try Row.fetchAll(
            database.cachedStatement(
                sql: """
                    SELECT document, ordinal, partner, interchange, interchangeControlNumber, functionalID,
                    groupControlNumber, setID, setControlNumber, at FROM outboundSending
                    WHERE document = ? ORDER BY ordinal
                    """), arguments: [document]
        ).map(Self.sending)
    }

    /// Notes that the interchange of documents was handed over, as its own row does.
    ///
    /// Here and below times are noted in any state, but the state only climbs (``OutboundState/mayBecome(_:)``).
    public func markSent(interchange: String, at now: Int64) throws {
        try database.cachedStatement(
            sql: """
                UPDATE outboundDocument SET sentAt = coalesce(sentAt, ?),
                state = CASE WHEN state = 'queued' THEN 'sent' ELSE state END
                WHERE interchange = ? AND state <> 'recalled'
                """
        ).execute(arguments: [now, interchange])
    }

    /// Notes that the interchange of documents lies on the partner's server, as that server says.
    public func markVerified(interchange: String, at now: Int64) throws {
        try database.cachedStatement(
            sql: """
                UPDATE outboundDocument SET sentAt = coalesce(sentAt, ?), verifiedAt = coalesce(verifiedAt, ?),
                state = CASE WHEN state IN ('queued', 'sent') THEN 'verified' ELSE state END
                WHERE interchange = ? AND state <> 'recalled'
                """
        ).execute(arguments: [now, now, interchange])
    }

    /// Notes that the partner has read the interchange of documents to the last byte.
    public func markCollected(interchange: String, at now: Int64) throws {
        try database.cachedStatement(
            sql: """
                UPDATE outboundDocument SET collectedAt = coalesce(collectedAt, ?),
                state = CASE WHEN state IN ('queued', 'sent', 'verified') THEN 'collected' ELSE state END
                WHERE interchange = ? AND state <> 'recalled'
                """
        ).execute(arguments: [now, interchange])
    }

    /// Holds a document back from releases.
    ///
    /// - Returns: whether it waited for one.
    public func hold(_ id: String, because reason: String) throws -> Bool {
        try change(
            """
            UPDATE outboundDocument SET heldBecause = ? WHERE id = ? AND state = 'queued' AND interchange IS NULL
            """, [reason, id])
    }

    /// Lets a held document take part in releases again.
    ///
    /// - Returns: whether it was held.
    public func release(_ id: String) throws -> Bool {
        try change(
            "UPDATE outboundDocument SET heldBecause = NULL WHERE id = ? AND heldBecause IS NOT NULL", [id])
    }

    /// Takes a document back.
    ///
    /// - Returns: whether it had not come too far for that.
    public func recall(_ id: String) throws -> Bool {
        try change(
            """
            UPDATE outboundDocument SET state = 'recalled', heldBecause = NULL, overdue = NULL
            WHERE id = ? AND state IN ('queued', 'sent') AND collectedAt IS NULL
            """, [id])
    }

    /// Puts a document that was sent, refused or recalled back to those that wait for a release, for a new number.
    ///
    /// What was answered to the earlier sending stays with that sending; the document begins its ladder again.
    ///
    /// - Returns: whether it had left or been recalled.
    public func sendAnew(_ id: String) throws -> Bool {
        try change(
            """
            UPDATE outboundDocument SET state = 'queued', interchange = NULL, overdue = NULL, sentAt = NULL,
            verifiedAt = NULL, collectedAt = NULL, acknowledgedAt = NULL, acknowledgment = NULL, remarks = NULL,
            answeredAt = NULL, answeredBy = NULL, acknowledgmentDueAt = NULL, answerDueAt = NULL
            WHERE id = ? AND state <> 'queued'
            """, [id])
    }

    private func change(_ statement: String, _ arguments: StatementArguments) throws -> Bool {
        try database.cachedStatement(sql: statement).execute(arguments: arguments)
        return database.changesCount > 0
    }

    func all(_ statement: String, _ arguments: StatementArguments) throws -> [OutboundDocumentRecord] {
        try Row.fetchAll(database.cachedStatement(sql: statement), arguments: arguments).map(Self.document)
    }

    static func document(_ row: Row) throws -> OutboundDocumentRecord {
        let body: Data = row["body"]
        var record = OutboundDocumentRecord(
            id: row["id"], partner: row["partner"], setID: row["setID"], type: row["type"],
            businessKey: row["businessKey"], orderNumber: row["orderNumber"], arrival: row["arrival"],
            ordinal: row["ordinal"], createdAt: row["createdAt"], body: Array(body), identity: row["identity"]
        )
        record.follows = row["follows"]
        guard let state = OutboundState(rawValue: row["state"]) else {
            throw StoreError(
                .newerSchema,
                "outbound document \(record.id): this wharf knows no state \(row["state"] as String)")
        }
        record.position = row["position"]
        record.state = state
        record.heldBecause = row["heldBecause"]
        record.overdue = row["overdue"]
        record.sendings = row["sendings"]
        record.interchange = row["interchange"]
        record.sentAt = row["sentAt"]
        record.verifiedAt = row["verifiedAt"]
        record.collectedAt = row["collectedAt"]
        record.acknowledgedAt = row["acknowledgedAt"]
        record.acknowledgment = row["acknowledgment"]
        record.remarks = row["remarks"]
        record.answeredAt = row["answeredAt"]
        record.answeredBy = row["answeredBy"]
        record.acknowledgmentDueAt = row["acknowledgmentDueAt"]
        record.answerDueAt = row["answerDueAt"]
        return record
    }

    static func sending(_ row: Row) -> OutboundSendingRecord {
        var record = OutboundSendingRecord(
            document: row["document"], partner: row["partner"], interchange: row["interchange"],
            interchangeControlNumber: row["interchangeControlNumber"], functionalID: row["functionalID"],
            groupControlNumber: row["groupControlNumber"], setID: row["setID"],
            setControlNumber: row["setControlNumber"], at: row["at"])
        record.ordinal = row["ordinal"]
        return record
    }
}
