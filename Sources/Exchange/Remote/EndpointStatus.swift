public import Store

/// Where the visits to one partner's server stand, for people and monitors.
public struct EndpointStatus: Sendable, Codable {
    /// What the server is to us at the moment.
    public enum Condition: String, Sendable, Codable, CaseIterable {
        /// Waiting for the next visit.
        case waiting
        /// Being visited.
        case visiting
        /// Not visited until a person has looked.
        case held
        /// Not visited for a while, because it failed too often.
        case resting
        /// Not visited, because its maintenance window is open.
        case maintenance
        /// The partner is neither in test nor live, or nothing is to be fetched or sent there.
        case off
        /// No server of ours runs.
        case stopped
    }

    /// The partner.
    public let partner: String
    /// Its server, as `host:port`; absent when the profile names none.
    public var server: String?
    /// What it is to us now.
    public var condition: Condition
    /// What the condition means, in a sentence.
    public var sentence: String?
    /// When the next visit is due, milliseconds UTC.
    public var nextDueAt: Int64?
    /// Since when no visit was good, in milliseconds; absent before the first good one.
    public var ageOfLastGoodVisit: Int64?
    /// Why a person should look, in a sentence.
    public var degraded: String?
    /// The visits so far.
    public let visits: RemoteEndpointRecord
    /// Entries by state.
    public let entries: [String: Int]
    /// Interchanges that wait to be sent there.
    public let waitingToSend: Int

    /// What the books know without a running server.
    public init(
        _ visits: RemoteEndpointRecord, entries: [String: Int], waitingToSend: Int,
        condition: Condition = .stopped
    ) {
        partner = visits.partner
        self.visits = visits
        self.entries = entries
        self.waitingToSend = waitingToSend
        self.condition = condition
    }

    /// What the books alone say of all servers ever visited.
    public static func all(in store: StateStore) throws -> [EndpointStatus] {
        try store.read { books in
            try books.remoteEndpoints.all().map { record in
                EndpointStatus(
                    record, entries: try books.remoteEntries.counts(of: record.partner),
                    waitingToSend: try books.jobs.open(
                        .push, lane: Push.lane(of: record.partner), limit: VisitLimits.pushes
                    ).count)
            }
        }
    }
}
