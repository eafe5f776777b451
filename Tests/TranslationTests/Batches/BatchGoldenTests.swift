import Documents
import Foundation
import Testing
import Translation

struct BatchGoldenTests {
    @Test(arguments: BatchFixture.all)
    func `every batch file becomes its documents, digit for digit, with its faults`(_ fixture: BatchFixture)
        throws
    {
        let reading = try fixture.reading()
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        var json = JSONWriter()
        json.object { json in
            json.list("documents", of: reading.documents.indices) { json, place in
                json.object { json in
                    json.field("key", reading.documents[place].businessKey)
                    json.field("document", json: reading.documents[place].json())
                    json.field("provenance", json: reading.taken[place].provenanceJSON())
                }
            }
            json.field("accepted", reading.acceptedRows)
            json.field("faulty", reading.faultyRows)
        }
        let faults = try encoder.encode(reading.faults)
        let text = readable(json.bytes) + readable([UInt8](faults))
        if ProcessInfo.processInfo.environment["UPDATE_GOLDEN"] == "1" {
            try Data(text.utf8).write(to: fixture.golden)
            Issue.record(
                "\(fixture.golden.lastPathComponent) was rewritten: read it, then run without UPDATE_GOLDEN.")
            return
        }
        #expect(text == (try String(contentsOf: fixture.golden, encoding: .utf8)))
    }

    @Test(arguments: BatchFixture.all)
    func `the same batch file gives the same bytes twice`(_ fixture: BatchFixture) throws {
        let (first, second) = (try fixture.reading(), try fixture.reading())
        #expect(first.documents.map { $0.json() } == second.documents.map { $0.json() })
        #expect(first.faults == second.faults)
    }

    @Test
    func `stock of our agreements has a format, and other documents have none`() {
        let agreement = BatchFixture.all[0].agreement
        #expect(BatchReader.reads(agreement))
        #expect(BatchReader.flaws(of: agreement).isEmpty)
    }
}
