internal import Foundation
internal import X12

/// Findings as they are kept in the books: a JSON array, errors first when not all can be kept.
enum FindingText {
    static func json(_ findings: [Finding], limit: Int) throws -> String? {
        guard !findings.isEmpty else { return nil }
        var kept = findings
        if kept.count > limit {
            kept = Array(
                (findings.filter { $0.severity == .error } + findings.filter { $0.severity != .error })
                    .prefix(limit))
        }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(kept), as: UTF8.self)
    }

    static func findings(in json: String?) throws -> [Finding] {
        guard let json else { return [] }
        return try JSONDecoder().decode([Finding].self, from: Data(json.utf8))
    }
}
