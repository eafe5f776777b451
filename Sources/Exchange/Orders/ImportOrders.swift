internal import Cryptography
internal import Documents
internal import Partners
internal import Spool
internal import Store
internal import Translation

/// Enters the orders of our own applications into the books: those that can be sent, each once.
///
/// An order's id follows from its arrival and its place there, so that a file whose import was cut short is simply
/// imported again.
struct ImportOrders: Stage {
    static let kind = Job.Kind.importOrders
    /// Why a change waits whose order has not come yet; the order's coming ends it.
    static let waitsForOrder = "its order is not in the books yet"

    let context: ExchangeContext

    /// What became of a file's orders.
    struct Tally: Sendable {
        var entered = 0
        var repeated = 0
        var refused = 0
        var faults: [OrderFault] = []

        mutating func refuse(_ found: [OrderFault]) {
            refused += 1
            faults += found.prefix(max(0, OrderFaultText.maximum - faults.count))
        }
    }

    private enum Outcome: Sendable {
        case entered
        case repeated
        case contradicts(OrderFault)
    }

    private struct Prepared: Sendable {
        let arrival: ArrivalRecord
        let revision: String
        let content: String
        let tally: Tally
    }

    func perform(_ jobs: [Job]) -> [StageFault] {
        performEach(jobs, context.store, prepare: prepare) { [self] job, prepared, books in
            try finish(prepared, books)
            try books.queue.complete(job)
        }
    }

    private func prepare(_ job: Job) throws -> Prepared {
        guard let arrival = try context.store.read({ try $0.arrivals.find(job.subject) }),
            let digest = arrival.digest
        else {
            throw StageError(disposition: .hold, description: "arrival \(job.subject) is not in the books")
        }
        let generation = context.book.generation
        let reader = try context.archive.open(digest)
        let bytes = try reader.bytes(0..<min(reader.byteCount, OrderFile.byteMaximum + 1))
        var tally = Tally()
        do {
            let drafts = try OrderReading.drafts(in: bytes, name: arrival.name, generation.directory.house)
            try enter(drafts, bytes, arrival, OrderReview(generation.directory), &tally)
        } catch let fault as OrderFault {
            tally.faults.append(fault)
        }
        return Prepared(
            arrival: arrival, revision: generation.revision,
            content: OrderReading.isTable(arrival.name) ? "csv" : "json", tally: tally)
    }

    private func enter(
        _ drafts: [OrderDraft], _ bytes: [UInt8], _ arrival: ArrivalRecord, _ review: OrderReview,
        _ tally: inout Tally
    ) throws {
        var begin = 0
        while begin < drafts.count {
            let end = min(begin + context.limits.setsPerCommit, drafts.count)
            let verdicts = review.verdicts(on: drafts[begin..<end], in: bytes)
            var accepted: [OrderReview.Accepted] = []
            for verdict in verdicts {
                switch verdict {
                case .success(let order): accepted.append(order)
                case .failure(let faults): tally.refuse(faults.all)
                }
            }
            for outcome in try commit(accepted, arrival) {
                switch outcome {
                case .entered: tally.entered += 1
                case .repeated: tally.repeated += 1
                case .contradicts(let fault): tally.refuse([fault])
                }
            }
            begin = end
        }
    }

    private func commit(_ orders: [OrderReview.Accepted], _ arrival: ArrivalRecord) throws -> [Outcome] {
        guard !orders.isEmpty else { return [] }
        let now = context.clock.now
        return try context.store.commit { books in
            var outcomes: [Outcome] = []
            for order in orders { outcomes.append(try Self.enter(order, arrival, books, at: now)) }
            return outcomes
        }
    }

    /// The id of a document that an arrival brings.
    static func documentID(_ ordinal: Int, of arrival: ArrivalRecord) -> String {
        ULID(milliseconds: arrival.receivedAt, derivedFrom: ["outbound", arrival.id, "\(ordinal)"]).text
    }

    private static func enter(
        _ order: OrderReview.Accepted, _ arrival: ArrivalRecord, _ books: borrowing Commit, at now: Int64
    ) throws -> Outcome {
        let id = documentID(order.ordinal, of: arrival)
        let checked = order.checked
        if let earlier = try books.outbound.latest(identity: checked.identity, partner: order.partner) {
            if earlier.id == id { return .entered }
            if earlier.body == order.body { return .repeated }
            // What was taken back may be said anew in other words.
            if earlier.state != .recalled { return .contradicts(contradiction(order, earlier)) }
        }
        var record = OutboundDocumentRecord(
            id: id, partner: order.partner, setID: checked.setID, type: order.type,
            businessKey: order.businessKey, orderNumber: checked.orderNumber, arrival: arrival.id,
            ordinal: order.ordinal, createdAt: now, body: order.body, identity: checked.identity)
        record.follows = checked.follows
        if checked.follows {
            let standing = try books.outbound.standing(ofOrder: checked.orderNumber, partner: order.partner)
            if standing == .unknown { record.heldBecause = waitsForOrder }
        }
        guard try books.outbound.add(record) else { return .entered }
        try books.ledger.append(
            LedgerDraft(
                at: now, actor: "wharf", act: .entered, story: arrival.id, subject: "outbound/\(id)",
                digest: Digest.of(order.body),
                detail: "\(order.businessKey) for \(order.partner), to be sent as \(checked.setID)"
                    + (record.heldBecause.map { "; held: \($0)" } ?? "")))
        if !checked.follows {
            _ = try books.outbound.release(
                ofOrder: checked.orderNumber, partner: order.partner, heldBecause: waitsForOrder)
        }
        return .entered
    }

    static func contradiction(
        _ order: OrderReview.Accepted, _ earlier: OutboundDocumentRecord
    ) -> OrderFault {
        let day = CivilTime(milliseconds: earlier.createdAt).dayText
        let way =
            order.checked.setID == "850" && !order.checked.follows
            ? "send a purchase-order-change" : "give it a number of its own"
        return OrderFault(
            order: order.ordinal, line: order.line, orderNumber: order.checked.orderNumber,
            message: "\(order.businessKey) came with other content on \(day) (\(earlier.id)); \(way)")
    }

    // MARK: The file's end

    private func finish(_ prepared: Prepared, _ books: borrowing Commit) throws {
        let (arrival, tally) = (prepared.arrival, prepared.tally)
        let now = context.clock.now
        try books.arrivals.describe(
            arrival.id, content: prepared.content, profileRevision: prepared.revision, openParts: 1,
            findings: try OrderFaultText.json(tally.faults))
        _ = try books.arrivals.finishPart(
            arrival.id, accepted: tally.entered + tally.repeated, rejected: tally.refused)
        let why = Self.sentence(tally)
        if tally.entered == 0, tally.refused > 0 || !tally.faults.isEmpty, tally.repeated == 0 {
            try ArrivalEnding.end(
                arrival, as: .rejected, because: why, telling: .arrivalRejected, act: .settled, books, at: now
            )
        } else if tally.entered == 0, tally.refused == 0 {
            try ArrivalEnding.end(
                arrival, as: .duplicate, because: why, telling: .arrivalDuplicate, act: .duplicate, books,
                at: now)
        } else {
            try books.arrivals.move(arrival.id, to: .interpreted, because: why, at: now)
            try books.ledger.append(
                LedgerDraft(
                    at: now, actor: "wharf", act: .settled, story: arrival.id,
                    subject: "arrival/\(arrival.id)",
                    digest: arrival.digest, detail: why))
        }
        context.metrics.add("wharf_orders_entered_total", tally.entered)
        context.metrics.add("wharf_orders_refused_total", tally.refused)
    }

    private static func sentence(_ tally: Tally) -> String {
        if tally.entered + tally.repeated + tally.refused == 0, let fault = tally.faults.first {
            return "Nothing was entered: \(fault.text)."
        }
        var parts = ["\(tally.entered) order(s) entered"]
        if tally.repeated > 0 { parts.append("\(tally.repeated) known with the same content") }
        if tally.refused > 0 { parts.append("\(tally.refused) refused") }
        return parts.joined(separator: ", ") + "."
    }
}
