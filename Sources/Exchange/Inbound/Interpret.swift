internal import Cryptography
internal import Documents
internal import Failpoints
internal import Foundation
internal import Partners
internal import Spool
internal import Store
internal import X12

/// Validates and maps one functional group, in slices; its results and the acknowledgment owed are committed once.
///
/// The groups of small files are interpreted where the file is taken apart, see ``Identify``.
struct Interpret: Stage {
    static let kind = Job.Kind.interpret

    let context: ExchangeContext

    func perform(_ jobs: [Job]) -> [StageFault] {
        performEach(jobs, context.store, prepare: interpret) { [context] job, group, books in
            try group.enter(context, books)
            try books.queue.complete(job)
        }
    }

    private func interpret(_ job: Job) throws -> InterpretedGroup {
        let (subject, answer, reader) = try subject(of: job)
        return try InterpretedGroup(
            subject, answer, reader, context, after: job.cursor.flatMap(Int.init) ?? 0
        ) { slice in
            try commitSlice(slice, subject, job)
        }
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
            try InterpretedGroup.record(slice, subject, now, books)
            try books.queue.advance(job, to: "\(last.record.ordinal)")
        }
        Failpoint.reach(.interpretSliceCommitted)
    }
}
