/// A day of the calendar, without time and without time zone.
public struct CalendarDay: Sendable, Hashable, CustomStringConvertible {
    /// The year, four digits.
    public let year: Int
    /// The month, from 1.
    public let month: Int
    /// The day of the month, from 1.
    public let day: Int

    /// A day, or `nil` when the calendar has no such day.
    public init?(year: Int, month: Int, day: Int) {
        guard (1...9999).contains(year), (1...12).contains(month), day >= 1 else { return nil }
        let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
        let length = month == 2 ? (isLeap ? 29 : 28) : 30 + (month + month / 8) % 2
        guard day <= length else { return nil }
        self.year = year
        self.month = month
        self.day = day
    }

    /// Reads `CCYYMMDD`, or `YYMMDD` where 50 to 99 mean the twentieth century.
    public init?(digits: some StringProtocol) {
        var text = String(digits)
        guard let day = text.withUTF8({ Self(digits: $0) }) else { return nil }
        self = day
    }

    /// Reads a day from the bytes of its digits.
    package init?(digits: UnsafeBufferPointer<UInt8>) {
        guard digits.count == 8 || digits.count == 6 else { return nil }
        var number = 0
        for byte in digits {
            guard let digit = digitValue(byte) else { return nil }
            number = number * 10 + digit
        }
        guard number > 0 else { return nil }
        var year = number / 10_000
        if digits.count == 6 { year += year < 50 ? 2000 : 1900 }
        self.init(year: year, month: number / 100 % 100, day: number % 100)
    }

    /// `YYYY-MM-DD`.
    public var description: String {
        String(unsafeUninitializedCapacity: 10) { text in
            writePair(year / 100, to: text, at: 0)
            writePair(year % 100, to: text, at: 2)
            text[4] = UInt8(ascii: "-")
            writePair(month, to: text, at: 5)
            text[7] = UInt8(ascii: "-")
            writePair(day, to: text, at: 8)
            return 10
        }
    }
}

/// A time of day as a partner wrote it, without time zone.
public struct TimeOfDay: Sendable, Hashable, CustomStringConvertible {
    /// `HH:MM`, `HH:MM:SS` or with a fraction of a second: only what was written.
    public let description: String

    /// Reads `HHMM`, `HHMMSS`, and `HHMMSSD` or `HHMMSSDD` with tenths or hundredths.
    public init?(digits: some StringProtocol) {
        var text = String(digits)
        guard let time = text.withUTF8({ Self(digits: $0) }) else { return nil }
        self = time
    }

    /// Reads a time of day from the bytes of its digits.
    package init?(digits: UnsafeBufferPointer<UInt8>) {
        guard [4, 6, 7, 8].contains(digits.count), digits.allSatisfy({ digitValue($0) != nil }),
            Self.pair(digits, at: 0) < 24, Self.pair(digits, at: 2) < 60,
            digits.count == 4 || Self.pair(digits, at: 4) < 60
        else { return nil }
        description = String(unsafeUninitializedCapacity: 11) { text in
            var length = 0
            for (place, byte) in digits.enumerated() {
                if place == 2 || place == 4 || place == 6 {
                    text[length] = place == 6 ? UInt8(ascii: ".") : UInt8(ascii: ":")
                    length += 1
                }
                text[length] = byte
                length += 1
            }
            return length
        }
    }

    private static func pair(_ digits: UnsafeBufferPointer<UInt8>, at place: Int) -> Int {
        (digitValue(digits[place]) ?? 0) * 10 + (digitValue(digits[place + 1]) ?? 0)
    }
}

private func digitValue(_ byte: UInt8) -> Int? {
    let digit = byte &- UInt8(ascii: "0")
    return digit <= 9 ? Int(digit) : nil
}

/// Writes a number below 100 as two digits.
@inline(__always)
private func writePair(_ number: Int, to text: UnsafeMutableBufferPointer<UInt8>, at place: Int) {
    text[place] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: number / 10)
    text[place + 1] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: number % 10)
}
