internal import Cryptography
internal import Failpoints
internal import Logging
internal import Spool
internal import Store
internal import Synchronization
internal import Transports

/// The front door: whatever came in is sealed, committed, and only then acknowledged.
final class Receiver: Reception {
    /// Part of the file system that stays free for our own books.
    private static let reservedShare = 20
    private static let reservedMaximum = 1 << 30
    /// How long one look at the free space holds, in milliseconds.
    private static let lookInterval: Int64 = 200

    let context: ExchangeContext
    private let look = Mutex<(at: Int64, refusal: String?)>((0, nil))
    private let isClosed = Atomic<Bool>(false)

    init(_ context: ExchangeContext) {
        self.context = context
    }

    /// Takes nothing more; used when the server stops.
    func close() {
        isClosed.store(true, ordering: .releasing)
    }

    func receive(_ arrival: Arrival, content: StagedFile) throws(ReceptionError) -> Receipt {
        let context = context
        let isAwaited = arrival.door == "sftp"
        if isAwaited { context.pace.begin() }
        defer { if isAwaited { context.pace.end() } }
        do {
            let now = context.clock.now
            let note = ArrivalNote(id: ULID(milliseconds: now).text, receivedAt: now, arrival)
            // Invariant 1: bytes before rows, rows before replies. A row whose note lies in the journal is as good as on disk.
            let sealed = try content.seal(noting: note.encoded())
            let record = note.record(sealed.receipt)
            let isNew = Result {
                try context.store.commit(sealed.isJournaled ? .processCrash : .synced, ahead: true) { books in
                    try Self.enter(record, books)
                }
            }
            return try finish(sealed, isNew: isNew).receipt
        } catch {
            throw refused(arrival, because: error)
        }
    }

    /// Files that share their syncs and their commit, since nobody waits for one of them alone.
    func receive(_ files: [(arrival: Arrival, content: StagedFile)]) -> [Result<Receipt, ReceptionError>] {
        let now = context.clock.now
        let notes = files.map { ArrivalNote(id: ULID(milliseconds: now).text, receivedAt: now, $0.arrival) }
        // Invariant 1: bytes before rows, rows before the files are taken away.
        var outcomes = context.archive.seal(
            zip(files, notes).map { file, note in (file.content, note.encoded()) }
        ).map { sealed in sealed.mapError { $0 as any Error } }
        let good = outcomes.indices.filter { (try? outcomes[$0].get()) != nil }
        let entering = good.compactMap { index -> (@Sendable (borrowing Commit) throws -> Bool)? in
            guard case .success(let sealed) = outcomes[index] else { return nil }
            let record = notes[index].record(sealed.receipt)
            return { books in try Self.enter(record, books) }
        }
        let isJournaled = outcomes.allSatisfy { (try? $0.get())?.isJournaled ?? true }
        let entered = context.store.commitEach(isJournaled ? .processCrash : .synced, entering)
        for (index, isNew) in zip(good, entered) {
            outcomes[index] = Result { try finish(try outcomes[index].get(), isNew: isNew) }
        }
        return zip(files, outcomes).map { file, outcome in
            outcome.map(\.receipt).mapError { refused(file.arrival, because: $0) }
        }
    }

    /// What follows the commit of a content, which came about or not.
    private func finish(_ sealed: SealedContent, isNew: Result<Bool, any Error>) throws -> SealedContent {
        let isEntered: Bool
        do {
            isEntered = try isNew.get()
        } catch {
            try context.archive.takeBack(sealed)
            throw error
        }
        context.archive.settle(sealed)
        try finish(sealed.receipt, isNew: isEntered)
        return sealed
    }

    /// What follows the commit of a file, before its sender is answered.
    func finish(_ receipt: Receipt, isNew: Bool) throws {
        // The sweeper may have put equal bytes aside before this row named them.
        if !context.archive.contains(receipt.digest) { _ = try context.archive.restore(receipt.digest) }
        Failpoint.reach(.receiveCommitted)
        guard isNew else { return }
        context.metrics.add("wharf_arrivals_total")
        context.metrics.add("wharf_arrival_bytes_total", receipt.byteCount)
    }

    /// Logs why a file was not taken, and says so to its sender.
    func refused(_ arrival: Arrival, because error: any Error) -> ReceptionError {
        context.log.error(
            "a file was not taken",
            metadata: ["partner": "\(arrival.partner)", "name": "\(arrival.name)", "error": "\(error)"])
        return ReceptionError(Self.sentence(for: error))
    }

    /// Enters what a crash left in the journal, which the books may know already.
    static func replay(_ note: [UInt8], _ receipt: Receipt, into store: StateStore) throws {
        let record = try ArrivalNote(note).record(receipt)
        _ = try store.commit(.processCrash) { books in try enter(record, books) }
    }

    /// The arrival, its place in the audit trail and its first job; returns false when its upload key is known already.
    static func enter(_ record: ArrivalRecord, _ books: borrowing Commit) throws -> Bool {
        // A resumed upload was recorded as aborted under its key; now it is whole.
        try books.arrivals.forgetAborted(uploadKey: record.uploadKey)
        guard try books.arrivals.record(record) else { return false }
        try books.ledger.append(
            LedgerDraft(
                at: record.receivedAt, actor: record.sender, act: .received, story: record.id,
                subject: "arrival/\(record.id)", digest: record.digest,
                detail: "\(record.name), \(record.byteCount) bytes by \(record.door)"
                    + (record.peer.map { " from \($0)" } ?? "")))
        try books.queue.enqueue(
            .init(
                .identify, subject: record.id, lane: ExchangeContext.lane(of: record.partner),
                weight: record.byteCount))
        return true
    }

    func noteAborted(_ arrival: Arrival, byteCount: Int) {
        let context = context
        let now = context.clock.now
        var record = ArrivalRecord(
            id: ULID(milliseconds: now).text, partner: arrival.partner, door: arrival.door,
            login: arrival.login,
            peer: arrival.peer, name: arrival.name, uploadKey: arrival.uploadKey, digest: nil,
            byteCount: byteCount,
            receivedAt: now, state: .aborted)
        record.reason = "the connection broke after \(byteCount) bytes; send the file again, or resume it"
        let aborted = record
        do {
            try context.store.commit { books in
                try books.arrivals.forgetAborted(uploadKey: arrival.uploadKey)
                guard try books.arrivals.record(aborted) else { return }
                try books.ledger.append(
                    LedgerDraft(
                        at: now, actor: "partner/\(arrival.partner)", act: .aborted, story: aborted.id,
                        subject: "arrival/\(aborted.id)",
                        detail: "\(arrival.name): broken off after \(byteCount) bytes"))
            }
            context.metrics.add("wharf_arrivals_aborted_total")
        } catch {
            context.log.error(
                "a broken-off upload was not recorded; it is found again at the next start",
                metadata: ["partner": "\(arrival.partner)", "name": "\(arrival.name)", "error": "\(error)"])
        }
    }

    func refusal() -> String? {
        if isClosed.load(ordering: .acquiring) { return "the server is stopping; try again in a minute" }
        if Disk.syncHasFailed { return "the server's disk is failing; try again later" }
        let now = context.clock.now
        let known = look.withLock { $0 }
        guard !Self.isFresh(known.at, at: now) else { return known.refusal }
        let refusal = spaceRefusal()
        look.withLock { $0 = (now, refusal) }
        return refusal
    }

    var isKnownReady: Bool {
        let known = look.withLock { $0 }
        return known.refusal == nil && Self.isFresh(known.at, at: context.clock.now) && !Disk.syncHasFailed
            && !isClosed.load(ordering: .acquiring)
    }

    private static func isFresh(_ look: Int64, at now: Int64) -> Bool {
        now >= look && now - look < lookInterval
    }

    private func spaceRefusal() -> String? {
        do {
            let space = try Disk.space(at: context.archive.layout.root)
            let reserve = min(space.total / Self.reservedShare, Self.reservedMaximum)
            return space.free < reserve ? "no space left here; try again later" : nil
        } catch {
            context.log.error("cannot tell the free space", metadata: ["error": "\(error)"])
            return nil
        }
    }

    /// What the sender is told; the details are in our log.
    static func sentence(for error: any Error) -> String {
        switch error {
        case let error as SpoolError where error.code == .diskFull: "no space left here; try again later"
        case let error as StoreError where error.code == .diskFull: "no space left here; try again later"
        case let error as StoreError where error.code == .closed:
            "the server is stopping; try again in a minute"
        default: "the file was not taken because of a fault on our side; send it again later"
        }
    }
}

extension ArrivalRecord {
    /// Who brought it, for the audit trail: the partner, or our own applications by their door.
    var sender: String {
        door.hasPrefix("erp-") || door.hasPrefix("api-")
            ? "application/\(login ?? door)" : "partner/\(partner)"
    }
}
