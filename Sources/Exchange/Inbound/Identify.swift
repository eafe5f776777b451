internal import Cryptography
internal import Documents
internal import Foundation
internal import Logging
internal import Partners
internal import Spool
internal import Store
internal import X12

/// Takes an arrival apart: what it is, whose it is, whether it came before; and does or plans the work on its groups.
struct Identify: Stage {
    static let kind = Job.Kind.identify

    let context: ExchangeContext

    /// All that is known before the commit.
    private struct Prepared: Sendable {
        let arrival: ArrivalRecord
        let partner: PartnerProfile
        let revision: String
        let content: ArrivalContent
        /// All groups of a small file that are not refused with their interchange.
        let groups: [InterpretedGroup]
        let findings: String?
    }

    /// What our own applications bring is for a stage of its own, whatever is in it.
    private static let ownDoors: [String: Job.Kind] = [
        "erp-orders": .importOrders, "api-orders": .importOrders, "erp-suppliers": .importSuppliers,
    ]

    func perform(_ jobs: [Job]) -> [StageFault] {
        performEach(jobs, context.store, prepare: prepare) { [self] job, prepared, books in
            if let prepared { try commit(job, prepared, books) } else { try commitOwn(job, books) }
        }
    }

    private func commitOwn(_ job: Job, _ books: borrowing Commit) throws {
        guard let arrival = try books.arrivals.find(job.subject), let kind = Self.ownDoors[arrival.door]
        else {
            throw StageError(disposition: .hold, description: "arrival \(job.subject) is not in the books")
        }
        let now = context.clock.now
        try books.arrivals.describe(
            arrival.id, content: kind.rawValue, profileRevision: context.book.generation.revision,
            openParts: 1,
            findings: nil)
        try books.arrivals.move(arrival.id, to: .interpreting, because: nil, at: now)
        try books.queue.enqueue(
            .init(
                kind, subject: arrival.id, lane: ExchangeContext.lane(of: arrival.partner),
                weight: arrival.byteCount))
        try note(.identified, arrival, "of our own applications, for \(kind.rawValue)", books, now)
        try books.queue.complete(job)
    }

    /// `nil` for what our own applications bring.
    private func prepare(_ job: Job) throws -> Prepared? {
        guard let arrival = try context.store.read({ try $0.arrivals.find(job.subject) }),
            let digest = arrival.digest
        else {
            throw StageError(disposition: .hold, description: "arrival \(job.subject) is not in the books")
        }
        guard Self.ownDoors[arrival.door] == nil else { return nil }
        let generation = context.book.generation
        guard let partner = generation.directory.partner(id: arrival.partner) else {
            throw StageError(
                disposition: .hold,
                description:
                    "there is no profile \(arrival.partner) any more; put it back, then `wharf serve` again")
        }
        let reader = try context.archive.open(digest)
        let content = try ArrivalContent.of(arrival, partner: partner, reader: reader)
        let revision = generation.partnerRevisions[partner.id] ?? generation.revision
        var findings: [Finding] = []
        var groups: [InterpretedGroup] = []
        switch content {
        case .interchanges(let outline, let plans, let agreement):
            findings = outline.findings + outline.interchanges.flatMap(\.findings)
            groups = try interpret(plans, of: arrival, partner, agreement, revision, reader)
            if groups.isEmpty { context.outlines.keep(outline: outline, of: arrival.id) }
        case .incomplete(let outline, _):
            findings = outline.findings + outline.interchanges.flatMap(\.findings)
        case .empty, .batch, .doneFile: break
        case .quarantine(let reason, let why):
            try Quarantine(context.archive.layout).place(
                digest, name: arrival.name, arrival: arrival.id, reason: reason, why: why)
        }
        return Prepared(
            arrival: arrival, partner: partner, revision: revision, content: content, groups: groups,
            findings: try FindingText.json(findings, limit: context.limits.findingsPerSet))
    }

    /// Interprets the groups of a small file at once, so that it needs one commit and not two; none of a larger file, whose groups
    /// have jobs of their own.
    private func interpret(
        _ plans: [InterchangePlan], of arrival: ArrivalRecord, _ partner: PartnerProfile,
        _ agreement: TradingAgreement, _ revision: String, _ reader: ArchiveReader
    ) throws -> [InterpretedGroup] {
        let good = plans.filter { $0.refusal == nil }
        let sets = good.flatMap(\.outline.groups).reduce(0) { $0 + $1.setCount }
        guard arrival.byteCount <= context.limits.aheadBytes, sets <= context.limits.setsPerCommit else {
            return []
        }
        return try good.flatMap { plan in
            try plan.outline.groups.map { group in
                let subject = Interpretation.Subject(
                    arrival: arrival, interchange: plan.record, outline: plan.outline, group: group,
                    agreement: agreement, library: partner.library, revision: revision,
                    isLive: plan.answer.isLive)
                return try InterpretedGroup(subject, plan.answer, reader, context)
            }
        }
    }

    private func commit(_ job: Job, _ prepared: Prepared, _ books: borrowing Commit) throws {
        let arrival = prepared.arrival
        let now = context.clock.now
        let since = now - context.limits.duplicateDays * 86_400_000
        if case .doneFile(let name) = prepared.content {
            // Equal bytes are no repeat here: most done-files are empty.
            try describe(prepared, ArrivalRegister.doneFileContent, parts: 0, books)
            try BatchCompleteness.take(doneFile: arrival, for: name, books, at: now)
            return try books.queue.complete(job)
        }
        if let digest = arrival.digest,
            let earlier = try books.arrivals.earlier(
                digest: digest, partner: arrival.partner, than: arrival.id, since: since)
        {
            guard earlier.state != .interpreting else {
                throw StageError(
                    disposition: .wait,
                    description: "equal bytes of arrival \(earlier.id) are being worked on")
            }
            if prepared.partner.x12?.duplicates != .flag || prepared.partner.x12 == nil {
                try commitRepeat(of: earlier, arrival, prepared, books, now)
                return try books.queue.complete(job)
            }
        }
        switch prepared.content {
        case .empty:
            try describe(prepared, "empty", parts: 0, books)
            try end(arrival, as: .rejected, "The file is empty.", .arrivalRejected, .identified, books, now)
        case .quarantine(let reason, let why):
            try describe(prepared, reason == "unknown-content" ? "unknown" : "x12", parts: 0, books)
            try end(arrival, as: .quarantined, why, .arrivalQuarantined, .quarantined, books, now)
        case .incomplete(_, let why):
            try commitIncomplete(why, prepared, books, now)
        case .doneFile: break
        case .batch(let batch):
            try describe(prepared, batch.format.rawValue, parts: 1, books)
            try BatchCompleteness.begin(arrival, as: batch, of: prepared.partner, books, at: now)
        case .interchanges(let outline, let plans, let agreement):
            try commit(outline, plans, agreement, prepared, books, now)
        }
        try books.queue.complete(job)
    }

    /// Equal bytes were accepted before: nothing is processed again, and the answer is offered once more.
    private func commitRepeat(
        of earlier: ArrivalRecord, _ arrival: ArrivalRecord, _ prepared: Prepared, _ books: borrowing Commit,
        _ now: Int64
    ) throws {
        try describe(prepared, earlier.content ?? "x12", parts: 0, books)
        let when = CivilTime(milliseconds: earlier.receivedAt)
        try end(
            arrival, as: .duplicate,
            "The same bytes came on \(when.dayText) at \(when.timeText) UTC as \(earlier.name) and were processed then; "
                + "nothing was done twice.", .arrivalDuplicate, .duplicate, books, now)
        for answer in try books.interchanges.of(arrival: earlier.id) where answer.direction == .outbound {
            try books.queue.enqueue(
                .init(.deliver, subject: answer.id, lane: ExchangeContext.outboundLane(of: arrival.partner)))
        }
    }

    private func commitIncomplete(
        _ why: String, _ prepared: Prepared, _ books: borrowing Commit, _ now: Int64
    ) throws {
        let arrival = prepared.arrival
        let wait = prepared.partner.hosted?.uploads.waitFor ?? UploadRules.standard.waitFor
        try describe(prepared, "x12", parts: 0, books)
        try books.arrivals.move(arrival.id, to: .incomplete, because: why, at: now)
        try note(.incomplete, arrival, why, books, now)
        try books.queue.enqueue(
            .init(
                .expire, subject: arrival.id, lane: ExchangeContext.lane(of: arrival.partner),
                runAfter: arrival.receivedAt + wait.components.seconds * 1000))
    }

    private func commit(
        _ outline: FileOutline, _ plans: [InterchangePlan], _ agreement: TradingAgreement,
        _ prepared: Prepared,
        _ books: borrowing Commit, _ now: Int64
    ) throws {
        let arrival = prepared.arrival
        var parts = 0
        var refusals: [String] = []
        var repeats: [String] = []
        var taken: [InterchangePlan] = []
        for plan in plans {
            try NumberWatch.note(plan, arrival, books, at: now)
            switch try outcome(of: plan, after: taken, books) {
            case .taken:
                parts += plan.outline.groups.count
                try take(plan, agreement, arrival, isInterpreted: !prepared.groups.isEmpty, books)
                taken.append(plan)
            case .refused(let note, let why):
                refusals.append(
                    "Interchange \(plan.record.controlNumber) was refused: \(why) (TA105 \(note)).")
                try refuse(plan, note, why, agreement, arrival, books, now)
                // The only interchange of a file is told by the arrival's own event.
                if plans.count > 1 {
                    try ArrivalEnding.tell(
                        .interchangeRejected, arrival, .rejected,
                        "Interchange \(plan.record.controlNumber): \(why)", books, at: now,
                        about: plan.record.id)
                }
            case .repeated(let interchange):
                repeats.append("Interchange \(plan.record.controlNumber) came before and was processed then.")
                try repeatAnswer(plan, of: interchange, arrival, books, now)
            }
        }
        try ArrivalEnding.supersedeIncomplete(by: arrival, books, at: now)
        try describe(prepared, "x12", parts: parts, books)
        let sets = outline.interchanges.flatMap(\.groups).reduce(0) { $0 + $1.setCount }
        try note(
            .identified, arrival,
            "\(plans.count) interchange(s), \(outline.interchanges.flatMap(\.groups).count) group(s), \(sets) transaction set(s)",
            books, now)
        guard parts == 0 else {
            // With all groups at hand its final state follows at once.
            if prepared.groups.isEmpty || !refusals.isEmpty {
                try books.arrivals.move(
                    arrival.id, to: .interpreting,
                    because: refusals.isEmpty ? nil : refusals.joined(separator: " "), at: now)
            }
            let ordinals = Set(taken.map(\.outline.ordinal))
            for group in prepared.groups where ordinals.contains(group.interchange) {
                try group.enter(context, books)
            }
            return
        }
        if !refusals.isEmpty {
            let all = (refusals + repeats).joined(separator: " ")
            try end(arrival, as: .rejected, all, .arrivalRejected, .settled, books, now)
        } else if !repeats.isEmpty {
            try end(
                arrival, as: .duplicate, repeats.joined(separator: " "), .arrivalDuplicate, .duplicate, books,
                now)
        } else {
            try books.arrivals.move(
                arrival.id, to: .interpreted, because: "Interchange acknowledgments only.", at: now)
            try note(.settled, arrival, "interchange acknowledgments only", books, now)
        }
    }

    private enum Outcome {
        case taken
        case refused(note: String, why: String)
        case repeated(interchange: String)
    }

    /// `earlier`: the interchanges before it in the same file that were taken; it cannot wait for their verdict.
    private func outcome(
        of plan: InterchangePlan, after earlier: [InterchangePlan], _ books: borrowing Commit
    ) throws -> Outcome {
        if let refusal = plan.refusal { return .refused(note: refusal.note, why: refusal.why) }
        let record = plan.record
        // Interchanges without groups only answer us; their control numbers are not spent on content.
        guard !plan.outline.groups.isEmpty else { return .taken }
        let namesake = earlier.first {
            $0.record.controlNumber == record.controlNumber && $0.answer.pair == plan.answer.pair
                && !$0.outline.groups.isEmpty
        }
        if let namesake {
            guard namesake.record.digest != record.digest else {
                return .repeated(interchange: namesake.record.id)
            }
            return .refused(
                note: "025",
                why:
                    "its control number \(record.controlNumber) stands twice in the file with different content; "
                    + "send it with a new number")
        }
        let standing = try books.acceptedNumbers.standing(
            pair: plan.answer.pair, level: "ISA", number: record.controlNumber, digest: record.digest,
            for: record.id)
        switch standing {
        case .free: return .taken
        case .pending:
            throw StageError(
                disposition: .wait,
                description: "an interchange with control number \(record.controlNumber) is being validated")
        case .same(let interchange): return .repeated(interchange: interchange)
        case .other:
            return .refused(
                note: "025",
                why: "its control number \(record.controlNumber) was used before for other content; "
                    + "send it with a new number")
        }
    }

    private func take(
        _ plan: InterchangePlan, _ agreement: TradingAgreement, _ arrival: ArrivalRecord, isInterpreted: Bool,
        _ books: borrowing Commit
    ) throws {
        let lane = ExchangeContext.lane(of: arrival.partner)
        var record = plan.record
        record.note = plan.outline.status == .accepted ? nil : plan.outline.note
        try books.interchanges.record(record)
        if !plan.outline.groups.isEmpty {
            try books.acceptedNumbers.claim(
                pair: plan.answer.pair, level: "ISA", number: record.controlNumber, digest: record.digest,
                for: record.id)
        }
        for group in plan.outline.groups where !isInterpreted {
            try books.queue.enqueue(
                .init(
                    .interpret, subject: record.id, slice: group.ordinal, lane: lane,
                    weight: group.bytes.count))
        }
        if !plan.outline.acknowledgments.isEmpty {
            try books.queue.enqueue(
                .init(.reconcile, subject: record.id, slice: Reconcile.interchangeSlice, lane: lane))
        }
        if plan.answer.answerableGroups == 0,
            plan.answer.owesInterchangeAcknowledgment(agreement.acknowledge.interchange, isRefused: false)
        {
            try Compose.order(
                answering: plan.record, pair: plan.answer.answerPair, withGroup: false, context, books)
        }
    }

    private func refuse(
        _ plan: InterchangePlan, _ note: String, _ why: String, _ agreement: TradingAgreement,
        _ arrival: ArrivalRecord,
        _ books: borrowing Commit, _ now: Int64
    ) throws {
        var record = plan.record
        record.state = "rejected"
        record.note = note
        var answer = plan.answer
        answer.acknowledgment.status = "R"
        answer.acknowledgment.note = note
        record.outline = answer.json()
        try books.interchanges.record(record)
        try self.note(
            .interchangeRejected, arrival, "interchange \(record.controlNumber): \(why) (TA105 \(note))",
            books, now)
        if answer.owesInterchangeAcknowledgment(agreement.acknowledge.interchange, isRefused: true) {
            try Compose.order(answering: record, pair: answer.answerPair, withGroup: false, context, books)
        }
    }

    private func repeatAnswer(
        _ plan: InterchangePlan, of interchange: String, _ arrival: ArrivalRecord, _ books: borrowing Commit,
        _ now: Int64
    ) throws {
        var record = plan.record
        record.state = "duplicate"
        record.note = "same as \(interchange)"
        try books.interchanges.record(record)
        try note(
            .duplicate, arrival, "interchange \(record.controlNumber) is a repeat of \(interchange)", books,
            now)
        guard let first = try books.interchanges.find(interchange)?.arrival else { return }
        for answer in try books.interchanges.of(arrival: first) where answer.direction == .outbound {
            try books.queue.enqueue(
                .init(.deliver, subject: answer.id, lane: ExchangeContext.outboundLane(of: arrival.partner)))
        }
    }

    private func describe(_ prepared: Prepared, _ content: String, parts: Int, _ books: borrowing Commit)
        throws
    {
        try books.arrivals.describe(
            prepared.arrival.id, content: content, profileRevision: prepared.revision, openParts: parts,
            findings: prepared.findings)
    }

    private func end(
        _ arrival: ArrivalRecord, as state: ArrivalState, _ why: String, _ kind: EventKind, _ act: LedgerAct,
        _ books: borrowing Commit, _ now: Int64
    ) throws {
        try ArrivalEnding.end(arrival, as: state, because: why, telling: kind, act: act, books, at: now)
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
