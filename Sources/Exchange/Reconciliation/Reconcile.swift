internal import Cryptography
internal import Documents
internal import Failpoints
internal import Foundation
internal import Partners
internal import Spool
internal import Store
internal import X12

/// Matches what a partner acknowledges with what we sent it: a functional group of 997s or 999s, or an interchange's TA1s.
///
/// An answer counts only for the partner, the addresses and the numbers that we sent under. The first answer to a sending
/// counts and every step can be repeated: a run that was cut short comes to the same end.
struct Reconcile: Stage {
    static let kind = Job.Kind.reconcile
    /// The slice of a job about the TA1s of an interchange; its groups count from 1.
    static let interchangeSlice = 0
    /// Answers, or verdicts, in one commit.
    private static let verdictsPerCommit = 500
    /// Answers to nothing that are told one by one in one group.
    private static let unmatchedMaximum = 100
    /// How long an answer may wait for our own books, in milliseconds.
    static let patience: Int64 = 900_000

    let context: ExchangeContext

    /// One answer with what it says.
    struct Judged: Sendable {
        var record: PartnerAnswerRecord
        var verdicts: [SendingVerdict] = []
        /// What it says beside the verdicts, for the audit trail.
        var remarks: [String] = []
        /// The interchange of ours that it answers.
        var outbound: InterchangeRecord?
    }

    func perform(_ jobs: [Job]) -> [StageFault] {
        jobs.compactMap { job in
            do {
                try reconcile(job)
                return nil
            } catch {
                return StageFault(job: job, error: error)
            }
        }
    }

    private func reconcile(_ job: Job) throws {
        let subject = try AnswerSubject(of: job, context)
        var judged: [Judged] = []
        var untold = 0
        for answer in try subject.judge(context) {
            let isLost = answer.record.standing == .unmatched
            if isLost, judged.count(where: { $0.record.standing == .unmatched }) >= Self.unmatchedMaximum {
                untold += 1
            } else {
                judged.append(answer)
            }
        }
        var chunk: [Judged] = []
        var weight = 0
        for answer in judged {
            if weight + max(1, answer.verdicts.count) > Self.verdictsPerCommit, !chunk.isEmpty {
                try commit(chunk, subject, nil, untold: 0)
                Failpoint.reach(.reconcileSliceCommitted)
                (chunk, weight) = ([], 0)
            }
            chunk.append(answer)
            weight += max(1, answer.verdicts.count)
        }
        try commit(chunk, subject, job, untold: untold)
        context.metrics.add("wharf_answers_reconciled_total", judged.count)
    }

    private func commit(_ chunk: [Judged], _ subject: AnswerSubject, _ job: Job?, untold: Int) throws {
        let now = context.clock.now
        try context.store.commit { books in
            for answer in chunk { try enter(answer, subject, books, now) }
            if untold > 0 {
                try books.ledger.append(
                    LedgerDraft(
                        at: now, actor: "wharf", act: .reconciled, story: subject.arrival.id,
                        subject: "interchange/\(subject.interchange.id)",
                        detail: "and \(untold) more acknowledgment(s) of what we did not send"))
            }
            if let job { try books.queue.complete(job) }
        }
    }

    private func enter(
        _ judged: Judged, _ subject: AnswerSubject, _ books: borrowing Commit, _ now: Int64
    ) throws {
        var record = judged.record
        record.at = now
        let earlier = try books.partnerAnswers.find(record.id)
        switch record.standing {
        case .waiting, .unmatched:
            // What it answers may have been committed while it was judged.
            guard try subject.isStillUnknown(record, books) else {
                throw StageError(
                    disposition: .wait, description: "what \(record.form) answers is being entered")
            }
        case .matched, .repeated, .needless: break
        }
        var detail = judged.remarks
        if let outbound = judged.outbound {
            let tally = try settle(judged, outbound, books, now)
            if tally.isRepeat { record.standing = .repeated }
            if !judged.verdicts.isEmpty { detail.insert(tally.text, at: 0) }
            if record.form == "TA1", try isLaterTA1(record, of: outbound, books) {
                record.standing = .repeated
            }
        }
        if record.standing == .repeated { detail.append("answered before; the first answer counts") }
        if !detail.isEmpty { record.note = detail.joined(separator: "; ") }
        try books.partnerAnswers.record(record)
        guard earlier?.standing != record.standing else { return }
        try note(record, judged.outbound, books, now)
        switch record.standing {
        case .waiting:
            try books.queue.enqueue(
                .init(
                    .deadline, subject: DeadlineSubject.answer(record.id).text,
                    lane: Deadlines.lane(of: record.partner), runAfter: now + Self.patience))
        case .unmatched:
            try Self.tellUnmatched(record, isLive: subject.interchange.usage != "T", books, at: now)
        case .matched, .repeated, .needless: break
        }
    }

    /// The first TA1 to an interchange counts.
    private func isLaterTA1(
        _ record: PartnerAnswerRecord, of outbound: InterchangeRecord, _ books: borrowing Commit
    ) throws -> Bool {
        try books.partnerAnswers.to(interchange: outbound.id).contains {
            $0.form == "TA1" && $0.id != record.id && $0.standing == .matched
        }
    }

    private func settle(
        _ judged: Judged, _ outbound: InterchangeRecord, _ books: borrowing Commit, _ now: Int64
    ) throws -> VerdictTally {
        var tally = VerdictTally()
        let events = OutboundEvents(interchange: outbound, now: now)
        for verdict in judged.verdicts {
            let effect = try books.outbound.settle(verdict, at: now)
            tally.count(verdict, effect)
            guard case .took(let wasOverdue) = effect,
                let document = try books.outbound.find(verdict.document)
            else { continue }
            try events.tellVerdict(on: document, verdict, wasOverdue: wasOverdue, books)
            guard !verdict.isAccepted else { continue }
            try books.ledger.append(
                LedgerDraft(
                    at: now, actor: "partner/\(document.partner)", act: .reconciled, story: document.arrival,
                    subject: "outbound/\(document.id)",
                    detail: "\(document.businessKey) was refused by the partner's system (\(verdict.status))")
            )
        }
        return tally
    }

    private func note(
        _ record: PartnerAnswerRecord, _ outbound: InterchangeRecord?, _ books: borrowing Commit, _ now: Int64
    ) throws {
        let detail = AnswerSubject.sentence(record, outbound)
        try books.ledger.append(
            LedgerDraft(
                at: now, actor: "partner/\(record.partner)", act: .reconciled, story: record.arrival,
                subject: outbound.map { "interchange/\($0.id)" } ?? "interchange/\(record.interchange)",
                detail: detail))
        guard let outbound, outbound.arrival != record.arrival else { return }
        try books.ledger.append(
            LedgerDraft(
                at: now, actor: "partner/\(record.partner)", act: .reconciled,
                story: outbound.arrival ?? outbound.id, subject: "interchange/\(outbound.id)", detail: detail)
        )
    }

    /// Tells that an answer fits nothing that we sent.
    static func tellUnmatched(
        _ record: PartnerAnswerRecord, isLive: Bool, _ books: borrowing Commit, at now: Int64
    ) throws {
        guard isLive else { return }
        var json = JSONWriter()
        json.object { json in
            json.field("partner", record.partner)
            json.field("arrival", record.arrival)
            json.field("form", record.form)
            json.field("control", record.controlNumber)
            json.field("groupType", record.functionalID.isEmpty ? nil : record.functionalID)
            json.field("answeredNumber", record.answeredNumber)
            json.field("status", record.status)
            json.field("reason", record.note)
        }
        let kind = EventKind.acknowledgmentUnmatched
        try EventWriting.add(
            Event(
                id: ULID(milliseconds: 0, derivedFrom: ["event", kind.rawValue, record.id]).text, kind: kind,
                source: "/partners/\(record.partner)", subject: "arrival/\(record.arrival)",
                time: CivilTime(milliseconds: now).instantText, partitionKey: record.partner,
                data: json.bytes, causationID: record.arrival), arrival: record.arrival, at: now, books)
    }

    /// Looks again at the answers that came before what they answer, in the commit that enters it.
    static func wake(
        partner: String, interchangeNumber: String, groupNumbers: [String], _ books: borrowing Commit
    ) throws {
        for number in [interchangeNumber] + groupNumbers {
            let plain = ControlNumberText.plain(number)
            for answer in try books.partnerAnswers.waiting(partner: partner, number: plain) {
                try books.queue.enqueue(
                    .init(
                        .reconcile, subject: answer.interchange, slice: answer.groupOrdinal,
                        lane: ExchangeContext.lane(of: partner)))
            }
        }
    }
}

/// What became of the verdicts of one answer, in numbers.
struct VerdictTally {
    private var accepted = 0
    private var refused = 0
    private var late = 0
    private var contradicting = 0
    private var outlived = 0

    mutating func count(_ verdict: SendingVerdict, _ effect: VerdictEffect) {
        if verdict.isAccepted { accepted += 1 } else { refused += 1 }
        switch effect {
        case .took, .known: break
        case .outlived: outlived += 1
        case .late(let first):
            late += 1
            if first != verdict.status { contradicting += 1 }
        }
    }

    /// Whether all of it was said before.
    var isRepeat: Bool { late > 0 && late == accepted + refused }

    var text: String {
        var parts = ["\(accepted) accepted, \(refused) refused"]
        if contradicting > 0 { parts.append("\(contradicting) not as the first answer said") }
        if outlived > 0 { parts.append("\(outlived) sent anew or taken back since") }
        return parts.joined(separator: ", ")
    }
}
