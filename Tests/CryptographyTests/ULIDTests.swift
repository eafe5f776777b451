import Cryptography
import Foundation
import Testing

struct ULIDTests {
    @Test func `the text of a known identifier is the one of the specification`() {
        #expect(
            ULID(milliseconds: 1_469_918_176_385, entropy: [UInt8](repeating: 0, count: 10)).text
                == "01ARYZ6S410000000000000000")
        let largest = ULID(milliseconds: .max, entropy: [UInt8](repeating: 255, count: 10))
        #expect(largest.text == "7ZZZZZZZZZZZZZZZZZZZZZZZZZ")
        #expect(ULID(milliseconds: -5, entropy: [UInt8](repeating: 0, count: 10)).milliseconds == 0)
    }

    @Test func `texts sort as identifiers do`() {
        var made: [ULID] = []
        for time in [0, 1, 31, 32, 1_469_918_176_385, 1_469_918_176_386] as [Int64] {
            for _ in 0..<20 { made.append(ULID(milliseconds: time, entropy: RandomBytes.bytes(10))) }
        }
        #expect(made.sorted().map(\.text) == made.map(\.text).sorted())
    }

    @Test func `identifiers of one millisecond rise`() {
        // Far in the future, so that no other test makes one of the same millisecond.
        let made = (0..<1000).map { _ in ULID(milliseconds: 200_000_000_000_000) }
        #expect(made == made.sorted())
        #expect(Set(made).count == 1000)
        #expect(made.allSatisfy { $0.milliseconds == 200_000_000_000_000 })
    }

    @Test func `a derived identifier is the same each time and knows where parts end`() {
        let first = ULID(milliseconds: 7, derivedFrom: ["ab", "c"])
        #expect(first == ULID(milliseconds: 7, derivedFrom: ["ab", "c"]))
        #expect(first != ULID(milliseconds: 7, derivedFrom: ["a", "bc"]))
        #expect(first != ULID(milliseconds: 7, derivedFrom: ["ab", "c", ""]))
        #expect(first != ULID(milliseconds: 8, derivedFrom: ["ab", "c"]))
    }

    @Test func `a text leads back to its identifier`() throws {
        let identifier = ULID(milliseconds: 1_469_918_176_385)
        #expect(ULID(identifier.text) == identifier)
        #expect(ULID(identifier.text.lowercased()) == identifier)
        let json = try JSONEncoder().encode([identifier])
        #expect(try JSONDecoder().decode([ULID].self, from: json) == [identifier])
    }

    @Test(arguments: [
        "", "01ARYZ6S41000000000000000", "01ARYZ6S4100000000000000000", "81ARYZ6S410000000000000000",
        "01ARYZ6S41000000000000000U", "01ARYZ6S41000000000000000-", "01ARYZ6S4100000000000000/.",
    ])
    func `a text that is no identifier gives nothing`(text: String) {
        #expect(ULID(text) == nil)
    }

    @Test func `random bytes come in the count asked for and differ`() {
        #expect(RandomBytes.bytes(0).isEmpty)
        #expect(RandomBytes.bytes(33).count == 33)
        #expect(RandomBytes.bytes(16) != RandomBytes.bytes(16))
    }
}
