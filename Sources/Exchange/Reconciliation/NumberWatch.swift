internal import Cryptography
internal import Documents
internal import Store
internal import X12

/// Watches the control numbers that partners use: what is missing is told once it has stayed away for a while.
enum NumberWatch {
    /// How long a number may stay away before it is told, in milliseconds: files overtake each other.
    static let patience: Int64 = 900_000

    /// Notes the numbers of an interchange and its groups, in the commit that takes it in.
    static func note(
        _ plan: InterchangePlan, _ arrival: ArrivalRecord, _ books: borrowing Commit, at now: Int64
    ) throws {
        let (register, pair) = (books.inboundNumbers, plan.answer.pair)
        var effects = InboundNumbers.Effects()
        if let number = number(plan.record.controlNumber) {
            effects = try register.note(interchange: number, pair: pair, partner: arrival.partner, at: now)
        }
        for group in plan.outline.groups {
            guard let number = number(group.header.controlNumber) else { continue }
            // GS01 is two letters; a longer text would make a row of its own each time.
            let kind = group.header.functionalID.utf8.count == 2 ? group.header.functionalID : "??"
            let more = try register.note(
                group: number, functionalID: kind, pair: pair, partner: arrival.partner, at: now)
            effects.opened += more.opened
            effects.closed += more.closed
        }
        for gap in effects.opened {
            try books.queue.enqueue(
                .init(
                    .deadline, subject: DeadlineSubject.gap(gap.id).text,
                    lane: Deadlines.lane(of: arrival.partner), runAfter: gap.openedAt + patience))
        }
        for gap in effects.closed {
            guard gap.toldAt != nil else {
                try books.queue.withdraw(.deadline, subject: DeadlineSubject.gap(gap.id).text)
                continue
            }
            try tell(.controlNumberGapClosed, gap, arrival: arrival.id, books, at: now)
        }
    }

    /// Tells of a gap that is still open.
    static func tell(gap id: Int64, _ books: borrowing Commit, at now: Int64) throws {
        guard let gap = try books.inboundNumbers.openGap(id), gap.toldAt == nil else { return }
        try books.inboundNumbers.markTold(id, at: now)
        try tell(.controlNumberGap, gap, arrival: nil, books, at: now)
    }

    private static func tell(
        _ kind: EventKind, _ gap: NumberGap, arrival: String?, _ books: borrowing Commit, at now: Int64
    ) throws {
        let numbers = gap.first == gap.last ? "\(gap.first)" : "\(gap.first) to \(gap.last)"
        let isOpen = kind == .controlNumberGap
        try books.ledger.append(
            LedgerDraft(
                at: now, actor: "wharf", act: .numbersMissing, story: arrival,
                subject: "partner/\(gap.partner)",
                detail:
                    "control number \(numbers) (\(gap.level)) \(isOpen ? "has not come" : "came after all")"))
        var json = JSONWriter()
        json.object { json in
            json.field("partner", gap.partner)
            json.field("pair", gap.pair)
            json.field("level", gap.level)
            json.field("first", gap.first)
            json.field("last", gap.last)
            json.field("openedAt", CivilTime(milliseconds: gap.openedAt).instantText)
        }
        try EventWriting.add(
            Event(
                id: ULID(
                    milliseconds: gap.openedAt,
                    derivedFrom: ["event", kind.rawValue, gap.pair, gap.level, "\(gap.id)"]
                ).text, kind: kind, source: "/partners/\(gap.partner)",
                subject: "control-number/\(gap.level)/\(gap.first)",
                time: CivilTime(milliseconds: now).instantText,
                partitionKey: gap.partner, data: json.bytes, causationID: arrival), arrival: arrival, at: now,
            books)
    }

    private static func number(_ text: String) -> Int? {
        guard text.utf8.count <= 9, text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
        return Int(text)
    }
}
