/// A decimal number kept digit for digit, with as many decimals as it was written with.
///
/// `12.50` stays `12.50`; binary floating point is never involved. Up to 38 digits.
public struct ExactDecimal: Sendable, CustomStringConvertible {
    // The halves of the units, and the scale in a byte: half of what the numbers themselves would take.
    private let high: Int64
    private let low: UInt64
    private let decimals: UInt8

    /// The digits as a whole number: 1250 for `12.50`.
    public var units: Int128 { Int128(high) << 64 | Int128(low) }
    /// The units of a number that is not negative and fits a machine word, as nearly all do.
    var shortUnits: UInt64? { high == 0 ? low : nil }
    /// How many of the digits stand behind the point: 2 for `12.50`.
    public var scale: Int { Int(decimals) }

    /// A number from its digits and the count of decimals.
    public init(units: Int128, scale: Int) {
        precondition((0...Self.digitsMaximum).contains(scale), "The scale of a decimal is from 0 to 38.")
        self.init(trusted: units, scale)
    }

    private init(trusted units: Int128, _ scale: Int) {
        high = Int64(truncatingIfNeeded: units >> 64)
        low = UInt64(truncatingIfNeeded: units)
        decimals = UInt8(truncatingIfNeeded: scale)
    }

    /// Reads a decimal as partners write them: sign on either side, `.5`, `5.`, zeros in front, an exponent.
    ///
    /// Returns `nil` for anything else, for a comma and for more than 38 digits.
    public init?(_ text: String) {
        var text = text
        guard let value = text.withUTF8({ Self(bytes: $0) }) else { return nil }
        self = value
    }

    /// Reads a decimal from the bytes of its text.
    package init?(bytes: UnsafeBufferPointer<UInt8>) {
        if let short = Self.short(bytes) {
            self = short
            return
        }
        var digits = bytes[...]
        var exponent = 0
        if let mark = digits.firstIndex(where: { $0 | 0x20 == UInt8(ascii: "e") }) {
            let power = Int(String(decoding: digits[(mark + 1)...], as: UTF8.self))
            guard let power, (-Self.digitsMaximum...Self.digitsMaximum).contains(power) else { return nil }
            exponent = power
            digits = digits[..<mark]
        }
        let isNegative = digits.first == UInt8(ascii: "-") || digits.last == UInt8(ascii: "-")
        if let first = digits.first, Self.isSign(first) {
            digits = digits.dropFirst()
        } else if let last = digits.last, Self.isSign(last) {
            digits = digits.dropLast()
        }
        guard let (whole, decimals) = Self.digits(digits) else { return nil }
        guard let (units, scale) = Self.shifted(whole, decimals - exponent) else { return nil }
        self.init(trusted: isNegative ? -units : units, scale)
    }

    /// Reads digits with at most one point among them, few enough for a machine word: nearly every number.
    @inline(__always)
    private static func short(_ bytes: UnsafeBufferPointer<UInt8>) -> ExactDecimal? {
        guard bytes.count >= 1, bytes.count <= 18 else { return nil }
        var units: UInt64 = 0
        var place = 0
        var point = -1
        while place < bytes.count {
            let digit = bytes[place] &- UInt8(ascii: "0")
            if digit <= 9 {
                units = units &* 10 &+ UInt64(digit)
            } else if bytes[place] == UInt8(ascii: "."), point < 0, bytes.count > 1 {
                point = place
            } else {
                return nil
            }
            place += 1
        }
        return ExactDecimal(trusted: Int128(units), point < 0 ? 0 : bytes.count - 1 - point)
    }

    private static func isSign(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: "-") || byte == UInt8(ascii: "+")
    }

    /// Digits with at most one point among them, and how many stand behind it.
    private static func digits(_ bytes: Slice<UnsafeBufferPointer<UInt8>>) -> (units: Int128, scale: Int)? {
        var units: Int128 = 0
        var scale = 0
        var digitCount = 0
        var sawPoint = false
        for byte in bytes {
            if byte == UInt8(ascii: "."), !sawPoint {
                sawPoint = true
                continue
            }
            guard byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9") else { return nil }
            let (shifted, overflow) = units.multipliedReportingOverflow(by: 10)
            let (sum, carry) = shifted.addingReportingOverflow(Int128(byte - UInt8(ascii: "0")))
            guard !overflow, !carry else { return nil }
            units = sum
            digitCount += 1
            if sawPoint { scale += 1 }
        }
        return digitCount > 0 ? (units, scale) : nil
    }

    /// The same number with a scale that is not negative; nil when it has too many digits.
    private static func shifted(_ units: Int128, _ scale: Int) -> (units: Int128, scale: Int)? {
        var (units, scale) = (units, scale)
        while scale < 0 {
            let (shifted, overflow) = units.multipliedReportingOverflow(by: 10)
            guard !overflow else { return nil }
            units = shifted
            scale += 1
        }
        return scale <= digitsMaximum ? (units, scale) : nil
    }

    /// The longest number of digits that is exact.
    public static let digitsMaximum = 38

    /// Plain decimal text, never with an exponent: also a valid JSON number.
    public var description: String { withText { String(decoding: $0, as: UTF8.self) } }

    /// Gives the bytes of ``description`` to a function.
    func withText<Result>(_ body: (UnsafeBufferPointer<UInt8>) -> Result) -> Result {
        // A sign, up to 39 digits of an Int128, a point and a zero before it.
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 48) { text in
            var place = text.count
            func put(_ byte: UInt8) {
                place -= 1
                text[place] = byte
            }
            var rest = units.magnitude
            var digits = 0
            repeat {
                // Most numbers fit a machine word, which divides many times faster.
                let digit: UInt8
                if let short = UInt64(exactly: rest) {
                    digit = UInt8(truncatingIfNeeded: short % 10)
                    rest = UInt128(short / 10)
                } else {
                    digit = UInt8(truncatingIfNeeded: rest % 10)
                    rest /= 10
                }
                put(UInt8(ascii: "0") + digit)
                digits += 1
                if digits == scale { put(UInt8(ascii: ".")) }
            } while rest > 0 || digits <= scale
            if units < 0 { put(UInt8(ascii: "-")) }
            return body(UnsafeBufferPointer(rebasing: text[place...]))
        }
    }

    /// Whether the number is below zero.
    public var isNegative: Bool { units < 0 }
}

extension ExactDecimal: Hashable {
    /// Compares the numbers, not how they are written: `1.5` equals `1.50`.
    public static func == (left: ExactDecimal, right: ExactDecimal) -> Bool {
        let (leftShort, rightShort) = (left.withoutTrailingZeros, right.withoutTrailingZeros)
        return leftShort.units == rightShort.units && leftShort.scale == rightShort.scale
    }

    /// Hashes the number, not how it is written.
    public func hash(into hasher: inout Hasher) {
        let short = withoutTrailingZeros
        hasher.combine(short.units)
        hasher.combine(short.scale)
    }

    private var withoutTrailingZeros: (units: Int128, scale: Int) {
        var short = (units: units, scale: scale)
        while short.scale > 0, short.units % 10 == 0 {
            short.units /= 10
            short.scale -= 1
        }
        return short
    }
}
