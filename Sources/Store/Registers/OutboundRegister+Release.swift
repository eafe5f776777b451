internal import Foundation
internal import GRDB

/// What a release needs to know of a document to choose it; its body is read later, outside the commit.
public struct PendingDocument: Sendable, Equatable {
    /// Its place in the order of entry.
    public let position: Int64
    /// The document.
    public let id: String
    /// The set it becomes.
    public let setID: String
    /// The order it is or is about.
    public let orderNumber: String
    /// Whether it must not come before that order.
    public let follows: Bool
}

/// Where the order of a change stands, as far as the change may go or must wait.
public enum OrderStanding: Sendable, Equatable {
    /// It has left, or leaves in an interchange that is being written.
    case released
    /// It waits, is held, or was recalled.
    case waiting
    /// The books know no such order.
    case unknown
}

extension OutboundRegister {
    /// The document of a partner that has this identity, the newest of several.
    public func latest(identity: String, partner: String) throws -> OutboundDocumentRecord? {
        try all(
            """
            SELECT \(Self.columns) FROM outboundDocument WHERE identity = ? AND partner = ?
            ORDER BY position DESC LIMIT 1
            """, [identity, partner]
        ).first
    }

    /// The position of the last document entered; 0 when there is none.
    public func lastPosition() throws -> Int64 {
        try Int64.fetchOne(database, sql: "SELECT max(position) FROM outboundDocument") ?? 0
    }

    /// What waits for a release to a partner up to a position and is not held, in the order of entry.
    public func pendingHeads(
        partner: String, after position: Int64, through last: Int64, limit: Int
    ) throws -> [PendingDocument] {
        try Row.fetchAll(
            database.cachedStatement(
                sql: """
                    SELECT position, id, setID, orderNumber, follows FROM outboundDocument
                    WHERE partner = ? AND position > ? AND position <= ? AND state = 'queued'
                    AND interchange IS NULL AND heldBecause IS NULL ORDER BY position LIMIT ?
                    """), arguments: [partner, position, last, limit]
        ).map(Self.head)
    }

    /// A document as a release sees it; `nil` when it does not wait for one.
    public func pendingHead(_ id: String) throws -> PendingDocument? {
        try Row.fetchOne(
            database.cachedStatement(
                sql: """
                    SELECT position, id, setID, orderNumber, follows FROM outboundDocument
                    WHERE id = ? AND state = 'queued' AND interchange IS NULL AND heldBecause IS NULL
                    """), arguments: [id]
        ).map(Self.head)
    }

    /// How many documents wait for a release to a partner and are not held.
    public func pendingCount(partner: String) throws -> Int {
        try Int.fetchOne(
            database.cachedStatement(
                sql: """
                    SELECT count(*) FROM outboundDocument WHERE partner = ? AND state = 'queued'
                    AND interchange IS NULL AND heldBecause IS NULL
                    """), arguments: [partner]) ?? 0
    }

    /// Where the order itself stands that changes and cancellations are about.
    public func standing(ofOrder orderNumber: String, partner: String) throws -> OrderStanding {
        let rows = try Row.fetchAll(
            database.cachedStatement(
                sql: """
                    SELECT state, interchange FROM outboundDocument
                    WHERE orderNumber = ? AND partner = ? AND follows = 0
                    """), arguments: [orderNumber, partner])
        if rows.isEmpty { return .unknown }
        let hasLeft = rows.contains { row in
            let interchange: String? = row["interchange"]
            return interchange != nil && row["state"] != OutboundState.recalled.rawValue
        }
        return hasLeft ? .released : .waiting
    }

    /// Lets the documents go on that were held for a reason which an order's coming has removed.
    ///
    /// - Returns: how many.
    public func release(ofOrder orderNumber: String, partner: String, heldBecause reason: String) throws
        -> Int
    {
        try database.cachedStatement(
            sql: """
                UPDATE outboundDocument SET heldBecause = NULL
                WHERE orderNumber = ? AND partner = ? AND heldBecause = ?
                """
        ).execute(arguments: [orderNumber, partner, reason])
        return database.changesCount
    }

    /// The sendings of an interchange, in the order in which its sets are written.
    public func sendings(ofInterchange interchange: String) throws -> [OutboundSendingRecord] {
        try Row.fetchAll(
            database.cachedStatement(
                sql: """
                    SELECT document, ordinal, partner, interchange, interchangeControlNumber, functionalID,
                    groupControlNumber, setID, setControlNumber, at FROM outboundSending WHERE interchange = ?
                    ORDER BY setID, CAST(setControlNumber AS INTEGER)
                    """), arguments: [interchange]
        ).map(Self.sending)
    }

    /// How many documents have their last sending in an interchange.
    public func count(ofInterchange interchange: String) throws -> Int {
        try Int.fetchOne(
            database.cachedStatement(sql: "SELECT count(*) FROM outboundDocument WHERE interchange = ?"),
            arguments: [interchange]) ?? 0
    }

    /// Takes a document out of an interchange that was not written yet, and holds it.
    public func withdraw(_ sending: OutboundSendingRecord, because reason: String) throws {
        try database.cachedStatement(
            sql: """
                UPDATE outboundDocument SET interchange = NULL, heldBecause = ?, sendings = sendings - 1
                WHERE id = ? AND interchange = ?
                """
        ).execute(arguments: [reason, sending.document, sending.interchange])
        try database.cachedStatement(sql: "DELETE FROM outboundSending WHERE document = ? AND ordinal = ?")
            .execute(arguments: [sending.document, sending.ordinal])
    }

    /// Puts the documents of an interchange that was taken back to those that wait for a release, but for one.
    public func requeue(interchange: String, but id: String) throws {
        try database.cachedStatement(
            sql: """
                UPDATE outboundDocument SET state = 'queued', interchange = NULL, sentAt = NULL, overdue = NULL,
                acknowledgmentDueAt = NULL, answerDueAt = NULL WHERE interchange = ? AND id <> ?
                """
        ).execute(arguments: [interchange, id])
    }

    private static func head(_ row: Row) -> PendingDocument {
        PendingDocument(
            position: row["position"], id: row["id"], setID: row["setID"], orderNumber: row["orderNumber"],
            follows: row["follows"])
    }
}
