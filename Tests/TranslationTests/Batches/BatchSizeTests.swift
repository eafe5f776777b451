import Documents
import Foundation
import Partners
import Testing
import Translation

struct BatchSizeTests {
    @Test
    func `a long report comes in parts that keep their order and their lines`() throws {
        let rows = (1...12_001).map { "P\($0);\($0);ST;02.03.2026\n" }.joined()
        let reading = try readStock("Artikel;Bestand;Einheit;Stand\n" + rows)
        #expect(
            reading.documents.map(\.businessKey) == [
                "INVENTORY/stock/1", "INVENTORY/stock/2", "INVENTORY/stock/3",
            ])
        #expect(Set(reading.documents.map(\.partitionKey)) == ["INVENTORY/stock"])
        #expect(reading.lines.map { $0.onHand?.value.description } == (1...12_001).map(String.init))
        let provenance = try JSONSerialization.jsonObject(with: Data(reading.taken[2].provenanceJSON()))
        #expect(((provenance as? [String: Any])?["fileLines"] as? [Int])?.first == 10_002)
    }

    @Test
    func `of many faults a thousand are kept and the rest counted`() throws {
        let rows = String(repeating: "A;x;ST;\n", count: 1_500)
        let reading = try readStock("Artikel;Bestand;Einheit;Stand\n" + rows)
        #expect(reading.documents.isEmpty)
        #expect(reading.faultyRows == 1_500)
        #expect(reading.faults.count == BatchReading.faultsMaximum)
        #expect(reading.furtherFaults == 500)
    }

    @Test
    func `quotation marks that open on every line do not make reading slow`() throws {
        let rows = String(repeating: "a\";\"c\n", count: 50_000)
        let began = ContinuousClock.now
        let reading = try readStock("Artikel;Bestand;Einheit;Stand\n" + rows)
        #expect(reading.faultyRows == 50_000)
        #expect(ContinuousClock.now - began < .seconds(60))
    }

    @Test(.enabled(if: ProcessInfo.processInfo.environment["MEASURE"] == "1"))
    func `a hundred thousand rows, timed`() throws {
        let rows = (1...100_000).map { "00\($0);\($0 % 977),\($0 % 7)5;ST;02.03.2026\n" }.joined()
        let bytes = Array(("Artikel;Bestand;Einheit;Stand\n" + rows).utf8)
        let agreement = BatchFixture.stock(BatchFixture.cobalt)
        let began = ContinuousClock.now
        let reading = try WholeReading(bytes, agreement)
        let took = ContinuousClock.now - began
        #expect(reading.acceptedRows == 100_000)
        let status = try String(contentsOfFile: "/proc/self/status", encoding: .utf8)
        let peak = status.split(separator: "\n").first { $0.hasPrefix("VmHWM") } ?? "no peak"
        Issue.record("\(bytes.count) bytes in \(took), \(peak)", severity: .warning)
    }
}
