internal import Foundation
public import Spool
internal import Store

/// Lets a server begin with a database that does not reach the head told outside it: a person's decision, kept in the trail.
public enum GapAcceptance {
    /// Puts the head aside, enters why into the trail, and tells the new head.
    ///
    /// The caller holds the spool's lock.
    ///
    /// - Returns: what the head had said, in words; `nil` when the trail lacks nothing and nothing was done.
    /// - Throws: `SpoolError` or `StoreError`.
    public static func accept(
        _ layout: SpoolLayout, house: String, because reason: String, clock: ExchangeClock = .system
    ) throws -> String? {
        let store = try StateStore(path: layout.database)
        defer { store.close() }
        let book = try CheckpointBook(layout)
        guard try hasGap(book, store) else { return nil }
        let now = clock.now
        let end = try store.read { try $0.ledger.end() }
        guard let told = try book.retireHead(behind: end.sequence, at: now) else { return nil }
        try store.commit { books in
            try books.ledger.append(
                LedgerDraft(
                    at: now, actor: "operator", act: .gapAccepted, story: nil, subject: "audit",
                    detail:
                        "the trail ended at entry \(end.sequence), the head outside was \(told): \(reason)"))
        }
        try book.tellHead(try store.read { try $0.ledger.end() }, at: now, house: house, key: try book.key())
        return told
    }

    private static func hasGap(_ book: CheckpointBook, _ store: StateStore) throws -> Bool {
        do {
            try book.requireWhole(store)
            return false
        } catch is AuditError {
            return true
        }
    }
}
