import Foundation
import Testing

@testable import Transports

@Suite struct WrittenRangesTests {
    @Test func `ranges agree with a set of bytes, whatever order the bytes come in`() {
        let seed = ProcessInfo.processInfo.environment["SEED"].flatMap { UInt64($0) } ?? 20_260_101
        var random = Numbers(state: seed)
        for round in 0..<400 {
            let before = Int.random(in: 0...8, using: &random)
            var ranges = WrittenRanges(upTo: before)
            var model = Set(0..<before)
            for _ in 0..<Int.random(in: 1...30, using: &random) {
                let start = Int.random(in: 0...60, using: &random)
                let range = start..<start + Int.random(in: 0...12, using: &random)
                ranges.add(range)
                model.formUnion(range)
                let end = (model.max() ?? -1) + 1
                let missing = (0..<end).first { !model.contains($0) }
                #expect(ranges.firstHole?.lowerBound == missing, "seed \(seed) round \(round)")
                if let missing, let hole = ranges.firstHole {
                    #expect(
                        hole.upperBound == (missing..<end).first { model.contains($0) },
                        "seed \(seed) round \(round)")
                }
                for count in [0, 1, end - 1, end, end + 1] where count >= 0 {
                    let isCovered = (0..<count).allSatisfy(model.contains)
                    if missing == nil || count == 0 {
                        #expect(ranges.covers(count) == isCovered, "seed \(seed) round \(round)")
                    }
                    if !isCovered { #expect(!ranges.covers(count), "seed \(seed) round \(round)") }
                }
            }
        }
    }

    @Test func `more holes than anyone needs end as a hole, never as a whole file`() {
        var ranges = WrittenRanges(upTo: 0)
        for number in 0..<5_000 { ranges.add(number * 2..<number * 2 + 1) }
        for number in 0..<5_000 { ranges.add(number * 2 + 1..<number * 2 + 2) }
        #expect(ranges.firstHole != nil)
        #expect(!ranges.covers(10_000))
    }

    private struct Numbers: RandomNumberGenerator {
        var state: UInt64

        mutating func next() -> UInt64 {
            state &+= 0x9E37_79B9_7F4A_7C15
            var mixed = state
            mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
            mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
            return mixed ^ (mixed >> 31)
        }
    }
}
