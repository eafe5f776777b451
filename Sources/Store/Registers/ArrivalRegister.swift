public import Cryptography
internal import Foundation
internal import GRDB

/// Where a file that came stands; every arrival is in exactly one of these, so that sums agree.
public enum ArrivalState: String, Sendable, Codable, CaseIterable {
    /// On disk and recorded; nobody has looked into it.
    case received
    /// Its interchanges are known and being validated.
    case interpreting
    /// At least one transaction set or batch was accepted; all is answered.
    case interpreted
    /// Read, and nothing in it could be accepted; the partner is told why.
    case rejected
    /// It had come before.
    case duplicate
    /// Its end is missing; it waits for a complete resend.
    case incomplete
    /// The connection broke before the end; kept for a resume, never processed.
    case aborted
    /// Nothing of ours could read it, or its sender is not the login's partner; a person must look.
    case quarantined
    /// Work on it failed on our side and waits for an operator.
    case held

    /// Whether nothing more will happen by itself.
    public var isFinal: Bool {
        switch self {
        case .received, .interpreting, .held: false
        case .interpreted, .rejected, .duplicate, .incomplete, .aborted, .quarantined: true
        }
    }
}

/// One file that came, as the books have it.
public struct ArrivalRecord: Sendable, Codable {
    /// ULID by time of arrival.
    public var id: String
    /// The partner whose door it came through.
    public var partner: String
    /// `sftp` or `drop`.
    public var door: String
    /// The login that brought it.
    public var login: String?
    /// The address it came from.
    public var peer: String?
    /// The name the sender gave.
    public var name: String
    /// What makes a repeated report of the same transfer known again.
    public var uploadKey: String
    /// SHA-256 of the bytes; absent while they are not sealed (``ArrivalState/aborted``).
    public var digest: Digest?
    /// Bytes.
    public var byteCount: Int
    /// Milliseconds UTC.
    public var receivedAt: Int64
    /// Where it stands.
    public var state: ArrivalState
    /// Why, in a sentence.
    public var reason: String?
    /// `x12`, `csv`, …, once known.
    public var content: String?
    /// Digest of the partner's profile it was processed under.
    public var profileRevision: String?
    /// Functional groups or batches not done yet.
    public var openParts: Int
    /// Transaction sets accepted so far.
    public var acceptedSets: Int
    /// Transaction sets rejected so far.
    public var rejectedSets: Int
    /// What was found in the file as a whole: a JSON array.
    public var findings: String?
    /// When it reached its final state, milliseconds UTC.
    public var finishedAt: Int64?

    /// Makes the record of a file just received.
    public init(
        id: String, partner: String, door: String, login: String?, peer: String?, name: String,
        uploadKey: String,
        digest: Digest?, byteCount: Int, receivedAt: Int64, state: ArrivalState
    ) {
        self.id = id
        self.partner = partner
        self.door = door
        self.login = login
        self.peer = peer
        self.name = name
        self.uploadKey = uploadKey
        self.digest = digest
        self.byteCount = byteCount
        self.receivedAt = receivedAt
        self.state = state
        openParts = 0
        acceptedSets = 0
        rejectedSets = 0
    }
}

/// The table of arrivals.
public struct ArrivalRegister {
    let database: Database

    static let columns = """
        id, partner, door, login, peer, name, uploadKey, digest, byteCount, receivedAt, state, reason, content,
        profileRevision, openParts, acceptedSets, rejectedSets, findings, finishedAt
        """

    /// Records an arrival unless its upload key is known already.
    ///
    /// - Returns: whether it was new.
    public func record(_ arrival: ArrivalRecord) throws -> Bool {
        try database.cachedStatement(
            sql: """
                INSERT INTO arrival (id, partner, door, login, peer, name, uploadKey, digest, byteCount, receivedAt, state, reason)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING
                """
        ).execute(arguments: [
            arrival.id, arrival.partner, arrival.door, arrival.login, arrival.peer, arrival.name,
            arrival.uploadKey,
            arrival.digest.map { Data($0.bytes) }, arrival.byteCount, arrival.receivedAt,
            arrival.state.rawValue,
            arrival.reason,
        ])
        return database.changesCount > 0
    }

    /// The arrival with this id.
    public func find(_ id: String) throws -> ArrivalRecord? {
        try database.cachedStatement(sql: "SELECT \(Self.columns) FROM arrival WHERE id = ?")
            .one([id], Self.record)
    }

    /// The arrival with this upload key.
    public func find(uploadKey: String) throws -> ArrivalRecord? {
        try database.cachedStatement(sql: "SELECT \(Self.columns) FROM arrival WHERE uploadKey = ?")
            .one([uploadKey], Self.record)
    }

    /// An earlier arrival of the same bytes from the same partner that was accepted or is being worked on.
    public func earlier(digest: Digest, partner: String, than id: String, since: Int64) throws
        -> ArrivalRecord?
    {
        try database.cachedStatement(
            sql: """
                SELECT \(Self.columns) FROM arrival WHERE digest = ? AND partner = ? AND id < ? AND receivedAt >= ?
                AND state IN ('interpreted', 'interpreting') ORDER BY id LIMIT 1
                """
        ).one([Data(digest.bytes), partner, id, since], Self.record)
    }

    /// Incomplete files of this name that no whole file has followed yet, oldest first.
    public func incomplete(partner: String, name: String, before id: String) throws -> [String] {
        try database.cachedStatement(
            sql: """
                SELECT id FROM arrival WHERE partner = ? AND name = ? AND state = 'incomplete' AND successor IS NULL AND id < ?
                ORDER BY id
                """
        ).all([partner, name, id]) { $0[0] }
    }

    /// How many bytes and files a partner sent by a door that we are not done with.
    public func unsettled(of partner: String, door: String) throws -> (bytes: Int, files: Int) {
        // The list of states is written as in the index, which is found by it.
        let row = try Row.fetchOne(
            database.cachedStatement(
                sql: """
                    SELECT coalesce(sum(byteCount), 0) AS bytes, count(*) AS files FROM arrival
                    WHERE state IN ('received', 'interpreting', 'incomplete', 'held') AND state != 'incomplete'
                    AND partner = ? AND door = ?
                    """), arguments: [partner, door])
        return (row?["bytes"] ?? 0, row?["files"] ?? 0)
    }

    /// Moves an arrival to a state; `finishedAt` is set when the state is final.
    public func move(_ id: String, to state: ArrivalState, because reason: String?, at now: Int64) throws {
        try database.cachedStatement(
            sql: "UPDATE arrival SET state = ?, reason = ?, finishedAt = ? WHERE id = ?"
        ).execute(arguments: [state.rawValue, reason, state.isFinal ? now : nil, id])
    }

    /// Puts held arrivals back to where they were, as after a restart with the cause removed.
    ///
    /// An extract of the supplier master that waits for a person's word goes on waiting.
    public func releaseHeld() throws {
        try database.execute(
            sql:
                "UPDATE arrival SET state = CASE WHEN content IS NULL THEN 'received' ELSE 'interpreting' END WHERE state = 'held' AND id NOT IN (SELECT arrival FROM supplierRun WHERE state = 'held')"
        )
    }

    /// Notes that a whole file took the place of an incomplete one.
    public func supersede(_ id: String, by successor: String, because reason: String) throws {
        try database.cachedStatement(sql: "UPDATE arrival SET successor = ?, reason = ? WHERE id = ?")
            .execute(arguments: [successor, reason, id])
    }

    /// Notes what was learned when the file was taken apart.
    public func describe(
        _ id: String, content: String, profileRevision: String, openParts: Int, findings: String?
    ) throws {
        try database.cachedStatement(
            sql:
                "UPDATE arrival SET content = ?, profileRevision = ?, openParts = ?, findings = ? WHERE id = ?"
        ).execute(arguments: [content, profileRevision, openParts, findings, id])
    }

    /// Counts one part as done, with the sets it accepted and rejected.
    ///
    /// - Returns: the arrival afterwards.
    public func finishPart(_ id: String, accepted: Int, rejected: Int) throws -> ArrivalRecord? {
        try database.cachedStatement(
            sql: """
                UPDATE arrival SET openParts = openParts - 1, acceptedSets = acceptedSets + ?, rejectedSets = rejectedSets + ?
                WHERE id = ? RETURNING \(Self.columns)
                """
        ).one([accepted, rejected, id], Self.record)
    }

    /// Whether any row names these bytes.
    public func names(_ digest: Digest) throws -> Bool {
        try Bool.fetchOne(
            database.cachedStatement(
                sql: """
                    SELECT EXISTS (SELECT 1 FROM arrival WHERE digest = :digest)
                    OR EXISTS (SELECT 1 FROM interchange WHERE digest = :digest AND direction = 'outbound')
                    """), arguments: ["digest": Data(digest.bytes)]) ?? true
    }

    /// Removes the record of an upload that was resumed and is now whole.
    public func forgetAborted(uploadKey: String) throws {
        try database.cachedStatement(sql: "DELETE FROM arrival WHERE uploadKey = ? AND state = 'aborted'")
            .execute(arguments: [uploadKey])
    }

    /// Makes a record of a row with ``columns``.
    static func record(_ row: Row) -> ArrivalRecord {
        var fields = Fields(row)
        let (id, partner, door): (String, String, String) = (fields.next(), fields.next(), fields.next())
        let (login, peer): (String?, String?) = (fields.nextOrNil(), fields.nextOrNil())
        let (name, uploadKey): (String, String) = (fields.next(), fields.next())
        let digest: Data? = fields.nextOrNil()
        let (byteCount, receivedAt): (Int, Int64) = (fields.next(), fields.next())
        let state: String = fields.next()
        var record = ArrivalRecord(
            id: id, partner: partner, door: door, login: login, peer: peer, name: name, uploadKey: uploadKey,
            digest: digest.flatMap { Digest(bytes: $0) }, byteCount: byteCount, receivedAt: receivedAt,
            state: ArrivalState(rawValue: state) ?? .held)
        record.reason = fields.nextOrNil()
        record.content = fields.nextOrNil()
        record.profileRevision = fields.nextOrNil()
        record.openParts = fields.next()
        record.acceptedSets = fields.next()
        record.rejectedSets = fields.next()
        record.findings = fields.nextOrNil()
        record.finishedAt = fields.nextOrNil()
        return record
    }
}
