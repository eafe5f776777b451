internal import Cryptography
internal import Documents
internal import Partners
internal import Spool
internal import Store

/// Turns a batch file that the profile describes into documents; what this version cannot read is put aside with the reason.
struct ImportBatch: Stage {
    static let kind = Job.Kind.importBatch

    let context: ExchangeContext

    /// Whether this version reads such a batch.
    static func reads(_ batch: BatchAgreement) -> Bool {
        false
    }

    func perform(_ jobs: [Job]) -> [StageFault] {
        performEach(jobs, context.store, prepare: prepare) { [self] job, arrival, books in
            try ArchiveEnding(arrival, books)
            try books.queue.complete(job)
        }
    }

    private func prepare(_ job: Job) throws -> ArrivalRecord {
        guard let arrival = try context.store.read({ try $0.arrivals.find(job.subject) }), let digest = arrival.digest else {
            throw StageError(disposition: .hold, description: "arrival \(job.subject) is not in the books")
        }
        try Quarantine(context.archive.layout).place(
            digest, name: arrival.name, arrival: arrival.id, reason: "batch-not-readable", why: Self.why)
        return arrival
    }

    private static let why = "This version of the server does not read batches of this kind yet; our staff will look at it."

    private func ArchiveEnding(_ arrival: ArrivalRecord, _ books: borrowing Commit) throws {
        try ArrivalEnding.end(
            arrival, as: .quarantined, because: Self.why, telling: .arrivalQuarantined, act: .quarantined, books,
            at: context.clock.now)
    }
}
