internal import Partners
internal import Spool
public import Store

/// Why something could not be done about a document that we owe a partner.
public struct OutboundError: Error, Sendable, Equatable, CustomStringConvertible {
    /// The situations a caller tells apart.
    public enum Code: Sendable {
        /// Nothing of that name.
        case notFound
        /// It does not fit how things stand.
        case conflict
    }

    /// Which situation it is.
    public let code: Code
    /// What is the matter, and what can be done.
    public let description: String

    init(_ code: Code, _ description: String) {
        self.code = code
        self.description = description
    }
}

/// What people do about documents that we owe partners; each act is one commit with its entry in the audit trail.
public struct OutboundDesk: Sendable {
    private let context: ExchangeContext

    init(_ context: ExchangeContext) {
        self.context = context
    }

    /// Releases now what waits for a partner.
    ///
    /// - Returns: how many documents wait.
    public func send(partner id: String) throws -> Int {
        guard let partner = context.book.generation.directory.partner(id: id) else {
            throw OutboundError(.notFound, "there is no partner \(id)")
        }
        guard partner.x12 != nil, partner.state == .live || partner.state == .test else {
            throw OutboundError(.conflict, "\(id) is \(partner.state.rawValue), or has no x12 section")
        }
        let now = context.clock.now
        return try context.store.commit { books in
            try Self.enqueueRelease(partner: id, books, at: now)
            return try books.outbound.pendingCount(partner: id)
        }
    }

    /// Keeps a document from being released.
    public func hold(_ key: String, because reason: String) throws -> OutboundSummary {
        try act(on: key) { document, books, now in
            guard try books.outbound.hold(document.id, because: reason) else {
                throw OutboundError(
                    .conflict,
                    "\(document.businessKey) is \(Self.standing(document)): only what waits for its release can be held; "
                        + "`wharf outbound recall` takes back what the partner has not collected")
            }
            try Self.note(.heldBack, document, reason, books, at: now)
        }
    }

    /// Lets a held document be released; a change goes then even if its order is unknown here.
    public func release(_ key: String) throws -> OutboundSummary {
        try act(on: key) { document, books, now in
            guard let reason = document.heldBecause, try books.outbound.release(document.id) else {
                throw OutboundError(.conflict, "\(document.businessKey) is not held")
            }
            try Self.note(.letGo, document, "was held: \(reason)", books, at: now)
        }
    }

    /// Takes a document back before the partner has collected it.
    ///
    /// `isWhole`: whether the other documents of its interchange may be taken back with it; they wait for the next release.
    public func recall(_ key: String, isWhole: Bool) throws -> OutboundSummary {
        try act(on: key) { document, books, now in
            if let id = document.interchange, document.state != .recalled {
                try Self.recall(interchange: id, of: document, isWhole: isWhole, books, at: now)
            }
            guard try books.outbound.recall(document.id) else {
                throw OutboundError(
                    .conflict,
                    "\(document.businessKey) is \(Self.standing(document)) and cannot be taken back")
            }
            try Self.note(.recalled, document, "taken back before the partner had it", books, at: now)
        }
    }

    /// Hands the interchange of a document over once more: the same bytes under the same number and name.
    public func resend(_ key: String) throws -> OutboundSummary {
        try act(on: key) { document, books, now in
            guard let id = document.interchange, let interchange = try books.interchanges.find(id) else {
                throw OutboundError(.conflict, "\(document.businessKey) was not sent yet")
            }
            guard interchange.state != "recalled", document.state != .recalled else {
                throw OutboundError(
                    .conflict, "\(document.businessKey) was taken back; `--anew` sends it under a new number")
            }
            try books.queue.enqueue(
                .init(.deliver, subject: id, lane: ExchangeContext.outboundLane(of: document.partner)))
            try books.ledger.append(
                LedgerDraft(
                    at: now, actor: "operator", act: .resent, story: interchange.arrival ?? id,
                    subject: "interchange/\(id)", digest: interchange.digest,
                    detail: "\(interchange.fileName ?? "") once more, with the same number"))
            try Self.note(
                .resent, document, "interchange \(interchange.controlNumber) once more", books, at: now)
        }
    }

    /// Sends a document in a new interchange with new numbers, at once.
    public func resendAnew(_ key: String) throws -> OutboundSummary {
        try act(on: key) { document, books, now in
            guard try books.outbound.sendAnew(document.id) else {
                throw OutboundError(.conflict, "\(document.businessKey) waits for its first sending already")
            }
            try Self.enqueueRelease(partner: document.partner, document: document.id, books, at: now)
            try Self.note(.resent, document, "to be sent under a new number", books, at: now)
        }
    }

    // MARK: Parts

    private static func recall(
        interchange id: String, of document: OutboundDocumentRecord, isWhole: Bool, _ books: borrowing Commit,
        at now: Int64
    ) throws {
        guard let interchange = try books.interchanges.find(id) else {
            throw OutboundError(.conflict, "\(document.businessKey) is being written; try again in a moment")
        }
        let attempts = try books.deliveryAttempts.of(id)
        guard attempts.isEmpty else {
            throw OutboundError(
                .conflict, "\(document.businessKey) was sent to the partner's server and cannot be taken back"
            )
        }
        let others = try books.outbound.count(ofInterchange: id) - 1
        guard others == 0 || isWhole else {
            throw OutboundError(
                .conflict,
                "\(document.businessKey) stands in interchange \(interchange.controlNumber) with \(others) other "
                    + "document(s); `--whole` takes all back, and the others wait for the next release")
        }
        guard try books.interchanges.markRecalled(id) else {
            throw OutboundError(
                .conflict, "\(document.businessKey) is \(standing(document)): the partner has it")
        }
        try books.outbound.requeue(interchange: id, but: document.id)
        for kind in [Job.Kind.deliver, .push] { try books.queue.withdraw(kind, subject: id) }
        // Takes the file out of the mailbox; a job of its own, because the one that places it may be running.
        try books.queue.enqueue(
            .init(
                .deliver, subject: id, slice: 1, lane: ExchangeContext.outboundLane(of: document.partner)))
        try books.ledger.append(
            LedgerDraft(
                at: now, actor: "operator", act: .recalled, story: interchange.arrival ?? id,
                subject: "interchange/\(id)", digest: interchange.digest,
                detail: "\(interchange.fileName ?? "") was taken back; \(others) other document(s) wait again"
            ))
    }

    private func act(
        on key: String,
        _ body: @escaping @Sendable (OutboundDocumentRecord, borrowing Commit, Int64) throws -> Void
    ) throws -> OutboundSummary {
        let now = context.clock.now
        return try context.store.commit { books in
            let document = try Self.document(key, books)
            try body(document, books, now)
            return OutboundSummary(try books.outbound.find(document.id) ?? document)
        }
    }

    /// The document of an id, or the only one of an order.
    private static func document(_ key: String, _ books: borrowing Commit) throws -> OutboundDocumentRecord {
        if let document = try books.outbound.find(key) { return document }
        let number = key.hasPrefix("PO/") ? String(key.dropFirst(3)) : key
        let found = try books.outbound.list(OutboundFilter(orderNumber: number, limit: 20))
        guard let first = found.first else {
            throw OutboundError(.notFound, "no document has the id or order number \(key)")
        }
        guard found.count == 1 else {
            let all = found.map { "\($0.id) (\($0.businessKey), \($0.partner), \($0.state.rawValue))" }
            throw OutboundError(
                .conflict,
                "several documents are about \(key), name one by its id: \(all.joined(separator: "; "))")
        }
        return first
    }

    private static func enqueueRelease(
        partner: String, document: String? = nil, _ books: borrowing Commit, at now: Int64
    ) throws {
        try books.queue.enqueue(
            .init(
                .releaseOrders,
                subject: ReleaseRequest.subject(partner: partner, document: document, at: now),
                lane: ReleaseRequest.lane(of: partner)))
    }

    private static func note(
        _ act: LedgerAct, _ document: OutboundDocumentRecord, _ detail: String, _ books: borrowing Commit,
        at now: Int64
    ) throws {
        try books.ledger.append(
            LedgerDraft(
                at: now, actor: "operator", act: act, story: document.arrival,
                subject: "outbound/\(document.id)",
                detail: "\(document.businessKey): \(detail)"))
    }

    private static func standing(_ document: OutboundDocumentRecord) -> String {
        document.state == .queued && document.interchange != nil
            ? "in an interchange that is being handed over" : document.state.rawValue
    }
}
