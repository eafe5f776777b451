import Testing

/// The rules themselves: a rule that notices nothing would pass every day.
@Suite struct RuleTests {
    /// A rule, a piece of code, and the lines in which it must find something.
    struct Case: Sendable, CustomTestStringConvertible {
        let name: String
        let rule: Rule
        let path: String
        let code: String
        let lines: [Int]

        init(
            _ name: String, _ rule: @escaping Rule, in path: String = "Sources/Spool/File.swift",
            _ code: String,
            lines: [Int] = []
        ) {
            self.name = name
            self.rule = rule
            self.path = path
            self.code = code
            self.lines = lines
        }

        var testDescription: String { name }
    }

    @Test(arguments: banned + comments + statements + shapes + walls)
    func `a rule finds what breaks it and nothing else`(example: Case) {
        let found = example.rule(SourceTree.File(example.path, example.code))
        #expect(found.map(\.line) == example.lines)
    }

    private static let banned: [Case] = [
        Case(
            "a call", BannedCalls.rule(BannedCalls.printing), "print(1)\nlog.print(2)\nimprint(3)", lines: [1]
        ),
        Case(
            "a call in a comment", BannedCalls.rule(BannedCalls.printing),
            "// print(1)\n/* print( /* */ print( */"),
        Case(
            "a call in a literal", BannedCalls.rule(BannedCalls.printing),
            "let a = \"print(1)\"\nlet b = #\"\\(print(1))\"#"),
        Case(
            "a call in an interpolation", BannedCalls.rule(BannedCalls.printing), "let a = \"\\(print(1))\"",
            lines: [1]),
        Case(
            "a call at home", BannedCalls.rule(BannedCalls.printing), in: "Sources/wharf/Wharf.swift",
            "print(1)"),
        Case(
            "forced try", BannedCalls.rule(BannedCalls.crashing), "let a = try! read()\nlet b = try? read()",
            lines: [1]),
        Case(
            "clock", BannedCalls.rule(BannedCalls.clocks), "Date(timeIntervalSince1970: 0)\nDate()",
            lines: [2]),
        Case(
            "sync", BannedCalls.rule(BannedCalls.syncing), "fsync(3)\nreply.fsync(3)\nfsyncFolder(3)",
            lines: [1]),
        Case(
            "sync at home", BannedCalls.rule(BannedCalls.syncing), in: "Sources/Spool/Disk/Disk.swift",
            "fsync(3)"),
        Case(
            "forced value", BannedCalls.forceUnwrapping, "a!.b\nc() != d\ne[0]!\nif !f {}\ng!=h",
            lines: [1, 3]),
        Case(
            "empty catch", BannedCalls.emptyCatches, "do {} catch {\n}\ndo {} catch let e { log(e) }",
            lines: [1]),
        Case("catch with a comment only", BannedCalls.emptyCatches, "do {} catch {\n// fine\n}", lines: [1]),
    ]

    private static let comments: [Case] = [
        Case(
            "bare public", CommentRules.publicIsDocumented, "public let a = 1\n/// Told.\npublic let b = 2",
            lines: [1]),
        Case(
            "attributes", CommentRules.publicIsDocumented,
            "/// Told.\n@inlinable\n@available(*, deprecated) public func a() {}"),
        Case(
            "public import", CommentRules.publicIsDocumented,
            "public import Foundation\npublic extension A {}"),
        Case(
            "plain comment", CommentRules.publicIsDocumented,
            "// Not for readers of the API.\npublic var a: Int { 1 }", lines: [2]),
        Case(
            "unexplained promise", CommentRules.uncheckedSendableIsExplained,
            "// A thing.\nfinal class A: @unchecked Sendable {}", lines: [2]),
        Case(
            "explained promise", CommentRules.uncheckedSendableIsExplained,
            "// The lock `state` guards all of it.\nfinal class A: @unchecked Sendable {}"),
        Case(
            "work put off", CommentRules.nothingLeftToDo, "// TO" + "DO later\nlet TO" + "DO = 1", lines: [1]),
    ]

    private static let statements: [Case] = [
        Case(
            "value in a statement", StatementRules.constantSQL, in: "Sources/Store/A.swift",
            "run(sql: \"DELETE FROM a WHERE id = \\(id)\")", lines: [1]),
        Case(
            "value in a piece of one", StatementRules.constantSQL, in: "Sources/Store/A.swift",
            "let a = \"\"\"\n  WHERE id = \\(id)\n  \"\"\"", lines: [2]),
        Case(
            "columns in a statement", StatementRules.constantSQL, in: "Sources/Store/A.swift",
            "run(sql: \"SELECT \\(Self.columns) FROM a WHERE b IN (\\(databaseQuestionMarks(count: 2)))\")"),
        Case(
            "value in a sentence", StatementRules.constantSQL, in: "Sources/Store/A.swift",
            "fail(\"no PRAGMA is called \\(name)\")"),
    ]

    private static let shapes: [Case] = [
        Case("long file", ShapeRules.shortFiles, String(repeating: "let a = 1\n", count: 501), lines: [501]),
        Case("full file", ShapeRules.shortFiles, String(repeating: "let a = 1\n", count: 500)),
        Case(
            "long table", ShapeRules.shortFiles, in: "Sources/X12/Tables/A.swift",
            String(repeating: "let a = 1\n", count: 501)),
        Case("long function", ShapeRules.shortFunctions, function(lines: 71), lines: [1]),
        Case("full function", ShapeRules.shortFunctions, function(lines: 70)),
        Case(
            "requirement before a long function", ShapeRules.shortFunctions,
            "protocol A { func a() -> Int\nfunc b(_: [Int]) throws(Fault) }\n" + function(lines: 71),
            lines: [3]),
        Case(
            "brackets in literals", ShapeRules.shortFunctions,
            "func a() { b(\"{\\(c(\"{\"))\") }\n" + String(repeating: "\n", count: 80)),
        Case(
            "vague name", ShapeRules.tellingFileNames, in: "Sources/X12/Utils.swift", "let a = 1", lines: [1]),
        Case("empty file", ShapeRules.tellingFileNames, "// nothing\n", lines: [1]),
        Case(
            "test without a sentence", ShapeRules.sentencesAsTestNames,
            "@Test func `bytes stay`() {}\n@Test(arguments: [1])\nfunc testParse() {}", lines: [2]),
    ]

    private static let walls: [Case] = [
        Case(
            "wall", Walls.breaches, "import Foundation\ninternal import Cryptography\npublic import GRDB",
            lines: [3]),
        Case(
            "part of a module", Walls.breaches, "import struct Store.Job\nimport func Glibc.fsync", lines: [1]
        ),
        Case("import passed on", Walls.breaches, "@_exported public import Cryptography", lines: [1]),
        Case("import in a comment", Walls.breaches, "// import GRDB\nlet a = \"import GRDB\""),
    ]

    private static func function(lines: Int) -> String {
        "func a<T>(_ b: [T] = { [] }()) throws(Fault) -> (Int, T) where T: B {\n"
            + String(repeating: "    b()\n", count: lines - 2) + "}\n"
    }

    @Test func `the manifest is read with its aliases and products`() {
        let manifest = Manifest(
            SourceText(
                """
                let logging: Target.Dependency = .product(name: "Logging", package: "swift-log")
                func room(_ name: String) -> Target { .target(name: name, dependencies: []) }
                let targets = [
                    room("A"), room("B", ["A", logging]), tests(of: "B", ["A"]),  // room("C")
                    .executableTarget(name: "d", dependencies: ["B", .product(name: "E", package: "f")]),
                ]
                """))
        #expect(manifest.dependencies["A"] == [])
        #expect(manifest.dependencies["B"] == ["A", "Logging"])
        #expect(manifest.dependencies["BTests"] == ["A", "B"])
        #expect(manifest.dependencies["d"] == ["B", "E"])
        #expect(manifest.dependencies["C"] == nil)
    }
}
