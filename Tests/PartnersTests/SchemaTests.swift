import Foundation
import Testing

@testable import Partners

/// The JSON Schemas that editors complete from say the same as the reader.
struct SchemaTests {
    struct Schema: Sendable {
        let file: String
        let shapes: Set<SectionShape>
    }

    static let schemas = [
        Schema(file: "house", shapes: houseOnly.union([.schedule, .contact, .outboundBatch, .column])),
        Schema(
            file: "partner",
            shapes: Set(SectionShape.allCases).subtracting(houseOnly).subtracting(calendarOnly)),
        Schema(file: "calendar", shapes: calendarOnly),
    ]

    private static let calendarOnly: Set<SectionShape> = [.calendar, .calendarYears, .holiday]

    private static let houseOnly: Set<SectionShape> = [
        .house, .identity, .listen, .listenAddress, .sftpAddress, .proxyProtocol, .defence, .ban, .sink,
        .suppliers, .supplierColumns, .retention, .orders, .orderFile, .api, .apiToken,
    ]

    static func definitions(_ file: String) throws -> [String: [String: Any]] {
        let url = SampleFolderTests.repository.appendingPathComponent("Docs/schemas/\(file).schema.json")
        let root = try JSONSerialization.jsonObject(with: Data(contentsOf: url)) as? [String: Any]
        #expect(root?["$schema"] as? String == "https://json-schema.org/draft/2020-12/schema")
        #expect(root?["$ref"] as? String == "#/$defs/\(file)")
        return try #require(root?["$defs"] as? [String: [String: Any]])
    }

    @Test(arguments: schemas)
    func `a schema has exactly the sections that the reader knows`(_ schema: Schema) throws {
        #expect(Set(try Self.definitions(schema.file).keys) == Set(schema.shapes.map(\.rawValue)))
    }

    @Test(arguments: schemas)
    func `every section has exactly the keys, the required ones and the words that the reader knows`(
        _ schema: Schema
    ) throws {
        let definitions = try Self.definitions(schema.file)
        for shape in schema.shapes {
            let definition = try #require(definitions[shape.rawValue])
            let properties = try #require(definition["properties"] as? [String: [String: Any]])
            #expect(definition["additionalProperties"] as? Bool == false, "\(shape)")
            #expect(Set(properties.keys) == Set(shape.keys.map(\.name)), "\(shape)")
            let required = definition["required"] as? [String] ?? []
            #expect(Set(required) == Set(shape.keys.filter(\.isRequired).map(\.name)), "\(shape)")
            for key in shape.keys {
                let words = properties[key.name]?["enum"] as? [String] ?? []
                #expect(words == key.choices, "\(shape).\(key.name)")
                #expect(properties[key.name]?["description"] is String, "\(shape).\(key.name)")
            }
        }
    }

    @Test(arguments: schemas)
    func `every reference of a schema leads to a section`(_ schema: Schema) throws {
        let definitions = try Self.definitions(schema.file)
        let url = SampleFolderTests.repository.appendingPathComponent(
            "Docs/schemas/\(schema.file).schema.json")
        let text = try String(contentsOf: url, encoding: .utf8)
        for match in text.matches(of: /"#\/\$defs\/([A-Za-z0-9]+)"/) {
            #expect(definitions[String(match.1)] != nil, "\(match.1)")
        }
    }

    @Test(arguments: ["house", "acme-castings", "bolt-works", "cobalt-plastics"])
    func `every sample fits its schema`(_ name: String) throws {
        let url = SampleFolderTests.folder.appendingPathComponent("\(name).yaml")
        let reading = FileReading(file: name)
        let root = try #require(StrictYAML.read(Array(Data(contentsOf: url)), into: reading))
        let file = name == "house" ? "house" : "partner"
        let check = SchemaCheck(definitions: try Self.definitions(file))
        #expect(check.complaints(root, ["$ref": "#/$defs/\(file)"], at: name) == [])
    }

    @Test func `the sample calendar fits its schema`() throws {
        let url = SampleFolderTests.folder.appendingPathComponent("calendars/us-plants.yaml")
        let root = try #require(
            StrictYAML.read(Array(Data(contentsOf: url)), into: FileReading(file: "us-plants")))
        let check = SchemaCheck(definitions: try Self.definitions("calendar"))
        #expect(check.complaints(root, ["$ref": "#/$defs/calendar"], at: "us-plants") == [])
    }

    @Test func `the documented house fits the schema`() throws {
        let reading = FileReading(file: "house")
        let check = SchemaCheck(definitions: try Self.definitions("house"))
        let house = try #require(StrictYAML.read(Array(SampleProfiles.house.utf8), into: reading))
        #expect(check.complaints(house, ["$ref": "#/$defs/house"], at: "") == [])
    }

    @Test func `the documented partner fits the schema, and a broken one does not`() throws {
        let reading = FileReading(file: "partner")
        let check = SchemaCheck(definitions: try Self.definitions("partner"))
        let root: [String: Any] = ["$ref": "#/$defs/partner"]
        let good = try #require(StrictYAML.read(Array(SampleProfiles.partner.utf8), into: reading))
        #expect(check.complaints(good, root, at: "") == [])
        let text = SampleProfiles.partner.replacing("files: 5000", with: "files: \"x\"")
            .replacing("port: 22\n", with: "prt: 22\n").replacing("state: live", with: "state: life")
        let bad = try #require(StrictYAML.read(Array(text.utf8), into: reading))
        #expect(check.complaints(bad, root, at: "").count == 3)
    }
}

/// As much of JSON Schema as ours use, over nodes of a profile.
struct SchemaCheck {
    let definitions: [String: [String: Any]]

    func complaints(_ node: ReadingNode, _ schema: [String: Any], at path: String) -> [String] {
        if let reference = schema["$ref"] as? String, let name = reference.split(separator: "/").last {
            return complaints(node, definitions[String(name)] ?? [:], at: path)
        }
        if let choices = schema["anyOf"] as? [[String: Any]] {
            return choices.contains { complaints(node, $0, at: path).isEmpty } ? [] : ["\(path): fits none"]
        }
        switch node.content {
        case .scalar(let text, let isPlain):
            return isFitting(text, isPlain: isPlain, schema) ? [] : ["\(path): \(text)"]
        case .sequence(let items):
            guard let item = schema["items"] as? [String: Any] else { return ["\(path): a list"] }
            return items.enumerated().flatMap { complaints($0.element, item, at: "\(path)[\($0.offset)]") }
        case .mapping(let entries):
            return complaints(of: entries, schema, at: path)
        case .empty, .invalid:
            return ["\(path): empty"]
        }
    }

    private func isFitting(_ text: String, isPlain: Bool, _ schema: [String: Any]) -> Bool {
        if let words = schema["enum"] as? [String] {
            return words.contains(text)
        }
        if let constant = schema["const"] as? String {
            return text == constant
        }
        if schema["type"] as? String == "integer" {
            return isPlain && Int(text) != nil
        }
        if schema["type"] as? String == "boolean" {
            return isPlain && ["true", "false"].contains(text)
        }
        let isLong =
            text.count >= schema["minLength"] as? Int ?? 0
            && text.count <= schema["maxLength"] as? Int ?? .max
        return schema["type"] as? String == "string" && isLong && isMatching(text, schema["pattern"])
    }

    private func isMatching(_ text: String, _ pattern: Any?) -> Bool {
        guard let pattern = pattern as? String else { return true }
        return text.range(of: pattern, options: .regularExpression) != nil
    }

    private func complaints(of entries: [ReadingNode.Entry], _ schema: [String: Any], at path: String)
        -> [String]
    {
        guard schema["type"] as? String == "object" else { return ["\(path): a section"] }
        let properties = schema["properties"] as? [String: [String: Any]] ?? [:]
        let names = (schema["propertyNames"] as? [String: Any])?["pattern"]
        let missing = (schema["required"] as? [String] ?? []).filter { key in
            !entries.contains { $0.name == key }
        }
        return missing.map { "\(path).\($0): missing" }
            + entries.flatMap { entry -> [String] in
                let place = "\(path).\(entry.name)"
                guard isMatching(entry.name, names) else { return ["\(place): bad name"] }
                let rest = schema["additionalProperties"] as? [String: Any]
                guard let value = properties[entry.name] ?? rest else { return ["\(place): unknown"] }
                return complaints(entry.value, value, at: place)
            }
    }
}
