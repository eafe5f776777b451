internal import Cryptography
internal import Documents
internal import Failpoints
internal import Foundation
internal import Logging
internal import Partners
internal import Spool
internal import Store
internal import Translation

/// Writes the supplier master for its targets, each in a commit of its own, and hands the files to delivery.
///
/// A delta holds what changed since the generation of the target's last verified file; what was sent and not verified is sent again.
/// A killed job finds which targets have their file and goes on with the others.
struct SyncSuppliers: Stage {
    static let kind = Job.Kind.supplierSync

    /// The lane in which files are made, one job after the other.
    static let lane = "house/suppliers"
    /// The slice of a job for the whole master, whatever was agreed.
    static let fullSlice = 1
    /// Files of one name in one folder: later ones are numbered.
    private static let sameNameMaximum = 1_000

    let context: ExchangeContext

    func perform(_ jobs: [Job]) -> [StageFault] {
        jobs.compactMap { job in
            do {
                try synchronise(job)
                return nil
            } catch {
                return StageFault(job: job, error: error)
            }
        }
    }

    private func synchronise(_ job: Job) throws {
        let generation = try context.store.read { try $0.suppliers.generation() }
        let targets = SupplierTarget.chosen(by: job.subject, in: context.book.generation.directory)
        var failures: [String] = []
        for target in targets where generation > 0 {
            do {
                try write(target, generation, job)
            } catch let error as BatchError {
                failures.append("\(target.name): \(error.description)")
            }
        }
        for failure in failures {
            context.log.error("the supplier master was not written", metadata: ["error": "\(failure)"])
        }
        try finish(job, generation, targets, failures)
    }

    private func write(_ target: SupplierTarget, _ generation: Int, _ job: Job) throws {
        let id = Self.id(of: job, target)
        let (known, base) = try context.store.read { books in
            (
                try books.suppliers.sync(id),
                try books.suppliers.verifiedGeneration(of: target.name, layout: target.layout)
            )
        }
        guard known == nil else { return }
        // A target that has nothing yet gets all there is.
        let isFull = job.slice == Self.fullSlice || target.agreement.sending?.scope != .delta || base == 0
        let scope: BatchAgreement.Scope = isFull ? .full : .delta
        let made = try SupplierFileMaking(
            context: context, target: target, generation: generation, base: base, scope: scope
        ).make()
        Failpoint.reach(.supplierSealed)
        let now = context.clock.now
        var sync = SupplierSyncRecord(
            id: id, target: target.name, firing: job.subject, scope: scope.rawValue, layout: target.layout,
            generation: generation, base: base, isProvedBySending: target.isProvedBySending, createdAt: now)
        sync.rows = made.counts.rows
        sync.added = made.counts.added
        sync.changed = made.counts.changed
        sync.retired = made.counts.retired
        sync.unchanged = made.counts.unchanged
        sync.cut = made.cut
        try context.store.commit { [sync] books in try record(sync, made, target, books, at: now) }
        context.metrics.add("wharf_supplier_files_total")
    }

    /// The id of a target's file in a job: the same whenever the job runs.
    static func id(of job: Job, _ target: SupplierTarget) -> String {
        let planned = job.subject.split(separator: "@").last.flatMap { Int64($0) } ?? 0
        return ULID(
            milliseconds: planned, derivedFrom: ["supplier-sync", job.subject, "\(job.slice)", target.name]
        ).text
    }

    private func record(
        _ sync: SupplierSyncRecord, _ made: SupplierFileMaking.Made, _ target: SupplierTarget,
        _ books: borrowing Commit, at now: Int64
    ) throws {
        let name = try fileName(target, sync, books, at: now)
        let house = context.book.generation.directory.house
        try books.suppliers.record(sync)
        try books.interchanges.record(
            InterchangeRecord(
                id: sync.id, direction: .outbound, arrival: nil, ordinal: 1, partner: target.partner,
                sender: house.id,
                receiver: target.owner, controlNumber: "", version: "", usage: "", byteOffset: 0,
                byteCount: made.receipt.byteCount, digest: made.receipt.digest, state: "queued",
                note: "the supplier master for \(target.name)", fileName: name, outline: "", createdAt: now))
        let what =
            "\(name) for \(target.name), \(sync.scope): \(sync.rows) row(s), \(sync.added) added, \(sync.changed) changed, "
            + "\(sync.retired) retired, \(sync.unchanged) unchanged"
        try books.ledger.append(
            LedgerDraft(
                at: now, actor: "wharf", act: .composed, story: sync.id, subject: "interchange/\(sync.id)",
                digest: made.receipt.digest, detail: what))
        try Self.tell(sync, name, made, target, books, at: now)
        try books.queue.enqueue(
            .init(.deliver, subject: sync.id, lane: ExchangeContext.outboundLane(of: target.partner)))
    }

    /// The name agreed, numbered when an earlier file of it went the same way: its bytes are others.
    private func fileName(
        _ target: SupplierTarget, _ sync: SupplierSyncRecord, _ books: borrowing Commit, at now: Int64
    ) throws -> String {
        let when = CivilTime(milliseconds: now, in: context.book.generation.directory.house.timeZone)
        let template = target.agreement.fileName
        let name =
            template?.filled { place in
                switch place {
                case .name, .stem, .document: "suppliers"
                case .control: String(sync.generation)
                case .date: when.compactDay
                case .time: when.timeText.replacing(":", with: "")
                case .partner: target.owner
                }
            } ?? "suppliers"
        let stem = FileNameTemplate.stem(of: name)
        let ending = name.dropFirst(stem.count)
        for number in 1...Self.sameNameMaximum {
            let candidate = number == 1 ? name : "\(stem)_\(number)\(ending)"
            let taken = try books.interchanges.outbound(partner: target.partner, fileName: candidate)
            if taken == nil || taken?.id == sync.id { return candidate }
        }
        throw StageError(
            disposition: .hold,
            description:
                "\(Self.sameNameMaximum) files named \(name) went to \(target.name); add {date} and {time} to its fileName"
        )
    }

    private static func tell(
        _ sync: SupplierSyncRecord, _ name: String, _ made: SupplierFileMaking.Made, _ target: SupplierTarget,
        _ books: borrowing Commit, at now: Int64
    ) throws {
        var json = JSONWriter()
        json.object { json in
            json.field("target", sync.target)
            json.field("fileName", name)
            json.field("digest", made.receipt.digest.hex)
            json.field("scope", sync.scope)
            json.field("generation", sync.generation)
            json.field("base", sync.base)
            json.field("rows", sync.rows)
            json.field("added", sync.added)
            json.field("changed", sync.changed)
            json.field("retired", sync.retired)
            json.field("unchanged", sync.unchanged)
        }
        let event = Event(
            id: ULID(milliseconds: now, derivedFrom: ["event", "supplier-master", sync.id]).text,
            kind: .supplierMasterWritten,
            source: target.owner == SupplierTarget.house ? "/house" : "/partners/\(target.owner)",
            subject: "SUPPLIER-MASTER/\(sync.target)", time: CivilTime(milliseconds: now).instantText,
            partitionKey: "SUPPLIER-MASTER/\(sync.target)", data: json.bytes)
        let record = EventRecord(
            id: event.id, type: event.type, arrival: nil, subject: event.subject, time: now,
            partitionKey: event.partitionKey)
        try books.outbox.add(record) { event.json(sequence: $0) }
    }

    private func finish(_ job: Job, _ generation: Int, _ targets: [SupplierTarget], _ failures: [String])
        throws
    {
        let now = context.clock.now
        try context.store.commit { books in
            for failure in failures {
                try books.ledger.append(
                    LedgerDraft(
                        at: now, actor: "wharf", act: .held, story: nil,
                        subject: "supplier-sync/\(job.subject)",
                        detail: failure))
            }
            let rows = try targets.compactMap { try books.suppliers.sync(Self.id(of: job, $0)) }
            let detail =
                generation == 0
                ? "no extract of the supplier master has been taken yet"
                : failures.isEmpty ? "\(rows.count) file(s) of generation \(generation)" : failures.joined(separator: "; ")
            try books.firings.finish(
                job.subject, outcome: failures.isEmpty ? .done : .failed,
                counts: [
                    "files": rows.count, "rows": rows.reduce(0) { $0 + $1.rows },
                    "added": rows.reduce(0) { $0 + $1.added }, "changed": rows.reduce(0) { $0 + $1.changed },
                    "retired": rows.reduce(0) { $0 + $1.retired },
                ], detail: detail, at: now)
            try books.queue.complete(job)
        }
    }
}
