extension Migrations {
    /// The runs of schedules, how far each schedule has been looked at, and the schedules that rest.
    static let scheduleSchema = """
        CREATE TABLE firing (
            id TEXT PRIMARY KEY NOT NULL,
            owner TEXT NOT NULL,
            schedule TEXT NOT NULL,
            job TEXT NOT NULL,
            plannedAt INTEGER NOT NULL,
            firedAt INTEGER NOT NULL,
            actor TEXT NOT NULL,
            mustFinishBy INTEGER,
            watchedUntil INTEGER,
            lateAt INTEGER,
            finishedAt INTEGER,
            outcome TEXT,
            counts TEXT NOT NULL,
            detail TEXT,
            isTold INTEGER NOT NULL
        ) WITHOUT ROWID;
        CREATE INDEX firingBySchedule ON firing(owner, schedule, plannedAt);
        CREATE INDEX firingByPlan ON firing(plannedAt);
        CREATE INDEX firingOpen ON firing(owner, schedule) WHERE finishedAt IS NULL;
        CREATE INDEX firingWatched ON firing(watchedUntil) WHERE watchedUntil IS NOT NULL;
        CREATE INDEX firingUntold ON firing(finishedAt) WHERE isTold = 0;

        CREATE TABLE scheduleMark (
            owner TEXT NOT NULL,
            schedule TEXT NOT NULL,
            plan TEXT NOT NULL,
            plannedTo INTEGER NOT NULL,
            PRIMARY KEY (owner, schedule)
        ) WITHOUT ROWID;

        CREATE TABLE schedulePause (
            owner TEXT NOT NULL,
            schedule TEXT NOT NULL,
            since INTEGER NOT NULL,
            until INTEGER NOT NULL,
            reason TEXT NOT NULL,
            actor TEXT NOT NULL,
            leftOut INTEGER NOT NULL,
            PRIMARY KEY (owner, schedule)
        ) WITHOUT ROWID;
        """
}
