internal import Store

/// What a question to the audit trail asks for.
enum AuditQuery {
    /// The filter that a query describes.
    ///
    /// - Throws: ``WindowError`` for an act that there is not, or a number that is none.
    static func filter(_ query: [String: String]) throws -> LedgerFilter {
        func number(_ name: String) throws -> Int64? {
            guard let text = query[name] else { return nil }
            guard let value = Int64(text) else {
                throw WindowError(.badRequest, "\(name): \(text) is no whole number")
            }
            return value
        }
        if let act = query["act"], LedgerAct(rawValue: act) == nil {
            let known = LedgerAct.allCases.map(\.rawValue).sorted().joined(separator: ", ")
            throw WindowError(.badRequest, "there is no act \(act); the acts are \(known)")
        }
        return LedgerFilter(
            after: try number("after") ?? 0, actor: query["actor"], act: query["act"],
            subject: query["subject"], text: query["text"], since: try number("since"),
            until: try number("until"), limit: try number("limit").map { Int(clamping: $0) } ?? 1_000)
    }
}
