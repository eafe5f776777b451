extension Migrations {
    /// What partners said to what we sent, and the control numbers that they use.
    static let reconcileSchema = """
        CREATE TABLE partnerAnswer (
            id TEXT PRIMARY KEY NOT NULL,
            partner TEXT NOT NULL,
            form TEXT NOT NULL,
            arrival TEXT NOT NULL,
            interchange TEXT NOT NULL,
            groupOrdinal INTEGER NOT NULL,
            ordinal INTEGER NOT NULL,
            controlNumber TEXT NOT NULL,
            functionalID TEXT NOT NULL,
            answeredNumber TEXT NOT NULL,
            answers TEXT,
            status TEXT NOT NULL,
            standing TEXT NOT NULL,
            note TEXT,
            at INTEGER NOT NULL
        ) WITHOUT ROWID;
        CREATE INDEX partnerAnswerByArrival ON partnerAnswer(arrival);
        CREATE INDEX partnerAnswerByInterchange ON partnerAnswer(answers) WHERE answers IS NOT NULL;
        CREATE INDEX partnerAnswerWaiting ON partnerAnswer(partner, answeredNumber) WHERE standing = 'waiting';

        CREATE TABLE sendingVerdict (
            document TEXT NOT NULL,
            ordinal INTEGER NOT NULL,
            answer TEXT NOT NULL,
            status TEXT NOT NULL,
            at INTEGER NOT NULL,
            PRIMARY KEY (document, ordinal)
        ) WITHOUT ROWID;

        CREATE TABLE documentAnswer (
            document TEXT NOT NULL,
            answer TEXT NOT NULL,
            at INTEGER NOT NULL,
            PRIMARY KEY (document, answer)
        ) WITHOUT ROWID;
        CREATE INDEX documentAnswerByAnswer ON documentAnswer(answer);

        CREATE TABLE inboundNumber (
            pair TEXT NOT NULL,
            level TEXT NOT NULL,
            partner TEXT NOT NULL,
            last INTEGER NOT NULL,
            stray INTEGER,
            former INTEGER,
            seen TEXT NOT NULL,
            lastAt INTEGER NOT NULL,
            PRIMARY KEY (pair, level)
        ) WITHOUT ROWID;
        CREATE TABLE numberGap (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            pair TEXT NOT NULL,
            level TEXT NOT NULL,
            partner TEXT NOT NULL,
            first INTEGER NOT NULL,
            last INTEGER NOT NULL,
            openedAt INTEGER NOT NULL,
            toldAt INTEGER,
            closedAt INTEGER,
            because TEXT
        );
        CREATE INDEX numberGapOpen ON numberGap(pair, level, first) WHERE closedAt IS NULL;
        CREATE INDEX numberGapClosed ON numberGap(pair, level, closedAt) WHERE closedAt IS NOT NULL;
        """
}
