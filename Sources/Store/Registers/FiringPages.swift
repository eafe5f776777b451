internal import Foundation
internal import GRDB

extension Snapshot {
    /// The runs of schedules.
    public var firings: FiringPages { FiringPages(database: database) }
}

/// How a schedule stands in the books, for people.
public struct ScheduleStanding: Sendable, Codable {
    /// The partner's id, or `house`.
    public var owner: String
    /// The schedule's name.
    public var schedule: String
    /// Every planned instant up to this one was looked at; milliseconds UTC.
    public var plannedTo: Int64?
    /// Its pause, when it rests.
    public var pause: SchedulePause?
    /// Its last run.
    public var last: FiringRecord?
    /// Its runs that have not ended.
    public var open: Int
}

/// Reads the runs of schedules, their marks and pauses.
public struct FiringPages {
    /// Rows in one answer at most.
    private static let pageMaximum = 1_000
    private static let columns = """
        id, owner, schedule, job, plannedAt, firedAt, actor, mustFinishBy, lateAt, finishedAt, outcome, counts, detail
        """

    let database: Database

    /// The run with this id.
    public func find(_ id: String) throws -> FiringRecord? {
        try records("SELECT \(Self.columns) FROM firing WHERE id = ?", [id]).first
    }

    /// The runs of a schedule, or of all, the newest first; at most `limit`.
    public func history(owner: String?, schedule: String?, limit: Int) throws -> [FiringRecord] {
        let limit = min(max(1, limit), Self.pageMaximum)
        guard let owner, let schedule else {
            return try records(
                "SELECT \(Self.columns) FROM firing ORDER BY plannedAt DESC, id LIMIT ?", [limit])
        }
        return try records(
            """
            SELECT \(Self.columns) FROM firing WHERE owner = ? AND schedule = ? ORDER BY plannedAt DESC, id LIMIT ?
            """, [owner, schedule, limit])
    }

    /// The runs of a schedule that have not ended.
    public func openCount(_ owner: String, _ schedule: String) throws -> Int {
        try Int.fetchOne(
            database.cachedStatement(
                sql:
                    "SELECT count(*) FROM firing WHERE owner = ? AND schedule = ? AND finishedAt IS NULL"),
            arguments: [owner, schedule]) ?? 0
    }

    /// Runs that failed and of which applications were not told; a page.
    public func untold() throws -> [FiringRecord] {
        try records(
            "SELECT \(Self.columns) FROM firing WHERE isTold = 0 ORDER BY finishedAt, id LIMIT ?",
            [Self.pageMaximum])
    }

    /// Runs that should have ended before a time in milliseconds UTC and are not noted as late; a page.
    public func late(at now: Int64) throws -> [FiringRecord] {
        try records(
            "SELECT \(Self.columns) FROM firing WHERE watchedUntil < ? ORDER BY watchedUntil, id LIMIT ?",
            [now, Self.pageMaximum])
    }

    /// The next time at which a run under way must have ended, milliseconds UTC.
    public func nextDeadline() throws -> Int64? {
        try Int64.fetchOne(
            database.cachedStatement(
                sql: "SELECT min(watchedUntil) FROM firing WHERE watchedUntil IS NOT NULL"))
    }

    /// The marks of all schedules, by owner and name.
    public func marks() throws -> [ScheduleMark] {
        try Row.fetchAll(
            database.cachedStatement(
                sql: "SELECT owner, schedule, plan, plannedTo FROM scheduleMark ORDER BY owner, schedule")
        ).map {
            ScheduleMark(
                owner: $0["owner"], schedule: $0["schedule"], plan: $0["plan"], plannedTo: $0["plannedTo"])
        }
    }

    /// The schedules that rest, by owner and name.
    public func pauses() throws -> [SchedulePause] {
        try Row.fetchAll(
            database.cachedStatement(
                sql: """
                    SELECT owner, schedule, since, until, reason, actor, leftOut FROM schedulePause
                    ORDER BY owner, schedule
                    """)
        ).map { row in
            var pause = SchedulePause(
                owner: row["owner"], schedule: row["schedule"], since: row["since"], until: row["until"],
                reason: row["reason"], actor: row["actor"])
            pause.leftOut = row["leftOut"]
            return pause
        }
    }

    /// How every schedule in force stands, by owner and name.
    public func standings() throws -> [ScheduleStanding] {
        let pauses = try pauses()
        return try marks().map { mark in
            ScheduleStanding(
                owner: mark.owner, schedule: mark.schedule, plannedTo: mark.plannedTo,
                pause: pauses.first { $0.owner == mark.owner && $0.schedule == mark.schedule },
                last: try history(owner: mark.owner, schedule: mark.schedule, limit: 1).first,
                open: try openCount(mark.owner, mark.schedule))
        }
    }

    private func records(_ statement: String, _ arguments: StatementArguments) throws -> [FiringRecord] {
        try Row.fetchAll(database.cachedStatement(sql: statement), arguments: arguments).map(Self.record)
    }

    private static func record(_ row: Row) throws -> FiringRecord {
        var record = FiringRecord(
            id: row["id"], owner: row["owner"], schedule: row["schedule"], job: row["job"],
            plannedAt: row["plannedAt"], firedAt: row["firedAt"], actor: row["actor"],
            mustFinishBy: row["mustFinishBy"])
        let counts: String = row["counts"]
        record.lateAt = row["lateAt"]
        record.finishedAt = row["finishedAt"]
        record.outcome = (row["outcome"] as String?).flatMap(FiringOutcome.init)
        record.counts = try JSONDecoder().decode([String: Int].self, from: Data(counts.utf8))
        record.detail = row["detail"]
        return record
    }
}
