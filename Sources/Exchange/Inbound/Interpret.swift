internal import Cryptography
internal import Documents
internal import Failpoints
internal import Foundation
internal import Partners
internal import Spool
internal import Store
internal import X12

/// Validates and maps one functional group, in slices; its results and the acknowledgment owed are committed once.
struct Interpret: Stage {
    static let kind = Job.Kind.interpret

    let context: ExchangeContext

    /// The last slice of a group, ready to commit.
    private struct Last: Sendable {
        let subject: Interpretation.Subject
        let slice: [Interpretation.SetOutcome]
        let group: Interpretation.GroupOutcome
        let answer: AnswerPlan
        let failures: Int
        let now: Int64
    }

    func perform(_ jobs: [Job]) -> [StageFault] {
        let faults = performEach(jobs, context.store, prepare: interpret) { [self] job, last, books in
            try commit(last, job, books)
        }
        return faults
    }

    private func interpret(_ job: Job) throws -> Last {
        let (subject, answer, reader) = try subject(of: job)
        var interpretation = Interpretation(subject, reader: reader, limits: context.limits)
        let done = job.cursor.flatMap(Int.init) ?? 0
        let now = context.clock.now
        var slice: [Interpretation.SetOutcome] = []
        var bytes = 0
        var failures = 0
        while let outcome = try interpretation.next(at: now) {
            if outcome.failure != nil { failures += 1 }
            // Sets of a slice that is committed already count for the acknowledgment only.
            guard outcome.record.ordinal > done else { continue }
            if slice.count >= context.limits.setsPerCommit || bytes >= context.limits.bytesPerCommit {
                try commitSlice(slice, subject, job)
                slice.removeAll()
                bytes = 0
            }
            slice.append(outcome)
            bytes += outcome.byteCount
        }
        Failpoint.reach(.interpretBeforeCommit)
        return Last(
            subject: subject, slice: slice, group: interpretation.finish(), answer: answer,
            failures: failures, now: now)
    }

    private func subject(of job: Job) throws -> (Interpretation.Subject, AnswerPlan, ArchiveReader) {
        let found = try context.store.read { books -> (InterchangeRecord, ArrivalRecord)? in
            guard let interchange = try books.interchanges.find(job.subject),
                let arrival = interchange.arrival,
                let record = try books.arrivals.find(arrival)
            else { return nil }
            return (interchange, record)
        }
        guard let (interchange, arrival) = found, let digest = arrival.digest else {
            throw StageError(
                disposition: .hold, description: "interchange \(job.subject) is not in the books")
        }
        let generation = context.book.generation
        guard let partner = generation.directory.partner(id: arrival.partner), let agreement = partner.x12
        else {
            throw StageError(
                disposition: .hold,
                description: "the profile \(arrival.partner) has no x12 section any more; put it back")
        }
        let reader = try context.archive.open(digest)
        let outline = try context.outline(of: arrival, reader)
        guard let part = outline.interchanges.first(where: { $0.ordinal == interchange.ordinal }),
            let group = part.groups.first(where: { $0.ordinal == job.slice })
        else {
            throw StageError(
                disposition: .hold,
                description: "the archived bytes of \(arrival.name) changed; restore \(digest.hex)")
        }
        let answer = try AnswerPlan(json: interchange.outline)
        let subject = Interpretation.Subject(
            arrival: arrival, interchange: interchange, outline: part, group: group, agreement: agreement,
            library: partner.library,
            revision: generation.partnerRevisions[arrival.partner] ?? generation.revision,
            isLive: answer.isLive)
        return (subject, answer, reader)
    }

    private func commitSlice(
        _ slice: [Interpretation.SetOutcome], _ subject: Interpretation.Subject, _ job: Job
    ) throws {
        guard let last = slice.last else { return }
        let now = context.clock.now
        try context.store.commit { books in
            try record(slice, subject, now, books)
            try books.queue.advance(job, to: "\(last.record.ordinal)")
        }
        Failpoint.reach(.interpretSliceCommitted)
    }

    private func record(
        _ slice: [Interpretation.SetOutcome], _ subject: Interpretation.Subject, _ now: Int64,
        _ books: borrowing Commit
    ) throws {
        for outcome in slice {
            try books.interchanges.record(outcome.record, of: subject.interchange.id)
            if let document = outcome.document {
                try books.documents.record(
                    document, references: outcome.references.map { ($0.kind, $0.value) })
                try books.ledger.append(
                    LedgerDraft(
                        at: now, actor: "wharf", act: .mapped, story: subject.arrival.id,
                        subject: "document/\(document.id)",
                        digest: Digest.of(document.body),
                        detail:
                            "\(outcome.record.setID) \(outcome.record.controlNumber) is \(document.type) \(document.businessKey)"
                    ))
                try OrderAnswers.match(
                    document, order: outcome.references.first { $0.kind == "purchaseOrder" }?.value, books,
                    at: now)
            }
            if let event = outcome.event {
                try EventWriting.add(event, arrival: subject.arrival.id, at: now, books)
            }
        }
    }

    private func commit(_ last: Last, _ job: Job, _ books: borrowing Commit) throws {
        let subject = last.subject
        let interchange = subject.interchange
        try record(last.slice, subject, last.now, books)
        var group = last.group.record
        let owesAnswer = group.functionalID != "FA" && subject.agreement.acknowledge.with != .none
        if owesAnswer { group.acknowledgment = try Self.json(last.group.acknowledgment) }
        try books.interchanges.record(group, of: interchange.id)
        try books.ledger.append(
            LedgerDraft(
                at: last.now, actor: "wharf", act: .interpreted, story: subject.arrival.id,
                subject: "interchange/\(interchange.id)",
                detail:
                    "group \(group.controlNumber) (\(group.functionalID) \(group.version)): \(group.accepted) of "
                    + "\(group.received) accepted, answer \(group.status)"
                    + (last.failures > 0 ? ", \(last.failures) without a document" : "")))
        if group.functionalID == "FA" {
            // Read again without validation: what a partner says counts, however clumsily.
            try books.queue.enqueue(
                .init(
                    .reconcile, subject: interchange.id, slice: group.ordinal,
                    lane: ExchangeContext.lane(of: subject.arrival.partner)))
        }
        try finishInterchange(last, books)
        if var arrival = try books.arrivals.finishPart(
            subject.arrival.id, accepted: last.group.accepted, rejected: last.group.rejected)
        {
            if let why = last.group.refusal { arrival.reason = (arrival.reason.map { $0 + " " } ?? "") + why }
            if arrival.openParts == 0 {
                try finish(arrival, last, books)
            } else if last.group.refusal != nil {
                try books.arrivals.move(arrival.id, to: arrival.state, because: arrival.reason, at: last.now)
            }
        }
        try books.queue.complete(job)
    }

    /// With its last group an interchange is answered, and its control number is used up or free again.
    private func finishInterchange(_ last: Last, _ books: borrowing Commit) throws {
        let interchange = last.subject.interchange
        let groups = try books.interchanges.groups(of: interchange.id)
        let number = interchange.controlNumber
        if groups.contains(where: { $0.accepted > 0 && $0.status != "R" }) {
            try books.acceptedNumbers.confirm(pair: last.answer.pair, level: "ISA", number: number)
        }
        guard groups.count == last.answer.groups else { return }
        try books.acceptedNumbers.release(
            pair: last.answer.pair, level: "ISA", number: number, by: interchange.id)
        let owes =
            groups.contains { $0.acknowledgment != nil }
            || (last.answer.answerableGroups > 0
                && last.answer.owesInterchangeAcknowledgment(
                    last.subject.agreement.acknowledge.interchange, isRefused: false))
        guard owes else { return }
        try Compose.order(
            answering: interchange, pair: last.answer.answerPair,
            withGroup: groups.contains { $0.acknowledgment != nil }, context, books)
    }

    private func finish(_ arrival: ArrivalRecord, _ last: Last, _ books: borrowing Commit) throws {
        let sets = "\(arrival.acceptedSets) transaction set(s) accepted, \(arrival.rejectedSets) rejected"
        let why = (arrival.reason.map { $0 + " " } ?? "") + sets + "."
        if arrival.acceptedSets == 0 {
            try ArrivalEnding.end(
                arrival, as: .rejected, because: why, telling: .arrivalRejected, act: .settled, books,
                at: last.now)
        } else {
            try books.arrivals.move(arrival.id, to: .interpreted, because: why, at: last.now)
            try books.ledger.append(
                LedgerDraft(
                    at: last.now, actor: "wharf", act: .settled, story: arrival.id,
                    subject: "arrival/\(arrival.id)",
                    digest: arrival.digest, detail: why))
        }
        context.metrics.add("wharf_sets_accepted_total", arrival.acceptedSets)
        context.metrics.add("wharf_sets_rejected_total", arrival.rejectedSets)
    }

    private static func json(_ acknowledgment: X12.FunctionalAcknowledgment) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        return String(decoding: try encoder.encode(acknowledgment), as: UTF8.self)
    }
}
