public import Cryptography
internal import Foundation
internal import GRDB

/// The control numbers that partners have used up: one that was *accepted* may not come again with other bytes.
///
/// A number is claimed when an interchange is taken apart and confirmed when one of its sets is accepted; a claim whose
/// interchange had nothing acceptable is released, so that a failed first try never blocks the corrected one.
public struct AcceptedNumbers {
    let database: Database

    /// What the books know of a number.
    public enum Standing: Sendable, Equatable {
        /// Never seen, or only in tries that failed.
        case free
        /// Claimed by another interchange that is still being validated.
        case pending
        /// Accepted before with the same bytes: a harmless repeat of this interchange.
        case same(interchange: String)
        /// Accepted before with other bytes.
        case other(interchange: String)
    }

    /// How a number stands for a pair of addresses at a level (`ISA`).
    public func standing(
        pair: String, level: String, number: String, digest: Digest, for interchange: String
    ) throws -> Standing {
        let row = try Row.fetchOne(
            database.cachedStatement(
                sql:
                    "SELECT digest, interchange, confirmed FROM acceptedNumber WHERE pair = ? AND level = ? AND number = ?"
            ),
            arguments: [pair, level, number])
        guard let row else { return .free }
        let holder: String = row["interchange"]
        if holder == interchange { return .free }
        guard row["confirmed"] else { return .pending }
        let known: Data = row["digest"]
        return Array(known) == digest.bytes ? .same(interchange: holder) : .other(interchange: holder)
    }

    /// Claims a free number for an interchange that will be validated.
    public func claim(pair: String, level: String, number: String, digest: Digest, for interchange: String)
        throws
    {
        try database.cachedStatement(
            sql: """
                INSERT INTO acceptedNumber (pair, level, number, digest, interchange, confirmed) VALUES (?, ?, ?, ?, ?, 0)
                ON CONFLICT DO NOTHING
                """
        ).execute(arguments: [pair, level, number, Data(digest.bytes), interchange])
    }

    /// Confirms an interchange's claim: something in it was accepted.
    public func confirm(pair: String, level: String, number: String) throws {
        try database.cachedStatement(
            sql: "UPDATE acceptedNumber SET confirmed = 1 WHERE pair = ? AND level = ? AND number = ?"
        ).execute(arguments: [pair, level, number])
    }

    /// Releases an interchange's claim: nothing in it was accepted.
    public func release(pair: String, level: String, number: String, by interchange: String) throws {
        try database.cachedStatement(
            sql:
                "DELETE FROM acceptedNumber WHERE pair = ? AND level = ? AND number = ? AND interchange = ? AND confirmed = 0"
        ).execute(arguments: [pair, level, number, interchange])
    }
}
