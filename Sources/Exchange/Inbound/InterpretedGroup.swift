internal import Cryptography
internal import Documents
internal import Failpoints
internal import Foundation
internal import Partners
internal import Spool
internal import Store
internal import X12

/// A functional group validated and mapped, ready to enter the books; of a large one, what follows its last slice.
struct InterpretedGroup: Sendable {
    private let subject: Interpretation.Subject
    private let slice: [Interpretation.SetOutcome]
    private let group: Interpretation.GroupOutcome
    /// The acknowledgment owed, as it stands in the books.
    private let acknowledgment: String?
    private let answer: AnswerPlan
    private let failures: Int
    private let now: Int64

    /// The ordinal of its interchange in the file.
    var interchange: Int { subject.outline.ordinal }

    /// Reads a group behind the sets that are in the books already.
    ///
    /// `commit` enters a full slice; without it everything is kept for ``enter(_:_:)``.
    init(
        _ subject: Interpretation.Subject, _ answer: AnswerPlan, _ reader: ArchiveReader,
        _ context: ExchangeContext,
        after done: Int = 0, commit: (([Interpretation.SetOutcome]) throws -> Void)? = nil
    ) throws {
        var interpretation = Interpretation(subject, reader: reader, limits: context.limits)
        let now = context.clock.now
        var slice: [Interpretation.SetOutcome] = []
        var bytes = 0
        var failures = 0
        while let outcome = try interpretation.next(at: now) {
            if outcome.failure != nil { failures += 1 }
            // Sets of a slice that is committed already count for the acknowledgment only.
            guard outcome.record.ordinal > done else { continue }
            if let commit,
                slice.count >= context.limits.setsPerCommit || bytes >= context.limits.bytesPerCommit
            {
                try commit(slice)
                slice.removeAll()
                bytes = 0
            }
            slice.append(outcome)
            bytes += outcome.byteCount
        }
        self.subject = subject
        self.slice = slice
        self.answer = answer
        self.failures = failures
        self.now = now
        group = interpretation.finish()
        let owesAnswer = group.record.functionalID != "FA" && subject.agreement.acknowledge.with != .none
        acknowledgment = owesAnswer ? try Self.json(group.acknowledgment) : nil
        Failpoint.reach(.interpretBeforeCommit)
    }

    /// Enters the sets of a slice, with their documents and events.
    static func record(
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

    /// Enters the group: its verdict, the answer owed, and the end of its interchange and its file when it was the last.
    func enter(_ context: ExchangeContext, _ books: borrowing Commit) throws {
        let interchange = subject.interchange
        try Self.record(slice, subject, now, books)
        var record = group.record
        record.acknowledgment = acknowledgment
        try books.interchanges.record(record, of: interchange.id)
        try books.ledger.append(
            LedgerDraft(
                at: now, actor: "wharf", act: .interpreted, story: subject.arrival.id,
                subject: "interchange/\(interchange.id)",
                detail:
                    "group \(record.controlNumber) (\(record.functionalID) \(record.version)): \(record.accepted) of "
                    + "\(record.received) accepted, answer \(record.status)"
                    + (failures > 0 ? ", \(failures) without a document" : "")))
        if record.functionalID == "FA" {
            // Read again without validation: what a partner says counts, however clumsily.
            try books.queue.enqueue(
                .init(
                    .reconcile, subject: interchange.id, slice: record.ordinal,
                    lane: ExchangeContext.lane(of: subject.arrival.partner)))
        }
        try finishInterchange(record, context, books)
        if var arrival = try books.arrivals.finishPart(
            subject.arrival.id, accepted: group.accepted, rejected: group.rejected)
        {
            if let why = group.refusal { arrival.reason = (arrival.reason.map { $0 + " " } ?? "") + why }
            if arrival.openParts == 0 {
                try finish(arrival, books)
            } else if group.refusal != nil {
                try books.arrivals.move(arrival.id, to: arrival.state, because: arrival.reason, at: now)
            }
        }
    }

    /// With its last group an interchange is answered, and its control number is used up or free again.
    private func finishInterchange(
        _ last: GroupRecord, _ context: ExchangeContext, _ books: borrowing Commit
    ) throws {
        let interchange = subject.interchange
        let isOnly = answer.groups == 1
        let groups = isOnly ? [last] : try books.interchanges.groups(of: interchange.id)
        let number = interchange.controlNumber
        if groups.contains(where: { $0.accepted > 0 && $0.status != "R" }) {
            try books.acceptedNumbers.confirm(pair: answer.pair, level: "ISA", number: number)
        }
        guard groups.count == answer.groups else { return }
        try books.acceptedNumbers.release(
            pair: answer.pair, level: "ISA", number: number, by: interchange.id)
        let owes =
            groups.contains { $0.acknowledgment != nil }
            || (answer.answerableGroups > 0
                && answer.owesInterchangeAcknowledgment(
                    subject.agreement.acknowledge.interchange, isRefused: false))
        guard owes else { return }
        if isOnly, interchange.byteCount <= context.limits.aheadBytes {
            let isOwed = last.acknowledgment != nil
            context.owed.keep(
                OwedAnswer(
                    interchange: interchange, plan: answer, arrival: subject.arrival,
                    groups: isOwed ? [last] : [], acknowledgments: isOwed ? [group.acknowledgment] : []),
                of: interchange.id)
        }
        try Compose.order(
            answering: interchange, pair: answer.answerPair,
            withGroup: groups.contains { $0.acknowledgment != nil }, context, books)
    }

    private func finish(_ arrival: ArrivalRecord, _ books: borrowing Commit) throws {
        let sets = "\(arrival.acceptedSets) transaction set(s) accepted, \(arrival.rejectedSets) rejected"
        let why = (arrival.reason.map { $0 + " " } ?? "") + sets + "."
        if arrival.acceptedSets == 0 {
            try ArrivalEnding.end(
                arrival, as: .rejected, because: why, telling: .arrivalRejected, act: .settled, books, at: now
            )
        } else {
            try books.arrivals.move(arrival.id, to: .interpreted, because: why, at: now)
            try books.ledger.append(
                LedgerDraft(
                    at: now, actor: "wharf", act: .settled, story: arrival.id,
                    subject: "arrival/\(arrival.id)",
                    digest: arrival.digest, detail: why))
        }
        books.count("wharf_sets_accepted_total", arrival.acceptedSets)
        books.count("wharf_sets_rejected_total", arrival.rejectedSets)
    }

    private static func json(_ acknowledgment: X12.FunctionalAcknowledgment) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        return String(decoding: try encoder.encode(acknowledgment), as: UTF8.self)
    }
}
