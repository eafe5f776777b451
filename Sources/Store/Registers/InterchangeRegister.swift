public import Cryptography
internal import Foundation
internal import GRDB

/// Which way an interchange went, seen from us.
public enum Direction: String, Sendable, Codable {
    /// From a partner to us.
    case inbound
    /// From us to a partner.
    case outbound
}

/// One interchange, in or out.
public struct InterchangeRecord: Sendable, Codable {
    /// ULID derived from its arrival and ordinal.
    public var id: String
    /// In or out.
    public var direction: Direction
    /// The arrival it came in; for one of ours, the arrival it answers.
    public var arrival: String?
    /// Ordinal in the file, from 1.
    public var ordinal: Int
    /// The trading partner.
    public var partner: String
    /// ISA05/06 as `ZZ/ACME`.
    public var sender: String
    /// ISA07/08 as `ZZ/NORTHWIND`.
    public var receiver: String
    /// ISA13 as received or written.
    public var controlNumber: String
    /// ISA12.
    public var version: String
    /// ISA15.
    public var usage: String
    /// First byte in the file, from 0.
    public var byteOffset: Int
    /// Bytes.
    public var byteCount: Int
    /// SHA-256 of its bytes.
    public var digest: Digest
    /// Inbound: `accepted`, `rejected`, `duplicate`.
    ///
    /// Outbound: `queued`, `sent`, then `collected` from a mailbox or `verified` on the partner's server; `recalled` when
    /// it was taken back before that.
    public var state: String
    /// TA105 of an inbound one that was not accepted, or another reason.
    public var note: String?
    /// The name in the partner's download folder.
    public var fileName: String?
    /// What a stage needs to know of it again, in that stage's words.
    public var outline: String
    /// Milliseconds UTC.
    public var createdAt: Int64
    /// When it was placed for the partner, milliseconds UTC.
    public var sentAt: Int64?
    /// When the partner had read it to the end, milliseconds UTC.
    public var collectedAt: Int64?

    /// Whether it is a batch file of ours, which has no envelope and goes the way of interchanges.
    public var isBatch: Bool { direction == .outbound && version.isEmpty }

    /// Makes a record.
    public init(
        id: String, direction: Direction, arrival: String?, ordinal: Int, partner: String, sender: String,
        receiver: String,
        controlNumber: String, version: String, usage: String, byteOffset: Int, byteCount: Int,
        digest: Digest, state: String,
        note: String?, fileName: String? = nil, outline: String, createdAt: Int64
    ) {
        self.id = id
        self.direction = direction
        self.arrival = arrival
        self.ordinal = ordinal
        self.partner = partner
        self.sender = sender
        self.receiver = receiver
        self.controlNumber = controlNumber
        self.version = version
        self.usage = usage
        self.byteOffset = byteOffset
        self.byteCount = byteCount
        self.digest = digest
        self.state = state
        self.note = note
        self.fileName = fileName
        self.outline = outline
        self.createdAt = createdAt
    }
}

/// One functional group with its verdict.
public struct GroupRecord: Sendable, Codable {
    /// Ordinal in the interchange, from 1.
    public var ordinal: Int
    /// GS01.
    public var functionalID: String
    /// GS06.
    public var controlNumber: String
    /// GS08.
    public var version: String
    /// GE01.
    public var claimed: Int
    /// Transaction sets found.
    public var received: Int
    /// Of these, accepted.
    public var accepted: Int
    /// AK901: A, E, P or R.
    public var status: String
    /// AK905 and following.
    public var codes: String
    /// The functional acknowledgment owed, as a JSON value; absent when none is.
    public var acknowledgment: String?

    /// Makes a record.
    public init(
        ordinal: Int, functionalID: String, controlNumber: String, version: String, claimed: Int,
        received: Int,
        accepted: Int, status: String, codes: String, acknowledgment: String?
    ) {
        self.ordinal = ordinal
        self.functionalID = functionalID
        self.controlNumber = controlNumber
        self.version = version
        self.claimed = claimed
        self.received = received
        self.accepted = accepted
        self.status = status
        self.codes = codes
        self.acknowledgment = acknowledgment
    }
}

/// One transaction set with its verdict.
public struct SetRecord: Sendable, Codable {
    /// Ordinal of its group, from 1.
    public var groupOrdinal: Int
    /// Ordinal in the group, from 1.
    public var ordinal: Int
    /// ST01.
    public var setID: String
    /// ST02.
    public var controlNumber: String
    /// First byte in the file, from 0.
    public var byteOffset: Int
    /// Bytes.
    public var byteCount: Int
    /// AK501: A, E or R.
    public var status: String
    /// AK502 and following.
    public var codes: String
    /// The findings kept, a JSON array.
    public var findings: String?
    /// How many there were, those not kept included.
    public var findingCount: Int
    /// The document made of it.
    public var document: String?

    /// Makes a record.
    public init(
        groupOrdinal: Int, ordinal: Int, setID: String, controlNumber: String, byteOffset: Int,
        byteCount: Int,
        status: String, codes: String, findings: String?, findingCount: Int, document: String?
    ) {
        self.groupOrdinal = groupOrdinal
        self.ordinal = ordinal
        self.setID = setID
        self.controlNumber = controlNumber
        self.byteOffset = byteOffset
        self.byteCount = byteCount
        self.status = status
        self.codes = codes
        self.findings = findings
        self.findingCount = findingCount
        self.document = document
    }
}

/// The tables of interchanges, functional groups and transaction sets.
public struct InterchangeRegister {
    let database: Database

    static let columns = """
        id, direction, arrival, ordinal, partner, sender, receiver, controlNumber, version, usage, byteOffset, byteCount,
        digest, state, note, fileName, outline, createdAt, sentAt, collectedAt
        """

    /// Records an interchange; recording the same id again has no effect.
    public func record(_ it: InterchangeRecord) throws {
        try database.cachedStatement(
            sql: """
                INSERT INTO interchange (id, direction, arrival, ordinal, partner, sender, receiver, controlNumber, version,
                usage, byteOffset, byteCount, digest, state, note, fileName, outline, createdAt)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING
                """
        ).execute(arguments: [
            it.id, it.direction.rawValue, it.arrival, it.ordinal, it.partner, it.sender, it.receiver,
            it.controlNumber,
            it.version, it.usage, it.byteOffset, it.byteCount, Data(it.digest.bytes), it.state, it.note,
            it.fileName,
            it.outline, it.createdAt,
        ])
    }

    /// The interchange with this id.
    public func find(_ id: String) throws -> InterchangeRecord? {
        try database.cachedStatement(sql: "SELECT \(Self.columns) FROM interchange WHERE id = ?")
            .one([id], Self.record)
    }

    /// The state of the interchange with this id.
    public func state(of id: String) throws -> String? {
        try database.cachedStatement(sql: "SELECT state FROM interchange WHERE id = ?").one([id]) { $0[0] }
    }

    /// All interchanges of an arrival: its own, and our answers to it.
    public func of(arrival: String) throws -> [InterchangeRecord] {
        try database.cachedStatement(
            sql: "SELECT \(Self.columns) FROM interchange WHERE arrival = ? ORDER BY direction, ordinal, id"
        ).all([arrival], Self.record)
    }

    /// What we sent this partner under this file name.
    public func outbound(partner: String, fileName: String) throws -> InterchangeRecord? {
        try Row.fetchOne(
            database.cachedStatement(
                sql: """
                    SELECT \(Self.columns) FROM interchange
                    WHERE partner = ? AND fileName = ? AND direction = 'outbound' ORDER BY id DESC LIMIT 1
                    """), arguments: [partner, fileName]
        ).map(Self.record)
    }

    /// What was made for partners and lies, or should lie, in their download folders untaken.
    public func uncollected() throws -> [InterchangeRecord] {
        try Row.fetchAll(
            database,
            sql: """
                SELECT \(Self.columns) FROM interchange
                WHERE direction = 'outbound' AND state IN ('queued', 'sent') AND collectedAt IS NULL ORDER BY id
                """
        ).map(Self.record)
    }

    /// Notes that an interchange lies in the partner's download folder.
    public func markSent(_ id: String, at now: Int64) throws {
        try database.cachedStatement(
            sql:
                "UPDATE interchange SET state = 'sent', sentAt = ? WHERE id = ? AND state IN ('queued', 'sent')"
        ).execute(arguments: [now, id])
    }

    /// Notes that an interchange lies on the partner's server, as its server says of itself.
    public func markVerified(_ id: String, at now: Int64) throws {
        try database.cachedStatement(
            sql:
                "UPDATE interchange SET state = 'verified', sentAt = ? WHERE id = ? AND state IN ('queued', 'sent')"
        ).execute(arguments: [now, id])
    }

    /// Notes that the partner has read an interchange to its last byte; the first time counts.
    ///
    /// - Returns: whether this was the first time.
    public func markCollected(_ id: String, at now: Int64) throws -> Bool {
        try database.cachedStatement(
            sql:
                "UPDATE interchange SET state = 'collected', collectedAt = ? WHERE id = ? AND collectedAt IS NULL AND state <> 'recalled'"
        ).execute(arguments: [now, id])
        return database.changesCount > 0
    }

    /// Takes an interchange of ours back before the partner has it; the first of this and its collection wins.
    ///
    /// - Returns: whether it was taken back.
    public func markRecalled(_ id: String) throws -> Bool {
        try database.cachedStatement(
            sql: """
                UPDATE interchange SET state = 'recalled'
                WHERE id = ? AND collectedAt IS NULL AND state IN ('queued', 'sent')
                """
        ).execute(arguments: [id])
        return database.changesCount > 0
    }

    /// Records a functional group's verdict; a repeat replaces it.
    public func record(_ group: GroupRecord, of interchange: String) throws {
        try database.cachedStatement(
            sql: """
                INSERT OR REPLACE INTO functionalGroup (interchange, ordinal, functionalID, controlNumber, version, claimed,
                received, accepted, status, codes, acknowledgment) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """
        ).execute(arguments: [
            interchange, group.ordinal, group.functionalID, group.controlNumber, group.version, group.claimed,
            group.received, group.accepted, group.status, group.codes, group.acknowledgment,
        ])
    }

    /// The functional groups of an interchange whose verdict is known.
    public func groups(of interchange: String) throws -> [GroupRecord] {
        try database.cachedStatement(
            sql: """
                SELECT ordinal, functionalID, controlNumber, version, claimed, received, accepted, status, codes, acknowledgment
                FROM functionalGroup WHERE interchange = ? ORDER BY ordinal
                """
        ).all([interchange]) { row in
            var fields = Fields(row)
            return GroupRecord(
                ordinal: fields.next(), functionalID: fields.next(), controlNumber: fields.next(),
                version: fields.next(), claimed: fields.next(), received: fields.next(),
                accepted: fields.next(), status: fields.next(), codes: fields.next(),
                acknowledgment: fields.nextOrNil())
        }
    }

    /// Records a transaction set's verdict; a repeat replaces it.
    public func record(_ set: SetRecord, of interchange: String) throws {
        try database.cachedStatement(
            sql: """
                INSERT OR REPLACE INTO transactionSet (interchange, groupOrdinal, ordinal, setID, controlNumber, byteOffset,
                byteCount, status, codes, findings, findingCount, document) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """
        ).execute(arguments: [
            interchange, set.groupOrdinal, set.ordinal, set.setID, set.controlNumber, set.byteOffset,
            set.byteCount,
            set.status, set.codes, set.findings, set.findingCount, set.document,
        ])
    }

    /// The transaction sets of an interchange, at most 10,000.
    public func sets(of interchange: String) throws -> [SetRecord] {
        try database.cachedStatement(
            sql: """
                SELECT groupOrdinal, ordinal, setID, controlNumber, byteOffset, byteCount, status, codes, findings,
                findingCount, document FROM transactionSet WHERE interchange = ? ORDER BY groupOrdinal, ordinal LIMIT 10000
                """
        ).all([interchange]) { row in
            var fields = Fields(row)
            return SetRecord(
                groupOrdinal: fields.next(), ordinal: fields.next(), setID: fields.next(),
                controlNumber: fields.next(), byteOffset: fields.next(), byteCount: fields.next(),
                status: fields.next(), codes: fields.next(), findings: fields.nextOrNil(),
                findingCount: fields.next(), document: fields.nextOrNil())
        }
    }

    /// Makes a record of a row with ``columns``.
    static func record(_ row: Row) throws -> InterchangeRecord {
        var fields = Fields(row)
        let id: String = fields.next()
        let direction: String = fields.next()
        let (arrival, ordinal): (String?, Int) = (fields.nextOrNil(), fields.next())
        let (partner, sender, receiver): (String, String, String) = (
            fields.next(), fields.next(), fields.next()
        )
        let (number, version, usage): (String, String, String) = (fields.next(), fields.next(), fields.next())
        let (byteOffset, byteCount): (Int, Int) = (fields.next(), fields.next())
        let bytes: Data = fields.next()
        guard let digest = Digest(bytes: bytes), let direction = Direction(rawValue: direction) else {
            throw StoreError(.malformed, "interchange \(id): its row is damaged; restore a backup")
        }
        var record = InterchangeRecord(
            id: id, direction: direction, arrival: arrival, ordinal: ordinal, partner: partner,
            sender: sender,
            receiver: receiver, controlNumber: number, version: version, usage: usage, byteOffset: byteOffset,
            byteCount: byteCount, digest: digest, state: fields.next(), note: fields.nextOrNil(),
            fileName: fields.nextOrNil(), outline: fields.next(), createdAt: fields.next())
        record.sentAt = fields.nextOrNil()
        record.collectedAt = fields.nextOrNil()
        return record
    }
}
