internal import Cryptography
internal import Failpoints
internal import Foundation
internal import Logging
internal import Partners
internal import Spool
internal import Store
internal import Transports

/// Puts the interchanges that are due on a partner's server: one name each for ever, and believed only when looked at.
struct Push {
    let context: ExchangeContext
    let partner: PartnerProfile
    let delivery: RemoteSection.Delivery
    let server: any RemoteServer
    let cancellation: VisitCancellation

    /// How an attempt ended, and what becomes of its job.
    struct Ending: Error {
        let outcome: DeliveryOutcome
        let detail: String
        /// Whether the attempt counts towards those after which a person must look.
        var isCounted = true
    }

    /// The lane of a partner's pushes.
    static func lane(of partner: String) -> String { partner + laneSuffix }

    /// The partner of a lane of pushes.
    static func partner(ofLane lane: String) -> String? {
        lane.hasSuffix(laneSuffix) ? String(lane.dropLast(laneSuffix.count)) : nil
    }

    private static let laneSuffix = "/push"

    /// The jobs that are due, in their order.
    func due() throws -> [Job] {
        let now = context.clock.now
        return try context.store.read {
            try $0.jobs.open(.push, lane: Self.lane(of: partner.id), limit: VisitLimits.pushes)
        }.filter { $0.runAfter <= now }
    }

    /// What would be sent, for a dry run.
    func line(_ job: Job) throws -> VisitReport.Line {
        let record = try context.store.read { try $0.interchanges.find(job.subject) }
        return .init(
            folder: delivery.path, name: record.map(fileName) ?? job.subject,
            byteCount: record?.byteCount ?? 0, verdict: "push", reason: nil)
    }

    /// Makes one attempt and writes down how it ended.
    ///
    /// - Throws: a ``RemoteError`` that ends the visit, after writing it down.
    func perform(_ job: Job, _ report: inout VisitReport) throws {
        guard let job = try context.store.commit(.processCrash, { try $0.queue.claim(job.id) }) else {
            return
        }
        let found = try context.store.read { books in
            (try books.interchanges.find(job.subject), try books.deliveryAttempts.of(job.subject))
        }
        guard let record = found.0 else {
            return try context.store.commit {
                try $0.queue.hold(job, because: "interchange \(job.subject) is not in the books")
            }
        }
        let attempt = next(after: found.1, record)
        // Durable before the first byte: whatever happens now, the next attempt knows of it.
        let isWanted = try context.store.commit { books in
            // Whoever commits first decides: what was taken back is not sent.
            guard try books.interchanges.find(record.id)?.state != "recalled" else {
                try books.queue.complete(job)
                return false
            }
            try books.deliveryAttempts.begin(attempt)
            return true
        }
        guard isWanted else { return }
        Failpoint.reach(.pushBegun)
        guard job.deaths < context.limits.deaths else {
            let why = "the server died \(job.deaths) times while it sent this"
            return try finish(job, record, attempt, Ending(outcome: .held, detail: why), &report)
        }
        var fault: RemoteError?
        let ending = end(of: attempt, record, earlier: found.1, &fault)
        try finish(job, record, attempt, ending, &report)
        if let fault, fault.endsVisit { throw fault }
    }

    private func end(
        of attempt: DeliveryAttemptRecord, _ record: InterchangeRecord, earlier: [DeliveryAttemptRecord],
        _ fault: inout RemoteError?
    ) -> Ending {
        var sending = PushSending(
            archive: context.archive, server: server, delivery: delivery, record: record, attempt: attempt)
        do {
            return try sending.run(isOurs: earlier.contains { $0.outcome != .held })
        } catch let ending as Ending {
            return ending
        } catch let error as RemoteError {
            fault = error
            return Self.ending(of: error, isAllSent: sending.isAllSent)
        } catch {
            return Ending(outcome: .failed, detail: "\(error)")
        }
    }

    private static func ending(of error: RemoteError, isAllSent: Bool) -> Ending {
        let isInDoubt = isAllSent && (error.endsVisit || error.mayHaveHappened)
        if isInDoubt {
            return Ending(
                outcome: .inDoubt,
                detail: "all was sent and the answer was lost: the next attempt looks first; \(error)",
                isCounted: error.kind != .cancelled)
        }
        // A full disk heals, and a stop of ours is no attempt.
        return Ending(
            outcome: .failed, detail: error.description,
            isCounted: error.kind != .cancelled && error.kind != .full)
    }

    // MARK: Names

    /// The names of the first attempt are those of all: a changed profile must not send a file twice.
    private func next(after earlier: [DeliveryAttemptRecord], _ record: InterchangeRecord)
        -> DeliveryAttemptRecord
    {
        let name = fileName(record)
        let first = earlier.first
        return DeliveryAttemptRecord(
            interchange: record.id, ordinal: (earlier.last?.ordinal ?? 0) + 1, partner: partner.id,
            temporaryPath: first.map(\.temporaryPath)
                ?? delivery.temporary.map { template in
                    AfterAction.path(
                        delivery.path,
                        template.filled { $0 == .name ? name : value(of: $0, record, stem: name) })
                },
            remotePath: first?.remotePath ?? AfterAction.path(delivery.path, name),
            startedAt: context.clock.now)
    }

    private func fileName(_ record: InterchangeRecord) -> String {
        // A batch file has its name from its own agreement.
        if record.isBatch, let name = record.fileName { return name }
        return delivery.fileName.filled { value(of: $0, record, stem: "") }
    }

    private func value(of place: FileNameTemplate.Place, _ record: InterchangeRecord, stem: String) -> String
    {
        let when = CivilTime(
            milliseconds: record.createdAt, in: context.book.generation.directory.house.timeZone)
        return switch place {
        case .name: ""
        case .stem: PickupReview.stem(of: stem)
        case .document: record.fileName.flatMap { $0.split(separator: "_").first.map(String.init) } ?? "X12"
        case .control: record.controlNumber
        case .date: when.compactDay
        case .time: when.timeText.replacing(":", with: "")
        case .partner: partner.id
        }
    }

    // MARK: Writing it down

    private func finish(
        _ job: Job, _ record: InterchangeRecord, _ attempt: DeliveryAttemptRecord, _ ending: Ending,
        _ report: inout VisitReport
    ) throws {
        let now = context.clock.now
        let isDone = ending.outcome == .verified || ending.outcome == .sent
        let isLast = ending.isCounted && job.attempt >= context.limits.attempts
        let isHeld = ending.outcome == .held || !isDone && isLast && ending.outcome == .failed
        let again = now + VisitLimits.pushPause(afterAttempt: attempt.ordinal)
        try context.store.commit { [context] books in
            try books.deliveryAttempts.end(attempt, as: ending.outcome, because: ending.detail, at: now)
            switch ending.outcome {
            case .verified:
                try books.interchanges.markVerified(record.id, at: now)
                try books.outbound.markVerified(interchange: record.id, at: now)
                try Deadlines.begin(record, context, books)
            case .sent:
                try books.interchanges.markSent(record.id, at: now)
                try books.outbound.markSent(interchange: record.id, at: now)
                try Deadlines.begin(record, context, books)
            case .started, .failed, .inDoubt, .held: break
            }
            if isDone {
                try Self.note(.pushed, record, attempt, ending, books, at: now)
                try books.queue.complete(job)
            } else if isHeld {
                try Self.note(.held, record, attempt, ending, books, at: now)
                try books.queue.hold(job, because: ending.detail)
            } else {
                try books.queue.retry(
                    job, after: again, because: ending.detail, uncounted: !ending.isCounted)
            }
        }
        tell(ending, attempt, &report)
    }

    private static func note(
        _ act: LedgerAct, _ record: InterchangeRecord, _ attempt: DeliveryAttemptRecord, _ ending: Ending,
        _ books: borrowing Commit, at now: Int64
    ) throws {
        try books.ledger.append(
            LedgerDraft(
                at: now, actor: "wharf", act: act, story: record.arrival ?? record.id,
                subject: "interchange/\(record.id)", digest: record.digest,
                detail: "\(attempt.remotePath) on the server of \(attempt.partner): \(ending.detail)"))
    }

    private func tell(_ ending: Ending, _ attempt: DeliveryAttemptRecord, _ report: inout VisitReport) {
        context.metrics.add("wharf_push_attempts_total")
        switch ending.outcome {
        case .verified:
            report.pushed += 1
            context.metrics.add("wharf_push_verified_total")
        case .sent:
            report.pushed += 1
            context.metrics.add("wharf_push_unverified_total")
            guard delivery.verification != .nothing else { return }
            context.log.error(
                "a file was sent and cannot be verified",
                metadata: [
                    "partner": "\(partner.id)", "path": "\(attempt.remotePath)", "why": "\(ending.detail)",
                ])
        case .started, .failed, .inDoubt, .held:
            report.note("\(attempt.remotePath): \(ending.detail)")
            context.metrics.add("wharf_push_failures_total")
            context.log.error(
                "a file was not put on a partner's server",
                metadata: [
                    "partner": "\(partner.id)", "path": "\(attempt.remotePath)",
                    "attempt": "\(attempt.ordinal)", "outcome": "\(ending.outcome.rawValue)",
                    "error": "\(ending.detail)",
                ])
        }
    }
}
