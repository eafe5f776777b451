internal import Cryptography
internal import Documents
internal import Failpoints
internal import Logging
internal import Partners
internal import Spool
internal import Store
internal import Translation

/// Enters an extract of the supplier master into the books: all of it at once, or nothing.
///
/// Its differences from what is in force are written in slices under the next generation, which no reader asks for; the last
/// commit makes that generation the master, together with the arrival's end and the job's completion. A killed extract is begun
/// anew: what it had written is taken away first.
struct ImportSuppliers: Stage {
    static let kind = Job.Kind.importSuppliers

    private static let pieceBytes = 256 << 10

    let context: ExchangeContext

    /// How an extract ended, before anything is committed.
    private enum Outcome: Sendable {
        case applied([SupplierSuspicionRecord])
        case held(String)
        case rejected(String)
    }

    private struct Subject {
        let arrival: ArrivalRecord
        let digest: Digest
        let section: SupplierSection
        let isReleased: Bool
    }

    func perform(_ jobs: [Job]) -> [StageFault] {
        jobs.compactMap { job in
            do {
                try enter(job)
                return nil
            } catch {
                return StageFault(job: job, error: error)
            }
        }
    }

    private func enter(_ job: Job) throws {
        let subject = try subject(of: job)
        let now = context.clock.now
        var run = SupplierRunRecord(
            arrival: subject.arrival.id, name: subject.arrival.name, kind: "full", startedAt: now)
        guard let kind = Self.kind(of: subject) else {
            _ = try context.store.commit { [run] in try $0.suppliers.begin(run) }
            let why =
                "Its name says neither full nor delta, as house.yaml wants it (suppliers.kind: by-name); name it so."
            return try finish(job, subject, run, [], .rejected(why))
        }
        run.kind = kind.rawValue
        var staging = try SupplierStaging(run, context.store, try SupplierSeal(context.archive.layout))
        let outcome: Outcome
        do {
            try read(subject, into: &staging)
            outcome = try judge(subject, kind, &staging, now)
        } catch let error as BatchError {
            guard !error.isOurs else {
                throw StageError(disposition: .hold, description: error.description)
            }
            outcome = .rejected(error.description + " Nothing of it was taken.")
        }
        if case .applied = outcome {} else { try SupplierStaging.discard(context.store) }
        Failpoint.reach(.supplierBeforeApply)
        try finish(job, subject, staging.run, staging.faults, outcome)
    }

    private func subject(of job: Job) throws -> Subject {
        let (arrival, run) = try context.store.read { books in
            (try books.arrivals.find(job.subject), try books.suppliers.run(job.subject))
        }
        guard let arrival, let digest = arrival.digest else {
            throw StageError(disposition: .hold, description: "arrival \(job.subject) is not in the books")
        }
        return Subject(
            arrival: arrival, digest: digest, section: context.book.generation.directory.house.suppliers,
            isReleased: run?.state == .released)
    }

    private static func kind(of subject: Subject) -> SupplierSection.Kind? {
        guard subject.section.kind == .byName else { return subject.section.kind }
        let words = subject.arrival.name.lowercased().split { !$0.isLetter }
        let kinds = [SupplierSection.Kind.full, .delta].filter { words.contains(Substring($0.rawValue)) }
        return kinds.count == 1 ? kinds.first : nil
    }

    private func read(_ subject: Subject, into staging: inout SupplierStaging) throws {
        let reader = try context.archive.open(subject.digest)
        var offset = 0
        var extract = try SupplierExtract(subject.section) {
            guard offset < reader.byteCount else { return nil }
            let piece = try reader.bytes(offset..<min(reader.byteCount, offset + Self.pieceBytes))
            offset += piece.count
            return piece
        }
        while let row = try extract.next() { try staging.take(row) }
    }

    /// Decides what becomes of an extract that was read to its end.
    private func judge(
        _ subject: Subject, _ kind: SupplierSection.Kind, _ staging: inout SupplierStaging, _ now: Int64
    ) throws -> Outcome {
        let run = staging.run
        guard run.rows > 0 else { return .rejected("The file has a heading at most, and no suppliers.") }
        guard run.faulty < run.rows else {
            return .rejected("All \(run.rows) row(s) have faults; nothing of it was taken.")
        }
        if run.faulty > 0, subject.section.onFault == .refuseFile {
            return .rejected(
                "\(run.faulty) of \(run.rows) rows have faults; nothing of it was taken, as agreed.")
        }
        let leftOut = kind == .full ? staging.leftOut : []
        let active = staging.index.activeCount
        let allowed = active * subject.section.holdIfShrinksBy.basisPoints / 10_000
        let gone = leftOut.count + run.retired
        if kind == .full, gone > allowed, !subject.isReleased {
            return .held(
                "It leaves out \(gone) of \(active) suppliers, more than the \(allowed) that pass by themselves; "
                    + "`wharf supplier release \(subject.arrival.id)` if that is right, else `wharf supplier reject`."
            )
        }
        try staging.finish(retiring: leftOut)
        return .applied(SupplierDoubles.found(in: staging, at: now))
    }

    // MARK: Writing it down

    private func finish(
        _ job: Job, _ subject: Subject, _ run: SupplierRunRecord, _ faults: [BatchFault], _ outcome: Outcome
    ) throws {
        let now = context.clock.now
        let findings = try BatchFaultText.json(faults)
        let revision = context.book.generation.revision
        let arrival = subject.arrival
        try context.store.commit { books in
            try books.arrivals.describe(
                arrival.id, content: "supplier-master", profileRevision: revision, openParts: 1,
                findings: findings)
            var run = run
            run.endedAt = now
            switch outcome {
            case .applied(let pairs):
                for pair in pairs where try books.suppliers.suspect(pair) {
                    run.suspected += 1
                    try Self.tell(pair, arrival, books, at: now)
                }
                run.state = .applied
                run.reason = Self.sentence(run)
                try books.suppliers.end(run)
                _ = try books.arrivals.finishPart(
                    arrival.id, accepted: run.rows - run.faulty, rejected: run.faulty)
                try ArrivalEnding.end(
                    arrival, as: .interpreted, because: run.reason ?? "", telling: .supplierMasterApplied,
                    act: .suppliersApplied, books, at: now)
            case .held(let why):
                run.state = .held
                run.reason = why
                try books.suppliers.end(run)
                try ArrivalEnding.end(
                    arrival, as: .held, because: why, telling: .supplierMasterHeld, act: .suppliersHeld,
                    books, at: now)
            case .rejected(let why):
                run.state = .rejected
                run.reason = why
                try books.suppliers.end(run)
                _ = try books.arrivals.finishPart(arrival.id, accepted: 0, rejected: run.faulty)
                try ArrivalEnding.end(
                    arrival, as: .rejected, because: why, telling: .arrivalRejected, act: .settled, books,
                    at: now)
            }
            try books.queue.complete(job)
        }
        context.metrics.add("wharf_supplier_rows_total", run.rows)
        context.metrics.add("wharf_supplier_rows_faulty_total", run.faulty)
        context.log.info(
            "an extract of the supplier master was read",
            metadata: ["arrival": "\(arrival.id)", "rows": "\(run.rows)", "outcome": "\(Self.word(outcome))"])
    }

    private static func word(_ outcome: Outcome) -> String {
        switch outcome {
        case .applied: "applied"
        case .held(let why): "held: \(why)"
        case .rejected(let why): "rejected: \(why)"
        }
    }

    private static func sentence(_ run: SupplierRunRecord) -> String {
        "\(run.added) supplier(s) added, \(run.changed) changed, \(run.retired) retired, \(run.unchanged) unchanged"
            + (run.faulty > 0 ? "; \(run.faulty) row(s) with faults left out." : ".")
    }

    private static func tell(
        _ pair: SupplierSuspicionRecord, _ arrival: ArrivalRecord, _ books: borrowing Commit, at now: Int64
    ) throws {
        var json = JSONWriter()
        json.object { json in
            json.field("kind", pair.kind)
            json.field("first", pair.first)
            json.field("second", pair.second)
            json.field("arrival", arrival.id)
        }
        let event = Event(
            id: ULID(
                milliseconds: arrival.receivedAt,
                derivedFrom: ["event", "double", pair.kind, pair.first, pair.second]
            ).text, kind: .supplierDuplicateSuspected, source: "/house",
            subject: "SUPPLIER/\(pair.first)/DOUBLE/\(pair.second)",
            time: CivilTime(milliseconds: now).instantText, partitionKey: "SUPPLIER/\(pair.first)",
            data: json.bytes,
            correlationID: "SUPPLIER/\(pair.first)", causationID: arrival.id)
        try EventWriting.add(event, arrival: arrival.id, at: now, books)
    }
}
