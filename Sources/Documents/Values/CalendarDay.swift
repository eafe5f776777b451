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
        let lengths = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
        guard day <= lengths[month - 1] else { return nil }
        self.year = year
        self.month = month
        self.day = day
    }

    /// Reads `CCYYMMDD`, or `YYMMDD` where 50 to 99 mean the twentieth century.
    public init?(digits: some StringProtocol) {
        guard let number = Int(digits), number > 0, digits.utf8.allSatisfy({ $0 >= 48 && $0 <= 57 }) else {
            return nil
        }
        switch digits.utf8.count {
        case 8: self.init(year: number / 10_000, month: number / 100 % 100, day: number % 100)
        case 6:
            let year = number / 10_000
            self.init(
                year: year < 50 ? 2000 + year : 1900 + year, month: number / 100 % 100, day: number % 100)
        default: return nil
        }
    }

    /// `YYYY-MM-DD`.
    public var description: String {
        "\(padded(year, to: 4))-\(padded(month, to: 2))-\(padded(day, to: 2))"
    }
}

/// A time of day as a partner wrote it, without time zone.
public struct TimeOfDay: Sendable, Hashable, CustomStringConvertible {
    /// `HH:MM`, `HH:MM:SS` or with a fraction of a second: only what was written.
    public let description: String

    /// Reads `HHMM`, `HHMMSS`, and `HHMMSSD` or `HHMMSSDD` with tenths or hundredths.
    public init?(digits: some StringProtocol) {
        let values = digits.utf8.map { Int($0) - 48 }
        guard [4, 6, 7, 8].contains(values.count), values.allSatisfy({ (0...9).contains($0) }) else {
            return nil
        }
        let (hour, minute) = (values[0] * 10 + values[1], values[2] * 10 + values[3])
        guard hour < 24, minute < 60 else { return nil }
        var text = "\(padded(hour, to: 2)):\(padded(minute, to: 2))"
        if values.count > 4 {
            let second = values[4] * 10 + values[5]
            guard second < 60 else { return nil }
            text += ":\(padded(second, to: 2))"
        }
        if values.count > 6 { text += "." + digits.dropFirst(6) }
        description = text
    }
}

private func padded(_ number: Int, to width: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
}
