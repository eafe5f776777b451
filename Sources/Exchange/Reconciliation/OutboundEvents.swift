internal import Cryptography
internal import Documents
internal import Store

/// Tells our applications what became of documents that we sent; tests (ISA15 is T) are not told.
struct OutboundEvents {
    /// Order numbers that one event names.
    private static let ordersMaximum = 100

    /// The interchange of ours that the events are about.
    let interchange: InterchangeRecord
    let now: Int64

    /// A document was acknowledged or refused.
    func tellVerdict(
        on document: OutboundDocumentRecord, _ verdict: SendingVerdict, wasOverdue: Bool,
        _ books: borrowing Commit
    ) throws {
        let kind: EventKind = verdict.isAccepted ? .outboundAcknowledged : .outboundRejected
        try tell(kind, document, part: "\(verdict.ordinal)", cause: verdict.answer, books) { json in
            json.field("acknowledgment", verdict.status)
            json.field("isLate", wasOverdue)
            json.field("dueAt", document.acknowledgmentDueAt.map(Self.instant))
            if let remarks = verdict.remarks { json.field("remarks", json: Array(remarks.utf8)) }
        }
    }

    /// A document was answered by a document of the partner.
    func tellAnswer(
        to document: OutboundDocumentRecord, by answer: DocumentRecord, wasOverdue: Bool,
        _ books: borrowing Commit
    ) throws {
        try tell(.outboundAnswered, document, part: "", cause: answer.id, books) { json in
            json.field("answer", answer.id)
            json.field("answerType", answer.type)
            json.field("isLate", wasOverdue)
            json.field("dueAt", document.answerDueAt.map(Self.instant))
        }
    }

    /// The answer to a document is overdue.
    func tellAnswerOverdue(_ document: OutboundDocumentRecord, _ books: borrowing Commit) throws {
        try tell(.answerOverdue, document, part: interchange.id, cause: nil, books) { json in
            json.field("sentAt", document.sentAt.map(Self.instant))
            json.field("dueAt", document.answerDueAt.map(Self.instant))
            json.field("isAcknowledged", document.acknowledgedAt != nil)
        }
    }

    /// The acknowledgment of a set's documents in the interchange is overdue: one event for all of them.
    func tellAcknowledgmentOverdue(
        set: String, _ documents: [OutboundDocumentRecord], _ books: borrowing Commit
    ) throws {
        guard let first = documents.first, interchange.usage != "T" else { return }
        var json = JSONWriter()
        json.object { json in
            json.field("partner", interchange.partner)
            json.field("interchange", interchange.controlNumber)
            json.field("set", set)
            json.field("documents", documents.count)
            json.list("orders", documents.prefix(Self.ordersMaximum).map(\.orderNumber))
            json.field("sentAt", first.sentAt.map(Self.instant))
            json.field("dueAt", first.acknowledgmentDueAt.map(Self.instant))
        }
        let kind = EventKind.acknowledgmentOverdue
        try EventWriting.add(
            Event(
                id: ULID(
                    milliseconds: interchange.createdAt,
                    derivedFrom: ["event", kind.rawValue, interchange.id, set]
                ).text, kind: kind, source: "/partners/\(interchange.partner)",
                subject: "interchange/\(interchange.controlNumber)", time: Self.instant(now),
                partitionKey: interchange.partner, data: json.bytes, causationID: interchange.id),
            arrival: interchange.arrival ?? first.arrival, at: now, books)
    }

    private func tell(
        _ kind: EventKind, _ document: OutboundDocumentRecord, part: String, cause: String?,
        _ books: borrowing Commit, _ fields: (inout JSONWriter) -> Void
    ) throws {
        guard interchange.usage != "T" else { return }
        var json = JSONWriter()
        json.object { json in
            json.field("document", document.id)
            json.field("documentType", document.type)
            json.field("businessKey", document.businessKey)
            json.field("orderNumber", document.orderNumber)
            json.field("partner", document.partner)
            json.field("set", document.setID)
            json.field("interchange", interchange.controlNumber)
            fields(&json)
        }
        try EventWriting.add(
            Event(
                id: ULID(
                    milliseconds: document.createdAt,
                    derivedFrom: ["event", kind.rawValue, document.id, part]
                ).text, kind: kind, source: "/partners/\(document.partner)", subject: document.businessKey,
                time: Self.instant(now), partitionKey: "PO/\(document.orderNumber)", data: json.bytes,
                correlationID: document.businessKey, causationID: cause),
            arrival: document.arrival, at: now, books)
    }

    private static func instant(_ milliseconds: Int64) -> String {
        CivilTime(milliseconds: milliseconds).instantText
    }
}
