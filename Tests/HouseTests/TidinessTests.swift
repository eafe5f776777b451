import Testing

/// Style that a machine can check is not discussed.
@Suite struct TidinessTests {
    private let project = SourceTree.project

    @Test func `the project was found and read`() {
        #expect(!project.sources.isEmpty && !project.tests.isEmpty && project.manifest.lineCount > 0)
    }

    @Test func `a file has at most five hundred lines`() {
        expectNone(project.swift.flatMap(ShapeRules.shortFiles), "files that hold a second idea")
    }

    @Test func `a function fits on a screen of seventy lines`() {
        expectNone(
            project.swift.filter { !$0.isData }.flatMap(ShapeRules.shortFunctions),
            "functions too long to see")
    }

    @Test func `a file is named after what is in it`() {
        expectNone(project.swift.flatMap(ShapeRules.tellingFileNames), "files without a subject")
    }

    @Test func `a test is named with a sentence`() {
        expectNone(project.tests.flatMap(ShapeRules.sentencesAsTestNames), "tests that promise nothing")
    }

    @Test func `every public declaration has a doc comment`() {
        expectNone(project.sources.flatMap(CommentRules.publicIsDocumented), "undocumented")
    }

    @Test func `unchecked Sendable says what keeps it safe`() {
        expectNone(project.sources.flatMap(CommentRules.uncheckedSendableIsExplained), "unexplained promises")
    }

    @Test func `no comment puts work off`() {
        expectNone(project.swift.flatMap(CommentRules.nothingLeftToDo), "work put off")
    }

    @Test func `no file names a folder of the machine it was written on`() {
        // Spelled in parts, so that this file keeps its own rule.
        let folders = ["home", "root", "Users", "work", "tmp"].map { "/" + $0 + "/" }
        var found: [Offence] = []
        for folder in folders {
            for file in project.swift {
                found += file.text.bytes.offsets(of: folder).map { file.offence(at: $0, folder) }
            }
            for file in project.others {
                found += file.bytes.offsets(of: folder).map { offset in
                    let line = file.bytes[..<offset].count { $0 == UInt8(ascii: "\n") } + 1
                    return Offence(path: file.path, line: line, what: folder)
                }
            }
        }
        expectNone(found, "private folders")
    }
}
