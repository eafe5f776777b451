internal import Foundation
internal import GRDB

/// A source of the network that may not connect for a while.
public struct BanRecord: Sendable, Codable, Equatable {
    /// An IPv4 address, or an IPv6 network of 64 bits.
    public var source: String
    /// When it began, milliseconds UTC.
    public var since: Int64
    /// When it ends, milliseconds UTC.
    public var until: Int64
    /// Which ban of this source it is; each is longer than the one before.
    public var count: Int
    /// Why, for people.
    public var reason: String
    /// Who made it: `wharf` or `operator`.
    public var actor: String

    /// Describes a ban.
    public init(source: String, since: Int64, until: Int64, count: Int, reason: String, actor: String) {
        self.source = source
        self.since = since
        self.until = until
        self.count = count
        self.reason = reason
        self.actor = actor
    }
}

/// The bans of sources, so that they outlast the process, and the ended ones of late, after which the next is longer.
///
/// A row changes in the same commit as its entry in the audit trail: what is in force and what is told never differ.
public struct BanRegister {
    /// As many as the host remembers; the ones that end first go.
    private static let rowsMaximum = 65_536

    let database: Database

    /// Records a ban in place of an earlier one of the source, and forgets those that ended before a time.
    public func put(_ ban: BanRecord, forgettingBefore past: Int64) throws {
        try database.cachedStatement(
            sql: """
                INSERT INTO ban (source, since, until, count, reason, actor) VALUES (?, ?, ?, ?, ?, ?)
                ON CONFLICT (source) DO UPDATE SET since = excluded.since, until = excluded.until,
                count = excluded.count, reason = excluded.reason, actor = excluded.actor
                """
        ).execute(arguments: [ban.source, ban.since, ban.until, ban.count, ban.reason, ban.actor])
        try database.cachedStatement(sql: "DELETE FROM ban WHERE until < ?").execute(arguments: [past])
        try database.cachedStatement(
            sql: """
                DELETE FROM ban WHERE source IN
                (SELECT source FROM ban ORDER BY until DESC, source LIMIT -1 OFFSET ?)
                """
        ).execute(arguments: [Self.rowsMaximum])
    }

    /// Forgets a ban; answers it.
    public func remove(_ source: String) throws -> BanRecord? {
        let found = try Row.fetchOne(
            database.cachedStatement(
                sql: "SELECT source, since, until, count, reason, actor FROM ban WHERE source = ?"),
            arguments: [source]
        ).map(Self.record)
        try database.cachedStatement(sql: "DELETE FROM ban WHERE source = ?").execute(arguments: [source])
        return found
    }

    /// All that are known, the longest lasting first.
    public func all() throws -> [BanRecord] {
        try Row.fetchAll(
            database.cachedStatement(
                sql: """
                    SELECT source, since, until, count, reason, actor FROM ban ORDER BY until DESC, source
                    """)
        ).map(Self.record)
    }

    private static func record(_ row: Row) -> BanRecord {
        BanRecord(
            source: row["source"], since: row["since"], until: row["until"], count: row["count"],
            reason: row["reason"], actor: row["actor"])
    }
}
