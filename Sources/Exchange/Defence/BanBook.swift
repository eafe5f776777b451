internal import Logging
public import Store
internal import Synchronization

/// The bans of sources in the books: made by the host or by a person, lifted by a person, each in the audit trail.
///
/// They are rows and no file of their own: a ban and its entry in the trail are one commit.
public final class BanBook: Sendable {
    /// The time for which an ended ban is kept: within it, the next one of that source is longer.
    private static let memory: Int64 = 86_400_000
    /// Bans of the host that reach the audit trail in one second; of the rest, only the rows are written.
    private static let entriesPerSecond = 5

    private let context: ExchangeContext
    private let entries = Mutex<(second: Int64, count: Int)>((0, 0))

    init(_ context: ExchangeContext) { self.context = context }

    /// What is in force or ended lately, with the milliseconds that are left; negative for what has ended.
    public func all() throws -> [(ban: BanRecord, left: Int64)] {
        let now = context.clock.now
        return try context.store.read { try $0.bans.all() }.map { ($0, $0.until - now) }
            .filter { $0.left > -Self.memory }
    }

    /// Records a ban that the host made by itself.
    ///
    /// Blocks. What fails goes to the log: the host keeps the source out all the same.
    public func note(_ source: String, milliseconds: Int64, count: Int, reason: String) {
        let now = context.clock.now
        let ban = BanRecord(
            source: source, since: now, until: now + milliseconds, count: count, reason: reason,
            actor: "wharf")
        let isTold = entries.withLock { seen in
            if seen.second != now / 1000 { seen = (now / 1000, 0) }
            seen.count += 1
            return seen.count <= Self.entriesPerSecond
        }
        do {
            try context.store.commit(.processCrash) { books in
                try books.bans.put(ban, forgettingBefore: now - Self.memory)
                guard isTold else { return }
                try books.ledger.append(Self.entry(.sourceBanned, ban, at: now, actor: "wharf"))
            }
        } catch {
            context.log.error(
                "a ban was not recorded", metadata: ["source": "\(source)", "error": "\(error)"])
        }
    }

    /// Records a person's ban.
    ///
    /// Durable when it returns.
    public func add(_ source: String, milliseconds: Int64, reason: String) throws -> BanRecord {
        let now = context.clock.now
        let ban = BanRecord(
            source: source, since: now, until: now + milliseconds, count: 1, reason: reason, actor: "operator"
        )
        try context.store.commit { books in
            try books.bans.put(ban, forgettingBefore: now - Self.memory)
            try books.ledger.append(Self.entry(.banAdded, ban, at: now, actor: "operator"))
        }
        return ban
    }

    /// Removes a ban at a person's wish; answers it, or nil when there was none in force.
    ///
    /// Durable when it returns.
    public func lift(_ source: String) throws -> BanRecord? {
        let now = context.clock.now
        return try context.store.commit { books in
            guard let ban = try books.bans.remove(source), ban.until > now else { return nil }
            try books.ledger.append(Self.entry(.banLifted, ban, at: now, actor: "operator"))
            return ban
        }
    }

    private static func entry(_ act: LedgerAct, _ ban: BanRecord, at now: Int64, actor: String) -> LedgerDraft
    {
        LedgerDraft(
            at: now, actor: actor, act: act, story: nil, subject: "source/\(ban.source)",
            detail: "until \(CivilTime(milliseconds: ban.until).instantText), ban \(ban.count): \(ban.reason)"
        )
    }
}
