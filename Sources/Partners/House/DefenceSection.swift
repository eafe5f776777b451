/// How much of the SFTP host one client may take, and what happens to those who try too much.
public struct DefenceSection: Sendable, Hashable {
    /// Connections at once, logged in or not.
    public let sessions: Int
    /// Logged-in connections of one login at once.
    public let sessionsPerLogin: Int
    /// Connections at once from one source: an IPv4 address or an IPv6 /64.
    public let connectionsPerSource: Int
    /// Connections at once that have not logged in.
    public let unauthenticated: Int
    /// When a source is banned, and for how long.
    public let ban: Ban
    /// Sources that are never dropped, scored or banned, as monitors.
    public let neverBan: [AddressRange]
    /// The time from connecting to being logged in.
    public let grace: Duration
    /// The time a logged-in client may say nothing.
    public let idle: Duration
    /// The longest that a session may last.
    public let session: Duration

    /// When a source is banned, and for how long.
    public struct Ban: Sendable, Hashable {
        /// The score at which a source is banned.
        public let threshold: Int
        /// How long the first ban lasts; each one more lasts half as long again.
        public let time: Duration
        /// How long a ban lasts at most.
        public let longest: Duration

        /// The bans that apply when a house gives none.
        public static let standard = Ban(threshold: 15, time: .seconds(1_800), longest: .seconds(86_400))
    }

    /// The limits that apply when a house gives none.
    public static let standard = DefenceSection(
        sessions: 1_000, sessionsPerLogin: 100, connectionsPerSource: 100, unauthenticated: 100,
        ban: .standard, neverBan: [], grace: .seconds(30), idle: .seconds(300), session: .seconds(86_400))
}
