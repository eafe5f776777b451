/// Numbers that repeat themselves for a seed (SplitMix64), so that a file can be made again byte for byte.
struct SeededNumbers: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) {
        state = seed
    }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var value = state
        value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
        return value ^ (value >> 31)
    }

    /// A number of so many digits, its first not zero.
    mutating func digits(_ count: Int) -> String {
        var power = 1
        for _ in 1..<count { power *= 10 }
        return String(Int.random(in: power..<power * 10, using: &self))
    }

    /// A day of 2025, CCYYMMDD.
    mutating func day() -> String {
        let month = Int.random(in: 101...112, using: &self)
        let day = Int.random(in: 101...128, using: &self)
        return "2025" + String(month).dropFirst() + String(day).dropFirst()
    }

    /// A price in cents as decimal text.
    mutating func price() -> (cents: Int, text: String) {
        let cents = Int.random(in: 25..<99_999, using: &self)
        let rest = String(cents % 100 + 100).dropFirst()
        return (cents, cents % 100 == 0 ? String(cents / 100) : "\(cents / 100).\(rest)")
    }

    mutating func pick(_ values: [String]) -> String {
        values[Int.random(in: 0..<values.count, using: &self)]
    }
}
