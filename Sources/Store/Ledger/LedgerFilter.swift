/// Where the audit trail ends: its last entry, position 0 for a trail without entries.
public struct LedgerEnd: Sendable, Hashable {
    /// The last entry's position.
    public let sequence: Int64
    /// The last entry's hash, in hexadecimal.
    public let hash: String
}

/// What a search in the audit trail is narrowed by.
public struct LedgerFilter: Sendable {
    /// The most entries of one answer.
    public static let limitMaximum = 10_000

    /// Only entries after this position: the next page.
    public var after: Int64
    /// Only what this one did, `partner/acme-castings`, `wharf`, `operator`.
    public var actor: String?
    /// Only this act, as `received`.
    public var act: String?
    /// Only about this, as `interchange/01…`, or of this story.
    public var subject: String?
    /// Only entries whose subject or sentence has this text in it.
    public var text: String?
    /// Not before this time, milliseconds UTC.
    public var since: Int64?
    /// Before this time, milliseconds UTC.
    public var until: Int64?
    /// At most so many.
    public var limit: Int

    /// Makes a filter; the limit is kept between 1 and ``limitMaximum``.
    public init(
        after: Int64 = 0, actor: String? = nil, act: String? = nil, subject: String? = nil,
        text: String? = nil, since: Int64? = nil, until: Int64? = nil, limit: Int = 1_000
    ) {
        self.after = after
        self.actor = actor
        self.act = act
        self.subject = subject
        self.text = text
        self.since = since
        self.until = until
        self.limit = max(1, min(limit, Self.limitMaximum))
    }
}
