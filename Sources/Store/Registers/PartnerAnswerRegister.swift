internal import GRDB

/// One answer of a partner to what we sent: a 997, a 999 or a TA1.
public struct PartnerAnswerRecord: Sendable, Codable, Equatable {
    /// How an answer stands to what we sent.
    public enum Standing: String, Sendable, Codable {
        /// It answers what we sent to this partner.
        case matched
        /// The same was answered before; the first answer counts.
        case repeated
        /// Its number was issued, but what bears it is not in the books yet.
        case waiting
        /// It answers nothing that we sent to this partner.
        case unmatched
        /// It answers one of our own acknowledgments, which nobody should do.
        case needless
    }

    /// ULID derived from its arrival and its ordinals.
    public var id: String
    /// Who answered.
    public var partner: String
    /// `997`, `999` or `TA1`.
    public var form: String
    /// The arrival it came in.
    public var arrival: String
    /// The inbound interchange it stands in.
    public var interchange: String
    /// Ordinal of its functional group there; 0 for a TA1.
    public var groupOrdinal: Int
    /// Its ordinal in the group, or among the TA1s, from 1.
    public var ordinal: Int
    /// Its own ST02; for a TA1 the ISA13 of its interchange.
    public var controlNumber: String
    /// GS01 of the group it answers; empty for a TA1.
    public var functionalID: String
    /// The number it answers, GS06 or ISA13, without leading zeros.
    public var answeredNumber: String
    /// The interchange of ours that it answers.
    public var answers: String?
    /// AK901 or TA104.
    public var status: String
    /// How it stands to what we sent.
    public var standing: Standing
    /// What there is to say of it.
    public var note: String?
    /// When it was reconciled, milliseconds UTC.
    public var at: Int64

    /// Describes an answer that is not matched yet.
    public init(
        id: String, partner: String, form: String, arrival: String, interchange: String, groupOrdinal: Int,
        ordinal: Int, controlNumber: String, functionalID: String, answeredNumber: String, status: String,
        at: Int64
    ) {
        self.id = id
        self.partner = partner
        self.form = form
        self.arrival = arrival
        self.interchange = interchange
        self.groupOrdinal = groupOrdinal
        self.ordinal = ordinal
        self.controlNumber = controlNumber
        self.functionalID = functionalID
        self.answeredNumber = answeredNumber
        self.status = status
        self.at = at
        standing = .unmatched
    }
}

/// The table of partners' answers.
public struct PartnerAnswerRegister {
    let database: Database

    private static let columns = """
        id, partner, form, arrival, interchange, groupOrdinal, ordinal, controlNumber, functionalID, answeredNumber,
        answers, status, standing, note, at
        """

    /// Records how an answer stands; a later judgment replaces an earlier one.
    public func record(_ answer: PartnerAnswerRecord) throws {
        try database.cachedStatement(
            sql: """
                INSERT INTO partnerAnswer (id, partner, form, arrival, interchange, groupOrdinal, ordinal,
                controlNumber, functionalID, answeredNumber, answers, status, standing, note, at)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                ON CONFLICT (id) DO UPDATE SET answers = excluded.answers, standing = excluded.standing,
                note = excluded.note, at = excluded.at
                """
        ).execute(arguments: [
            answer.id, answer.partner, answer.form, answer.arrival, answer.interchange, answer.groupOrdinal,
            answer.ordinal, answer.controlNumber, answer.functionalID, answer.answeredNumber, answer.answers,
            answer.status, answer.standing.rawValue, answer.note, answer.at,
        ])
    }

    /// The answer with this id.
    public func find(_ id: String) throws -> PartnerAnswerRecord? {
        try all("SELECT \(Self.columns) FROM partnerAnswer WHERE id = ?", [id]).first
    }

    /// The answers that came to an interchange of ours, the first first, at most 1,000.
    public func to(interchange: String) throws -> [PartnerAnswerRecord] {
        try all(
            "SELECT \(Self.columns) FROM partnerAnswer WHERE answers = ? ORDER BY at, id LIMIT 1000",
            [interchange])
    }

    /// The answers that an arrival brought, at most 10,000.
    public func of(arrival: String) throws -> [PartnerAnswerRecord] {
        try all(
            "SELECT \(Self.columns) FROM partnerAnswer WHERE arrival = ? ORDER BY id LIMIT 10000", [arrival])
    }

    /// The answers that wait for a number of ours to appear in the books, at most 100.
    public func waiting(partner: String, number: String) throws -> [PartnerAnswerRecord] {
        try all(
            """
            SELECT \(Self.columns) FROM partnerAnswer
            WHERE partner = ? AND answeredNumber = ? AND standing = 'waiting' ORDER BY id LIMIT 100
            """, [partner, number])
    }

    private func all(_ statement: String, _ arguments: StatementArguments) throws -> [PartnerAnswerRecord] {
        try Row.fetchAll(database.cachedStatement(sql: statement), arguments: arguments).map { row in
            var answer = PartnerAnswerRecord(
                id: row["id"], partner: row["partner"], form: row["form"], arrival: row["arrival"],
                interchange: row["interchange"], groupOrdinal: row["groupOrdinal"], ordinal: row["ordinal"],
                controlNumber: row["controlNumber"], functionalID: row["functionalID"],
                answeredNumber: row["answeredNumber"], status: row["status"], at: row["at"])
            guard let standing = PartnerAnswerRecord.Standing(rawValue: row["standing"]) else {
                throw StoreError(
                    .newerSchema,
                    "partner answer \(answer.id): this wharf knows no standing \(row["standing"] as String)")
            }
            answer.standing = standing
            answer.answers = row["answers"]
            answer.note = row["note"]
            return answer
        }
    }
}

extension Commit {
    /// What partners said to what we sent.
    public var partnerAnswers: PartnerAnswerRegister { PartnerAnswerRegister(database: database) }
}

extension Snapshot {
    /// What partners said to what we sent.
    public var partnerAnswers: PartnerAnswerRegister { PartnerAnswerRegister(database: database) }
}
