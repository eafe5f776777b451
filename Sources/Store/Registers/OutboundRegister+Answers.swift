internal import GRDB

/// What one answer says of one sending.
public struct SendingVerdict: Sendable, Equatable {
    /// The document.
    public var document: String
    /// Which of its sendings.
    public var ordinal: Int
    /// The partner's answer.
    public var answer: String
    /// AK501, or what AK901 or TA104 says for all: A, E, R and so on.
    public var status: String
    /// Whether the document is processed.
    public var isAccepted: Bool
    /// What the partner remarked, a JSON array of sentences.
    public var remarks: String?

    /// Describes a verdict.
    public init(
        document: String, ordinal: Int, answer: String, status: String, isAccepted: Bool, remarks: String?
    ) {
        self.document = document
        self.ordinal = ordinal
        self.answer = answer
        self.status = status
        self.isAccepted = isAccepted
        self.remarks = remarks
    }
}

/// What became of a verdict.
public enum VerdictEffect: Sendable, Equatable {
    /// It is the first on its sending, and that is the document's last: the document stands by it now.
    ///
    /// `wasOverdue`: whether it was waited for too long.
    case took(wasOverdue: Bool)
    /// It is the first on its sending, but the document was sent anew or taken back since.
    case outlived
    /// The same answer gave it before: a repeated run.
    case known
    /// Another answer spoke first and counts.
    case late(first: String)
}

/// Which answer is waited for.
public enum AwaitedAnswer: String, Sendable, Codable, CaseIterable {
    /// The functional acknowledgment.
    case acknowledgment
    /// The partner's application.
    case answer
}

extension OutboundRegister {
    /// The sendings of a group that we sent to a partner: those of the last interchange with these numbers.
    ///
    /// `sender` and `receiver` are the addresses of that interchange. Empty unless it is in the books.
    public func sendings(
        partner: String, functionalID: String, groupControlNumber: String, sender: String, receiver: String
    ) throws -> [OutboundSendingRecord] {
        let interchange = try String.fetchOne(
            database.cachedStatement(
                sql: """
                    SELECT s.interchange FROM outboundSending s JOIN interchange i ON i.id = s.interchange
                    WHERE s.partner = ? AND s.groupControlNumber = ? AND s.functionalID = ?
                    AND i.sender = ? AND i.receiver = ? ORDER BY s.at DESC, s.interchange DESC LIMIT 1
                    """), arguments: [partner, groupControlNumber, functionalID, sender, receiver])
        guard let interchange else { return [] }
        return try Row.fetchAll(
            database.cachedStatement(
                sql: """
                    SELECT document, ordinal, partner, interchange, interchangeControlNumber, functionalID,
                    groupControlNumber, setID, setControlNumber, at FROM outboundSending
                    WHERE interchange = ? AND groupControlNumber = ? AND functionalID = ?
                    ORDER BY setControlNumber, document
                    """), arguments: [interchange, groupControlNumber, functionalID]
        ).map(Self.sending)
    }

    /// The last interchange that we sent to a partner under a number, with the addresses of its answer.
    public func interchange(
        partner: String, controlNumber: String, sender: String, receiver: String
    ) throws -> InterchangeRecord? {
        try Row.fetchOne(
            database.cachedStatement(
                sql: """
                    SELECT \(InterchangeRegister.columns) FROM interchange
                    WHERE controlNumber = ? AND partner = ? AND direction = 'outbound' AND sender = ?
                    AND receiver = ? ORDER BY createdAt DESC, id DESC LIMIT 1
                    """), arguments: [controlNumber, partner, sender, receiver]
        ).map(InterchangeRegister.record)
    }

    /// Enters a verdict; the first on a sending counts.
    public func settle(_ verdict: SendingVerdict, at now: Int64) throws -> VerdictEffect {
        try database.cachedStatement(
            sql: """
                INSERT INTO sendingVerdict (document, ordinal, answer, status, at) VALUES (?, ?, ?, ?, ?)
                ON CONFLICT DO NOTHING
                """
        ).execute(arguments: [verdict.document, verdict.ordinal, verdict.answer, verdict.status, now])
        guard database.changesCount > 0 else { return try repeated(verdict) }
        // A document that waits to be sent anew, or was taken back, does not stand by what was said of an earlier sending.
        let row = try Row.fetchOne(
            database.cachedStatement(
                sql: """
                    SELECT overdue FROM outboundDocument
                    WHERE id = ? AND sendings = ? AND interchange IS NOT NULL AND state <> 'recalled'
                    """), arguments: [verdict.document, verdict.ordinal])
        guard let row else { return .outlived }
        let overdue: String? = row["overdue"]
        try database.cachedStatement(
            sql: """
                UPDATE outboundDocument SET acknowledgedAt = ?, acknowledgment = ?, remarks = ?, overdue = ?,
                state = CASE WHEN state IN ('queued', 'sent', 'verified', 'collected') THEN ? ELSE state END
                WHERE id = ?
                """
        ).execute(arguments: [
            now, verdict.status, verdict.remarks,
            Self.without(.acknowledgment, overdue, andAll: !verdict.isAccepted),
            (verdict.isAccepted ? OutboundState.acknowledged : .rejected).rawValue, verdict.document,
        ])
        return .took(wasOverdue: overdue?.contains(AwaitedAnswer.acknowledgment.rawValue) ?? false)
    }

    private func repeated(_ verdict: SendingVerdict) throws -> VerdictEffect {
        let row = try Row.fetchOne(
            database.cachedStatement(
                sql: "SELECT answer, status FROM sendingVerdict WHERE document = ? AND ordinal = ?"),
            arguments: [verdict.document, verdict.ordinal])
        guard let row, row["answer"] != verdict.answer else { return .known }
        return .late(first: row["status"])
    }

    /// Remembers that a document of the partner answers one of ours; the first answer moves it to `answered`.
    ///
    /// - Returns: `nil` when that was known; else whether it is the first, and whether it was waited for too long.
    public func answer(
        _ document: String, by answer: String, at now: Int64
    ) throws -> (isFirst: Bool, wasOverdue: Bool)? {
        try database.cachedStatement(
            sql: "INSERT INTO documentAnswer (document, answer, at) VALUES (?, ?, ?) ON CONFLICT DO NOTHING"
        ).execute(arguments: [document, answer, now])
        guard database.changesCount > 0 else { return nil }
        let overdue = try String.fetchOne(
            database.cachedStatement(sql: "SELECT overdue FROM outboundDocument WHERE id = ?"),
            arguments: [document])
        try database.cachedStatement(
            sql: """
                UPDATE outboundDocument SET state = 'answered', answeredAt = ?, answeredBy = ?, overdue = ?
                WHERE id = ? AND answeredBy IS NULL AND interchange IS NOT NULL AND state <> 'recalled'
                """
        ).execute(arguments: [now, answer, Self.without(.answer, overdue, andAll: false), document])
        let isFirst = database.changesCount > 0
        return (isFirst, isFirst && overdue?.contains(AwaitedAnswer.answer.rawValue) ?? false)
    }

    /// The documents of the partner that answered one of ours, the first first.
    public func answers(to document: String) throws -> [String] {
        try String.fetchAll(
            database.cachedStatement(
                sql: "SELECT answer FROM documentAnswer WHERE document = ? ORDER BY at, answer LIMIT 1000"),
            arguments: [document])
    }

    /// The documents of ours that a document of the partner answered.
    public func answered(by answer: String) throws -> [String] {
        try String.fetchAll(
            database.cachedStatement(
                sql: "SELECT document FROM documentAnswer WHERE answer = ? ORDER BY document LIMIT 1000"),
            arguments: [answer])
    }

    /// All sendings that stood in an interchange.
    public func sent(inInterchange interchange: String) throws -> [OutboundSendingRecord] {
        try Row.fetchAll(
            database.cachedStatement(
                sql: """
                    SELECT document, ordinal, partner, interchange, interchangeControlNumber, functionalID,
                    groupControlNumber, setID, setControlNumber, at FROM outboundSending
                    WHERE interchange = ? ORDER BY setControlNumber, document
                    """), arguments: [interchange]
        ).map(Self.sending)
    }

    // MARK: Deadlines

    /// When the documents of a set in an interchange were handed over first.
    public func sentAt(interchange: String, setID: String) throws -> Int64? {
        try Int64.fetchOne(
            database.cachedStatement(
                sql: "SELECT min(sentAt) FROM outboundDocument WHERE interchange = ? AND setID = ?"),
            arguments: [interchange, setID])
    }

    /// The sets of an interchange whose documents wait for answers.
    public func sets(ofInterchange interchange: String) throws -> [String] {
        try String.fetchAll(
            database.cachedStatement(
                sql: "SELECT DISTINCT setID FROM outboundDocument WHERE interchange = ? ORDER BY setID"),
            arguments: [interchange])
    }

    /// Notes by when the documents of a set in an interchange must be acknowledged and answered.
    public func setDue(
        interchange: String, setID: String, acknowledgment: Int64?, answer: Int64?
    ) throws {
        try database.cachedStatement(
            sql: """
                UPDATE outboundDocument SET acknowledgmentDueAt = ?, answerDueAt = ?
                WHERE interchange = ? AND setID = ?
                """
        ).execute(arguments: [acknowledgment, answer, interchange, setID])
    }

    /// The documents of a set in an interchange for which an answer is due and not yet missed, at most `limit`.
    public func unanswered(
        _ awaited: AwaitedAnswer, interchange: String, setID: String, dueBy now: Int64, limit: Int
    ) throws -> [OutboundDocumentRecord] {
        return try Row.fetchAll(
            database.cachedStatement(
                sql: """
                    SELECT \(Self.columns) FROM outboundDocument WHERE interchange = :interchange AND setID = :set
                    AND state IN ('queued', 'sent', 'verified', 'collected', 'acknowledged')
                    AND instr(coalesce(overdue, ''), :awaited) = 0
                    AND ((:awaited = 'acknowledgment' AND acknowledgedAt IS NULL AND acknowledgmentDueAt <= :now)
                        OR (:awaited = 'answer' AND answerDueAt <= :now))
                    ORDER BY position LIMIT :limit
                    """),
            arguments: [
                "interchange": interchange, "set": setID, "awaited": awaited.rawValue, "now": now,
                "limit": limit,
            ]
        ).map(Self.document)
    }

    /// Notes that an answer to a document is overdue.
    public func markOverdue(_ id: String, _ awaited: AwaitedAnswer) throws {
        try database.cachedStatement(
            sql: """
                UPDATE outboundDocument SET overdue = CASE WHEN overdue IS NULL THEN ? ELSE overdue || ' ' || ? END
                WHERE id = ? AND instr(coalesce(overdue, ''), ?) = 0
                """
        ).execute(arguments: [awaited.rawValue, awaited.rawValue, id, awaited.rawValue])
    }

    /// What is still overdue after an answer came; nothing when the partner refused the document.
    private static func without(_ awaited: AwaitedAnswer, _ overdue: String?, andAll: Bool) -> String? {
        guard !andAll, let overdue else { return nil }
        let left = overdue.split(separator: " ").filter { $0 != awaited.rawValue }
        return left.isEmpty ? nil : left.joined(separator: " ")
    }
}
