internal import Cryptography
internal import Failpoints
internal import Foundation
internal import Partners
internal import Spool
internal import Store
internal import X12

/// Writes the interchange that answers one we received: TA1 where owed, a 997 a functional group; numbers belong to the job.
struct Compose: Stage {
    static let kind = Job.Kind.compose

    let context: ExchangeContext

    /// An answer with all but its numbers.
    private struct Draft: Sendable {
        let job: Job
        let answered: InterchangeRecord
        let plan: AnswerPlan
        let arrival: ArrivalRecord
        let groups: [GroupRecord]
        let acknowledgments: [FunctionalAcknowledgment]
        let agreement: TradingAgreement
        let owesInterchangeAcknowledgment: Bool
        let numbers: Numbers?
    }

    /// The numbers of an answer.
    private struct Numbers: Sendable {
        let interchange: (count: Int, number: Int)
        let group: (count: Int, number: Int)?
    }

    func perform(_ jobs: [Job]) -> [StageFault] {
        var faults: [StageFault] = []
        var drafts: [Draft] = []
        for job in jobs {
            do {
                drafts.append(try draft(job))
            } catch {
                faults.append(StageFault(job: job, error: error))
            }
        }
        // Numbers were reserved in the commit that made the job; one from elsewhere reserves them now.
        var numbered: [(Draft, Numbers)] = drafts.compactMap { draft in draft.numbers.map { (draft, $0) } }
        let unnumbered = drafts.filter { $0.numbers == nil }
        let reserved = context.store.commitEach(
            .synced,
            unnumbered.map { draft in
                { @Sendable (books: borrowing Commit) in try reserve(for: draft, books) }
            })
        for (draft, result) in zip(unnumbered, reserved) {
            switch result {
            case .success(let numbers): numbered.append((draft, numbers))
            case .failure(let error): faults.append(StageFault(job: draft.job, error: error))
            }
        }
        do {
            try raiseMarks(numbered)
        } catch {
            return faults + numbered.map { StageFault(job: $0.0.job, error: error) }
        }
        Failpoint.reach(.composeReserved)
        return faults + seal(numbered)
    }

    private func draft(_ job: Job) throws -> Draft {
        let kept = context.owed.value(of: job.subject)
        let found = try context.store.read { books -> (OwedAnswer, Numbers?)? in
            guard let owed = try kept ?? OwedAnswer(to: job.subject, books) else { return nil }
            let numbers = try books.controlNumbers.reserved(level: "ISA", for: job.id).map {
                Numbers(interchange: $0, group: try books.controlNumbers.reserved(level: "GS", for: job.id))
            }
            return (owed, numbers)
        }
        guard let (owed, numbers) = found else {
            throw StageError(
                disposition: .hold, description: "interchange \(job.subject) is not in the books")
        }
        let interchange = owed.interchange
        guard let agreement = context.book.generation.directory.partner(id: interchange.partner)?.x12 else {
            throw StageError(
                disposition: .hold,
                description: "the profile \(interchange.partner) has no x12 section any more; put it back")
        }
        return Draft(
            job: job, answered: interchange, plan: owed.plan, arrival: owed.arrival, groups: owed.groups,
            acknowledgments: owed.acknowledgments,
            agreement: agreement,
            owesInterchangeAcknowledgment: owed.plan.owesInterchangeAcknowledgment(
                agreement.acknowledge.interchange, isRefused: interchange.state == "rejected"),
            numbers: owed.acknowledgments.isEmpty || numbers?.group != nil ? numbers : nil)
    }

    private func reserve(for draft: Draft, _ books: borrowing Commit) throws -> Numbers {
        try Self.reserve(
            for: draft.job.id, pair: draft.plan.answerPair, withGroup: !draft.acknowledgments.isEmpty,
            context, books)
    }

    /// Orders the answer to an interchange and reserves its numbers, in the commit that makes it due.
    ///
    /// `withGroup`: whether it will hold a functional group, as every answer but a bare TA1 does.
    static func order(
        answering record: InterchangeRecord, pair: String, withGroup: Bool, _ context: ExchangeContext,
        _ books: borrowing Commit
    ) throws {
        let job = try books.queue.enqueue(
            .init(.compose, subject: record.id, lane: ExchangeContext.outboundLane(of: record.partner)))
        guard let job else { return }
        _ = try reserve(for: job, pair: pair, withGroup: withGroup, context, books)
    }

    private static func reserve(
        for job: Int64, pair: String, withGroup: Bool, _ context: ExchangeContext, _ books: borrowing Commit
    ) throws -> Numbers {
        let interchange = try books.controlNumbers.reserve(
            pair: pair, level: "ISA", for: job, above: context.marks.highest("ISA " + pair))
        guard withGroup else { return Numbers(interchange: interchange, group: nil) }
        let group = try books.controlNumbers.reserve(
            pair: pair, level: "GS", for: job, above: context.marks.highest("GS " + pair))
        return Numbers(interchange: interchange, group: group)
    }

    /// The mark outside the database rises before a number is written anywhere, so that a restored database starts above it.
    private func raiseMarks(_ numbered: [(Draft, Numbers)]) throws {
        var highest: [String: Int] = [:]
        for (draft, numbers) in numbered {
            let pair = draft.plan.answerPair
            highest["ISA " + pair] = max(highest["ISA " + pair] ?? 0, numbers.interchange.count)
            if let group = numbers.group {
                highest["GS " + pair] = max(highest["GS " + pair] ?? 0, group.count)
            }
        }
        try context.marks.raise(highest)
    }

    /// An answer that is written and not archived yet.
    private struct Written {
        let draft: Draft
        let number: Int
        let outgoing: OutgoingInterchange
        let bytes: [UInt8]
    }

    private func seal(_ numbered: [(Draft, Numbers)]) -> [StageFault] {
        var faults: [StageFault] = []
        var ready: [(Draft, InterchangeRecord)] = []
        var written: [Written] = []
        var byteCount = 0
        for (draft, numbers) in numbered {
            do {
                let outgoing = outgoing(draft, numbers)
                let answer = Written(
                    draft: draft, number: numbers.interchange.number, outgoing: outgoing,
                    bytes: try outgoing.bytes())
                written.append(answer)
                byteCount += answer.bytes.count
            } catch {
                faults.append(StageFault(job: draft.job, error: error))
            }
            guard byteCount >= context.limits.bytesPerCommit else { continue }
            archive(written, &ready, &faults)
            written.removeAll()
            byteCount = 0
        }
        archive(written, &ready, &faults)
        Failpoint.reach(.composeSealed)
        let now = context.clock.now
        let results = context.store.commitEach(
            .synced,
            ready.map { draft, record in
                { @Sendable (books: borrowing Commit) throws -> Void in try commit(draft, record, now, books)
                }
            })
        for ((draft, _), result) in zip(ready, results) {
            if case .failure(let error) = result { faults.append(StageFault(job: draft.job, error: error)) }
        }
        return faults
    }

    /// Archives answers, which share a disk sync.
    private func archive(
        _ written: [Written], _ ready: inout [(Draft, InterchangeRecord)], _ faults: inout [StageFault]
    ) {
        for (answer, receipt) in zip(written, context.archive.store(written.map(\.bytes))) {
            switch receipt {
            case .success(let receipt): ready.append((answer.draft, record(of: answer, receipt)))
            case .failure(let error): faults.append(StageFault(job: answer.draft.job, error: error))
            }
        }
    }

    /// One answer; the same job gives the same bytes, whenever it runs.
    private func outgoing(_ draft: Draft, _ numbers: Numbers) -> OutgoingInterchange {
        let zone = context.book.generation.directory.house.timeZone
        let when = CivilTime(milliseconds: draft.arrival.receivedAt, in: zone)
        return OutgoingInterchange(
            sender: Self.writable(draft.plan.receiver, or: draft.agreement.house.address),
            receiver: draft.plan.sender,
            version: draft.answered.version,
            controlNumber: numbers.interchange.number, dateCCYYMMDD: when.compactDay,
            timeHHMM: when.compactTime,
            usage: draft.answered.usage, acknowledgmentRequested: false, delimiters: delimiters(draft),
            acknowledgments: draft.owesInterchangeAcknowledgment ? [draft.plan.acknowledgment] : [],
            groups: numbers.group.map { [answerGroup(draft, $0.number)] } ?? [])
    }

    private func record(of answer: Written, _ receipt: Receipt) -> InterchangeRecord {
        let (draft, outgoing) = (answer.draft, answer.outgoing)
        let control = String(answer.number)
        let padded = String(repeating: "0", count: max(0, 9 - control.count)) + control
        return InterchangeRecord(
            id: ULID(milliseconds: draft.arrival.receivedAt, derivedFrom: ["answer", draft.answered.id]).text,
            direction: .outbound, arrival: draft.arrival.id, ordinal: draft.answered.ordinal,
            partner: draft.answered.partner, sender: outgoing.sender.description,
            receiver: outgoing.receiver.description,
            controlNumber: padded, version: outgoing.version, usage: outgoing.usage, byteOffset: 0,
            byteCount: receipt.byteCount, digest: receipt.digest, state: "queued",
            note: "answers interchange \(draft.answered.controlNumber)",
            fileName: "\(outgoing.groups.first?.sets.first?.setID ?? "TA1")_\(padded).edi",
            outline: draft.answered.id,
            createdAt: context.clock.now)
    }

    private func answerGroup(_ draft: Draft, _ number: Int) -> OutgoingGroup {
        let agreement = draft.agreement
        let first = draft.acknowledgments.first
        let answered = GroupHeader(
            functionalID: first?.groupFunctionalID ?? "",
            sender: draft.plan.groupSender ?? agreement.partner.groupID,
            receiver: draft.plan.groupReceiver ?? agreement.house.groupID, date: "", time: "",
            controlNumber: first?.groupControlNumber ?? "", version: first?.groupVersion ?? "004010")
        return OutgoingGroup(
            answering: draft.acknowledgments, for: answered, controlNumber: number,
            form: agreement.acknowledge.with == .implementation999 ? .implementation : .functional,
            version: agreement.acknowledge.version)
    }

    private func delimiters(_ draft: Draft) -> Delimiters {
        switch draft.agreement.delimiters {
        case .mirror: Self.canSeparate(draft.plan.delimiters) ? draft.plan.delimiters : Self.usual
        case .fixed(let delimiters): delimiters
        }
    }

    private func commit(
        _ draft: Draft, _ record: InterchangeRecord, _ now: Int64, _ books: borrowing Commit
    ) throws {
        try books.interchanges.record(record)
        try books.ledger.append(
            LedgerDraft(
                at: now, actor: "wharf", act: .composed, story: draft.arrival.id,
                subject: "interchange/\(record.id)",
                digest: record.digest,
                detail:
                    "\(record.fileName ?? "") with control number \(record.controlNumber), \(record.note ?? "")"
            ))
        try books.queue.enqueue(
            .init(.deliver, subject: record.id, lane: ExchangeContext.outboundLane(of: record.partner)))
        try books.queue.complete(draft.job)
    }

    /// What a refused interchange named as its separators may be letters of its data.
    private static func canSeparate(_ delimiters: Delimiters) -> Bool {
        let bytes = [delimiters.element, delimiters.component, delimiters.segment]
        let isData = bytes.contains { byte in
            byte == 0x20 || (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte)
                || (0x61...0x7A).contains(byte)
        }
        return !isData && Set(bytes).count == bytes.count && bytes.allSatisfy { $0 < 0x80 }
    }

    /// `*`, `>` and `~`, where the partner's own cannot be used.
    private static let usual = Delimiters(element: 0x2A, component: 0x3E, segment: 0x7E)

    /// An answer comes from the address that was written to, even a wrong one; only what no ISA can hold is replaced.
    private static func writable(_ address: InterchangeAddress, or agreed: InterchangeAddress)
        -> InterchangeAddress
    {
        (address.qualifier + address.id).utf8.allSatisfy { (0x20..<0x7F).contains($0) } ? address : agreed
    }
}
