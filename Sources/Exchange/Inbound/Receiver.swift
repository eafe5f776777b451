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

    private let context: ExchangeContext
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
        try receive(arrival, content: content, with: nil).receipt
    }

    /// Takes a file as ``receive(_:content:)`` does, together with the ledger entry that it was polled for.
    ///
    /// Entry and arrival are one commit: a file is taken and known as taken, or neither.
    func receive(_ arrival: Arrival, content: StagedFile, with polled: PolledFile?) throws(ReceptionError)
        -> (receipt: Receipt, entry: RemoteEntryRecord?)
    {
        let context = context
        do {
            // Invariant 1: bytes before rows, rows before replies.
            let receipt = try content.seal()
            let now = context.clock.now
            let record = ArrivalRecord(
                id: ULID(milliseconds: now).text, partner: arrival.partner, door: arrival.door,
                login: arrival.login,
                peer: arrival.peer, name: arrival.name, uploadKey: arrival.uploadKey, digest: receipt.digest,
                byteCount: receipt.byteCount, receivedAt: now, state: .received)
            let (isNew, entry) = try context.store.commit { books -> (Bool, RemoteEntryRecord?) in
                if let entry = try polled?.repeated(receipt.digest, books) { return (false, entry) }
                let isNew = try Self.record(record, arrival, receipt, books)
                return (isNew, try polled?.taken(as: record, books))
            }
            // The sweeper may have put equal bytes aside before this row named them.
            if !context.archive.contains(receipt.digest) { _ = try context.archive.restore(receipt.digest) }
            Failpoint.reach(.receiveCommitted)
            if isNew {
                context.metrics.add("wharf_arrivals_total")
                context.metrics.add("wharf_arrival_bytes_total", receipt.byteCount)
            }
            return (receipt, entry)
        } catch {
            context.log.error(
                "a file was not taken",
                metadata: ["partner": "\(arrival.partner)", "name": "\(arrival.name)", "error": "\(error)"])
            throw ReceptionError(Self.sentence(for: error))
        }
    }

    /// Writes an arrival into the books; a known upload key has no effect.
    ///
    /// - Returns: whether it was new.
    private static func record(
        _ record: ArrivalRecord, _ arrival: Arrival, _ receipt: Receipt, _ books: borrowing Commit
    ) throws -> Bool {
        // A resumed upload was recorded as aborted under its key; now it is whole.
        try books.arrivals.forgetAborted(uploadKey: arrival.uploadKey)
        guard try books.arrivals.record(record) else { return false }
        try books.ledger.append(
            LedgerDraft(
                at: record.receivedAt, actor: "partner/\(arrival.partner)", act: .received, story: record.id,
                subject: "arrival/\(record.id)", digest: receipt.digest,
                detail: "\(arrival.name), \(receipt.byteCount) bytes by \(arrival.door)"
                    + (arrival.peer.map { " from \($0)" } ?? "")))
        try books.queue.enqueue(
            .init(
                .identify, subject: record.id, lane: ExchangeContext.lane(of: arrival.partner),
                weight: receipt.byteCount))
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
        guard now - known.at >= Self.lookInterval || now < known.at else { return known.refusal }
        let refusal = spaceRefusal()
        look.withLock { $0 = (now, refusal) }
        return refusal
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
    private static func sentence(for error: any Error) -> String {
        switch error {
        case let error as SpoolError where error.code == .diskFull: "no space left here; try again later"
        case let error as StoreError where error.code == .diskFull: "no space left here; try again later"
        case let error as StoreError where error.code == .closed:
            "the server is stopping; try again in a minute"
        default: "the file was not taken because of a fault on our side; send it again later"
        }
    }
}
