internal import GRDB

/// How many control numbers we have issued for a pair of addresses at a level.
public struct IssuedNumberRecord: Sendable, Codable, Equatable {
    /// Sender and receiver, as `ZZ/NORTHWIND>ZZ/ACMECAST`.
    public var pair: String
    /// `ISA` or `GS`.
    public var level: String
    /// Numbers issued since the beginning.
    public var issued: Int
    /// The last one as it was written: after nine nines comes 1.
    public var last: Int
}

extension ControlNumbers {
    /// How many numbers were issued for a pair at a level.
    public func issued(pair: String, level: String) throws -> Int {
        try Int.fetchOne(
            database.cachedStatement(sql: "SELECT issued FROM controlNumber WHERE pair = ? AND level = ?"),
            arguments: [pair, level]) ?? 0
    }

    /// What was issued, by pair and level.
    public func all() throws -> [IssuedNumberRecord] {
        try Row.fetchAll(
            database, sql: "SELECT pair, level, issued FROM controlNumber ORDER BY pair, level"
        ).map {
            let issued: Int = $0["issued"]
            return IssuedNumberRecord(
                pair: $0["pair"], level: $0["level"], issued: issued,
                last: issued > 0 ? Self.number(issued) : 0)
        }
    }
}
