internal import GRDB

/// The control numbers of what we send, per pair of addresses and level; a number belongs to the job that asked.
public struct ControlNumbers {
    let database: Database

    /// The largest number of nine digits; the one after it is 1.
    public static let highest = 999_999_999

    /// The number for this job, reserved on its first ask and the same ever after.
    ///
    /// `pair`: sender and receiver, as `ZZ/NORTHWIND>ZZ/ACMECAST`.
    /// `level`: `ISA` or `GS`.
    /// `job`: the asking job's id.
    /// `floor`: how many were issued by the mark outside the database; a restored older database starts above it.
    /// `part`: tells several numbers of a level apart that one job needs; empty for its only one.
    /// Returns `count` since the beginning (to be marked outside the database) and the `number` to be written.
    public func reserve(
        pair: String, level: String, for job: Int64, above floor: Int, part: String = ""
    ) throws -> (count: Int, number: Int) {
        let place = part.isEmpty ? level : "\(level)/\(part)"
        if let known = try reserved(level: place, for: job) { return known }
        let issued = try Int.fetchOne(
            database.cachedStatement(
                sql: """
                    INSERT INTO controlNumber (pair, level, issued) VALUES (?, ?, ? + 1)
                    ON CONFLICT (pair, level) DO UPDATE SET issued = max(issued, ?) + 1 RETURNING issued
                    """), arguments: [pair, level, floor, floor])
        guard let issued else {
            throw StoreError(.refused, "\(pair): the database returned no control number for \(level)")
        }
        try database.cachedStatement(sql: "INSERT INTO reservation (job, level, number) VALUES (?, ?, ?)")
            .execute(arguments: [job, place, issued])
        return (issued, Self.number(issued))
    }

    /// The number that a job has reserved at a level (`ISA`, or with a part `ISA/2`), if it has.
    public func reserved(level: String, for job: Int64) throws -> (count: Int, number: Int)? {
        try Int.fetchOne(
            database.cachedStatement(sql: "SELECT number FROM reservation WHERE job = ? AND level = ?"),
            arguments: [job, level]
        ).map { ($0, Self.number($0)) }
    }

    /// Nine digits that start again at 1; never 0.
    static func number(_ count: Int) -> Int {
        (count - 1) % highest + 1
    }
}
