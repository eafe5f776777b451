public import Partners

/// The kinds of batch files that become documents: one line each.
public enum BatchFormatRegistry {
    /// All formats that files from partners may have.
    public static let inbound: [any BatchFormat.Type] = [
        CSVBatch.self
    ]

    /// The format that reads files of an agreement; `nil` when there is none.
    public static func format(for agreement: BatchAgreement) -> (any BatchFormat.Type)? {
        guard agreement.direction == .inbound else { return nil }
        return inbound.first { $0.format == agreement.format && $0.documents.contains(agreement.document) }
    }
}
