internal import Foundation
internal import GRDB

/// One canonical document, as the books have it.
public struct DocumentRecord: Sendable {
    /// ULID derived from the arrival and the ordinals.
    public var id: String
    /// `shipment-notification` and so on.
    public var type: String
    /// `ASN/88123`.
    public var businessKey: String
    /// The trading partner.
    public var partner: String
    /// The arrival it came in.
    public var arrival: String
    /// The interchange it stood in; absent for a batch file.
    public var interchange: String?
    /// Ordinal of its group.
    public var groupOrdinal: Int?
    /// Ordinal of its set in the group, or of its record in a batch.
    public var setOrdinal: Int?
    /// Milliseconds UTC.
    public var createdAt: Int64
    /// Digest of the profile that was in force.
    public var profileRevision: String
    /// Canonical JSON.
    public var body: [UInt8]
    /// Where each field came from, JSON.
    public var provenance: [UInt8]

    /// The document as lists show it.
    public var summary: DocumentSummary {
        DocumentSummary(
            id: id, type: type, businessKey: businessKey, partner: partner, arrival: arrival,
            createdAt: createdAt)
    }

    /// Makes a record.
    public init(
        id: String, type: String, businessKey: String, partner: String, arrival: String, interchange: String?,
        groupOrdinal: Int?, setOrdinal: Int?, createdAt: Int64, profileRevision: String, body: [UInt8],
        provenance: [UInt8]
    ) {
        self.id = id
        self.type = type
        self.businessKey = businessKey
        self.partner = partner
        self.arrival = arrival
        self.interchange = interchange
        self.groupOrdinal = groupOrdinal
        self.setOrdinal = setOrdinal
        self.createdAt = createdAt
        self.profileRevision = profileRevision
        self.body = body
        self.provenance = provenance
    }
}

/// The table of canonical documents and of the business numbers that lead to them.
public struct DocumentRegister {
    let database: Database

    /// Records a document with its references; recording the same id again has no effect.
    public func record(_ document: DocumentRecord, references: [(kind: String, value: String)]) throws {
        try database.cachedStatement(
            sql: """
                INSERT INTO document (id, type, businessKey, partner, arrival, interchange, groupOrdinal, setOrdinal, createdAt,
                profileRevision, body, provenance) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING
                """
        ).execute(arguments: [
            document.id, document.type, document.businessKey, document.partner, document.arrival,
            document.interchange,
            document.groupOrdinal, document.setOrdinal, document.createdAt, document.profileRevision,
            Data(document.body), Data(document.provenance),
        ])
        let statement = try database.cachedStatement(
            sql:
                "INSERT INTO documentReference (value, kind, document) VALUES (?, ?, ?) ON CONFLICT DO NOTHING"
        )
        for reference in references {
            try statement.execute(arguments: [reference.value, reference.kind, document.id])
        }
    }

    /// The document with this id.
    public func find(_ id: String) throws -> DocumentRecord? {
        let row = try Row.fetchOne(
            database,
            sql: """
                SELECT id, type, businessKey, partner, arrival, interchange, groupOrdinal, setOrdinal, createdAt, profileRevision,
                body, provenance FROM document WHERE id = ?
                """, arguments: [id])
        return row.map {
            let body: Data = $0["body"]
            let provenance: Data = $0["provenance"]
            return DocumentRecord(
                id: $0["id"], type: $0["type"], businessKey: $0["businessKey"], partner: $0["partner"],
                arrival: $0["arrival"], interchange: $0["interchange"], groupOrdinal: $0["groupOrdinal"],
                setOrdinal: $0["setOrdinal"], createdAt: $0["createdAt"],
                profileRevision: $0["profileRevision"],
                body: Array(body), provenance: Array(provenance))
        }
    }
}
