internal import Foundation
internal import Logging
internal import Partners
internal import Store
internal import Transports

/// One look into one folder of a partner's server: list it whole, write down what is seen, take what is ready.
struct PickupRound {
    let context: ExchangeContext
    let receiver: Receiver
    let partner: String
    let pickup: RemoteSection.Pickup
    let parkAfter: Int
    let server: any RemoteServer
    let cancellation: VisitCancellation
    let end: ContinuousClock.Instant
    let isDryRun: Bool

    func run(_ report: inout VisitReport) throws {
        let listing = try server.list(pickup.path, limit: VisitLimits.listing)
        let known = try known(listing.files)
        let review = PickupReview(partner: partner, pickup: pickup, now: context.clock.now)
        let judgements = review.judge(listing.files) { known[$0] }
        count(judgements, &report)
        if listing.isCut {
            report.note("\(pickup.path) has more than \(VisitLimits.listing) names; the first are looked at")
        }
        guard !isDryRun else { return }
        let recorded = try record(judgements)
        if !listing.isCut { try markMissing(known, but: Set(listing.files.map(\.name))) }
        try clear(recorded, &report)
        try take(review.taken(recorded), &report)
    }

    // MARK: The ledger of entries

    /// The newest entry of each name that was listed last time or is listed now.
    private func known(_ files: [ListedFile]) throws -> [String: RemoteEntryRecord] {
        try context.store.read { books in
            var known: [String: RemoteEntryRecord] = [:]
            let present = try books.remoteEntries.present(
                partner: partner, folder: pickup.path, limit: VisitLimits.present)
            for entry in present where entry.generation > known[entry.name]?.generation ?? 0 {
                known[entry.name] = entry
            }
            for file in files where known[file.name] == nil {
                known[file.name] = try books.remoteEntries.latest(
                    partner: partner, folder: pickup.path, name: file.name)
            }
            return known
        }
    }

    /// Writes down what is new or stands differently; a power cut may forget it, the next look finds it again.
    private func record(_ judgements: [PickupReview.Judgement]) throws -> [PickupReview.Judgement] {
        var recorded = judgements
        let changed = recorded.indices.filter { recorded[$0].isChanged }
        let now = context.clock.now
        var rest = changed[...]
        while !rest.isEmpty {
            let some = Array(rest.prefix(VisitLimits.entriesPerCommit))
            rest = rest.dropFirst(some.count)
            let writes = some.map { (recorded[$0].entry, recorded[$0].known) }
            let ids = try context.store.commit(.processCrash) { books in
                try writes.map { entry, known in
                    guard entry.id == 0 else {
                        try books.remoteEntries.update(entry)
                        return entry.id
                    }
                    if let known { try Self.replace(known, books, at: now) }
                    return try books.remoteEntries.add(entry)
                }
            }
            for (index, id) in zip(some, ids) { recorded[index].entry.id = id }
        }
        return recorded
    }

    /// A new file took the name of an entry: what was owed for the old one can be done no more.
    private static func replace(_ known: RemoteEntryRecord, _ books: borrowing Commit, at now: Int64) throws {
        var old = known
        if old.missingSince == nil { old.missingSince = now }
        if old.afterwards == .pending || old.afterwards == .failed {
            old.afterwards = .done
            old.afterError = "another file took its name before it was cleared"
        }
        try books.remoteEntries.update(old)
    }

    /// Marks what is not listed any more, and forgets what has not been for long.
    private func markMissing(_ known: [String: RemoteEntryRecord], but listed: Set<String>) throws {
        let now = context.clock.now
        var gone = known.values.filter { $0.missingSince == nil && !listed.contains($0.name) }
            .sorted { $0.id < $1.id }[...]
        while !gone.isEmpty {
            let some = gone.prefix(VisitLimits.entriesPerCommit).map { entry in
                var entry = entry
                entry.missingSince = now
                if entry.state == .seen || entry.state == .claimed {
                    entry.state = .skipped
                    entry.reason = "was gone before it was taken"
                }
                if entry.afterwards == .pending || entry.afterwards == .failed { entry.afterwards = .done }
                return entry
            }
            gone = gone.dropFirst(some.count)
            try context.store.commit(.processCrash) { books in
                for entry in some { try books.remoteEntries.update(entry) }
            }
        }
        try context.store.commit(.processCrash) { books in
            _ = try books.remoteEntries.forgetMissing(before: now - VisitLimits.keptMissing, limit: 100)
        }
    }

    private func count(_ judgements: [PickupReview.Judgement], _ report: inout VisitReport) {
        report.listed += judgements.count
        for judgement in judgements {
            let verdict: String
            switch judgement.verdict {
            case .take: verdict = "take"
            case .clear: verdict = "clear"
            case .skip:
                verdict = "skip"
                report.skipped += 1
            case .wait(let until):
                verdict = "wait"
                report.waiting += 1
                if let until { report.nextReadyAt = min(report.nextReadyAt ?? until, until) }
            }
            guard isDryRun, report.lines.count < VisitReport.lineLimit else { continue }
            report.lines.append(
                .init(
                    folder: pickup.path, name: judgement.file.name, byteCount: judgement.file.byteCount,
                    verdict: verdict, reason: judgement.entry.reason))
        }
    }

    // MARK: Work at the server

    private func clear(_ judgements: [PickupReview.Judgement], _ report: inout VisitReport) throws {
        for judgement in judgements where judgement.verdict == .clear {
            try mayGoOn()
            try afterAction(judgement).perform(judgement.entry, &report)
        }
    }

    private func take(_ judgements: [PickupReview.Judgement], _ report: inout VisitReport) throws {
        for (index, judgement) in judgements.enumerated() {
            try mayGoOn()
            if let refusal = receiver.refusal() {
                return report.note("nothing is taken at the moment: \(refusal)")
            }
            guard ContinuousClock.now < end else {
                report.nextReadyAt = context.clock.now
                return report.note(
                    "the visit's time was over; \(judgements.count - index) files of \(pickup.path) wait for the next"
                )
            }
            let taking = EntryTaking(
                context: context, receiver: receiver, pickup: pickup, parkAfter: parkAfter, server: server)
            guard let entry = try taking.take(judgement.entry, &report) else { continue }
            guard entry.afterwards == .pending else { continue }
            try afterAction(judgement).perform(entry, &report)
        }
    }

    private func afterAction(_ judgement: PickupReview.Judgement) -> AfterAction {
        AfterAction(context: context, pickup: pickup, server: server, doneFile: judgement.doneFile)
    }

    private func mayGoOn() throws {
        if cancellation.isCancelled { throw RemoteError(.cancelled, "the server is stopping") }
    }
}
