/// Room made for bytes of JSON: whoever writes into it has asked for enough.
struct JSONRoom {
    /// Where the next byte goes.
    private(set) var place: UnsafeMutablePointer<UInt8>

    @inline(__always)
    mutating func put(_ byte: UInt8) {
        place[0] = byte
        place += 1
    }

    @inline(__always)
    mutating func put(_ text: StaticString) {
        let length = text.utf8CodeUnitCount
        place.update(from: text.utf8Start, count: length)
        place += length
    }

    @inline(__always)
    mutating func put(_ bytes: UnsafeBufferPointer<UInt8>) {
        guard let base = bytes.baseAddress else { return }
        place.update(from: base, count: bytes.count)
        place += bytes.count
    }

    /// The digits of a number that is not negative; at most 19 bytes.
    @inline(__always)
    mutating func put(digitsOf number: Int) {
        put(digitsOf: UInt64(number.magnitude), scale: 0)
    }

    /// The digits of a number, so many of them behind a point; at most 41 bytes.
    mutating func put(digitsOf number: UInt64, scale: Int) {
        // With a point there is a digit before it.
        let digits = max(Self.digitCount(number), scale + 1)
        guard scale > 0 else {
            Self.write(number, digits, to: place)
            place += digits
            return
        }
        // One byte to the right first; those before the point then move to the left.
        Self.write(number, digits, to: place + 1)
        let whole = digits &- scale
        for digit in 0..<whole { place[digit] = place[digit &+ 1] }
        place[whole] = UInt8(ascii: ".")
        place += digits &+ 1
    }

    /// Writes so many digits of a number, zeros in front, two at a time.
    @inline(__always)
    private static func write(_ number: UInt64, _ digits: Int, to place: UnsafeMutablePointer<UInt8>) {
        let pairs = UnsafeRawPointer(Self.pairs.utf8Start)
        var rest = number
        var end = digits
        while end >= 2 {
            let (hundreds, pair) = rest.quotientAndRemainder(dividingBy: 100)
            end &-= 2
            let text = pairs.loadUnaligned(fromByteOffset: Int(pair) &* 2, as: UInt16.self)
            UnsafeMutableRawPointer(place + end).storeBytes(of: text, as: UInt16.self)
            rest = hundreds
        }
        if end == 1 { place[0] = UInt8(ascii: "0") &+ UInt8(truncatingIfNeeded: rest) }
    }

    /// The numbers from 0 to 99, two digits each.
    private static var pairs: StaticString {
        """
        00010203040506070809101112131415161718192021222324252627282930313233343536373839\
        40414243444546474849505152535455565758596061626364656667686970717273747576777879\
        8081828384858687888990919293949596979899
        """
    }

    static func digitCount(_ number: UInt64) -> Int {
        var digits = 1
        var rest = number
        while rest >= 10_000 {
            rest /= 10_000
            digits += 4
        }
        return digits + (rest >= 1000 ? 3 : rest >= 100 ? 2 : rest >= 10 ? 1 : 0)
    }
}
