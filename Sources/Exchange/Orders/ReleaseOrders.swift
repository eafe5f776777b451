internal import Cryptography
internal import Failpoints
internal import Foundation
internal import Partners
internal import Spool
internal import Store
internal import X12

/// Puts what waits for a partner into interchanges: chosen and numbered in one commit, written, sealed, and recorded.
///
/// Which documents stand in an interchange under which numbers is decided before a byte is written; a release that is
/// cut short finds that decision again and writes the same bytes. Documents that come meanwhile wait for the next one.
struct ReleaseOrders: Stage {
    static let kind = Job.Kind.releaseOrders
    /// Documents of one interchange; more become several.
    static let documentsPerInterchange = 1_000
    /// Documents looked at for one interchange, those that must wait included.
    private static let headsPerInterchange = 2_000

    let context: ExchangeContext

    /// How far a release has come; kept as the job's cursor.
    struct Progress: Codable, Sendable {
        /// When it began: what the interchanges are dated by.
        var at: Int64
        /// The last document that it may take.
        var through: Int64
        /// The interchange under way, from 1.
        var part = 1
        /// Whether the documents of that interchange are chosen.
        var isChosen = false
        /// Documents in the interchanges that are done.
        var released = 0
        /// Documents that could not be written and are held.
        var held = 0

        var text: String {
            get throws {
                let encoder = JSONEncoder()
                encoder.outputFormatting = .sortedKeys
                return String(decoding: try encoder.encode(self), as: UTF8.self)
            }
        }
    }

    func perform(_ jobs: [Job]) -> [StageFault] {
        var faults: [StageFault] = []
        for job in jobs {
            do {
                try release(job)
            } catch {
                faults.append(StageFault(job: job, error: error))
            }
        }
        return faults
    }

    private func release(_ job: Job) throws {
        let request = ReleaseRequest(subject: job.subject)
        let generation = context.book.generation
        guard let partner = generation.directory.partner(id: request.partner), let agreement = partner.x12,
            partner.state == .live || partner.state == .test
        else {
            return try finish(job, nil, "nothing was released: \(request.partner) is not trading now")
        }
        var progress = try progress(of: job)
        let writing = ReleaseWriting(
            context: context, partner: partner, agreement: agreement, house: generation.directory.house)
        while true {
            if !progress.isChosen {
                guard let chosen = try choose(job, request, progress, writing) else { break }
                progress = chosen
            }
            try write(job, &progress, writing)
        }
        try finish(job, progress, nil)
    }

    private func progress(of job: Job) throws -> Progress {
        if let cursor = job.cursor {
            return try JSONDecoder().decode(Progress.self, from: Data(cursor.utf8))
        }
        let now = context.clock.now
        return try context.store.commit { books in
            let progress = Progress(at: now, through: try books.outbound.lastPosition())
            try books.queue.advance(job, to: try progress.text)
            return progress
        }
    }

    // MARK: Choosing

    /// Chooses and numbers the documents of the next interchange; `nil` when none is left.
    private func choose(
        _ job: Job, _ request: ReleaseRequest, _ progress: Progress, _ writing: ReleaseWriting
    ) throws -> Progress? {
        let context = context
        return try context.store.commit { books in
            let heads: [PendingDocument]
            if let document = request.document {
                heads = try books.outbound.pendingHead(document).map { [$0] } ?? []
            } else {
                heads = try books.outbound.pendingHeads(
                    partner: request.partner, after: 0, through: progress.through,
                    limit: Self.headsPerInterchange)
            }
            let chosen = try Self.eligible(heads, request.partner, writing.agreement, books)
            guard !chosen.isEmpty else { return nil }
            let numbers = try Self.reserve(chosen, job, progress.part, writing.agreement, context, books)
            let interchange = Self.interchangeID(job, progress)
            var counts: [String: Int] = [:]
            for document in chosen {
                let ordinal = counts[document.setID, default: 0] + 1
                counts[document.setID] = ordinal
                _ = try books.outbound.record(
                    OutboundSendingRecord(
                        document: document.id, partner: request.partner, interchange: interchange,
                        interchangeControlNumber: Self.padded(numbers.interchange, 9),
                        functionalID: ReleaseWriting.functionalID(of: document.setID),
                        groupControlNumber: String(numbers.groups[document.setID] ?? 0),
                        setID: document.setID, setControlNumber: Self.padded(ordinal, 4), at: progress.at))
            }
            var next = progress
            next.isChosen = true
            try books.queue.advance(job, to: try next.text)
            return next
        }
    }

    /// Orders before what is about them, each in the order of entry; what must wait for an order is left out.
    private static func eligible(
        _ heads: [PendingDocument], _ partner: String, _ agreement: TradingAgreement,
        _ books: borrowing Commit
    ) throws -> [PendingDocument] {
        let heads = heads.filter { agreement.outbound[$0.setID] != nil }
        let orders = heads.filter { !$0.follows }.prefix(documentsPerInterchange)
        let leaving = Set(orders.map(\.orderNumber))
        var changed: Set<String> = []
        var chosen = Array(orders)
        for head in heads where head.follows && chosen.count < documentsPerInterchange {
            guard
                try leaving.contains(head.orderNumber)
                    || books.outbound.standing(ofOrder: head.orderNumber, partner: partner) != .waiting
            else { continue }
            // The group of orders comes first: a cancellation in it would overtake an earlier change.
            if head.setID == "850", changed.contains(head.orderNumber) { continue }
            if head.setID != "850" { changed.insert(head.orderNumber) }
            chosen.append(head)
        }
        return chosen
    }

    /// The numbers of an interchange and its groups.
    private struct Numbers: Sendable {
        let interchange: Int
        let groups: [String: Int]
    }

    private static func reserve(
        _ chosen: [PendingDocument], _ job: Job, _ part: Int, _ agreement: TradingAgreement,
        _ context: ExchangeContext, _ books: borrowing Commit
    ) throws -> Numbers {
        let pair = "\(agreement.house.address)>\(agreement.partner.address)"
        let interchange = try books.controlNumbers.reserve(
            pair: pair, level: "ISA", for: job.id, above: context.marks.highest("ISA " + pair),
            part: "\(part)")
        var groups: [String: Int] = [:]
        for set in Set(chosen.map(\.setID)).sorted() {
            groups[set] =
                try books.controlNumbers.reserve(
                    pair: pair, level: "GS", for: job.id, above: context.marks.highest("GS " + pair),
                    part: "\(part)/\(set)"
                ).number
        }
        return Numbers(interchange: interchange.number, groups: groups)
    }

    private static func interchangeID(_ job: Job, _ progress: Progress) -> String {
        ULID(
            milliseconds: progress.at, derivedFrom: ["release", "\(job.id)", job.subject, "\(progress.part)"]
        )
        .text
    }

    static func padded(_ number: Int, _ width: Int) -> String {
        let text = String(number)
        return String(repeating: "0", count: max(0, width - text.count)) + text
    }

    // MARK: Writing

    private func write(_ job: Job, _ progress: inout Progress, _ writing: ReleaseWriting) throws {
        let interchange = Self.interchangeID(job, progress)
        try raiseMarks(job, progress.part, writing.agreement)
        Failpoint.reach(.composeReserved)
        let record: ReleaseWriting.Sealed?
        do {
            record = try writing.seal(interchange, at: progress.at)
        } catch let refusals as ReleaseWriting.Refusals {
            try hold(refusals)
            progress.held += refusals.all.count
            record = try writing.seal(interchange, at: progress.at)
        }
        Failpoint.reach(.composeSealed)
        let now = context.clock.now
        var next = progress
        next.part += 1
        next.isChosen = false
        next.released += record?.sendings.count ?? 0
        try context.store.commit { [next] books in
            if let record { try Self.enter(record, books, at: now) }
            try books.queue.advance(job, to: try next.text)
        }
        context.metrics.add("wharf_orders_released_total", record?.sendings.count ?? 0)
        progress = next
    }

    /// Takes out what cannot be written; the others keep their numbers.
    private func hold(_ refusals: ReleaseWriting.Refusals) throws {
        let now = context.clock.now
        try context.store.commit { books in
            for (sending, why) in refusals.all {
                try books.outbound.withdraw(sending, because: why)
                try books.ledger.append(
                    LedgerDraft(
                        at: now, actor: "wharf", act: .heldBack,
                        story: try books.outbound.find(sending.document)?.arrival,
                        subject: "outbound/\(sending.document)", detail: why))
            }
        }
    }

    private func raiseMarks(_ job: Job, _ part: Int, _ agreement: TradingAgreement) throws {
        let pair = "\(agreement.house.address)>\(agreement.partner.address)"
        let highest = try context.store.read { books in
            var highest: [String: Int] = [:]
            if let number = try books.controlNumbers.reserved(level: "ISA/\(part)", for: job.id) {
                highest["ISA " + pair] = number.count
            }
            for set in ReleaseWriting.sets {
                guard let number = try books.controlNumbers.reserved(level: "GS/\(part)/\(set)", for: job.id)
                else { continue }
                highest["GS " + pair] = max(highest["GS " + pair] ?? 0, number.count)
            }
            return highest
        }
        try context.marks.raise(highest)
    }

    private static func enter(
        _ sealed: ReleaseWriting.Sealed, _ books: borrowing Commit, at now: Int64
    ) throws {
        let record = sealed.record
        try books.interchanges.record(record)
        try books.ledger.append(
            LedgerDraft(
                at: now, actor: "wharf", act: .composed, story: record.id,
                subject: "interchange/\(record.id)",
                digest: record.digest,
                detail: "\(record.fileName ?? "") with control number \(record.controlNumber), "
                    + "\(sealed.sendings.count) document(s) for \(record.partner)"))
        for (sending, story) in zip(sealed.sendings, sealed.stories) {
            try books.ledger.append(
                LedgerDraft(
                    at: now, actor: "wharf", act: .released, story: story,
                    subject: "outbound/\(sending.document)", digest: record.digest,
                    detail:
                        "set \(sending.setID) \(sending.setControlNumber), group \(sending.groupControlNumber), "
                        + "interchange \(sending.interchangeControlNumber) (\(record.id))"))
        }
        try books.queue.enqueue(
            .init(.deliver, subject: record.id, lane: ExchangeContext.outboundLane(of: record.partner)))
        // An answer may have come back before this was in the books.
        try Reconcile.wake(
            partner: record.partner, interchangeNumber: record.controlNumber,
            groupNumbers: Array(Set(sealed.sendings.map(\.groupControlNumber))), books)
    }

    private func finish(_ job: Job, _ progress: Progress?, _ reason: String?) throws {
        let now = context.clock.now
        let counts = ["released": progress?.released ?? 0, "held": progress?.held ?? 0]
        try context.store.commit { books in
            try books.firings.finish(
                job.subject, outcome: .done, counts: counts, detail: reason ?? "", at: now)
            try books.queue.complete(job)
        }
    }
}

/// What a job of releasing is about: `PARTNER/SCHEDULE@ms`, `PARTNER/manual@ms`, or one document,
/// `PARTNER/document/ID@ms`.
struct ReleaseRequest: Sendable {
    let partner: String
    let document: String?

    init(subject: String) {
        let parts = subject.split(separator: "/", omittingEmptySubsequences: false)
        partner = parts.first.map(String.init) ?? ""
        document =
            parts.count == 3 && parts[1] == "document"
            ? parts[2].split(separator: "@").first.map(String.init) : nil
    }

    /// The subject of a release that a person asks for.
    static func subject(partner: String, document: String? = nil, at now: Int64) -> String {
        document.map { "\(partner)/document/\($0)@\(now)" } ?? "\(partner)/manual@\(now)"
    }

    /// The lane of a partner's releases.
    static func lane(of partner: String) -> String { partner + "/release" }
}
