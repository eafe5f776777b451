internal import Foundation
public import Spool
internal import Store

/// Lets a server begin with a database that does not reach the head told outside it: a person's decision, kept in the trail.
public enum GapAcceptance {
    /// Puts the head aside, enters why into the trail, and tells the new head.
    ///
    /// The caller holds the spool's lock.
    ///
    /// - Returns: what the head had said, in words; `nil` when there was nothing to accept.
    /// - Throws: `SpoolError`, `StoreError`, or ``AuditError`` when the trail lacks nothing.
    public static func accept(
        _ layout: SpoolLayout, house: String, because reason: String, clock: ExchangeClock = .system
    ) throws -> String? {
        let store = try StateStore(path: layout.database)
        defer { store.close() }
        let book = try CheckpointBook(layout)
        try requireGap(book, store)
        let now = clock.now
        let end = try store.read { try $0.ledger.end() }
        guard let told = try book.retireHead(behind: end.sequence, at: now) else { return nil }
        try store.commit { books in
            try books.ledger.append(
                LedgerDraft(
                    at: now, actor: "operator", act: .gapAccepted, story: nil, subject: "audit",
                    detail: "the trail ended at entry \(end.sequence), the head outside was \(told): \(reason)"))
        }
        try book.tellHead(try store.read { try $0.ledger.end() }, at: now, house: house)
        return told
    }

    private static func requireGap(_ book: CheckpointBook, _ store: StateStore) throws {
        do {
            try book.requireWhole(store)
        } catch is AuditError {
            return
        }
        throw AuditError(
            description: "the audit trail reaches the head that was told outside the database: there is no gap to accept")
    }
}
