internal import GRDB

/// What batch files need to know of other arrivals of the same partner.
extension ArrivalRegister {
    /// What the books call the content of a file that only says another one is whole.
    public static let doneFileContent = "done-file"

    /// The newest file of a name, in letters of either case, that waits for its other half and that nothing
    /// took the place of.
    public func waiting(partner: String, name: String) throws -> ArrivalRecord? {
        try Row.fetchOne(
            database,
            sql: """
                SELECT \(Self.columns) FROM arrival
                WHERE partner = ? AND name = ? COLLATE NOCASE AND state = 'incomplete' AND successor IS NULL
                ORDER BY id DESC LIMIT 1
                """, arguments: [partner, name]
        ).map(Self.record)
    }

    /// The newest done-file of a name, in letters of either case, that came since a time and spoke for no file
    /// yet.
    public func unusedDoneFile(partner: String, name: String, since: Int64) throws -> ArrivalRecord? {
        try Row.fetchOne(
            database,
            sql: """
                SELECT \(Self.columns) FROM arrival
                WHERE partner = ? AND name = ? COLLATE NOCASE AND content = ? AND successor IS NULL
                AND receivedAt >= ? ORDER BY id DESC LIMIT 1
                """, arguments: [partner, name, Self.doneFileContent, since]
        ).map(Self.record)
    }

    /// A file of the same name that came within a span behind another one.
    public func next(after arrival: ArrivalRecord, within milliseconds: Int64) throws -> ArrivalRecord? {
        try Row.fetchOne(
            database,
            sql: """
                SELECT \(Self.columns) FROM arrival
                WHERE partner = ? AND name = ? AND id > ? AND receivedAt <= ? AND state != 'aborted'
                ORDER BY id DESC LIMIT 1
                """,
            arguments: [arrival.partner, arrival.name, arrival.id, arrival.receivedAt + milliseconds]
        ).map(Self.record)
    }
}
