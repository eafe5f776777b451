extension Migrations {
    /// What we owe partners, document by document, and each time that one of them was put into an interchange.
    static let outboundSchema = """
        CREATE TABLE outboundDocument (
            position INTEGER PRIMARY KEY AUTOINCREMENT,
            id TEXT NOT NULL UNIQUE,
            partner TEXT NOT NULL,
            setID TEXT NOT NULL,
            type TEXT NOT NULL,
            businessKey TEXT NOT NULL,
            orderNumber TEXT NOT NULL,
            identity TEXT NOT NULL,
            follows INTEGER NOT NULL,
            arrival TEXT NOT NULL,
            ordinal INTEGER NOT NULL,
            createdAt INTEGER NOT NULL,
            body BLOB NOT NULL,
            state TEXT NOT NULL,
            heldBecause TEXT,
            overdue TEXT,
            sendings INTEGER NOT NULL DEFAULT 0,
            interchange TEXT,
            sentAt INTEGER,
            verifiedAt INTEGER,
            collectedAt INTEGER,
            acknowledgedAt INTEGER,
            acknowledgment TEXT,
            remarks TEXT,
            answeredAt INTEGER,
            answeredBy TEXT,
            acknowledgmentDueAt INTEGER,
            answerDueAt INTEGER
        );
        CREATE INDEX outboundPending ON outboundDocument(partner, position)
            WHERE state = 'queued' AND interchange IS NULL;
        CREATE INDEX outboundByInterchange ON outboundDocument(interchange) WHERE interchange IS NOT NULL;
        CREATE INDEX outboundByOrder ON outboundDocument(orderNumber, partner);
        CREATE INDEX outboundByIdentity ON outboundDocument(identity, partner);
        CREATE INDEX outboundByArrival ON outboundDocument(arrival);

        CREATE TABLE outboundSending (
            document TEXT NOT NULL,
            ordinal INTEGER NOT NULL,
            partner TEXT NOT NULL,
            interchange TEXT NOT NULL,
            interchangeControlNumber TEXT NOT NULL,
            functionalID TEXT NOT NULL,
            groupControlNumber TEXT NOT NULL,
            setID TEXT NOT NULL,
            setControlNumber TEXT NOT NULL,
            at INTEGER NOT NULL,
            PRIMARY KEY (document, ordinal)
        ) WITHOUT ROWID;
        CREATE INDEX sendingByGroup ON outboundSending(partner, groupControlNumber);
        CREATE INDEX sendingByInterchange ON outboundSending(interchange);
        """
}
