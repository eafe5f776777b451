import Documents
import Foundation
import Partners
import Testing
import Translation

/// Damaged batch files, seeded: `SEED=n swift test` repeats a run.
struct BatchMutationTests {
    private static let seed = ProcessInfo.processInfo.environment["SEED"].flatMap { UInt64($0) } ?? 20_260_303

    @Test(arguments: BatchFixture.all)
    func `a damaged batch file loses no row: each is in a document or told of`(_ fixture: BatchFixture) throws
    {
        let original = try fixture.bytes()
        var generator = SeededNumbers(state: Self.seed)
        for round in 0..<400 {
            let bytes = Self.damaged(original, &generator)
            do {
                let reading = try WholeReading(bytes, fixture.agreement)
                Self.check(reading, fixture, bytes, "seed \(Self.seed), round \(round)")
            } catch let error as BatchError {
                #expect(error.description.hasSuffix("."))
            }
        }
    }

    private static func check(
        _ reading: WholeReading, _ fixture: BatchFixture, _ bytes: [UInt8], _ comment: Comment
    ) {
        let isStock = fixture.agreement.document == .inventory
        #expect(!isStock || reading.lines.count == reading.acceptedRows, comment)
        let told = Set(reading.faults.map(\.line))
        #expect(!isStock || told.count == reading.faultyRows, comment)
        let lineCount = bytes.count { $0 == 0x0A || $0 == 0x0D } + 1
        #expect(told.allSatisfy { (1...lineCount).contains($0) }, comment)
        for place in reading.documents.indices {
            for json in [reading.documents[place].json(), reading.taken[place].provenanceJSON()] {
                #expect(throws: Never.self, comment) { try JSONSerialization.jsonObject(with: Data(json)) }
            }
        }
    }

    @Test
    func `a row that is damaged takes no other row with it`() throws {
        let head = "Artikel;Bestand;Einheit;Stand\n"
        let good = (1...40).map { "P\($0);\($0);ST;02.03.2026" }
        var generator = SeededNumbers(state: Self.seed)
        let odd = ["\"", ";", "x", "\u{301}", "\u{2028}", "\u{85}", "\u{0B}", "\u{FEFF}", "=", ",", "."]
        for _ in 0..<300 {
            var rows = good
            let place = Int.random(in: 0..<rows.count, using: &generator)
            let at = Int.random(in: 0...rows[place].count, using: &generator)
            let index = rows[place].index(rows[place].startIndex, offsetBy: at)
            rows[place].insert(contentsOf: odd.randomElement(using: &generator) ?? "\"", at: index)
            let reading = try readStock(head + rows.joined(separator: "\n") + "\n")
            let untouched = Set(good).subtracting([good[place]])
            let kept = Set(
                reading.lines.map {
                    "\($0.item.identifiers.first?.value ?? "");\($0.onHand?.value.description ?? "");ST;02.03.2026"
                })
            #expect(reading.rowCount == 40, "\(rows[place].debugDescription)")
            #expect(untouched.isSubset(of: kept), "\(rows[place].debugDescription)")
        }
    }

    /// One to four bytes replaced, left out or put in.
    private static func damaged(_ bytes: [UInt8], _ generator: inout SeededNumbers) -> [UInt8] {
        var bytes = bytes
        let odd: [UInt8] = [
            0x22, 0x3B, 0x2C, 0x09, 0x0A, 0x0D, 0x20, 0x00, 0x1A, 0x85, 0xC3, 0xFF, 0x3D, 0x2D, 0x39,
        ]
        for _ in 0..<Int.random(in: 1...4, using: &generator) where !bytes.isEmpty {
            let place = Int.random(in: 0..<bytes.count, using: &generator)
            switch Int.random(in: 0..<3, using: &generator) {
            case 0: bytes.remove(at: place)
            case 1: bytes.insert(odd.randomElement(using: &generator) ?? 0x22, at: place)
            default: bytes[place] = odd.randomElement(using: &generator) ?? 0x22
            }
        }
        return bytes
    }
}
