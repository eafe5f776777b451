import Documents
import Foundation
import Testing

struct SchemaFilesTests {
    @Test(arguments: DocumentType.allCases)
    func `the schema shipped as a file is the one compiled in`(_ type: DocumentType) throws {
        guard let schema = Schemas.json(for: type) else { return }
        let file = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appending(path: "Docs/schemas/\(type.rawValue).schema.json")
        if ProcessInfo.processInfo.environment["UPDATE_GOLDEN"] == "1" {
            try Data(schema.utf8).write(to: file)
            Issue.record("\(file.lastPathComponent) was rewritten: read it, then run without UPDATE_GOLDEN.")
            return
        }
        #expect(schema == (try String(contentsOf: file, encoding: .utf8)))
    }

    @Test(arguments: DocumentType.allCases)
    func `a schema is JSON, names itself, and has every definition it refers to and no other`(
        _ type: DocumentType
    ) throws {
        guard let schema = Schemas.json(for: type) else { return }
        let object = try #require(try JSONSerialization.jsonObject(with: Data(schema.utf8)) as? [String: Any])
        #expect(object["$id"] as? String == Schemas.identifier(for: type))
        #expect(object["$schema"] as? String == "https://json-schema.org/draft/2020-12/schema")
        let definitions = try #require(object["$defs"] as? [String: Any])
        let prefix = "#/$defs/"
        let referred = schema.split(separator: "\"").filter { $0.hasPrefix(prefix) }
            .map { String($0.dropFirst(prefix.count)) }
        #expect(Set(referred) == Set(definitions.keys))
    }

    @Test(arguments: DocumentType.allCases)
    func `no level uses the name of a field that every level may have for another thing`(_ type: DocumentType)
        throws
    {
        let text = try #require(Schemas.json(for: type))
        let schema = try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
        let definitions = schema["$defs"] as? [String: [String: Any]] ?? [:]
        let shared = definitions["details"]?["properties"] as? [String: NSObject] ?? [:]
        for (name, level) in definitions.merging(
            ["document": schema], uniquingKeysWith: { first, _ in first })
        where level["allOf"] != nil {
            let own = level["properties"] as? [String: NSObject] ?? [:]
            #expect(own.filter { key, field in shared[key].map { $0 != field } ?? false } == [:], "\(name)")
        }
    }

    @Test
    func `every kind with a document has a schema`() {
        #expect(DocumentType.allCases.allSatisfy { Schemas.json(for: $0) != nil })
    }
}
