internal import Cryptography
internal import Partners
internal import Spool
internal import Store
internal import X12

/// The answers of one functional group, or the TA1s of one interchange, before they are matched.
struct AnswerSubject: Sendable {
    let arrival: ArrivalRecord
    let interchange: InterchangeRecord
    private let outline: InterchangeOutline
    private let group: GroupOutline?
    private let reader: ArchiveReader
    private let library: GrammarLibrary
    /// The highest numbers that we have issued to this partner, by level.
    private let issued: [String: Int]

    init(of job: Job, _ context: ExchangeContext) throws {
        let found = try context.store.read { books -> (InterchangeRecord, ArrivalRecord, [String: Int])? in
            guard let interchange = try books.interchanges.find(job.subject),
                let arrival = interchange.arrival, let record = try books.arrivals.find(arrival)
            else { return nil }
            let pair = "\(interchange.receiver)>\(interchange.sender)"
            var issued: [String: Int] = [:]
            for level in ["ISA", "GS"] {
                issued[level] = max(
                    try books.controlNumbers.issued(pair: pair, level: level),
                    context.marks.highest("\(level) \(pair)"))
            }
            return (interchange, record, issued)
        }
        guard let (interchange, arrival, issued) = found, let digest = arrival.digest else {
            throw StageError(
                disposition: .hold, description: "interchange \(job.subject) is not in the books")
        }
        self.interchange = interchange
        self.arrival = arrival
        self.issued = issued
        reader = try context.archive.open(digest)
        let file = try context.outline(of: arrival, reader)
        guard let outline = file.interchanges.first(where: { $0.ordinal == interchange.ordinal }) else {
            throw StageError(
                disposition: .hold,
                description: "the archived bytes of \(arrival.name) changed; restore \(digest.hex)")
        }
        self.outline = outline
        group = outline.groups.first { $0.ordinal == job.slice }
        library = context.book.generation.directory.partner(id: arrival.partner)?.library ?? .standard
    }

    /// The answers with what they say of what we sent.
    func judge(_ context: ExchangeContext) throws -> [Reconcile.Judged] {
        guard let group else {
            return try outline.acknowledgments.enumerated().map { try judge($1, ordinal: $0 + 1, context) }
        }
        let answers = try AcknowledgmentReader.read(
            DescriptorSource(descriptor: reader.descriptor, range: group.bytes), group: group, in: outline)
        return try answers.enumerated().map { index, answer in
            try judge(
                answer.acknowledgment, control: answer.controlNumber, ordinal: index + 1, group, context)
        }
    }

    // MARK: 997 and 999

    private func judge(
        _ answer: X12.FunctionalAcknowledgment, control: String, ordinal: Int, _ group: GroupOutline,
        _ context: ExchangeContext
    ) throws -> Reconcile.Judged {
        let isImplementation =
            answer.sets.contains { $0.implementation != nil } || group.header.version.contains("X231")
        var record = record(
            form: isImplementation ? "999" : "997", ordinal, control, answer.groupFunctionalID,
            answer.groupControlNumber, answer.status)
        guard answer.groupFunctionalID != "FA" else {
            record.standing = .needless
            return Reconcile.Judged(record: record, remarks: ["an acknowledgment is not to be acknowledged"])
        }
        let found = try context.store.read { books -> ([OutboundSendingRecord], InterchangeRecord?) in
            let sent = try sendings(record, books.outbound)
            return (sent, try sent.first.flatMap { try books.interchanges.find($0.interchange) })
        }
        guard let outbound = found.1 else { return unknown(record, level: "GS", "group") }
        record.answers = outbound.id
        let judgment = AnswerJudgment(of: answer, on: found.0)
        var remarks: [String] = []
        if !judgment.strangers.isEmpty {
            let names = judgment.strangers.prefix(10).joined(separator: ", ")
            remarks.append("it names sets that the group did not hold: \(names)")
        }
        guard !judgment.words.isEmpty || judgment.strangers.isEmpty else {
            record.answers = nil
            record.standing = .unmatched
            record.note = remarks.joined()
            return Reconcile.Judged(record: record, remarks: remarks)
        }
        if judgment.isSilentOn > 0 { remarks.append("it does not tell of \(judgment.isSilentOn) set(s)") }
        record.standing = .matched
        let words = AnswerWords(
            library: library, release: Self.release(answer.groupVersion, outbound),
            isImplementation: isImplementation)
        let verdicts = judgment.words.map { word in
            let sending = found.0[word.index]
            return SendingVerdict(
                document: sending.document, ordinal: sending.ordinal, answer: record.id,
                status: word.status.rawValue, isAccepted: word.status.isAccepted,
                remarks: words.remarks(on: word.listed.map { answer.sets[$0] }, group: answer))
        }
        return Reconcile.Judged(record: record, verdicts: verdicts, remarks: remarks, outbound: outbound)
    }

    /// The release whose names are used: six digits of GS08, as the answer quotes it or as our ISA12 hints at it.
    private static func release(_ quoted: String, _ outbound: InterchangeRecord) -> String {
        quoted.count >= 6 ? String(quoted.prefix(6)) : String((outbound.version + "0").prefix(6))
    }

    // MARK: TA1

    private func judge(
        _ answer: InterchangeAcknowledgment, ordinal: Int, _ context: ExchangeContext
    ) throws -> Reconcile.Judged {
        var record = record(
            form: "TA1", ordinal, interchange.controlNumber, "", answer.controlNumber, answer.status)
        let found = try context.store.read { books -> (InterchangeRecord?, [OutboundSendingRecord]) in
            let outbound = try self.outbound(record, books.outbound)
            return (outbound, try outbound.map { try books.outbound.sent(inInterchange: $0.id) } ?? [])
        }
        guard let outbound = found.0 else { return unknown(record, level: "ISA", "interchange") }
        record.answers = outbound.id
        record.standing = .matched
        let words = AnswerWords(library: library, release: "004010", isImplementation: false)
        let reason = words.remarks(on: answer)
        guard answer.verdict == .rejected else {
            return Reconcile.Judged(record: record, remarks: ["TA105 \(answer.note)"], outbound: outbound)
        }
        let verdicts = found.1.map { sending in
            SendingVerdict(
                document: sending.document, ordinal: sending.ordinal, answer: record.id, status: "R",
                isAccepted: false, remarks: reason)
        }
        return Reconcile.Judged(
            record: record, verdicts: verdicts, remarks: ["TA105 \(answer.note)"], outbound: outbound)
    }

    // MARK: What we sent

    /// Whether what an answer names is still not in the books.
    func isStillUnknown(_ record: PartnerAnswerRecord, _ books: borrowing Commit) throws -> Bool {
        if record.answers == nil, record.standing == .unmatched, record.note != nil { return true }
        if record.form == "TA1" { return try outbound(record, books.outbound) == nil }
        return try sendings(record, books.outbound).isEmpty
    }

    private func sendings(
        _ record: PartnerAnswerRecord, _ register: OutboundRegister
    ) throws -> [OutboundSendingRecord] {
        try register.sendings(
            partner: record.partner, functionalID: record.functionalID,
            groupControlNumber: record.answeredNumber, sender: interchange.receiver,
            receiver: interchange.sender)
    }

    private func outbound(
        _ record: PartnerAnswerRecord, _ register: OutboundRegister
    ) throws -> InterchangeRecord? {
        try register.interchange(
            partner: record.partner, controlNumber: ControlNumberText.nine(record.answeredNumber),
            sender: interchange.receiver, receiver: interchange.sender)
    }

    /// An answer whose number we issued may only be early; one whose number we never issued is none.
    private func unknown(
        _ record: PartnerAnswerRecord, level: String, _ what: String
    ) -> Reconcile.Judged {
        var record = record
        let number = Int(record.answeredNumber) ?? 0
        if number > 0, number <= issued[level] ?? 0 {
            record.standing = .waiting
            return Reconcile.Judged(
                record: record,
                remarks: ["the number was issued, but no \(what) with it is in the books"])
        }
        return Reconcile.Judged(record: record, remarks: ["we sent no such \(what) to this partner"])
    }

    private func record(
        form: String, _ ordinal: Int, _ control: String, _ functionalID: String, _ number: String,
        _ status: String
    ) -> PartnerAnswerRecord {
        let place = group?.ordinal ?? Reconcile.interchangeSlice
        return PartnerAnswerRecord(
            id: ULID(
                milliseconds: arrival.receivedAt,
                derivedFrom: ["partner answer", interchange.id, "\(place)", "\(ordinal)"]
            ).text, partner: arrival.partner, form: form, arrival: arrival.id, interchange: interchange.id,
            groupOrdinal: place, ordinal: ordinal, controlNumber: String(control.prefix(20)),
            functionalID: String(functionalID.prefix(20)),
            answeredNumber: String(ControlNumberText.plain(number).prefix(20)),
            status: String(status.prefix(4)), at: arrival.receivedAt)
    }

    /// An answer in words, for the audit trail.
    static func sentence(_ record: PartnerAnswerRecord, _ outbound: InterchangeRecord?) -> String {
        let what =
            record.form == "TA1"
            ? "interchange \(ControlNumberText.nine(record.answeredNumber))"
            : "group \(record.answeredNumber) (\(record.functionalID))"
        let place = record.form == "TA1" ? "" : outbound.map { " of interchange \($0.controlNumber)" } ?? ""
        return "\(record.form) \(record.controlNumber) for \(what)\(place): \(record.status), "
            + record.standing.rawValue + (record.note.map { "; \($0)" } ?? "")
    }
}

extension ExchangeContext {
    /// The outline of an arrival's file, read again unless it is at hand.
    func outline(of arrival: ArrivalRecord, _ reader: ArchiveReader) throws -> FileOutline {
        if let kept = outlines.value(of: arrival.id) { return kept }
        let outline = try EnvelopeScanner.scan(
            DescriptorSource(descriptor: reader.descriptor, range: 0..<reader.byteCount))
        outlines.keep(outline: outline, of: arrival.id)
        return outline
    }
}
