internal import Documents
internal import Store

/// Ends the patience with an incomplete file: nobody sent the whole of it, and a person must know.
struct Expire: Stage {
    static let kind = Job.Kind.expire

    let context: ExchangeContext

    func perform(_ jobs: [Job]) -> [StageFault] {
        let now = context.clock.now
        return performEach(
            jobs, context.store, prepare: { $0 },
            commit: { job, _, books in
                if let arrival = try books.arrivals.find(job.subject), arrival.state == .incomplete,
                    let why = arrival.reason
                {
                    try ArrivalEnding.tell(.arrivalIncomplete, arrival, .incomplete, why, books, at: now)
                    try books.ledger.append(
                        LedgerDraft(
                            at: now, actor: "wharf", act: .incomplete, story: arrival.id,
                            subject: "arrival/\(arrival.id)", digest: arrival.digest,
                            detail: "no complete file came in the agreed time"))
                }
                try books.queue.complete(job)
            })
    }
}
