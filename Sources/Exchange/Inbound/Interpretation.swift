internal import Cryptography
internal import Documents
internal import Partners
internal import Spool
internal import Store
internal import Translation
internal import X12

/// One functional group turned into results, set by set: a function of bytes, profile and the arrival's identity.
struct Interpretation: ~Copyable {
    /// What a transaction set became.
    struct SetOutcome: Sendable {
        let record: SetRecord
        let document: DocumentRecord?
        let references: [Reference]
        let event: Event?
        /// A sentence when the set is valid and still could not become a document.
        let failure: String?
        let byteCount: Int
    }

    /// A business number that leads to a document.
    struct Reference: Sendable {
        let kind: String
        let value: String
    }

    /// What the group as a whole became.
    struct GroupOutcome: Sendable {
        let record: GroupRecord
        let acknowledgment: X12.FunctionalAcknowledgment
        let accepted: Int
        let rejected: Int
        let findings: [Finding]

        /// Why the group was refused as a whole, in sentences for its sender; `nil` when it was not.
        var refusal: String? {
            guard record.status == "R" else { return nil }
            let sentences = findings.filter { $0.severity == .error }.prefix(3).map {
                "\($0.message) \($0.fix)"
            }
            guard !sentences.isEmpty else { return nil }
            return "Group \(record.controlNumber) was refused: \(sentences.joined(separator: " "))"
        }
    }

    /// Who and what the group belongs to.
    struct Subject: Sendable {
        let arrival: ArrivalRecord
        let interchange: InterchangeRecord
        let outline: InterchangeOutline
        let group: GroupOutline
        let agreement: TradingAgreement
        /// The standard as the partner's overlays change it.
        let library: GrammarLibrary
        let revision: String
        let isLive: Bool
    }

    private let subject: Subject
    private let limits: ExchangeLimits
    private let reader: ArchiveReader
    private var groupReader: GroupReader<DescriptorSource>
    private var builder: AcknowledgmentBuilder
    private var accepted = 0
    private var rejected = 0

    init(_ subject: Subject, reader: ArchiveReader, limits: ExchangeLimits) {
        self.subject = subject
        self.limits = limits
        self.reader = reader
        builder = AcknowledgmentBuilder(
            for: subject.group.header, detail: Self.detail(subject.agreement.acknowledge),
            form: subject.agreement.acknowledge.with == .implementation999 ? .implementation : .functional)
        groupReader = GroupReader(
            DescriptorSource(descriptor: reader.descriptor, range: subject.group.bytes), group: subject.group,
            in: subject.outline, library: subject.library,
            policy: subject.agreement.validationPolicy(for: subject.group.header))
    }

    private static func detail(_ policy: AcknowledgePolicy) -> AcknowledgmentBuilder.Detail {
        switch policy.detail {
        case .full: .full
        case .errors: .errors
        case .group: .group
        }
    }

    /// The next set's outcome; `nil` after the last.
    ///
    /// `now`: milliseconds UTC for events.
    mutating func next(at now: Int64) throws -> SetOutcome? {
        guard let result = try groupReader.next() else { return nil }
        builder.add(result)
        if result.verdict.status == .rejected { rejected += 1 } else { accepted += 1 }
        guard let content = result.content, let translator = TranslatorRegistry.translator(set: result.setID)
        else {
            let isUntaken = result.verdict.status != .rejected
            return try outcome(
                result, nil,
                failure: isUntaken ? "there is no mapping for \(result.setID); it is kept as received" : nil,
                now)
        }
        do {
            return try outcome(result, try translator.document(from: content), failure: nil, now)
        } catch let error as TranslationError {
            return try outcome(result, nil, failure: error.description, now)
        }
    }

    /// The group's verdict and acknowledgment, after the last set.
    consuming func finish() -> GroupOutcome {
        let verdict = groupReader.finish()
        let header = subject.group.header
        // A group that is refused as a whole takes its sets with it.
        let taken = verdict.status == .rejected ? 0 : accepted
        let refused = verdict.status == .rejected ? max(accepted + rejected, verdict.received) : rejected
        return GroupOutcome(
            record: GroupRecord(
                ordinal: subject.group.ordinal, functionalID: header.functionalID,
                controlNumber: header.controlNumber,
                version: header.version, claimed: verdict.claimed, received: verdict.received,
                accepted: verdict.accepted,
                status: verdict.status.code, codes: verdict.codes.joined(separator: " "), acknowledgment: nil),
            acknowledgment: builder.finish(verdict), accepted: taken, rejected: refused,
            findings: verdict.findings)
    }

    private func outcome(
        _ result: SetResult, _ translated: Translated?, failure: String?, _ now: Int64
    ) throws -> SetOutcome {
        let arrival = subject.arrival
        let identity = [
            arrival.id, "\(subject.outline.ordinal)", "\(subject.group.ordinal)", "\(result.ordinal)",
        ]
        let document = translated.map { translated in
            DocumentRecord(
                id: ULID(milliseconds: arrival.receivedAt, derivedFrom: ["document"] + identity).text,
                type: translated.document.type.rawValue, businessKey: translated.document.businessKey,
                partner: arrival.partner, arrival: arrival.id, interchange: subject.interchange.id,
                groupOrdinal: subject.group.ordinal, setOrdinal: result.ordinal, createdAt: now,
                profileRevision: subject.revision, body: translated.document.json(),
                provenance: translated.provenanceJSON())
        }
        let verdict = result.verdict
        let record = SetRecord(
            groupOrdinal: subject.group.ordinal, ordinal: result.ordinal, setID: result.setID,
            controlNumber: result.controlNumber, byteOffset: result.bytes.lowerBound,
            byteCount: result.bytes.count,
            status: verdict.status.code, codes: verdict.codes.joined(separator: " "),
            findings: try FindingText.json(verdict.findings, limit: limits.findingsPerSet),
            findingCount: verdict.findings.count + verdict.suppressed, document: document?.id)
        return SetOutcome(
            record: record, document: document,
            references: translated?.document.references.map { Reference(kind: $0.kind, value: $0.value) }
                ?? [],
            event: event(of: result, translated, document, failure, identity, now), failure: failure,
            byteCount: result.bytes.count + (document?.body.count ?? 0))
    }

    /// A document received, a set refused, or one that could not be mapped: each is told, tests excepted.
    private func event(
        of result: SetResult, _ translated: Translated?, _ document: DocumentRecord?, _ failure: String?,
        _ identity: [String], _ now: Int64
    ) -> Event? {
        guard subject.isLive else { return nil }
        let source = "/partners/\(subject.arrival.partner)"
        let time = CivilTime(milliseconds: now).instantText
        if let translated, let document {
            return Event(
                receiving: translated.document,
                id: ULID(
                    milliseconds: subject.arrival.receivedAt,
                    derivedFrom: ["event", document.id, translated.document.type.rawValue]
                ).text, source: source, time: time, causationID: subject.arrival.id)
        }
        let isRefused = result.verdict.status == .rejected
        guard isRefused || failure != nil else { return nil }
        let kind: EventKind = isRefused ? .transactionSetRejected : .translationFailed
        var json = JSONWriter()
        json.object { json in
            json.field("arrival", subject.arrival.id)
            json.field("interchange", subject.interchange.controlNumber)
            json.field("group", subject.group.header.controlNumber)
            json.field("set", result.setID)
            json.field("control", result.controlNumber)
            json.field("reason", failure ?? result.verdict.findings.first { $0.severity == .error }?.message)
            json.field("findings", result.verdict.findings.count + result.verdict.suppressed)
        }
        return Event(
            id: ULID(
                milliseconds: subject.arrival.receivedAt, derivedFrom: ["event", kind.rawValue] + identity
            ).text,
            kind: kind, source: source, subject: "arrival/\(subject.arrival.id)", time: time,
            partitionKey: subject.arrival.partner, data: json.bytes, causationID: subject.arrival.id)
    }
}
