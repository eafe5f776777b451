import Documents
import Foundation
import Testing
import Translation
import X12

/// Damaged files, seeded: `SEED=n swift test` repeats a run.
struct MutationTests {
    private static let seed = ProcessInfo.processInfo.environment["SEED"].flatMap { UInt64($0) } ?? 20_260_302

    @Test(arguments: Fixture.all)
    func `a damaged set becomes a document with valid JSON, or an error`(_ fixture: Fixture) throws {
        let original = try fixture.bytes()
        var generator = SeededNumbers(state: Self.seed)
        for _ in 0..<60 {
            let bytes = Self.damaged(original, &generator)
            for set in try transactionSets(in: bytes) {
                guard let translator = TranslatorRegistry.translator(set: set.id) else { continue }
                do throws(TranslationError) {
                    let translated = try translator.document(from: set)
                    Self.check(translated, "seed \(Self.seed)")
                } catch {
                    #expect(error.description.hasSuffix("."))
                }
            }
        }
    }

    private static func check(_ translated: Translated, _ comment: Comment) {
        for json in [translated.document.json(), translated.provenanceJSON()] {
            #expect(throws: Never.self, comment) { try JSONSerialization.jsonObject(with: Data(json)) }
        }
        #expect(translated.document.references.count <= Document.referencesMaximum, comment)
    }

    /// One to four segments of the set changed: bytes replaced, a segment left out, doubled or swapped.
    private static func damaged(_ bytes: [UInt8], _ generator: inout SeededNumbers) -> [UInt8] {
        let parts = bytes.split(separator: UInt8(ascii: "~"), omittingEmptySubsequences: false)
        var segments = parts.map(Array.init)
        for _ in 0..<Int.random(in: 1...4, using: &generator) {
            // ISA, GS and ST stay: the envelope has its own tests.
            let place = Int.random(in: 3..<max(4, segments.count - 4), using: &generator)
            switch Int.random(in: 0..<4, using: &generator) {
            case 0: segments.remove(at: place)
            case 1: segments.insert(segments[place], at: place)
            case 2: segments.swapAt(place, Int.random(in: 3..<max(4, segments.count - 4), using: &generator))
            default:
                guard !segments[place].isEmpty else { continue }
                let index = Int.random(in: 0..<segments[place].count, using: &generator)
                let odd: [UInt8] = [0x2A, 0x3E, 0x20, 0x2D, 0x2E, 0x39, 0x00, 0x22, 0x5C, 0x7F, 0xC3, 0xFF]
                segments[place][index] = odd.randomElement(using: &generator) ?? 0x2A
            }
        }
        return Array(segments.joined(separator: [UInt8(ascii: "~")]))
    }
}
