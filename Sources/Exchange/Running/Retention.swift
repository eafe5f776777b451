internal import Foundation
internal import Logging
internal import Partners
internal import Spool
internal import Store
internal import Synchronization

/// Removes what the house need not keep any longer: first the rows, with a word in the audit trail, then, by the sweep, the bytes.
///
/// A round takes a few small pieces, each a commit of its own, and none while files come in: nobody waits for it.
final class Retention: Sendable {
    /// The pause between two rounds, in seconds.
    static let intervalSeconds = 60.0
    /// Files, documents or events in one commit.
    static let piece = 100
    /// Pieces in one round.
    static let pieces = 10

    private let context: ExchangeContext
    /// The last file that was looked at; after the last of all the look begins anew.
    private let place = Mutex("")

    init(_ context: ExchangeContext) {
        self.context = context
    }

    /// One round.
    func run() {
        let house = context.book.generation.directory.house
        do {
            if let files = house.retention.files {
                let limit = limit(files, house.retention)
                try repeatPieces { try removeFiles(limit, files) }
                try repeatPieces { try removeOutbound(limit) }
            }
            if let events = house.retention.events {
                let limit = limit(events, house.retention)
                let store = context.store
                try repeatPieces {
                    try store.commit(.processCrash) {
                        try $0.retention.removeEvents(before: limit.before, count: Self.piece)
                    } == Self.piece
                }
            }
        } catch {
            context.log.error(
                "what was kept long enough was not removed; it is tried again in a minute",
                metadata: ["error": "\(error)"])
        }
    }

    private func limit(_ kept: Duration, _ retention: RetentionSection) -> RetentionRegister.Limit {
        .init(before: context.clock.now - kept.components.seconds * 1000, hold: retention.hold)
    }

    /// Goes on as long as a piece says that there is more and nobody waits at the door.
    private func repeatPieces(_ removePiece: () throws -> Bool) throws {
        for _ in 0..<Self.pieces {
            guard context.pace.rest() == nil, try removePiece() else { return }
        }
    }

    /// - Returns: whether there may be more.
    private func removeFiles(_ limit: RetentionRegister.Limit, _ kept: Duration) throws -> Bool {
        let after = place.withLock { $0 }
        let ended = try context.store.read {
            try $0.retention.endedArrivals(limit, after: after, count: Self.piece)
        }
        guard let last = ended.last else {
            place.withLock { $0 = "" }
            return false
        }
        let now = context.clock.now
        let days = kept.components.seconds / 86_400
        // The trail names what is removed in the commit that removes it, and before its bytes are.
        try context.store.commit { books in
            for arrival in ended {
                try books.ledger.append(
                    LedgerDraft(
                        at: now, actor: "wharf", act: .purged, story: arrival.id,
                        subject: "arrival/\(arrival.id)", digest: arrival.digest,
                        detail:
                            "\(arrival.name) of \(arrival.partner), \(arrival.state.rawValue), kept for \(days) days"
                    ))
                try books.retention.removeArrival(arrival.id)
            }
        }
        context.metrics.add("wharf_purged_files_total", ended.count)
        place.withLock { $0 = last.id }
        return true
    }

    private func removeOutbound(_ limit: RetentionRegister.Limit) throws -> Bool {
        let now = context.clock.now
        let removed = try context.store.commit { books in
            let removed = try books.retention.removeOutbound(limit, count: Self.piece)
            for id in removed {
                try books.ledger.append(
                    LedgerDraft(
                        at: now, actor: "wharf", act: .purged, story: nil, subject: "outbound/\(id)",
                        detail: "came to its end and was kept as long as agreed"))
            }
            return removed.count
        }
        context.metrics.add("wharf_purged_outbound_total", removed)
        return removed == Self.piece
    }
}
