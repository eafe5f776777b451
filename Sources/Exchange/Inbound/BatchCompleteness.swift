internal import Partners
internal import Store

/// When a batch file is whole: at once, by a done-file, or when nothing newer came under its name for a while.
enum BatchCompleteness {
    /// Begins the work on a batch file, or lets it wait for what shows that it is whole.
    static func begin(
        _ arrival: ArrivalRecord, as batch: BatchAgreement, of partner: PartnerProfile,
        _ books: borrowing Commit, at now: Int64
    ) throws {
        let wait = patience(with: partner)
        if let name = batch.taking.doneFile(for: arrival.name) {
            let doneFile = try books.arrivals.unusedDoneFile(
                partner: arrival.partner, name: name, since: arrival.receivedAt - wait)
            guard let doneFile else {
                return try letWait(arrival, "It waits for its done-file \(name).", wait, books, at: now)
            }
            try use(doneFile, for: arrival, books)
        }
        try note(.identified, arrival, "a \(batch.format.rawValue) batch, \(batch.name)", books, at: now)
        let silence = batch.taking.quiet.map { arrival.receivedAt + $0.milliseconds } ?? 0
        try enqueue(arrival, books, runAfter: silence, at: now)
    }

    /// Takes a done-file: the file it speaks for is begun, if it came already.
    static func take(
        doneFile: ArrivalRecord, for name: String, _ books: borrowing Commit, at now: Int64
    ) throws {
        let waiting = try books.arrivals.waiting(partner: doneFile.partner, name: name)
        let why =
            waiting.map { "It says that \(name) is whole, which came as \($0.id)." }
            ?? "It says that \(name) is whole, which has not come yet."
        try books.arrivals.move(doneFile.id, to: .interpreted, because: why, at: now)
        try note(.settled, doneFile, why, books, at: now)
        guard let waiting else { return }
        try use(doneFile, for: waiting, books)
        try books.queue.withdraw(.expire, subject: waiting.id)
        try note(.identified, waiting, "whole by its done-file \(doneFile.name)", books, at: now)
        try enqueue(waiting, books, runAfter: 0, at: now)
    }

    /// The newer file that a file which waited for silence must make way for.
    static func overtaking(
        _ arrival: ArrivalRecord, as batch: BatchAgreement, _ books: borrowing Snapshot
    ) throws -> ArrivalRecord? {
        guard let quiet = batch.taking.quiet else { return nil }
        return try books.arrivals.next(after: arrival, within: quiet.milliseconds)
    }

    /// How long an incomplete file of a partner waits before a person is told, in milliseconds.
    static func patience(with partner: PartnerProfile) -> Int64 {
        (partner.hosted?.uploads.waitFor ?? UploadRules.standard.waitFor).milliseconds
    }

    /// Lets a file wait as incomplete, until a person is told.
    static func letWait(
        _ arrival: ArrivalRecord, _ why: String, _ wait: Int64, _ books: borrowing Commit, at now: Int64
    ) throws {
        try books.arrivals.move(arrival.id, to: .incomplete, because: why, at: now)
        try note(.incomplete, arrival, why, books, at: now)
        try books.queue.enqueue(
            .init(
                .expire, subject: arrival.id, lane: ExchangeContext.lane(of: arrival.partner),
                runAfter: arrival.receivedAt + wait))
    }

    /// A done-file speaks for one file only.
    private static func use(
        _ doneFile: ArrivalRecord, for arrival: ArrivalRecord, _ books: borrowing Commit
    ) throws {
        try books.arrivals.supersede(
            doneFile.id, by: arrival.id,
            because: "It says that \(arrival.name) is whole, which came as \(arrival.id).")
    }

    private static func enqueue(
        _ arrival: ArrivalRecord, _ books: borrowing Commit, runAfter: Int64, at now: Int64
    ) throws {
        try books.arrivals.move(arrival.id, to: .interpreting, because: nil, at: now)
        try books.queue.enqueue(
            .init(
                .importBatch, subject: arrival.id, lane: ExchangeContext.lane(of: arrival.partner),
                weight: arrival.byteCount, runAfter: runAfter))
    }

    private static func note(
        _ act: LedgerAct, _ arrival: ArrivalRecord, _ detail: String, _ books: borrowing Commit, at now: Int64
    ) throws {
        try books.ledger.append(
            LedgerDraft(
                at: now, actor: "wharf", act: act, story: arrival.id, subject: "arrival/\(arrival.id)",
                digest: arrival.digest, detail: detail))
    }
}

extension Duration {
    fileprivate var milliseconds: Int64 { components.seconds * 1000 }
}
