internal import GRDB

/// How an attempt to put an interchange on a partner's server ended.
public enum DeliveryOutcome: String, Sendable, Codable, CaseIterable {
    /// Under way, or the process died before its end was known.
    case started
    /// The server says that it holds what we sent.
    case verified
    /// Sent; the server cannot or does not confirm it.
    case sent
    /// Not sent; a later attempt begins anew.
    case failed
    /// The connection was lost when all was sent: it may lie there or not.
    case inDoubt = "in-doubt"
    /// A person must look.
    case held
}

/// One attempt to put an interchange on a partner's server.
public struct DeliveryAttemptRecord: Sendable, Codable {
    /// The interchange.
    public var interchange: String
    /// Counts the attempts, from 1.
    public var ordinal: Int
    /// Whose server.
    public var partner: String
    /// The path while it is written; absent when it is written under its final name.
    public var temporaryPath: String?
    /// The path at the end; the same in every attempt.
    public var remotePath: String
    /// Milliseconds UTC.
    public var startedAt: Int64
    /// Milliseconds UTC.
    public var finishedAt: Int64?
    /// How it ended.
    public var outcome: DeliveryOutcome
    /// What happened, in a sentence.
    public var detail: String?

    /// An attempt that begins.
    public init(
        interchange: String, ordinal: Int, partner: String, temporaryPath: String?, remotePath: String,
        startedAt: Int64
    ) {
        self.interchange = interchange
        self.ordinal = ordinal
        self.partner = partner
        self.temporaryPath = temporaryPath
        self.remotePath = remotePath
        self.startedAt = startedAt
        outcome = .started
    }
}

/// The table of attempts to put interchanges on partners' servers.
public struct DeliveryAttemptRegister {
    let database: Database

    private static let columns =
        "interchange, ordinal, partner, temporaryPath, remotePath, startedAt, finishedAt, outcome, detail"

    /// Records an attempt before its first byte is sent.
    public func begin(_ attempt: DeliveryAttemptRecord) throws {
        try database.cachedStatement(
            sql: """
                INSERT INTO deliveryAttempt (interchange, ordinal, partner, temporaryPath, remotePath, startedAt, outcome)
                VALUES (?, ?, ?, ?, ?, ?, ?)
                """
        ).execute(arguments: [
            attempt.interchange, attempt.ordinal, attempt.partner, attempt.temporaryPath, attempt.remotePath,
            attempt.startedAt, attempt.outcome.rawValue,
        ])
    }

    /// Records how an attempt ended.
    public func end(
        _ attempt: DeliveryAttemptRecord, as outcome: DeliveryOutcome, because detail: String?, at now: Int64
    ) throws {
        try database.cachedStatement(
            sql:
                "UPDATE deliveryAttempt SET outcome = ?, detail = ?, finishedAt = ? WHERE interchange = ? AND ordinal = ?"
        ).execute(arguments: [outcome.rawValue, detail, now, attempt.interchange, attempt.ordinal])
    }

    /// All attempts of an interchange, in their order.
    public func of(_ interchange: String) throws -> [DeliveryAttemptRecord] {
        try Row.fetchAll(
            database.cachedStatement(
                sql: "SELECT \(Self.columns) FROM deliveryAttempt WHERE interchange = ? ORDER BY ordinal"),
            arguments: [interchange]
        ).map { row in
            var record = DeliveryAttemptRecord(
                interchange: row["interchange"], ordinal: row["ordinal"], partner: row["partner"],
                temporaryPath: row["temporaryPath"], remotePath: row["remotePath"],
                startedAt: row["startedAt"])
            record.finishedAt = row["finishedAt"]
            guard let outcome = DeliveryOutcome(rawValue: row["outcome"]) else {
                throw StoreError(
                    .newerSchema,
                    "attempt \(record.ordinal) of interchange \(interchange): this wharf does not know its outcome"
                )
            }
            record.outcome = outcome
            record.detail = row["detail"]
            return record
        }
    }
}
