/// How a run of a schedule ended.
public enum FiringOutcome: String, Sendable, Codable, CaseIterable {
    /// The work was done.
    case done
    /// The work could not be done; it may still be done later, when a person has removed the cause.
    case failed
    /// It did not take place, because the run before it had not ended.
    case skipped
    /// It did not take place, because the server stood still.
    case missed
}

/// One run of a schedule: a planned instant and what became of it.
public struct FiringRecord: Sendable, Codable, Equatable {
    /// The run's name, `OWNER/SCHEDULE@plannedMilliseconds`: one schedule runs once at one planned instant.
    public var id: String
    /// The partner's id, or `house`.
    public var owner: String
    /// The schedule's name.
    public var schedule: String
    /// What ran: `release-orders`.
    public var job: String
    /// When it was planned, milliseconds UTC.
    public var plannedAt: Int64
    /// When its work was put into the queue, milliseconds UTC.
    public var firedAt: Int64
    /// Who wanted it: `wharf`, or `operator` for a run by hand.
    public var actor: String
    /// By when it must have ended, milliseconds UTC.
    public var mustFinishBy: Int64?
    /// When it was found to be late, milliseconds UTC.
    public var lateAt: Int64?
    /// When it ended, milliseconds UTC; `nil` while its work waits or is under way.
    public var finishedAt: Int64?
    /// How it ended.
    public var outcome: FiringOutcome?
    /// What it did, in numbers: documents, files.
    public var counts: [String: Int]
    /// A sentence about it.
    public var detail: String?

    /// A run that begins; what became of it is entered later.
    public init(
        id: String, owner: String, schedule: String, job: String, plannedAt: Int64, firedAt: Int64,
        actor: String = "wharf", mustFinishBy: Int64? = nil
    ) {
        self.id = id
        self.owner = owner
        self.schedule = schedule
        self.job = job
        self.plannedAt = plannedAt
        self.firedAt = firedAt
        self.actor = actor
        self.mustFinishBy = mustFinishBy
        counts = [:]
    }

    /// The same run, ended without having taken place.
    public func ended(_ outcome: FiringOutcome, counts: [String: Int] = [:], because detail: String) -> Self {
        var record = self
        record.finishedAt = firedAt
        record.outcome = outcome
        record.counts = counts
        record.detail = detail
        return record
    }
}

/// How far the planned instants of a schedule have been looked at.
public struct ScheduleMark: Sendable, Codable, Equatable {
    /// The partner's id, or `house`.
    public var owner: String
    /// The schedule's name.
    public var schedule: String
    /// When it runs, in one line; another line begins anew.
    public var plan: String
    /// Every planned instant up to this one was run, left out or missed; milliseconds UTC.
    public var plannedTo: Int64

    /// A mark.
    public init(owner: String, schedule: String, plan: String, plannedTo: Int64) {
        self.owner = owner
        self.schedule = schedule
        self.plan = plan
        self.plannedTo = plannedTo
    }
}

/// A schedule that rests for a while at a person's wish.
public struct SchedulePause: Sendable, Codable, Equatable {
    /// The partner's id, or `house`.
    public var owner: String
    /// The schedule's name.
    public var schedule: String
    /// From when, milliseconds UTC.
    public var since: Int64
    /// Until when, milliseconds UTC.
    public var until: Int64
    /// Why, for people.
    public var reason: String
    /// Who wished it.
    public var actor: String
    /// The runs that it left out so far.
    public var leftOut: Int

    /// A pause that begins.
    public init(owner: String, schedule: String, since: Int64, until: Int64, reason: String, actor: String) {
        self.owner = owner
        self.schedule = schedule
        self.since = since
        self.until = until
        self.reason = reason
        self.actor = actor
        leftOut = 0
    }
}
