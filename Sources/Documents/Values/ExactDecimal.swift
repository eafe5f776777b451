/// A decimal number kept digit for digit, with as many decimals as it was written with.
///
/// `12.50` stays `12.50`; binary floating point is never involved. Up to 38 digits.
public struct ExactDecimal: Sendable, CustomStringConvertible {
    /// The digits as a whole number: 1250 for `12.50`.
    public let units: Int128
    /// How many of the digits stand behind the point: 2 for `12.50`.
    public let scale: Int

    /// A number from its digits and the count of decimals.
    public init(units: Int128, scale: Int) {
        precondition((0...Self.digitsMaximum).contains(scale), "The scale of a decimal is from 0 to 38.")
        self.units = units
        self.scale = scale
    }

    /// Reads a decimal as partners write them: sign on either side, `.5`, `5.`, zeros in front, an exponent.
    ///
    /// Returns `nil` for anything else, for a comma and for more than 38 digits.
    public init?(_ text: String) {
        var digits = Substring(text)
        var exponent = 0
        if let mark = digits.firstIndex(where: { $0 == "E" || $0 == "e" }) {
            guard let power = Int(digits[digits.index(after: mark)...]), abs(power) <= Self.digitsMaximum
            else {
                return nil
            }
            exponent = power
            digits = digits[..<mark]
        }
        let isNegative = digits.hasPrefix("-") || digits.hasSuffix("-")
        if digits.hasPrefix("-") || digits.hasPrefix("+") {
            digits = digits.dropFirst()
        } else if digits.hasSuffix("-") || digits.hasSuffix("+") {
            digits = digits.dropLast()
        }
        var units: Int128 = 0
        var scale = 0
        var digitCount = 0
        var sawPoint = false
        for byte in digits.utf8 {
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
        guard digitCount > 0 else { return nil }
        scale -= exponent
        while scale < 0 {
            let (shifted, overflow) = units.multipliedReportingOverflow(by: 10)
            guard !overflow else { return nil }
            units = shifted
            scale += 1
        }
        guard scale <= Self.digitsMaximum else { return nil }
        self.units = isNegative ? -units : units
        self.scale = scale
    }

    /// The longest number of digits that is exact.
    public static let digitsMaximum = 38

    /// Plain decimal text, never with an exponent: also a valid JSON number.
    public var description: String {
        guard scale > 0 else { return String(units) }
        let digits = String(units.magnitude)
        let padded = String(repeating: "0", count: max(0, scale + 1 - digits.count)) + digits
        let point = padded.index(padded.endIndex, offsetBy: -scale)
        return "\(units < 0 ? "-" : "")\(padded[..<point]).\(padded[point...])"
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
