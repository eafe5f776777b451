internal import Foundation
internal import GRDB

/// A document that rows of a batch file became, as a report tells of it.
public struct BatchRows: Sendable {
    /// The document's name for people.
    public let businessKey: String
    /// Where its fields came from, as JSON.
    public let provenance: [UInt8]
}

extension ExchangeViews {
    /// The documents of a batch file in its order, at most as many.
    public func batchRows(of arrival: String, limit: Int) throws -> [BatchRows] {
        try Row.fetchAll(
            database,
            sql: "SELECT businessKey, provenance FROM document WHERE arrival = ? ORDER BY setOrdinal LIMIT ?",
            arguments: [arrival, limit]
        ).map { row in
            let provenance: Data = row["provenance"]
            return BatchRows(businessKey: row["businessKey"], provenance: Array(provenance))
        }
    }
}
