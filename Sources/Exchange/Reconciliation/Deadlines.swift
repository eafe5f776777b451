internal import Partners
internal import Store

/// What a deadline is about, as the subject of its job.
enum DeadlineSubject: Equatable {
    /// Answers to the documents of a set in an interchange of ours.
    case sets(interchange: String, AwaitedAnswer, set: String)
    /// A partner's answer that waits for our own books.
    case answer(String)
    /// Control numbers of a partner that have not come.
    case gap(Int64)

    var text: String {
        switch self {
        case .sets(let interchange, let awaited, let set): "\(interchange)/\(awaited.rawValue)/\(set)"
        case .answer(let id): "partner-answer/\(id)"
        case .gap(let id): "gap/\(id)"
        }
    }

    init?(_ text: String) {
        let parts = text.split(separator: "/").map(String.init)
        switch (parts.first, parts.count) {
        case ("partner-answer", 2): self = .answer(parts[1])
        case ("gap", 2):
            guard let id = Int64(parts[1]) else { return nil }
            self = .gap(id)
        case (_, 3):
            guard let awaited = AwaitedAnswer(rawValue: parts[1]) else { return nil }
            self = .sets(interchange: parts[0], awaited, set: parts[2])
        default: return nil
        }
    }
}

/// The days by which partners must have acknowledged and answered what we sent.
enum Deadlines {
    /// The lane in which a partner's deadlines pass.
    static func lane(of partner: String) -> String { partner + "/deadlines" }

    /// Counts the agreed spans from the hand-over of an interchange, in the commit that notes it.
    ///
    /// A deadline is one job for all documents of a set in an interchange. An interchange handed over once more keeps
    /// its deadlines, because they count from the first time.
    static func begin(_ record: InterchangeRecord, _ context: ExchangeContext, _ books: borrowing Commit)
        throws
    {
        guard let partner = context.book.generation.directory.partner(id: record.partner),
            let agreement = partner.x12
        else { return }
        for set in try books.outbound.sets(ofInterchange: record.id) {
            guard let outbound = agreement.outbound[set],
                let sentAt = try books.outbound.sentAt(interchange: record.id, setID: set)
            else { continue }
            let spans: [(AwaitedAnswer, AgreedSpan?)] = [
                (.acknowledgment, outbound.acknowledgmentWithin), (.answer, outbound.answer?.within),
            ]
            var due: [AwaitedAnswer: Int64] = [:]
            for case (let awaited, let span?) in spans {
                due[awaited] = span.due(
                    after: sentAt, in: partner.timeZone, calendar: partner.calendar ?? .weekdays)
            }
            try books.outbound.setDue(
                interchange: record.id, setID: set, acknowledgment: due[.acknowledgment], answer: due[.answer]
            )
            for (awaited, instant) in due {
                try books.queue.enqueue(
                    .init(
                        .deadline,
                        subject: DeadlineSubject.sets(interchange: record.id, awaited, set: set).text,
                        lane: lane(of: record.partner), runAfter: instant))
            }
        }
    }
}

/// Looks what is missing when a deadline has passed, and tells it once.
struct Deadline: Stage {
    static let kind = Job.Kind.deadline
    /// Documents of one interchange that a deadline tells of; a release puts fewer into one.
    private static let documentsMaximum = 10_000

    let context: ExchangeContext

    func perform(_ jobs: [Job]) -> [StageFault] {
        performEach(jobs, context.store) { job in
            guard let subject = DeadlineSubject(job.subject) else {
                throw StageError(disposition: .hold, description: "\(job.subject) is no deadline")
            }
            return subject
        } commit: { [self] job, subject, books in
            let now = context.clock.now
            switch subject {
            case .sets(let interchange, let awaited, let set):
                // The clock may have been set back a little since the job was found due.
                try pass(awaited, interchange, set, books, dueBy: max(now, job.runAfter), now)
            case .answer(let id): try pass(answer: id, books, now)
            case .gap(let id): try NumberWatch.tell(gap: id, books, at: now)
            }
            try books.queue.complete(job)
        }
    }

    private func pass(
        _ awaited: AwaitedAnswer, _ interchange: String, _ set: String, _ books: borrowing Commit,
        dueBy due: Int64, _ now: Int64
    ) throws {
        guard let record = try books.interchanges.find(interchange) else { return }
        let documents = try books.outbound.unanswered(
            awaited, interchange: interchange, setID: set, dueBy: due, limit: Self.documentsMaximum)
        guard !documents.isEmpty else { return }
        let events = OutboundEvents(interchange: record, now: now)
        for document in documents { try books.outbound.markOverdue(document.id, awaited) }
        switch awaited {
        case .acknowledgment:
            try events.tellAcknowledgmentOverdue(set: set, documents, books)
            try books.ledger.append(
                LedgerDraft(
                    at: now, actor: "wharf", act: .overdue, story: record.arrival ?? record.id,
                    subject: "interchange/\(record.id)",
                    detail:
                        "\(documents.count) \(set) in interchange \(record.controlNumber) not acknowledged in time"
                ))
        case .answer:
            for document in documents {
                try events.tellAnswerOverdue(document, books)
                try books.ledger.append(
                    LedgerDraft(
                        at: now, actor: "wharf", act: .overdue, story: document.arrival,
                        subject: "outbound/\(document.id)",
                        detail: "\(document.businessKey) not answered in time"))
            }
        }
    }

    private func pass(answer id: String, _ books: borrowing Commit, _ now: Int64) throws {
        guard var record = try books.partnerAnswers.find(id), record.standing == .waiting else { return }
        record.standing = .unmatched
        record.note = "the number was issued, but nothing was sent under it"
        record.at = now
        try books.partnerAnswers.record(record)
        try books.ledger.append(
            LedgerDraft(
                at: now, actor: "wharf", act: .reconciled, story: record.arrival,
                subject: "interchange/\(record.interchange)", detail: AnswerSubject.sentence(record, nil)))
        let isLive = try books.interchanges.find(record.interchange)?.usage != "T"
        try Reconcile.tellUnmatched(record, isLive: isLive, books, at: now)
    }
}
