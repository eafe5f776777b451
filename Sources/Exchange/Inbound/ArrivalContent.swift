internal import Cryptography
internal import Partners
internal import Spool
internal import Store
internal import X12

/// What a file turned out to be, before anything is committed.
enum ArrivalContent: Sendable {
    /// Nothing in it.
    case empty
    /// X12 whose last interchange has no end.
    case incomplete(FileOutline, String)
    /// X12 from whom it should be.
    case interchanges(FileOutline, [InterchangePlan], TradingAgreement)
    /// A batch file that the profile describes.
    case batch(BatchAgreement)
    /// A file that only says that the batch file of this name is whole.
    case doneFile(String)
    /// Nothing we may process; `reason` is a folder's name, `why` a sentence.
    case quarantine(reason: String, why: String)

    /// Reads a file's outline and decides.
    ///
    /// Blocks; memory stays flat.
    static func of(
        _ arrival: ArrivalRecord, partner: PartnerProfile, reader: ArchiveReader
    ) throws -> ArrivalContent {
        if let name = partner.batches.lazy.compactMap({ $0.file(doneBy: arrival.name) }).first {
            return .doneFile(name)
        }
        guard reader.byteCount > 0 else { return .empty }
        if let batch = partner.batches.first(where: { $0.direction == .inbound && $0.matches(arrival.name) })
        {
            return .batch(batch)
        }
        let outline = try EnvelopeScanner.scan(
            DescriptorSource(descriptor: reader.descriptor, range: 0..<reader.byteCount))
        guard outline.looksLikeX12 else { return unknown(outline, partner) }
        guard let agreement = partner.x12 else {
            return .quarantine(
                reason: "no-agreement",
                why: "This is X12, but the profile of \(partner.name) has no x12 section.")
        }
        // Without a usable terminator no end can be found, and the whole file sent again would end the same way.
        if let last = outline.interchanges.last, !last.isComplete,
            !last.findings.contains(where: { $0.code == .terminatorInvalid })
        {
            return .incomplete(
                outline,
                "The file ends before the IEA of interchange \(last.header.controlNumber): only a part of it arrived. "
                    + "Send it again as a whole.")
        }
        if let why = foreignSender(outline, agreement, partner) {
            return .quarantine(reason: "foreign-sender", why: why)
        }
        let plans = try outline.interchanges.map {
            try InterchangePlan(of: $0, in: arrival, partner: partner, agreement: agreement, reader: reader)
        }
        return .interchanges(outline, plans, agreement)
    }

    /// Nothing we know; an ISA that cannot be read is named as such, because its sender thinks it sent X12.
    private static func unknown(_ outline: FileOutline, _ partner: PartnerProfile) -> ArrivalContent {
        if let header = outline.findings.first(where: { $0.code == .headerUnreadable }) {
            return .quarantine(
                reason: "unreadable-header",
                why:
                    "The ISA segment at byte \(header.offset) cannot be read: \(header.message) \(header.fix)"
            )
        }
        return .quarantine(
            reason: "unknown-content",
            why:
                "This is no X12 (no ISA segment was found) and its name fits no batch agreed with \(partner.name). "
                + "Send X12, or a file named as agreed.")
    }

    /// The sender must be whom it says: ISA06 and GS02 belong to the partner that logged in.
    private static func foreignSender(
        _ outline: FileOutline, _ agreement: TradingAgreement, _ partner: PartnerProfile
    ) -> String? {
        for interchange in outline.interchanges {
            let sender = interchange.header.sender
            guard sender == agreement.partner.address else {
                return
                    "Interchange \(interchange.header.controlNumber) says it is from \(sender), but \(partner.name) is "
                    + "agreed as \(agreement.partner.address). Nothing in the file was processed."
            }
            if let group = interchange.groups.first(where: { $0.header.sender != agreement.partner.groupID })
            {
                return
                    "Group \(group.header.controlNumber) says it is from \(group.header.sender), but \(partner.name) is "
                    + "agreed as \(agreement.partner.groupID) in GS02. Nothing in the file was processed."
            }
        }
        return nil
    }
}

extension BatchAgreement {
    /// Whether a file name is one of this batch.
    func matches(_ name: String) -> Bool {
        match.contains { $0.matches(name) }
    }

    /// The name of the file of this batch that a done-file speaks for; `nil` when the name is no done-file's.
    func file(doneBy name: String) -> String? {
        guard direction == .inbound, let doneFile = taking.doneFile else { return nil }
        let parts = doneFile.lowercased().split(
            separator: "{name}", maxSplits: 1, omittingEmptySubsequences: false)
        let lowered = name.lowercased()
        guard parts.count == 2, lowered.hasPrefix(parts[0]), lowered.hasSuffix(parts[1]),
            name.count > parts[0].count + parts[1].count
        else { return nil }
        let inner = String(name.dropFirst(parts[0].count).dropLast(parts[1].count))
        return matches(inner) ? inner : nil
    }
}

/// One interchange of a file, judged by itself; whether it came before is only known in the commit.
struct InterchangePlan: Sendable {
    /// The record without its final state.
    let record: InterchangeRecord
    /// As the scanner saw it.
    let outline: InterchangeOutline
    /// TA105 and a sentence when it is refused as a whole.
    let refusal: (note: String, why: String)?
    /// What its answer needs.
    let answer: AnswerPlan

    init(
        of outline: InterchangeOutline, in arrival: ArrivalRecord, partner: PartnerProfile,
        agreement: TradingAgreement,
        reader: ArchiveReader
    ) throws {
        self.outline = outline
        let header = outline.header
        refusal = Self.refusal(of: outline, agreement)
        answer = AnswerPlan(
            header: header, groups: outline.groups, acknowledgment: InterchangeAcknowledgment(for: outline),
            isLive: header.usage != "T")
        record = InterchangeRecord(
            id: ULID(
                milliseconds: arrival.receivedAt,
                derivedFrom: ["interchange", arrival.id, "\(outline.ordinal)"]
            ).text,
            direction: .inbound, arrival: arrival.id, ordinal: outline.ordinal, partner: partner.id,
            sender: header.sender.description, receiver: header.receiver.description,
            controlNumber: header.controlNumber, version: header.version, usage: header.usage,
            byteOffset: outline.bytes.lowerBound, byteCount: outline.bytes.count,
            digest: try Self.digest(of: outline.bytes, reader), state: "accepted", note: nil,
            outline: answer.json(), createdAt: arrival.receivedAt)
    }

    private static func refusal(
        of outline: InterchangeOutline, _ agreement: TradingAgreement
    ) -> (note: String, why: String)? {
        if outline.status == .rejected {
            let sentence = outline.findings.first { $0.severity == .error }?.message
            return (outline.note, sentence ?? "the envelope of the interchange is broken")
        }
        guard outline.header.receiver == agreement.house.address else {
            return (
                "009",
                "it is addressed to \(outline.header.receiver), but we are \(agreement.house.address) for you"
            )
        }
        switch (agreement.usage, outline.header.usage) {
        case (.production, "T"):
            return ("020", "it is marked as a test (ISA15 T), but only production is agreed here")
        case (.test, "P"):
            return ("020", "it is marked as production (ISA15 P), but only tests are agreed here")
        default: return nil
        }
    }

    private static func digest(of range: Range<Int>, _ reader: ArchiveReader) throws -> Digest {
        var stream = DigestStream()
        var offset = range.lowerBound
        while offset < range.upperBound {
            let bytes = try reader.bytes(offset..<min(offset + 262_144, range.upperBound))
            bytes.withUnsafeBytes { stream.update($0) }
            offset += bytes.count
        }
        return stream.finish()
    }
}
