public import Cryptography

/// Where a file seen on a partner's server stands.
public enum RemoteEntryState: String, Sendable, Codable, CaseIterable {
    /// Listed and not taken yet; the reason says what it waits for.
    case seen
    /// Being taken.
    case claimed
    /// In our books as an arrival.
    case committed
    /// Not taken; the reason says why.
    case skipped
    /// Failed too often; a person decides.
    case parked
}

/// Where the work stands that is owed at the partner's server once we hold a file.
public enum AfterActionState: String, Sendable, Codable, CaseIterable {
    /// Nothing is owed.
    case none
    /// Owed and not tried yet.
    case pending
    /// The file is deleted, moved or renamed there.
    case done
    /// The server did not let us; tried again later.
    case failed
}

/// One file on a partner's server, in one generation of its name, as the books have it.
public struct RemoteEntryRecord: Sendable, Codable {
    /// Number in the order of seeing; 0 before it is recorded.
    public var id: Int64
    /// The partner whose server it lies on.
    public var partner: String
    /// The folder it lies in.
    public var folder: String
    /// Its name.
    public var name: String
    /// Counts the files that had this name, from 1.
    public var generation: Int
    /// Size as listed.
    public var byteCount: Int
    /// Time of its last change as listed, in seconds by the server's clock; only compared, never trusted.
    public var modifiedSeconds: Int64
    /// Where it stands.
    public var state: RemoteEntryState
    /// Why, in a sentence.
    public var reason: String?
    /// How often taking it was begun.
    public var attempts: Int
    /// Not taken before, milliseconds UTC.
    public var notBefore: Int64
    /// How often a person asked for it to be taken again.
    public var retakes: Int
    /// SHA-256 of the bytes taken.
    public var digest: Digest?
    /// The arrival that holds its bytes.
    public var arrival: String?
    /// What is owed at the partner's server.
    public var afterwards: AfterActionState
    /// How often that was tried.
    public var afterAttempts: Int
    /// Not tried before, milliseconds UTC.
    public var afterNotBefore: Int64
    /// Why it failed last.
    public var afterError: String?
    /// When we first listed it, milliseconds UTC by our clock.
    public var firstSeenAt: Int64
    /// Since when size and time stand still, milliseconds UTC by our clock.
    public var changedAt: Int64
    /// Since when it is not listed any more, milliseconds UTC; absent while it is.
    public var missingSince: Int64?

    /// A file listed for the first time.
    public init(
        partner: String, folder: String, name: String, generation: Int, byteCount: Int,
        modifiedSeconds: Int64, state: RemoteEntryState, reason: String?, at now: Int64
    ) {
        id = 0
        self.partner = partner
        self.folder = folder
        self.name = name
        self.generation = generation
        self.byteCount = byteCount
        self.modifiedSeconds = modifiedSeconds
        self.state = state
        self.reason = reason
        attempts = 0
        notBefore = 0
        retakes = 0
        afterwards = .none
        afterAttempts = 0
        afterNotBefore = 0
        firstSeenAt = now
        changedAt = now
    }

    /// Makes a repeated report of the same taking known again.
    public var uploadKey: String {
        "poll:\(partner):\(id):\(generation)" + (retakes == 0 ? "" : ":\(retakes)")
    }
}

/// What the list of entries can be narrowed by.
public struct RemoteEntryFilter: Sendable {
    /// Only this partner.
    public var partner: String?
    /// Only this name.
    public var name: String?
    /// Only this state.
    public var state: String?
    /// At most so many, newest first.
    public var limit: Int
    /// Only numbers before this one: the next page.
    public var before: Int64?

    /// Makes a filter; the limit is kept between 1 and 10,000.
    public init(
        partner: String? = nil, name: String? = nil, state: String? = nil, limit: Int = 100,
        before: Int64? = nil
    ) {
        self.partner = partner
        self.name = name
        self.state = state
        self.limit = max(1, min(limit, 10_000))
        self.before = before
    }
}
