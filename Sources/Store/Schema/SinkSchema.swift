extension Migrations {
    /// Where each sink stands, the events that wait for another attempt or a person, and what is sent again on demand.
    ///
    /// A parked event is named by its position; its bytes stay in the outbox alone.
    static let sinkSchema = """
        CREATE TABLE partnerInTest (
            partner TEXT PRIMARY KEY NOT NULL
        ) WITHOUT ROWID;

        CREATE TABLE sinkParked (
            sink TEXT NOT NULL,
            position INTEGER NOT NULL,
            event TEXT NOT NULL,
            key TEXT NOT NULL,
            state TEXT NOT NULL,
            attempt INTEGER NOT NULL,
            refusals INTEGER NOT NULL,
            firstAt INTEGER NOT NULL,
            notBefore INTEGER NOT NULL,
            error TEXT,
            status INTEGER,
            reply TEXT,
            requeuedAt INTEGER,
            changedAt INTEGER NOT NULL,
            PRIMARY KEY (sink, position)
        ) WITHOUT ROWID;
        CREATE INDEX sinkParkedOpen ON sinkParked(sink, position) WHERE state IN ('parked', 'dead');
        CREATE INDEX sinkParkedByEvent ON sinkParked(event);

        CREATE TABLE sinkState (
            sink TEXT PRIMARY KEY NOT NULL,
            pausedAt INTEGER,
            pausedBecause TEXT,
            lastDeliveredAt INTEGER,
            lastErrorAt INTEGER,
            lastError TEXT
        ) WITHOUT ROWID;

        CREATE TABLE sinkReplay (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            sink TEXT NOT NULL,
            state TEXT NOT NULL,
            position INTEGER NOT NULL,
            lastPosition INTEGER NOT NULL,
            type TEXT,
            subject TEXT,
            perSecond INTEGER NOT NULL,
            requestedAt INTEGER NOT NULL,
            finishedAt INTEGER,
            delivered INTEGER NOT NULL DEFAULT 0,
            failed INTEGER NOT NULL DEFAULT 0
        );
        CREATE INDEX sinkReplayRunning ON sinkReplay(sink, id) WHERE state = 'running';
        """
}
