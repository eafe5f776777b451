import Documents
import Foundation
import Testing
import Translation

/// Checks documents against their schemas with python3's jsonschema; skipped where it is not installed.
struct SchemaTests {
    /// Adds "nothing else" to every object of the schema, so that a misspelt field shows.
    private static let script = """
        import copy, json, sys
        import jsonschema
        schema = json.loads(sys.argv[1])
        jsonschema.Draft202012Validator.check_schema(schema)
        strict = copy.deepcopy(schema)
        strict["unevaluatedProperties"] = False
        for name, definition in strict["$defs"].items():
            if "properties" in definition and name != "details":
                definition["unevaluatedProperties"] = False
        validator = jsonschema.Draft202012Validator(strict)
        for line in sys.stdin:
            for error in validator.iter_errors(json.loads(line)):
                sys.stdout.write(f"{error.json_path} {error.message[:200]}\\n")
        """

    private static let isInstalled = (try? run(["-c", "import jsonschema"], input: [])) == ""

    @Test(.enabled(if: isInstalled), arguments: DocumentType.allCases)
    func `every document of the fixtures is valid by its schema, with no field beside it`(
        _ type: DocumentType
    ) throws {
        guard let schema = Schemas.json(for: type) else { return }
        let all =
            try Fixture.all.map { try $0.translated().document }
            + BatchFixture.all.flatMap { try $0.reading().documents } + Self.suppliers()
        let documents = all.filter { $0.type == type }
        #expect(!documents.isEmpty)
        let lines = documents.flatMap { $0.json() + [UInt8(ascii: "\n")] }
        #expect(try Self.run(["-c", Self.script, schema], input: lines) == "")
    }

    /// What must be found: a field that is absent, misspelt, of another type or of another form.
    @Test(
        .enabled(if: isInstalled),
        arguments: [
            ("\"orderNumber\":\"4500012345\",", "", "'orderNumber' is a required property"),
            ("\"orderNumber\":", "\"ordernumber\":", "'ordernumber'"),
            ("\"orderNumber\":\"4500012345\"", "\"orderNumber\":4500012345", "is not of type 'string'"),
            ("\"value\":120,", "\"value\":\"120\",", "is not of type 'number'"),
            ("\"orderDate\":\"2026-02-27\"", "\"orderDate\":\"20260227\"", "does not match"),
            ("\"documentType\":\"purchase-order\"", "\"documentType\":\"invoice\"", "was expected"),
            ("\"time\":\"14:00\"", "\"time\":\"2 pm\"", "does not match"),
            ("\"unitsPerPack\":24", "\"unitsPerPack\":2.5", "is not of type 'integer'"),
        ])
    func `a document that is not as its schema says is found`(
        _ text: String, _ other: String, _ fault: String,
    ) throws {
        let schema = try #require(Schemas.json(for: .purchaseOrder))
        let document = try Fixture.named("850/stand-alone-with-kit").translated().document
        let json = String(decoding: document.json(), as: UTF8.self)
        let changed = json.replacing(text, with: other)
        #expect(changed != json)
        let found = try Self.run(["-c", Self.script, schema], input: Array(changed.utf8))
        #expect(found.contains(fault))
    }

    /// The suppliers of the fixtures, which no file of X12 holds.
    private static func suppliers() throws -> [Document] {
        try ["complete", "smallest"].map { name in
            let bytes = [UInt8](
                try Data(contentsOf: Fixture.folder.appending(path: "supplier/\(name).json")))
            let document = try DocumentReader.read(bytes)
            #expect(document.json() == bytes)
            return document
        }
    }

    private static func run(_ arguments: [String], input: [UInt8]) throws -> String {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = ["python3"] + arguments
        let (source, output) = (Pipe(), Pipe())
        process.standardInput = source
        process.standardOutput = output
        process.standardError = output
        try process.run()
        try source.fileHandleForWriting.write(contentsOf: Data(input))
        try source.fileHandleForWriting.close()
        let text = try output.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        return String(decoding: text, as: UTF8.self) + (process.terminationStatus == 0 ? "" : "failed")
    }
}
