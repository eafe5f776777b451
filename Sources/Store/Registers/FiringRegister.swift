internal import Foundation
internal import GRDB

extension Commit {
    /// The runs of schedules.
    public var firings: FiringRegister { FiringRegister(database: database, context: context) }
}

/// Changes the runs of schedules, their marks and pauses.
///
/// A run is a row that only one commit can insert: whoever inserts it enqueues its work in the same commit.
public struct FiringRegister {
    /// The rows that are kept of one schedule; those that ended longest ago go.
    private static let rowsPerSchedule = 1_000

    let database: Database
    let context: CommitContext

    /// Enters a run; one with the same id is there already and stays.
    ///
    /// - Returns: whether it was new.
    public func add(_ firing: FiringRecord) throws -> Bool {
        let watched = firing.finishedAt == nil ? firing.mustFinishBy : nil
        try database.cachedStatement(
            sql: """
                INSERT INTO firing (id, owner, schedule, job, plannedAt, firedAt, actor, mustFinishBy, watchedUntil,
                finishedAt, outcome, counts, detail, isTold) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1)
                ON CONFLICT (id) DO NOTHING
                """
        ).execute(arguments: [
            firing.id, firing.owner, firing.schedule, firing.job, firing.plannedAt, firing.firedAt,
            firing.actor, firing.mustFinishBy, watched, firing.finishedAt, firing.outcome?.rawValue,
            try Self.text(firing.counts), firing.detail,
        ])
        guard database.changesCount > 0 else { return false }
        try forgetOld(firing.owner, firing.schedule)
        return true
    }

    /// Enters how a run ended, in the commit of its last effects.
    ///
    /// Without effect when there is no such run, or when it is done already: work may be asked for without a schedule, and
    /// may be repeated. A run that failed can still be done.
    public func finish(
        _ id: String, outcome: FiringOutcome, counts: [String: Int] = [:], detail: String? = nil,
        at now: Int64
    ) throws {
        try database.cachedStatement(
            sql: """
                UPDATE firing SET finishedAt = ?, outcome = ?, counts = ?, detail = ?, isTold = ?,
                watchedUntil = CASE WHEN watchedUntil >= ? THEN NULL ELSE watchedUntil END
                WHERE id = ? AND (outcome IS NULL OR outcome = 'failed')
                """
        ).execute(arguments: [
            now, outcome.rawValue, try Self.text(counts), detail, outcome == .failed ? 0 : 1, now, id,
        ])
        if database.changesCount > 0 { context.effects.hasFirings = true }
    }

    /// Notes that applications were told of a run that failed.
    public func noteTold(_ id: String) throws {
        try database.cachedStatement(sql: "UPDATE firing SET isTold = 1 WHERE id = ?").execute(arguments: [id]
        )
    }

    /// Notes that a run is late.
    public func noteLate(_ id: String, at now: Int64) throws {
        try database.cachedStatement(sql: "UPDATE firing SET lateAt = ?, watchedUntil = NULL WHERE id = ?")
            .execute(arguments: [now, id])
    }

    /// The runs of a schedule that have not ended.
    public func openCount(_ owner: String, _ schedule: String) throws -> Int {
        try FiringPages(database: database).openCount(owner, schedule)
    }

    /// Moves a schedule's mark, also back.
    public func mark(_ mark: ScheduleMark) throws {
        try database.cachedStatement(
            sql: """
                INSERT INTO scheduleMark (owner, schedule, plan, plannedTo) VALUES (?, ?, ?, ?)
                ON CONFLICT (owner, schedule) DO UPDATE SET plan = excluded.plan, plannedTo = excluded.plannedTo
                """
        ).execute(arguments: [mark.owner, mark.schedule, mark.plan, mark.plannedTo])
    }

    /// Forgets the mark of a schedule that is not in force any more.
    public func unmark(_ owner: String, _ schedule: String) throws {
        try database.cachedStatement(sql: "DELETE FROM scheduleMark WHERE owner = ? AND schedule = ?")
            .execute(arguments: [owner, schedule])
    }

    /// Lets a schedule rest, in place of an earlier pause of it.
    public func pause(_ pause: SchedulePause) throws {
        try database.cachedStatement(
            sql: """
                INSERT INTO schedulePause (owner, schedule, since, until, reason, actor, leftOut)
                VALUES (?, ?, ?, ?, ?, ?, 0) ON CONFLICT (owner, schedule) DO UPDATE SET since = excluded.since,
                until = excluded.until, reason = excluded.reason, actor = excluded.actor
                """
        ).execute(arguments: [
            pause.owner, pause.schedule, pause.since, pause.until, pause.reason, pause.actor,
        ])
    }

    /// Counts runs that a pause left out.
    public func leaveOut(_ count: Int, of pause: SchedulePause) throws {
        try database.cachedStatement(
            sql: "UPDATE schedulePause SET leftOut = leftOut + ? WHERE owner = ? AND schedule = ?"
        ).execute(arguments: [count, pause.owner, pause.schedule])
    }

    /// Ends a pause; answers it, or `nil` when there was none.
    public func resume(_ owner: String, _ schedule: String) throws -> SchedulePause? {
        let pause = try FiringPages(database: database).pauses().first {
            $0.owner == owner && $0.schedule == schedule
        }
        try database.cachedStatement(sql: "DELETE FROM schedulePause WHERE owner = ? AND schedule = ?")
            .execute(arguments: [owner, schedule])
        return pause
    }

    private func forgetOld(_ owner: String, _ schedule: String) throws {
        try database.cachedStatement(
            sql: """
                DELETE FROM firing WHERE owner = ? AND schedule = ? AND finishedAt IS NOT NULL AND isTold = 1
                AND plannedAt <= (SELECT plannedAt FROM firing WHERE owner = ? AND schedule = ?
                ORDER BY plannedAt DESC LIMIT 1 OFFSET ?)
                """
        ).execute(arguments: [owner, schedule, owner, schedule, Self.rowsPerSchedule])
    }

    private static func text(_ counts: [String: Int]) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        return String(decoding: try encoder.encode(counts), as: UTF8.self)
    }
}
