extension SetValidator {
    /// Checks SE01 and SE02.
    mutating func checkTrailer(_ trailer: SegmentView, _ control: String) {
        let count = trailer.number(1)
        if TrailerNumber.value(count) != segmentCount {
            let claimed = count.isEmpty ? "nothing" : Finding.readable(count)
            report(
                .setSegmentCount, trailer, element: place(trailer, 1, number: "96"),
                found: count.isEmpty ? nil : claimed, expected: String(segmentCount),
                message: "SE01 says \(claimed), the set holds \(segmentCount) segments.",
                fix: "Count the segments from ST to SE, both included.")
        }
        let number = trailer.number(2)
        if !number.elementsEqual(control.utf8), (trailer.numberText(2) ?? "") != control {
            report(
                .setControlMismatch, trailer, element: place(trailer, 2, number: "329"),
                found: Finding.readable(number), expected: control, message: "SE02 differs from ST02.",
                fix: "Repeat ST02 in SE02.")
        }
    }
}

/// Counts of trailers.
enum TrailerNumber {
    /// Digits as a number; nil when there are none, more than fifteen, or anything else.
    static func value(_ bytes: UnsafeBufferPointer<UInt8>) -> Int? {
        guard !bytes.isEmpty, bytes.count <= 15 else { return nil }
        var value = 0
        for byte in bytes {
            guard byte >= 0x30, byte <= 0x39 else { return nil }
            value = value * 10 + Int(byte - 0x30)
        }
        return value
    }
}
