import Documents
import Testing

struct ExactDecimalTests {
    @Test(arguments: [
        ("12.50", "12.50"), ("0", "0"), ("-3", "-3"), ("+3", "3"), ("3-", "-3"), (".5", "0.5"),
        ("-.05", "-0.05"),
        ("5.", "5"), ("007", "7"), ("1E3", "1000"), ("1.25e1", "12.5"), ("125E-2", "1.25"),
        ("0.000", "0.000"),
        ("99999999999999999999999999999999999999", "99999999999999999999999999999999999999"),
    ])
    func `a decimal keeps its digits`(_ written: String, _ text: String) throws {
        #expect(try #require(ExactDecimal(written)).description == text)
    }

    @Test(arguments: [
        "", "-", ".", "1,5", "1.2.3", "--1", "1 ", "0x1", "1E", "1E99", "NaN", "12-3", "٣", "1e-39",
    ])
    func `what is not a decimal is refused`(_ written: String) {
        #expect(ExactDecimal(written) == nil)
    }

    @Test
    func `more digits than are exact are refused, not rounded`() {
        #expect(ExactDecimal(String(repeating: "9", count: 40)) == nil)
        #expect(ExactDecimal("1E38") != nil)
        #expect(ExactDecimal("10E38") == nil)
    }

    @Test
    func `equality is of numbers, not of spelling`() throws {
        #expect(ExactDecimal("1.5") == ExactDecimal("1.500"))
        #expect(ExactDecimal("1.5") != ExactDecimal("15"))
        #expect(Set([ExactDecimal("2"), ExactDecimal("2.0")]).count == 1)
    }

    @Test
    func `every number of digits and decimals is read and written the same`() {
        for digits in 1...38 {
            let whole = String((0..<digits).map { Character(String(($0 + 1) % 10)) })
            for decimals in 0..<digits {
                let text = decimals == 0 ? whole : "\(whole.dropLast(decimals)).\(whole.suffix(decimals))"
                #expect(ExactDecimal(text)?.description == text)
                #expect(ExactDecimal("-" + text)?.description == "-" + text)
                #expect(ExactDecimal(text)?.scale == decimals)
                #expect(ExactDecimal(text)?.units == Int128(whole))
            }
        }
    }
}
