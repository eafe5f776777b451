internal import Foundation
internal import Store
internal import Translation

/// Faults of orders as they are kept in the books, and as the ERP reads them beside its file.
enum OrderFaultText {
    /// The most faults kept of a file; more are counted.
    static let maximum = 1_000

    static func json(_ faults: [OrderFault]) throws -> String? {
        guard !faults.isEmpty else { return nil }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(Array(faults.prefix(maximum))), as: UTF8.self)
    }

    static func faults(in json: String?) throws -> [OrderFault] {
        guard let json else { return [] }
        return try JSONDecoder().decode([OrderFault].self, from: Data(json.utf8))
    }
}
