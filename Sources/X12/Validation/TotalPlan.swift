/// What the CTT of a set adds up: which segments are its line items, and which element makes the hash total.
struct TotalPlan: Sendable, Hashable {
    /// The packed id of the segment that CTT01 counts, 0 for none.
    var line: UInt32 = 0
    /// The packed id of the segment whose element CTT02 adds up, 0 for none.
    var hashed: UInt32 = 0
    /// The position of that element.
    var hashedElement = 2
    /// Whether the amounts of the set are compared with its total.
    var hasAmounts = false

    /// The plan of a set; empty for sets without one that is fixed.
    init(set: String) {
        switch set {
        case "850", "855": (line, hashed) = (SegmentCode.po1, SegmentCode.po1)
        case "860", "865": (line, hashed, hashedElement) = (SegmentCode.poc, SegmentCode.poc, 3)
        case "810": (line, hashed, hasAmounts) = (SegmentCode.it1, SegmentCode.it1, true)
        case "856": (line, hashed) = (SegmentCode.hl, SegmentCode.sn1)
        case "830", "862": (line, hashed, hashedElement) = (SegmentCode.lin, SegmentCode.fst, 1)
        case "861": (line, hashed) = (SegmentCode.rcd, SegmentCode.rcd)
        case "846": line = SegmentCode.lin
        case "870": line = SegmentCode.hl
        default: break
        }
    }

    /// Whether a segment of an invoice changes what it comes to, or states it.
    static func isAmount(_ id: UInt32) -> Bool {
        switch id {
        case SegmentCode.it1, SegmentCode.sac, SegmentCode.txi, SegmentCode.tds: true
        default: false
        }
    }
}

/// A decimal number of X12, exact.
struct ExactNumber {
    /// The digits without the point, with their sign.
    var digits: Int128
    /// How many of the digits stand after the point.
    var decimals: Int

    /// Reads a value of type R or Nn; nil when it is none, or has more digits than can be told exactly.
    init?(_ bytes: UnsafeBufferPointer<UInt8>) {
        guard !bytes.isEmpty, bytes.count <= 20 else { return nil }
        var value: Int128 = 0
        var point = -1
        var isNegative = false
        for (place, byte) in bytes.enumerated() {
            switch byte {
            case 0x30...0x39: value = value * 10 + Int128(byte - 0x30)
            case 0x2E where point < 0: point = place
            case 0x2D where place == 0: isNegative = true
            default: return nil
            }
        }
        digits = isNegative ? -value : value
        decimals = point < 0 ? 0 : bytes.count - point - 1
    }

    /// The value in units of so many decimals; nil when digits would be lost.
    func units(decimals wanted: Int) -> Int128? {
        guard decimals <= wanted else { return nil }
        let (value, overflow) = digits.multipliedReportingOverflow(by: ExactNumber.power(wanted - decimals))
        return overflow ? nil : value
    }

    private static let powers: [Int128] = (0..<38).reduce(into: [1]) { powers, place in
        powers.append(powers[place] * 10)
    }

    /// Ten to a power of at most 38.
    static func power(_ exponent: Int) -> Int128 { powers[min(max(exponent, 0), 38)] }

    /// A number of units as text, as `12.5`.
    static func text(_ units: Int128, decimals: Int) -> String {
        let size = units.magnitude
        let scale = power(decimals).magnitude
        var fraction = String(size % scale)
        while fraction.utf8.count < decimals { fraction = "0" + fraction }
        while fraction.last == "0" { fraction.removeLast() }
        return (units < 0 ? "-" : "") + String(size / scale) + (fraction.isEmpty ? "" : "." + fraction)
    }
}
