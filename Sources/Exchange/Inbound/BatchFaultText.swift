internal import Foundation
internal import Translation

/// Faults of a batch file's rows as they are kept in the books: a JSON array.
enum BatchFaultText {
    static func json(_ faults: [BatchFault]) throws -> String? {
        guard !faults.isEmpty else { return nil }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(faults), as: UTF8.self)
    }

    static func faults(in json: String?) throws -> [BatchFault] {
        guard let json else { return [] }
        return try JSONDecoder().decode([BatchFault].self, from: Data(json.utf8))
    }
}
