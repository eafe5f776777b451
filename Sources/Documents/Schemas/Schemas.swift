/// The JSON Schemas (2020-12) of the documents, compiled into the program.
public enum Schemas {
    /// The name of a schema: its `$id`, and the `dataschema` of events.
    public static func identifier(for type: DocumentType) -> String {
        "urn:wharf:schema:\(type.rawValue):1"
    }

    /// The schema of a kind of documents; `nil` for a kind that has no document yet.
    public static func json(for type: DocumentType) -> String? { nil }
}
