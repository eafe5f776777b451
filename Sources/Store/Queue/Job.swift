/// One piece of work that outlives the process: a row from its enqueueing to its completion.
public struct Job: Sendable, Hashable {
    /// The kinds of work, in the order in which a lane prefers them: what is begun is finished first.
    public enum Kind: String, Sendable, Codable, CaseIterable {
        /// A functional group to validate and map.
        case interpret
        /// An acknowledgment of a partner to match.
        case reconcile
        /// A batch file to turn into documents.
        case importBatch = "import-batch"
        /// Orders of our own ERP to enter into the books.
        case importOrders = "import-orders"
        /// An extract of the supplier master to enter into the books.
        case importSuppliers = "import-suppliers"
        /// A file to take apart.
        case identify
        /// Orders that wait, to be put into interchanges for a partner.
        case releaseOrders = "release-orders"
        /// The supplier master, to be written for a target.
        case supplierSync = "supplier-sync"
        /// An interchange to write for a partner.
        case compose
        /// An interchange to hand to a partner.
        case deliver
        /// An interchange to put on a partner's own server; done by visits, not by stages.
        case push
        /// The end of the patience with an incomplete file.
        case expire
        /// The day by which a partner must have acknowledged or answered.
        case deadline

        /// Lower runs first within a lane.
        var priority: Int {
            switch self {
            case .interpret, .reconcile, .importBatch, .importOrders, .importSuppliers: 0
            case .identify: 1
            case .deliver, .push: 2
            case .compose, .releaseOrders, .supplierSync: 3
            case .expire, .deadline: 4
            }
        }
    }

    /// Number in the order of enqueueing.
    public let id: Int64
    /// Which stage performs it.
    public let kind: Kind
    /// What it is about: an arrival's or an interchange's id.
    public let subject: String
    /// Part of the subject: the functional group's ordinal, or 0.
    public let slice: Int
    /// One lane runs its jobs one after the other.
    public let lane: String
    /// Bytes that it works on; a heavy job runs by itself.
    public let weight: Int
    /// How often it was begun, this time included.
    public let attempt: Int
    /// How often the process died while it ran; such a job runs alone, and not a third time.
    public let deaths: Int
    /// Earliest time, milliseconds UTC.
    public let runAfter: Int64
    /// How far an earlier attempt came, in the stage's own words.
    public let cursor: String?

    /// Lower runs first within a lane.
    public var priority: Int { kind.priority }

    /// The same job, not before a time in milliseconds UTC.
    public func due(at time: Int64) -> Job {
        Job(
            id: id, kind: kind, subject: subject, slice: slice, lane: lane, weight: weight, attempt: attempt,
            deaths: deaths,
            runAfter: time, cursor: cursor)
    }

    /// The same job, begun once more.
    public func begun() -> Job {
        Job(
            id: id, kind: kind, subject: subject, slice: slice, lane: lane, weight: weight,
            attempt: attempt + 1, deaths: deaths, runAfter: runAfter, cursor: cursor)
    }

    /// A job to be.
    public struct Draft: Sendable {
        let kind: Kind
        let subject: String
        let slice: Int
        let lane: String
        let weight: Int
        let runAfter: Int64

        /// Makes a draft; `weight` in bytes to work on, `runAfter` in milliseconds UTC, 0 for at once.
        public init(
            _ kind: Kind, subject: String, slice: Int = 0, lane: String, weight: Int = 0, runAfter: Int64 = 0
        ) {
            self.kind = kind
            self.subject = subject
            self.slice = slice
            self.lane = lane
            self.weight = weight
            self.runAfter = runAfter
        }
    }
}
