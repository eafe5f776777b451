internal import Dispatch
internal import Failpoints
internal import Partners
internal import Spool
internal import Store
internal import Synchronization

/// Hands interchanges and batch files to a partner: they appear whole in its download folder, or are queued for its own server.
///
/// A profile with `remote.deliver` asks for the partner's server; the next visit takes them there.
struct Deliver: Stage {
    static let kind = Job.Kind.deliver

    let context: ExchangeContext

    func perform(_ jobs: [Job]) -> [StageFault] {
        var faults: [StageFault] = []
        var placed: [(Job, InterchangeRecord)] = []
        Failpoint.reach(.deliverBeforePlace)
        let pushed: [(Job, String)]
        let kept: [(Job, Result<InterchangeRecord?, any Error>)]
        do {
            (pushed, kept) = try sorted(jobs)
        } catch {
            return jobs.map { StageFault(job: $0, error: error) }
        }
        faults += queue(pushed)
        for (job, record) in kept {
            do {
                placed.append((job, try place(job, try record.get())))
            } catch {
                faults.append(StageFault(job: job, error: error))
            }
        }
        do {
            try synchronize(Set(placed.map(\.1.partner)).sorted())
        } catch {
            return faults + placed.map { StageFault(job: $0.0, error: error) }
        }
        Failpoint.reach(.deliverPlaced)
        let now = context.clock.now
        let results = context.store.commitEach(
            .synced,
            placed.map { job, record in
                { @Sendable (books: borrowing Commit) throws -> Void in
                    try books.queue.complete(job)
                    // Taken back meanwhile: another job takes the file away.
                    guard try books.interchanges.state(of: record.id) != "recalled" else { return }
                    // In a folder of our own nobody else stands between: what lies there has arrived.
                    if isOurOwn(record.partner) {
                        try books.interchanges.markVerified(record.id, at: now)
                    } else {
                        try books.interchanges.markSent(record.id, at: now)
                        try books.outbound.markSent(interchange: record.id, at: now)
                        try Deadlines.begin(record, context, books)
                    }
                    try books.ledger.append(
                        LedgerDraft(
                            at: now, actor: "wharf", act: .placed, story: record.arrival ?? record.id,
                            subject: "interchange/\(record.id)", digest: record.digest,
                            detail:
                                "\(record.fileName ?? "") lies in \(isOurOwn(record.partner) ? "Spool/erp/out" : "the download folder of \(record.partner)")"
                        ))
                }
            })
        for ((job, _), result) in zip(placed, results) {
            if case .failure(let error) = result { faults.append(StageFault(job: job, error: error)) }
        }
        context.metrics.add("wharf_placed_total", placed.count)
        return faults
    }

    private func synchronize(_ partners: [String]) throws {
        let faults = Mutex<[any Error]>([])
        // Side by side, so that the disk syncs many at once.
        DispatchQueue.concurrentPerform(iterations: partners.count) { index in
            do {
                try mailbox(of: partners[index]).synchronize()
            } catch {
                faults.withLock { $0.append(error) }
            }
        }
        if let fault = faults.withLock({ $0.first }) { throw fault }
    }

    private func place(_ job: Job, _ record: InterchangeRecord?) throws -> InterchangeRecord {
        guard let record, let name = record.fileName else {
            throw StageError(
                disposition: .hold, description: "interchange \(job.subject) is not in the books")
        }
        let folder = mailbox(of: record.partner)
        guard record.state != "recalled" else {
            try folder.remove(name)
            return record
        }
        let partner = context.book.generation.directory.partner(id: record.partner)
        guard partner?.remote == nil || partner?.hosted != nil else {
            throw StageError(
                disposition: .hold,
                description:
                    "\(record.partner) has no login here and its profile does not say where files go on its server; "
                    + "give remote.deliver, or a hosted section, then release the job by a restart")
        }
        try folder.place(record.digest, as: name, from: context.archive)
        return record
    }

    /// Whether a file goes to a system of our own.
    private func isOurOwn(_ partner: String) -> Bool {
        partner == context.book.generation.directory.house.id
    }

    private func mailbox(of partner: String) -> Mailbox {
        let layout = context.archive.layout
        return isOurOwn(partner) ? Mailbox(ofOurOwn: layout) : Mailbox(layout, partner: partner)
    }

    /// Which jobs go to partners' own servers, and which to mailboxes here, with their interchanges.
    ///
    /// A job whose interchange cannot be found is left to the mailboxes, where it is held.
    private func sorted(_ jobs: [Job]) throws -> (
        pushed: [(Job, String)], kept: [(Job, Result<InterchangeRecord?, any Error>)]
    ) {
        let records = try context.store.read { books in
            jobs.map { job in Result { try books.interchanges.find(job.subject) } }
        }
        var pushed: [(Job, String)] = []
        var kept: [(Job, Result<InterchangeRecord?, any Error>)] = []
        for (job, record) in zip(jobs, records) {
            if case .success(let record?) = record, record.state != "recalled",
                case let partner = record.partner,
                context.book.generation.directory.partner(id: partner)?.remote?.deliver != nil
            {
                pushed.append((job, partner))
            } else {
                kept.append((job, record))
            }
        }
        return (pushed, kept)
    }

    private func queue(_ jobs: [(Job, String)]) -> [StageFault] {
        guard !jobs.isEmpty else { return [] }
        let results = context.store.commitEach(
            .synced,
            jobs.map { job, partner in
                { @Sendable (books: borrowing Commit) throws -> Void in
                    try books.queue.enqueue(.init(.push, subject: job.subject, lane: Push.lane(of: partner)))
                    try books.queue.complete(job)
                }
            })
        return zip(jobs, results).compactMap { entry, result in
            guard case .failure(let error) = result else { return nil }
            return StageFault(job: entry.0, error: error)
        }
    }
}
