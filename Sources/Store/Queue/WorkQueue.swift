internal import GRDB

/// The durable queue: jobs come in the commit that makes them necessary, and go in the commit that does them.
public struct WorkQueue {
    let database: Database
    let context: CommitContext

    /// Adds a job; one of the same kind, subject and slice that is still open stands for both.
    ///
    /// - Returns: the new job's id, or `nil` when one was open.
    @discardableResult
    public func enqueue(_ draft: Job.Draft) throws -> Int64? {
        let statement = try database.cachedStatement(
            sql: """
                INSERT INTO job (kind, subject, slice, lane, weight, state, attempt, runAfter) VALUES (?, ?, ?, ?, ?, 'ready', 0, ?)
                ON CONFLICT DO NOTHING
                """)
        try statement.execute(arguments: [
            draft.kind.rawValue, draft.subject, draft.slice, draft.lane, draft.weight, draft.runAfter,
        ])
        guard database.changesCount > 0 else { return nil }
        let id = database.lastInsertedRowID
        context.effects.jobs.append(
            Job(
                id: id, kind: draft.kind, subject: draft.subject, slice: draft.slice,
                lane: draft.lane, weight: draft.weight, attempt: 0, deaths: 0, runAfter: draft.runAfter,
                cursor: nil))
        return id
    }

    /// Counts an attempt and marks the job as running, before it runs: a job that kills the process is known by it.
    ///
    /// - Returns: the job with its attempt and cursor, or `nil` when it is not there any more.
    public func claim(_ id: Int64) throws -> Job? {
        try database.cachedStatement(
            sql: """
                UPDATE job SET state = 'running', attempt = attempt + 1 WHERE id = ? AND state <> 'held'
                RETURNING id, kind, subject, slice, lane, weight, attempt, deaths, runAfter, cursor
                """
        ).one([id], JobPages.job)
    }

    /// Removes a job that is done; belongs into the commit of its effects.
    public func complete(_ job: Job) throws {
        try database.cachedStatement(sql: "DELETE FROM job WHERE id = ?").execute(arguments: [job.id])
        // Only what is composed holds control numbers.
        guard job.kind == .compose || job.kind == .releaseOrders else { return }
        try database.cachedStatement(sql: "DELETE FROM reservation WHERE job = ?").execute(arguments: [job.id]
        )
    }

    /// Removes what is still to be done of a kind about a subject.
    public func withdraw(_ kind: Job.Kind, subject: String) throws {
        try database.cachedStatement(sql: "DELETE FROM job WHERE kind = ? AND subject = ?")
            .execute(arguments: [kind.rawValue, subject])
    }

    /// Remembers how far a job came, in the commit of that part's effects.
    public func advance(_ job: Job, to cursor: String) throws {
        try database.cachedStatement(sql: "UPDATE job SET cursor = ? WHERE id = ?").execute(arguments: [
            cursor, job.id,
        ])
    }

    /// Puts a job back for a later try.
    ///
    /// `uncounted`: whether this try was no attempt, because the job only waits for another.
    public func retry(_ job: Job, after milliseconds: Int64, because reason: String, uncounted: Bool = false)
        throws
    {
        try database.cachedStatement(
            sql: "UPDATE job SET state = 'ready', runAfter = ?, error = ?, attempt = ? WHERE id = ?"
        ).execute(arguments: [milliseconds, reason, job.attempt - (uncounted ? 1 : 0), job.id])
        context.effects.jobs.append(
            Job(
                id: job.id, kind: job.kind, subject: job.subject, slice: job.slice, lane: job.lane,
                weight: job.weight, attempt: job.attempt,
                deaths: job.deaths, runAfter: milliseconds, cursor: job.cursor))
    }

    /// Sets a job aside until a person acts.
    public func hold(_ job: Job, because reason: String) throws {
        try database.cachedStatement(
            sql: "UPDATE job SET state = 'held', error = ?, attempt = ? WHERE id = ?"
        )
        .execute(arguments: [reason, job.attempt, job.id])
    }

    /// Makes the jobs that ran when the last process died ready again, and counts the death against them.
    ///
    /// `ids`: those that were begun without a ``claim(_:)``; what is done or held since does not count.
    public func recoverRunning(_ ids: [Int64] = []) throws {
        let statement = try database.cachedStatement(
            sql: "UPDATE job SET deaths = deaths + 1 WHERE id = ? AND state = 'ready'")
        for id in ids { try statement.execute(arguments: [id]) }
        try database.execute(
            sql: "UPDATE job SET state = 'ready', deaths = deaths + 1 WHERE state = 'running'")
    }

    /// Makes the held jobs of one kind in one lane ready again, because a person removed the cause.
    public func releaseHeld(_ kind: Job.Kind, lane: String) throws {
        try database.cachedStatement(
            sql: """
                UPDATE job SET state = 'ready', attempt = 0, deaths = 0, runAfter = 0
                WHERE kind = ? AND lane = ? AND state = 'held'
                """
        ).execute(arguments: [kind.rawValue, lane])
    }

    /// Makes held jobs ready again, as after a restart with the cause removed.
    public func releaseHeld() throws {
        try database.execute(
            sql: "UPDATE job SET state = 'ready', attempt = 0, deaths = 0 WHERE state = 'held'")
    }
}

/// Reads the queue.
public struct JobPages {
    let database: Database

    /// All jobs that are not held, by id: what a started server has to do.
    public func open() throws -> [Job] {
        try Row.fetchAll(
            database,
            sql: """
                SELECT id, kind, subject, slice, lane, weight, attempt, deaths, runAfter, cursor FROM job WHERE state <> 'held' ORDER BY id
                """
        ).map(Self.job)
    }

    /// Jobs of one kind in one lane that are not held, in their order; at most `limit`.
    public func open(_ kind: Job.Kind, lane: String, limit: Int) throws -> [Job] {
        try Row.fetchAll(
            database,
            sql: """
                SELECT id, kind, subject, slice, lane, weight, attempt, deaths, runAfter, cursor FROM job
                WHERE kind = ? AND lane = ? AND state <> 'held' ORDER BY id LIMIT ?
                """, arguments: [kind.rawValue, lane, limit]
        ).map(Self.job)
    }

    /// Makes a job of a row with its columns in the order of the other statements here.
    static func job(_ row: Row) throws -> Job {
        var fields = Fields(row)
        let id: Int64 = fields.next()
        let name: String = fields.next()
        guard let kind = Job.Kind(rawValue: name) else {
            throw StoreError(.newerSchema, "job \(id): this wharf knows no work of kind \(name)")
        }
        return Job(
            id: id, kind: kind, subject: fields.next(), slice: fields.next(), lane: fields.next(),
            weight: fields.next(), attempt: fields.next(), deaths: fields.next(), runAfter: fields.next(),
            cursor: fields.nextOrNil())
    }
}
