/// The JSON Schemas (2020-12) of the documents, compiled into the program.
///
/// They name what a document has and do not forbid more: a reader must ignore keys it does not know.
public enum Schemas {
    /// The name of a schema: its `$id`, and the `dataschema` of events.
    public static func identifier(for type: DocumentType) -> String {
        "urn:wharf:schema:\(type.rawValue):1"
    }

    /// The schema of a kind of documents; `nil` for a kind that has no document yet.
    public static func json(for type: DocumentType) -> String? {
        guard let text = orders[type] ?? reports[type] ?? masters[type] else { return nil }
        let document = text.split(separator: "\n").map { "  " + $0 }.joined(separator: "\n")
        let all =
            values + carriage + further + lines + shipments + schedules + payments + answers + stock
            + suppliers
        var texts: [String: String] = [:]
        for definition in all { texts[definition.name] = definition.text }
        var needed = Set<String>()
        var open = references(in: document)
        while let name = open.popLast() {
            guard needed.insert(name).inserted, let text = texts[name] else { continue }
            open += references(in: text)
        }
        let definitions = all.filter { needed.contains($0.name) }.map { definition in
            let indented = definition.text.split(separator: "\n").joined(separator: "\n    ")
            return "    \"\(definition.name)\": \(indented)"
        }
        return """
            {
              "$schema": "https://json-schema.org/draft/2020-12/schema",
              "$id": "\(identifier(for: type))",
            \(document),
              "$defs": {
            \(definitions.joined(separator: ",\n"))
              }
            }

            """
    }

    /// The names of the definitions that a text refers to.
    private static func references(in text: String) -> [String] {
        let prefix = "#/$defs/"
        let names = text.split(separator: "\"").filter { $0.hasPrefix(prefix) }
        return names.map { String($0.dropFirst(prefix.count)) }
    }
}
