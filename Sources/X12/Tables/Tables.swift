/// The facts of X12 as text, one table a file; ``TableReader`` reads them.
enum Tables {}

/// One set of the dictionary and where its rows are.
struct SetTable: Sendable {
    /// The set, as `856`.
    let id: String
    /// The same, packed.
    let packedID: UInt64
    /// GS01 of its groups.
    let functionalID: String
    let name: String
    /// The rows of all releases.
    let rows: StaticString

    init(_ id: String, _ functionalID: String, _ name: String, _ rows: StaticString) {
        self.id = id
        packedID = PackedTable.pack(id.utf8)
        self.functionalID = functionalID
        self.name = name
        self.rows = rows
    }
}
