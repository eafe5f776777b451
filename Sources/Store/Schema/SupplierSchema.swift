extension Migrations {
    /// The supplier master: every revision of every supplier, the extracts they came by, and the files made of them.
    ///
    /// A generation is a state of the whole master. The rows of an extract are written under the next generation, slice by slice, and
    /// are seen by nobody until its run is `applied`: one changed row makes all of them valid.
    static let supplierSchema = """
        CREATE TABLE supplierRevision (
            number TEXT NOT NULL,
            generation INTEGER NOT NULL,
            revision INTEGER NOT NULL,
            isActive INTEGER NOT NULL,
            digest BLOB NOT NULL,
            taxMark INTEGER NOT NULL,
            bankMark INTEGER NOT NULL,
            nameMark INTEGER NOT NULL,
            body BLOB NOT NULL,
            PRIMARY KEY (number, generation)
        ) WITHOUT ROWID;
        CREATE INDEX supplierRevisionByGeneration ON supplierRevision(generation, number);

        CREATE TABLE supplierRun (
            arrival TEXT PRIMARY KEY NOT NULL,
            generation INTEGER UNIQUE,
            name TEXT NOT NULL,
            kind TEXT NOT NULL,
            state TEXT NOT NULL,
            reason TEXT,
            rows INTEGER NOT NULL DEFAULT 0,
            faulty INTEGER NOT NULL DEFAULT 0,
            added INTEGER NOT NULL DEFAULT 0,
            changed INTEGER NOT NULL DEFAULT 0,
            retired INTEGER NOT NULL DEFAULT 0,
            unchanged INTEGER NOT NULL DEFAULT 0,
            suspected INTEGER NOT NULL DEFAULT 0,
            startedAt INTEGER NOT NULL,
            endedAt INTEGER
        ) WITHOUT ROWID;

        CREATE TABLE supplierSuspicion (
            kind TEXT NOT NULL,
            first TEXT NOT NULL,
            second TEXT NOT NULL,
            arrival TEXT NOT NULL,
            at INTEGER NOT NULL,
            PRIMARY KEY (kind, first, second)
        ) WITHOUT ROWID;
        CREATE INDEX supplierSuspicionByTime ON supplierSuspicion(at);

        CREATE TABLE supplierSync (
            id TEXT PRIMARY KEY NOT NULL,
            target TEXT NOT NULL,
            firing TEXT NOT NULL,
            scope TEXT NOT NULL,
            layout TEXT NOT NULL,
            generation INTEGER NOT NULL,
            base INTEGER NOT NULL,
            rows INTEGER NOT NULL,
            added INTEGER NOT NULL,
            changed INTEGER NOT NULL,
            retired INTEGER NOT NULL,
            unchanged INTEGER NOT NULL,
            cut INTEGER NOT NULL,
            isProvedBySending INTEGER NOT NULL,
            createdAt INTEGER NOT NULL
        ) WITHOUT ROWID;
        CREATE INDEX supplierSyncByTarget ON supplierSync(target, id);
        """
}
