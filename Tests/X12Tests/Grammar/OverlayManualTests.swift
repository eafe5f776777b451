import Foundation
import Testing

@testable import X12

/// What the manual shows is what the reader takes.
@Suite struct OverlayManualTests {
    private static let manual = URL(fileURLWithPath: #filePath).resolvingSymlinksInPath()
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "Docs/overlays.md")

    private func lines() throws -> [Substring] {
        try String(contentsOf: OverlayManualTests.manual, encoding: .utf8)
            .split(separator: "\n", omittingEmptySubsequences: false)
    }

    private func library(_ text: String) throws -> GrammarLibrary {
        try GrammarLibrary.standard.applying([Overlay(reading: Array(text.utf8), file: "overlays.md")])
    }

    @Test func `the whole example of the manual can be applied`() throws {
        let lines = try lines()
        let heading = try #require(lines.firstIndex(of: "## A whole example"))
        let start = try #require(lines[heading...].firstIndex(of: "```"))
        let end = try #require(lines[(start + 1)...].firstIndex(of: "```"))
        let changed = try library(lines[(start + 1)..<end].joined(separator: "\n"))
        let own = try #require(changed.description(ofSegment: "ZA1", in: "856", release: "004010"))
        #expect(own.elements.map(\.name) == ["Kind of Box", "Serial Number", "Date"])
        #expect(own.elements[0].requirement == .mandatory && own.elements[0].hasCodes)
    }

    @Test func `every row of the manual's tables of changes can be applied`() throws {
        let lines = try lines()
        let start = try #require(lines.firstIndex(of: "## Segments and loops"))
        let rows = lines[start...].filter { $0.hasPrefix("| `") }
        #expect(rows.count > 10)
        for row in rows {
            let rule = row.dropFirst(3).prefix { $0 != "`" }
            #expect(throws: Never.self, "\(rule)") { try self.library("set 856 004010\n" + rule) }
        }
    }

    @Test func `the segments more of the manual can be applied`() throws {
        let lines = try lines()
        let start = try #require(lines.firstIndex(of: "## Segments more"))
        let block = lines[(start + 1)...].drop { $0.isEmpty }.prefix { $0.hasPrefix("    ") }
        #expect(block.count == 5)
        let changed = try library("set 856 004010\n" + block.joined(separator: "\n"))
        #expect(changed.description(ofSegment: "ZB", in: "856", release: "004010")?.elements.count == 2)
    }
}
