public import Cryptography

/// One supplier as it stands in a generation of the master, without its data.
public struct SupplierHead: Sendable, Hashable {
    /// Our number for it.
    public var number: String
    /// The generation that brought it to this.
    public var generation: Int
    /// Counts its changes, from 1.
    public var revision: Int
    /// Whether it is to be used; a supplier that was left out or taken out is not.
    public var isActive: Bool
    /// SHA-256 of its canonical JSON.
    public var digest: Digest
    /// What it would have in common with a double of itself: numbers for tax, bank and name; 0 where there is none.
    public var marks: [Int64]

    /// Describes a supplier.
    public init(
        number: String, generation: Int, revision: Int, isActive: Bool, digest: Digest, marks: [Int64]
    ) {
        precondition(marks.count == 3, "a supplier is marked by tax, bank and name")
        self.number = number
        self.generation = generation
        self.revision = revision
        self.isActive = isActive
        self.digest = digest
        self.marks = marks
    }
}

/// One revision of a supplier with its data.
public struct SupplierRevisionRecord: Sendable, Hashable {
    /// Which supplier, and how it stands.
    public var head: SupplierHead
    /// Its canonical JSON.
    public var body: [UInt8]

    /// Describes a revision.
    public init(head: SupplierHead, body: [UInt8]) {
        self.head = head
        self.body = body
    }
}

/// How far an extract of the supplier master came.
public enum SupplierRunState: String, Sendable, Codable, CaseIterable {
    /// Its rows are being written where nobody sees them.
    case staging
    /// They are the master.
    case applied
    /// A person must decide; nothing of it is in the books.
    case held
    /// A person has let it pass; it is read again.
    case released
    /// Nothing of it was taken, or a person has refused it.
    case rejected
}

/// What became of one extract of the supplier master.
public struct SupplierRunRecord: Sendable, Codable, Equatable {
    /// The arrival it came in.
    public var arrival: String
    /// The generation it makes; absent once nothing of it was taken.
    public var generation: Int?
    /// The file's name.
    public var name: String
    /// `full` or `delta`.
    public var kind: String
    /// How far it came.
    public var state: SupplierRunState
    /// Why it stands there, in a sentence.
    public var reason: String?
    /// Rows read.
    public var rows = 0
    /// Rows that could not be taken.
    public var faulty = 0
    /// Suppliers that are new, or used again.
    public var added = 0
    /// Suppliers that are other than before.
    public var changed = 0
    /// Suppliers that were left out or taken out.
    public var retired = 0
    /// Suppliers that are as they were.
    public var unchanged = 0
    /// Pairs newly suspected to be one supplier.
    public var suspected = 0
    /// Milliseconds UTC.
    public var startedAt: Int64
    /// Milliseconds UTC.
    public var endedAt: Int64?

    /// An extract that begins.
    public init(arrival: String, name: String, kind: String, startedAt: Int64) {
        self.arrival = arrival
        self.name = name
        self.kind = kind
        self.startedAt = startedAt
        state = .staging
    }
}

/// Two suppliers that may be one.
public struct SupplierSuspicionRecord: Sendable, Codable, Hashable {
    /// What they have in common: `tax`, `bank` or `name`.
    public var kind: String
    /// The lower number.
    public var first: String
    /// The higher number.
    public var second: String
    /// The extract that showed it.
    public var arrival: String
    /// Milliseconds UTC.
    public var at: Int64

    /// Describes a suspicion; the numbers are put in order.
    public init(kind: String, _ one: String, _ other: String, arrival: String, at: Int64) {
        self.kind = kind
        first = min(one, other)
        second = max(one, other)
        self.arrival = arrival
        self.at = at
    }
}

/// One file of the supplier master for one target.
public struct SupplierSyncRecord: Sendable, Codable, Equatable {
    /// The id of the interchange row that its delivery is kept in.
    public var id: String
    /// Who gets it, as `acme-castings/suppliers` or `house/wms`.
    public var target: String
    /// The run of a schedule, or the person's request, that it was made for.
    public var firing: String
    /// `full` or `delta`.
    public var scope: String
    /// Names the columns it was written by.
    public var layout: String
    /// The generation it was made from.
    public var generation: Int
    /// The generation that the target was known to have; 0 when none.
    public var base: Int
    /// Lines of suppliers.
    public var rows = 0
    /// New to the target.
    public var added = 0
    /// Other than at the target.
    public var changed = 0
    /// Tombstones.
    public var retired = 0
    /// As at the target.
    public var unchanged = 0
    /// Values that were cut to their column.
    public var cut = 0
    /// Whether the target cannot be looked at, so that sending is all the proof there will be.
    public var isProvedBySending: Bool
    /// Milliseconds UTC.
    public var createdAt: Int64

    /// How far its delivery came, as the interchange says: `queued`, `sent`, `verified`, `collected`.
    public internal(set) var state: String?
    /// The name it is delivered under.
    public internal(set) var fileName: String?
    /// How many bytes it has.
    public internal(set) var byteCount: Int?
    /// SHA-256 of its bytes.
    public internal(set) var digest: Digest?
    /// When it was delivered, milliseconds UTC.
    public internal(set) var sentAt: Int64?

    /// Describes a file for a target.
    public init(
        id: String, target: String, firing: String, scope: String, layout: String, generation: Int, base: Int,
        isProvedBySending: Bool, createdAt: Int64
    ) {
        self.id = id
        self.target = target
        self.firing = firing
        self.scope = scope
        self.layout = layout
        self.generation = generation
        self.base = base
        self.isProvedBySending = isProvedBySending
        self.createdAt = createdAt
    }
}
