import Documents
import Foundation
import Testing
import Translation

struct GoldenTests {
    @Test(arguments: Fixture.all)
    func `every fixture becomes its document, digit for digit`(_ fixture: Fixture) throws {
        let document = readable(try fixture.translated().document.json())
        if ProcessInfo.processInfo.environment["UPDATE_GOLDEN"] == "1" {
            try Data(document.utf8).write(to: fixture.golden)
            Issue.record(
                "\(fixture.golden.lastPathComponent) was rewritten: read it, then run without UPDATE_GOLDEN.")
            return
        }
        #expect(document == (try String(contentsOf: fixture.golden, encoding: .utf8)))
    }

    @Test(arguments: Fixture.all)
    func `the same file gives the same bytes twice`(_ fixture: Fixture) throws {
        let (first, second) = (try fixture.translated(), try fixture.translated())
        #expect(first.document.json() == second.document.json())
        #expect(first.provenanceJSON() == second.provenanceJSON())
    }

    @Test
    func `there are at least three fixtures of each business document`() {
        for set in ["810", "850", "855", "856"] {
            #expect(Fixture.all.filter { $0.testDescription.hasPrefix(set + "/") }.count >= 3)
        }
    }
}
