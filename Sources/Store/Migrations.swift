internal import GRDB

/// The steps that bring a database to the present schema: append-only, each named by what it does.
enum Migrations {
    /// Applies the missing steps in order, each in a commit of its own.
    ///
    /// - Throws: ``StoreError`` with ``StoreError/Code/newerSchema`` when a newer program has written the database.
    static func apply(to pool: DatabasePool) throws {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("arrivals, interchanges, documents, jobs, events, ledger") { database in
            for schema in firstSchemas { try database.execute(sql: schema) }
        }
        let superseded = try pool.read { try migrator.hasBeenSuperseded($0) }
        guard !superseded else {
            throw StoreError(
                .newerSchema,
                "\(pool.path): a newer wharf wrote this database; start that version, or restore a backup")
        }
        try migrator.migrate(pool)
    }
}

extension Migrations {
    /// What the first step makes, an area after the other.
    private static let firstSchemas = [
        firstSchema, outboundSchema, scheduleSchema, sinkSchema, supplierSchema,
        reconcileSchema,
    ]

    /// Times are milliseconds UTC; digests are 32 bytes; ids are ULIDs, so that unique indexes grow at their end.
    static let firstSchema = """
        CREATE TABLE arrival (
            id TEXT PRIMARY KEY NOT NULL,
            partner TEXT NOT NULL,
            door TEXT NOT NULL,
            login TEXT,
            peer TEXT,
            name TEXT NOT NULL,
            uploadKey TEXT NOT NULL UNIQUE,
            digest BLOB,
            byteCount INTEGER NOT NULL,
            receivedAt INTEGER NOT NULL,
            state TEXT NOT NULL,
            reason TEXT,
            content TEXT,
            profileRevision TEXT,
            openParts INTEGER NOT NULL DEFAULT 0,
            acceptedSets INTEGER NOT NULL DEFAULT 0,
            rejectedSets INTEGER NOT NULL DEFAULT 0,
            findings TEXT,
            successor TEXT,
            finishedAt INTEGER
        ) WITHOUT ROWID;
        CREATE INDEX arrivalByName ON arrival(name, partner);
        CREATE INDEX arrivalByDigest ON arrival(digest);
        CREATE INDEX arrivalOpen ON arrival(state) WHERE state IN ('received', 'interpreting', 'incomplete', 'held');

        CREATE TABLE interchange (
            id TEXT PRIMARY KEY NOT NULL,
            direction TEXT NOT NULL,
            arrival TEXT,
            ordinal INTEGER NOT NULL,
            partner TEXT NOT NULL,
            sender TEXT NOT NULL,
            receiver TEXT NOT NULL,
            controlNumber TEXT NOT NULL,
            version TEXT NOT NULL,
            usage TEXT NOT NULL,
            byteOffset INTEGER NOT NULL,
            byteCount INTEGER NOT NULL,
            digest BLOB NOT NULL,
            state TEXT NOT NULL,
            note TEXT,
            fileName TEXT,
            outline TEXT NOT NULL,
            createdAt INTEGER NOT NULL,
            sentAt INTEGER,
            collectedAt INTEGER
        ) WITHOUT ROWID;
        CREATE INDEX interchangeByArrival ON interchange(arrival);
        CREATE INDEX interchangeByDigest ON interchange(digest) WHERE direction = 'outbound';
        CREATE INDEX interchangeByControlNumber ON interchange(controlNumber);
        CREATE INDEX interchangeByFileName ON interchange(partner, fileName) WHERE fileName IS NOT NULL;

        CREATE TABLE functionalGroup (
            interchange TEXT NOT NULL,
            ordinal INTEGER NOT NULL,
            functionalID TEXT NOT NULL,
            controlNumber TEXT NOT NULL,
            version TEXT NOT NULL,
            claimed INTEGER NOT NULL,
            received INTEGER NOT NULL,
            accepted INTEGER NOT NULL,
            status TEXT NOT NULL,
            codes TEXT NOT NULL,
            acknowledgment TEXT,
            PRIMARY KEY (interchange, ordinal)
        ) WITHOUT ROWID;
        CREATE INDEX groupByControlNumber ON functionalGroup(controlNumber);

        CREATE TABLE transactionSet (
            interchange TEXT NOT NULL,
            groupOrdinal INTEGER NOT NULL,
            ordinal INTEGER NOT NULL,
            setID TEXT NOT NULL,
            controlNumber TEXT NOT NULL,
            byteOffset INTEGER NOT NULL,
            byteCount INTEGER NOT NULL,
            status TEXT NOT NULL,
            codes TEXT NOT NULL,
            findings TEXT,
            findingCount INTEGER NOT NULL,
            document TEXT,
            PRIMARY KEY (interchange, groupOrdinal, ordinal)
        ) WITHOUT ROWID;

        CREATE TABLE acceptedNumber (
            pair TEXT NOT NULL,
            level TEXT NOT NULL,
            number TEXT NOT NULL,
            digest BLOB NOT NULL,
            interchange TEXT NOT NULL,
            confirmed INTEGER NOT NULL,
            PRIMARY KEY (pair, level, number)
        ) WITHOUT ROWID;

        CREATE TABLE document (
            id TEXT PRIMARY KEY NOT NULL,
            type TEXT NOT NULL,
            businessKey TEXT NOT NULL,
            partner TEXT NOT NULL,
            arrival TEXT NOT NULL,
            interchange TEXT,
            groupOrdinal INTEGER,
            setOrdinal INTEGER,
            createdAt INTEGER NOT NULL,
            profileRevision TEXT NOT NULL,
            body BLOB NOT NULL,
            provenance BLOB NOT NULL
        ) WITHOUT ROWID;
        CREATE INDEX documentByArrival ON document(arrival);
        CREATE TABLE documentReference (
            value TEXT NOT NULL,
            kind TEXT NOT NULL,
            document TEXT NOT NULL,
            PRIMARY KEY (value, kind, document)
        ) WITHOUT ROWID;

        CREATE TABLE event (
            position INTEGER PRIMARY KEY,
            id TEXT NOT NULL UNIQUE,
            type TEXT NOT NULL,
            arrival TEXT,
            subject TEXT NOT NULL,
            time INTEGER NOT NULL,
            partitionKey TEXT NOT NULL,
            partner TEXT,
            isTest INTEGER NOT NULL DEFAULT 0,
            body BLOB NOT NULL
        );
        CREATE INDEX eventByArrival ON event(arrival);
        CREATE TABLE sinkCursor (
            sink TEXT PRIMARY KEY NOT NULL,
            position INTEGER NOT NULL
        ) WITHOUT ROWID;

        CREATE TABLE job (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            kind TEXT NOT NULL,
            subject TEXT NOT NULL,
            slice INTEGER NOT NULL,
            lane TEXT NOT NULL,
            weight INTEGER NOT NULL,
            state TEXT NOT NULL,
            attempt INTEGER NOT NULL,
            deaths INTEGER NOT NULL DEFAULT 0,
            runAfter INTEGER NOT NULL,
            cursor TEXT,
            error TEXT,
            UNIQUE (kind, subject, slice)
        );

        CREATE TABLE controlNumber (
            pair TEXT NOT NULL,
            level TEXT NOT NULL,
            issued INTEGER NOT NULL,
            PRIMARY KEY (pair, level)
        ) WITHOUT ROWID;
        CREATE TABLE reservation (
            job INTEGER NOT NULL,
            level TEXT NOT NULL,
            number INTEGER NOT NULL,
            PRIMARY KEY (job, level)
        ) WITHOUT ROWID;

        CREATE TABLE credentialUse (
            login TEXT NOT NULL,
            credential TEXT NOT NULL,
            lastUsedAt INTEGER NOT NULL,
            peer TEXT NOT NULL,
            PRIMARY KEY (login, credential)
        ) WITHOUT ROWID;

        CREATE TABLE ban (
            source TEXT PRIMARY KEY NOT NULL,
            since INTEGER NOT NULL,
            until INTEGER NOT NULL,
            count INTEGER NOT NULL,
            reason TEXT NOT NULL,
            actor TEXT NOT NULL
        ) WITHOUT ROWID;
        CREATE INDEX banByEnd ON ban(until);

        CREATE TABLE remoteEntry (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            partner TEXT NOT NULL,
            folder TEXT NOT NULL,
            name TEXT NOT NULL,
            generation INTEGER NOT NULL,
            byteCount INTEGER NOT NULL,
            modifiedSeconds INTEGER NOT NULL,
            state TEXT NOT NULL,
            reason TEXT,
            attempts INTEGER NOT NULL DEFAULT 0,
            notBefore INTEGER NOT NULL DEFAULT 0,
            retakes INTEGER NOT NULL DEFAULT 0,
            digest BLOB,
            arrival TEXT,
            afterwards TEXT NOT NULL DEFAULT 'none',
            afterAttempts INTEGER NOT NULL DEFAULT 0,
            afterNotBefore INTEGER NOT NULL DEFAULT 0,
            afterError TEXT,
            firstSeenAt INTEGER NOT NULL,
            changedAt INTEGER NOT NULL,
            missingSince INTEGER,
            UNIQUE (partner, folder, name, generation)
        );
        CREATE INDEX remoteEntryPresent ON remoteEntry(partner, folder) WHERE missingSince IS NULL;
        CREATE INDEX remoteEntryMissing ON remoteEntry(missingSince) WHERE missingSince IS NOT NULL;
        CREATE INDEX remoteEntryByArrival ON remoteEntry(arrival) WHERE arrival IS NOT NULL;
        CREATE TABLE remoteEndpoint (
            partner TEXT PRIMARY KEY NOT NULL,
            visits INTEGER NOT NULL,
            lastStartedAt INTEGER NOT NULL,
            lastEndedAt INTEGER NOT NULL,
            lastOutcome TEXT NOT NULL,
            lastDetail TEXT NOT NULL,
            lastGoodAt INTEGER,
            failures INTEGER NOT NULL,
            openings INTEGER NOT NULL,
            breakerUntil INTEGER NOT NULL,
            heldAt INTEGER,
            heldBecause TEXT,
            heldRevision TEXT
        ) WITHOUT ROWID;
        CREATE TABLE deliveryAttempt (
            interchange TEXT NOT NULL,
            ordinal INTEGER NOT NULL,
            partner TEXT NOT NULL,
            temporaryPath TEXT,
            remotePath TEXT NOT NULL,
            startedAt INTEGER NOT NULL,
            finishedAt INTEGER,
            outcome TEXT NOT NULL,
            detail TEXT,
            PRIMARY KEY (interchange, ordinal)
        ) WITHOUT ROWID;

        CREATE TABLE ledger (
            sequence INTEGER PRIMARY KEY,
            at INTEGER NOT NULL,
            actor TEXT NOT NULL,
            act TEXT NOT NULL,
            story TEXT,
            subject TEXT NOT NULL,
            digest BLOB,
            detail TEXT NOT NULL,
            previous BLOB NOT NULL,
            hash BLOB NOT NULL
        );
        CREATE INDEX ledgerByStory ON ledger(story) WHERE story IS NOT NULL;
        """
}
