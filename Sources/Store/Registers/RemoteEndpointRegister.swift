internal import GRDB

/// Where the visits to one partner's server stand.
public struct RemoteEndpointRecord: Sendable, Codable {
    /// The partner.
    public var partner: String
    /// Visits since the beginning.
    public var visits = 0
    /// When the last visit began, milliseconds UTC; 0 before the first.
    public var lastStartedAt: Int64 = 0
    /// When it ended, milliseconds UTC.
    public var lastEndedAt: Int64 = 0
    /// How it ended: `good`, `failed` or `cancelled`; empty before the first.
    public var lastOutcome = ""
    /// What happened, in a sentence.
    public var lastDetail = ""
    /// When the last good visit ended, milliseconds UTC.
    public var lastGoodAt: Int64?
    /// Failures of the connection in a row.
    public var failures = 0
    /// How often in a row the breaker opened.
    public var openings = 0
    /// Until when the breaker is open, milliseconds UTC.
    public var breakerUntil: Int64 = 0
    /// Since when the server is not visited because a person must look, milliseconds UTC.
    public var heldAt: Int64?
    /// Why.
    public var heldBecause: String?
    /// The profile's revision at that time: another one releases it.
    public var heldRevision: String?

    /// A server that was never visited.
    public init(partner: String) {
        self.partner = partner
    }
}

/// The table of partners' servers.
public struct RemoteEndpointRegister {
    let database: Database

    private static let columns = """
        partner, visits, lastStartedAt, lastEndedAt, lastOutcome, lastDetail, lastGoodAt, failures, openings,
        breakerUntil, heldAt, heldBecause, heldRevision
        """

    /// Writes where the visits to a server stand.
    public func save(_ it: RemoteEndpointRecord) throws {
        try database.cachedStatement(
            sql: """
                INSERT OR REPLACE INTO remoteEndpoint (\(Self.columns)) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """
        ).execute(arguments: [
            it.partner, it.visits, it.lastStartedAt, it.lastEndedAt, it.lastOutcome, it.lastDetail,
            it.lastGoodAt, it.failures, it.openings, it.breakerUntil, it.heldAt, it.heldBecause,
            it.heldRevision,
        ])
    }

    /// All servers ever visited, by partner.
    public func all() throws -> [RemoteEndpointRecord] {
        try Row.fetchAll(database, sql: "SELECT \(Self.columns) FROM remoteEndpoint ORDER BY partner").map {
            row in
            var record = RemoteEndpointRecord(partner: row["partner"])
            record.visits = row["visits"]
            record.lastStartedAt = row["lastStartedAt"]
            record.lastEndedAt = row["lastEndedAt"]
            record.lastOutcome = row["lastOutcome"]
            record.lastDetail = row["lastDetail"]
            record.lastGoodAt = row["lastGoodAt"]
            record.failures = row["failures"]
            record.openings = row["openings"]
            record.breakerUntil = row["breakerUntil"]
            record.heldAt = row["heldAt"]
            record.heldBecause = row["heldBecause"]
            record.heldRevision = row["heldRevision"]
            return record
        }
    }
}
