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
        let length = digits + (scale > 0 ? 1 : 0)
        var rest = number
        var end = length
        for behind in 0..<digits {
            if scale > 0, behind == scale {
                end -= 1
                place[end] = UInt8(ascii: ".")
            }
            end -= 1
            place[end] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10)
            rest /= 10
        }
        place += length
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
