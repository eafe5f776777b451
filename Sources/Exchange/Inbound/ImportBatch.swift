internal import Cryptography
internal import Documents
internal import Partners
internal import Spool
internal import Store
internal import Translation

/// Turns a batch file that the profile describes into documents; rows that cannot be read are told to the sender.
struct ImportBatch: Stage {
    static let kind = Job.Kind.importBatch

    let context: ExchangeContext

    /// What became of a file.
    private enum Outcome: Sendable {
        /// Its last documents, still to be committed, and the rows of the whole file.
        case taken([Imported], Tally)
        /// Nothing of it can be used.
        case rejected(String, Tally)
        /// Only a part of it came.
        case incomplete(String)
        /// A newer file of its name came in the time that it waited for.
        case overtaken(ArrivalRecord)
        /// It cannot be read by a fault of ours, or this version does not read such files.
        case quarantined(String)
    }

    /// The rows of a file.
    private struct Tally: Sendable {
        var accepted = 0
        var faulty = 0
        var faults: String?
    }

    /// A document with all that is committed of it.
    private struct Imported: Sendable {
        let record: DocumentRecord
        let references: [Interpretation.Reference]
        let event: Event?
    }

    /// What a job is about.
    private struct Subject: Sendable {
        let arrival: ArrivalRecord
        let digest: Digest
        let partner: PartnerProfile
        let revision: String
        let batch: BatchAgreement
    }

    private struct Prepared: Sendable {
        let subject: Subject
        let outcome: Outcome
        let now: Int64
    }

    /// Whether this version reads such a batch.
    static func reads(_ batch: BatchAgreement) -> Bool {
        BatchReader.reads(batch)
    }

    func perform(_ jobs: [Job]) -> [StageFault] {
        performEach(jobs, context.store, prepare: prepare) { [self] job, prepared, books in
            try commit(prepared, books)
            try books.queue.complete(job)
        }
    }

    private func prepare(_ job: Job) throws -> Prepared {
        let subject = try subject(of: job)
        let now = context.clock.now
        let outcome = try outcome(of: subject, job, now)
        if case .quarantined(let why) = outcome {
            try Quarantine(context.archive.layout).place(
                subject.digest, name: subject.arrival.name, arrival: subject.arrival.id,
                reason: "batch-not-readable", why: why)
        }
        return Prepared(subject: subject, outcome: outcome, now: now)
    }

    private func subject(of job: Job) throws -> Subject {
        guard let arrival = try context.store.read({ try $0.arrivals.find(job.subject) }),
            let digest = arrival.digest
        else {
            throw StageError(disposition: .hold, description: "arrival \(job.subject) is not in the books")
        }
        let generation = context.book.generation
        guard let partner = generation.directory.partner(id: arrival.partner),
            let batch = partner.batches.first(where: { $0.direction == .inbound && $0.matches(arrival.name) })
        else {
            throw StageError(
                disposition: .hold,
                description:
                    "the profile \(arrival.partner) describes no batch named \(arrival.name) any more; put it back"
            )
        }
        return Subject(
            arrival: arrival, digest: digest, partner: partner,
            revision: generation.partnerRevisions[partner.id] ?? generation.revision, batch: batch)
    }

    private func outcome(of subject: Subject, _ job: Job, _ now: Int64) throws -> Outcome {
        guard Self.reads(subject.batch) else {
            return .quarantined(
                "This version of the server does not read batches of this kind yet; our staff will look at it."
            )
        }
        let arrival = subject.arrival
        let newer = try context.store.read {
            try BatchCompleteness.overtaking(arrival, as: subject.batch, $0)
        }
        if let newer { return .overtaken(newer) }
        let day = CivilTime(milliseconds: arrival.receivedAt, in: subject.partner.timeZone).dayText
        let archived = try context.archive.open(subject.digest)
        let bytes = BatchBytes(byteCount: archived.byteCount) { try archived.bytes($0) }
        let reader = BatchReader(subject.batch, arrivedOn: day, name: arrival.name)
        let reading: BatchReading
        do {
            reading = try reader.survey(bytes)
        } catch let error as BatchError {
            if error.meansIncomplete { return .incomplete(error.description) }
            return error.isOurs ? .quarantined(error.description) : .rejected(error.description, Tally())
        }
        let tally = Tally(
            accepted: reading.isRefused ? 0 : reading.acceptedRows,
            faulty: reading.isRefused ? reading.rowCount : reading.faultyRows,
            faults: try BatchFaultText.json(reading.faults))
        guard !reading.isRefused else {
            return .rejected(
                "\(reading.faultyRows) of \(reading.rowCount) row(s) have faults, and it was agreed that then "
                    + "nothing in the file is processed.", tally)
        }
        guard reading.documentCount > 0 else {
            return .rejected(
                "All \(reading.rowCount) row(s) have faults; nothing in the file was processed.", tally)
        }
        // The number of a bank account is never kept: what is, is made with the house's key.
        let seal = subject.batch.document == .supplier ? try SupplierSeal(context.archive.layout) : nil
        let slice = try importDocuments(subject, job, now, seal) { done, take in
            try reader.documents(of: bytes, reading, dropping: done, take)
        }
        return .taken(slice, tally)
    }

    /// Commits documents in slices, so that a long file never holds up others; the last slice is left for the caller.
    ///
    /// `documents`: gives the documents of the file behind the first of them.
    private func importDocuments(
        _ subject: Subject, _ job: Job, _ now: Int64, _ seal: SupplierSeal?,
        _ documents: (Int, (BatchDocument) throws -> Void) throws -> Void
    ) throws -> [Imported] {
        let done = job.cursor.flatMap(Int.init) ?? 0
        var place = done
        var slice: [Imported] = []
        var bytes = 0
        try documents(done) { found in
            if slice.count >= context.limits.setsPerCommit || bytes >= context.limits.bytesPerCommit {
                let (ready, reached) = (slice, place)
                try context.store.commit { books in
                    try record(ready, subject, now, books)
                    try books.queue.advance(job, to: "\(reached)")
                }
                slice.removeAll()
                bytes = 0
            }
            let imported = imported(found, place, subject, now, seal)
            bytes += imported.record.body.count
            slice.append(imported)
            place += 1
        }
        return slice
    }

    private func imported(
        _ found: BatchDocument, _ place: Int, _ subject: Subject, _ now: Int64, _ seal: SupplierSeal?
    ) -> Imported {
        let arrival = subject.arrival
        let document = Self.signed(found.document, by: subject.partner, seal)
        let record = DocumentRecord(
            id: ULID(
                milliseconds: arrival.receivedAt,
                derivedFrom: ["document", arrival.id, "batch", "\(place + 1)"]
            ).text,
            type: document.type.rawValue, businessKey: document.businessKey, partner: arrival.partner,
            arrival: arrival.id,
            interchange: nil, groupOrdinal: nil, setOrdinal: place + 1, createdAt: now,
            profileRevision: subject.revision,
            body: document.json(), provenance: found.provenanceJSON())
        // What a partner sends while it is being tested reaches no application.
        let event =
            subject.partner.state == .test
            ? nil
            : Event(
                receiving: document,
                id: ULID(
                    milliseconds: arrival.receivedAt,
                    derivedFrom: ["event", record.id, document.type.rawValue]
                ).text, source: "/partners/\(arrival.partner)",
                time: CivilTime(milliseconds: now).instantText,
                causationID: arrival.id)
        return Imported(
            record: record,
            references: document.references.map { Interpretation.Reference(kind: $0.kind, value: $0.value) },
            event: event)
    }

    /// A report of stock says whose it is: the file does not, we know by the login.
    ///
    /// Of a supplier's bank account only what may be kept is left.
    private static func signed(
        _ document: Document, by partner: PartnerProfile, _ seal: SupplierSeal?
    ) -> Document {
        if case .supplier(let supplier) = document, let seal {
            return .supplier(seal.sealed(supplier))
        }
        guard case .inventory(var inventory) = document else { return document }
        var reporter = Party(qualifier: "SU", role: "supplier")
        reporter.name = partner.name
        reporter.identifier = partner.supplierNumber.map {
            PartyIdentifier(kind: "assignedByBuyer", qualifier: "92", value: $0)
        }
        inventory.reporter = reporter
        return .inventory(inventory)
    }

    private func record(_ slice: [Imported], _ subject: Subject, _ now: Int64, _ books: borrowing Commit)
        throws
    {
        for imported in slice {
            let document = imported.record
            try books.documents.record(document, references: imported.references.map { ($0.kind, $0.value) })
            try books.ledger.append(
                LedgerDraft(
                    at: now, actor: "wharf", act: .imported, story: subject.arrival.id,
                    subject: "document/\(document.id)",
                    digest: Digest.of(document.body),
                    detail: "\(subject.batch.name) is \(document.type) \(document.businessKey)"))
            try OrderAnswers.match(
                document, order: imported.references.first { $0.kind == "purchaseOrder" }?.value, books,
                at: now)
            if let event = imported.event {
                try EventWriting.add(event, arrival: subject.arrival.id, at: now, books)
            }
        }
    }

    private func commit(_ prepared: Prepared, _ books: borrowing Commit) throws {
        let subject = prepared.subject
        let arrival = subject.arrival
        let now = prepared.now
        switch prepared.outcome {
        case .taken(let slice, let tally):
            try record(slice, subject, now, books)
            try finish(subject, tally, books)
            let why = "\(tally.accepted) row(s) accepted, \(tally.faulty) with faults left out."
            try books.arrivals.move(arrival.id, to: .interpreted, because: why, at: now)
            try note(.settled, arrival, why, books, now)
            try ArrivalEnding.supersedeIncomplete(by: arrival, books, at: now)
        case .rejected(let why, let tally):
            try finish(subject, tally, books)
            try ArrivalEnding.end(
                arrival, as: .rejected, because: why, telling: .arrivalRejected, act: .settled, books, at: now
            )
        case .incomplete(let why):
            try finish(subject, Tally(), books)
            try BatchCompleteness.letWait(
                arrival, why, BatchCompleteness.patience(with: subject.partner), books, at: now)
        case .overtaken(let newer):
            try finish(subject, Tally(), books)
            let why =
                "A newer file of this name came in the time agreed, as \(newer.id); this one was not taken."
            try books.arrivals.move(arrival.id, to: .incomplete, because: why, at: now)
            try books.arrivals.supersede(arrival.id, by: newer.id, because: why)
            try note(.superseded, arrival, why, books, now)
        case .quarantined(let why):
            try finish(subject, Tally(), books)
            try ArrivalEnding.end(
                arrival, as: .quarantined, because: why, telling: .arrivalQuarantined, act: .quarantined,
                books, at: now)
        }
    }

    /// Closes the file's one part, with its rows counted and their faults kept for the report.
    private func finish(_ subject: Subject, _ tally: Tally, _ books: borrowing Commit) throws {
        try books.arrivals.describe(
            subject.arrival.id, content: subject.batch.format.rawValue, profileRevision: subject.revision,
            openParts: 1,
            findings: tally.faults)
        _ = try books.arrivals.finishPart(
            subject.arrival.id, accepted: tally.accepted, rejected: tally.faulty)
        context.metrics.add("wharf_batch_rows_accepted_total", tally.accepted)
        context.metrics.add("wharf_batch_rows_faulty_total", tally.faulty)
    }

    private func note(
        _ act: LedgerAct, _ arrival: ArrivalRecord, _ detail: String, _ books: borrowing Commit, _ now: Int64
    ) throws {
        try books.ledger.append(
            LedgerDraft(
                at: now, actor: "wharf", act: act, story: arrival.id, subject: "arrival/\(arrival.id)",
                digest: arrival.digest, detail: detail))
    }
}
