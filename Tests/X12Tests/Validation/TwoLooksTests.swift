import Testing

@testable import X12

/// The validator takes a quick look first; what it lets pass must be what the second look finds clean.
@Suite struct TwoLooksTests {
    private func verdicts(_ bytes: [UInt8], isThorough: Bool, keepsContent: Bool = false) throws
        -> [SetVerdict]
    {
        let outline = try EnvelopeScanner.scan(BytesSource(bytes))
        var verdicts: [SetVerdict] = []
        for interchange in outline.interchanges {
            for group in interchange.groups {
                var reading = GroupReading(
                    feed: FeedOf(BytesSource(bytes, range: group.bytes)), group: group,
                    interchange: interchange, library: .standard, policy: .strict, limits: .standard,
                    keepsContent: keepsContent, isThorough: isThorough)
                while let result = try reading.next() { verdicts.append(result.verdict) }
            }
        }
        return verdicts
    }

    /// Values that stand at the border of what is right.
    private static let values = [
        "", " ", "  ", "-", "-1", "1-", "1.", ".1", ".", "-.5", "1.2.3", "12345678", "123456789",
        "1234567890123456",
        "20260229", "20240229", "240229", "20261301", "2401", "2400", "0860", "081560", "08155999", "EA",
        "ea",
        "CTN25", "CTN", "CTN ", "ZZ ", "A>B", "É", "1E5", "1E-5", "00", "000000000000000000", "QQQ", "A\u{7}",
        String(repeating: "X", count: 81), "0000001", "1^2",
    ]

    @Test func `both looks find the same in mutated sets`() throws {
        var numbers = SeededNumbers(seed: 31_337)
        for round in 0..<1_500 {
            let sample = Samples.all[round % Samples.all.count]
            var lines = sample.lines
            for _ in 0..<3 {
                let line = Int.random(in: 0..<lines.count, using: &numbers)
                var parts = lines[line].split(separator: "*", omittingEmptySubsequences: false).map(
                    String.init)
                let element = Int.random(in: 1...max(parts.count, 2), using: &numbers)
                while parts.count <= element { parts.append("") }
                parts[element] = TwoLooksTests.values.randomElement(using: &numbers) ?? ""
                lines[line] = parts.joined(separator: "*")
            }
            let isLate = round % 3 == 0
            let bytes = Samples.bytes(
                Samples.interchange(
                    [(sample.id, lines)], group: sample.group, release: isLate ? "005010" : "004010",
                    envelope: isLate ? "00501" : "00401", repetition: isLate ? "^" : "U"))
            let quick = try verdicts(bytes, isThorough: false)
            let thorough = try verdicts(bytes, isThorough: true)
            #expect(quick.map(\.findings) == thorough.map(\.findings), "\(lines)")
        }
    }

    @Test func `what is found does not depend on whether content is kept`() throws {
        var numbers = SeededNumbers(seed: 5)
        for round in 0..<200 {
            let sample = Samples.all[round % Samples.all.count]
            var lines = sample.lines
            lines.remove(at: Int.random(in: 0..<lines.count, using: &numbers))
            let bytes = Samples.bytes(Samples.interchange([(sample.id, lines)], group: sample.group))
            let without = try verdicts(bytes, isThorough: false)
            let with = try verdicts(bytes, isThorough: false, keepsContent: true)
            #expect(without.map(\.findings) == with.map(\.findings))
            #expect(without.map(\.status) == with.map(\.status))
        }
    }
}
