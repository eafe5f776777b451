internal import Foundation
internal import GRDB

/// A document that we owe a partner, as lists show it.
public struct OutboundSummary: Sendable, Codable {
    /// Its place in the order of entry; the key of the next page.
    public let position: Int64
    /// Its id.
    public let id: String
    /// Whom we owe it.
    public let partner: String
    /// The transaction set it becomes.
    public let setID: String
    /// `purchase-order`, `purchase-order-change`.
    public let type: String
    /// `PO/4500012345`.
    public let businessKey: String
    /// The order it is or is about.
    public let orderNumber: String
    /// The arrival that brought it.
    public let arrival: String
    /// Milliseconds UTC.
    public let createdAt: Int64
    /// Where it stands on the ladder.
    public let state: OutboundState
    /// Why it is held.
    public let heldBecause: String?
    /// Which answer is overdue.
    public let overdue: String?
    /// How often it was put into an interchange.
    public let sendings: Int
    /// The interchange it stands in, the last of several.
    public let interchange: String?
    /// When each rung was reached, milliseconds UTC.
    public let sentAt, verifiedAt, collectedAt, acknowledgedAt, answeredAt: Int64?
    /// How it was acknowledged.
    public let acknowledgment: String?
    /// What the partner remarked, a JSON array.
    public let remarks: String?
    /// The document that answered it.
    public let answeredBy: String?
    /// By when answers are due, milliseconds UTC.
    public let acknowledgmentDueAt, answerDueAt: Int64?

    /// A document without its body.
    public init(_ record: OutboundDocumentRecord) {
        position = record.position
        id = record.id
        partner = record.partner
        setID = record.setID
        type = record.type
        businessKey = record.businessKey
        orderNumber = record.orderNumber
        arrival = record.arrival
        createdAt = record.createdAt
        state = record.state
        heldBecause = record.heldBecause
        overdue = record.overdue
        sendings = record.sendings
        interchange = record.interchange
        sentAt = record.sentAt
        verifiedAt = record.verifiedAt
        collectedAt = record.collectedAt
        acknowledgedAt = record.acknowledgedAt
        answeredAt = record.answeredAt
        acknowledgment = record.acknowledgment
        remarks = record.remarks
        answeredBy = record.answeredBy
        acknowledgmentDueAt = record.acknowledgmentDueAt
        answerDueAt = record.answerDueAt
    }
}

/// One sending of a document with what became of its interchange.
public struct OutboundSendingStory: Sendable, Codable {
    /// The numbers it is known by.
    public let sending: OutboundSendingRecord
    /// The interchange; absent while it is being written.
    public let interchange: InterchangeRecord?
    /// The attempts to put it on the partner's own server.
    public let attempts: [DeliveryAttemptRecord]
    /// What the audit trail tells of the interchange, oldest first.
    public let acts: [LedgerEntry]
}

/// Everything about one document that we owe a partner.
public struct OutboundStory: Sendable, Codable {
    /// The document.
    public let document: OutboundSummary
    /// Every sending, in their order.
    public let sendings: [OutboundSendingStory]
    /// What the audit trail tells of the document itself, oldest first.
    public let acts: [LedgerEntry]
}

extension ExchangeViews {
    /// Documents that we owe partners, newest first.
    public func outbound(_ filter: OutboundFilter) throws -> [OutboundSummary] {
        try OutboundRegister(database: database).list(filter).map(OutboundSummary.init)
    }

    /// The stories of a document's id, or of all documents of an order, in the order of entry; at most 100.
    public func outboundStories(of key: String) throws -> [OutboundStory] {
        let register = OutboundRegister(database: database)
        let number = key.hasPrefix("PO/") ? String(key.dropFirst(3)) : key
        let documents: [OutboundDocumentRecord]
        if let document = try register.find(key) {
            documents = [document]
        } else {
            documents = try register.list(OutboundFilter(orderNumber: number, limit: 100)).reversed()
        }
        return try documents.map(outboundStory)
    }

    private func outboundStory(_ document: OutboundDocumentRecord) throws -> OutboundStory {
        let ledger = LedgerPages(database: database)
        let sendings = try OutboundRegister(database: database).sendings(of: document.id).map { sending in
            let interchange = try InterchangeRegister(database: database).find(sending.interchange)
            return OutboundSendingStory(
                sending: sending, interchange: interchange,
                attempts: try DeliveryAttemptRegister(database: database).of(sending.interchange),
                acts: try ledger.entries(ofStory: interchange?.arrival ?? sending.interchange))
        }
        let own = "outbound/\(document.id)"
        let acts = try ledger.entries(ofStory: document.arrival).filter { $0.subject == own }
        return OutboundStory(document: OutboundSummary(document), sendings: sendings, acts: acts)
    }
}
