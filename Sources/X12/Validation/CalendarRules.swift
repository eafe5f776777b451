/// Which days and times exist.
enum CalendarRules {
    /// Whether six or eight digits name a day of the calendar.
    ///
    /// Of YYMMDD the century is not known: 000229 is a day, as it is in 2000.
    static func isDate(_ bytes: some Collection<UInt8>) -> Bool {
        guard bytes.count == 6 || bytes.count == 8, let number = number(bytes) else { return false }
        return isDay(number + (bytes.count == 6 ? 20_000_000 : 0))
    }

    /// Whether a number written CCYYMMDD is a day of the calendar.
    @inline(__always)
    static func isDay(_ number: Int) -> Bool {
        let day = number % 100
        let month = number / 100 % 100
        guard month >= 1, month <= 12, day >= 1 else { return false }
        if day <= 28 { return true }
        if month == 2 {
            let year = number / 10_000
            return day == 29 && year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
        }
        return day <= 30 || day == 31 && month != 4 && month != 6 && month != 9 && month != 11
    }

    /// Whether digits name a time of the clock: HHMM, HHMMSS, HHMMSSD or HHMMSSDD.
    static func isTime(_ bytes: some Collection<UInt8>) -> Bool {
        let count = bytes.count
        guard count == 4 || count >= 6 && count <= 8, let number = number(bytes) else { return false }
        var time = number
        if count == 4 { time *= 100 }
        for _ in 6..<max(count, 6) { time /= 10 }
        return time / 10_000 < 24 && time / 100 % 100 < 60 && time % 100 < 60
    }

    private static func number(_ bytes: some Collection<UInt8>) -> Int? {
        var value = 0
        for byte in bytes {
            guard byte >= 0x30, byte <= 0x39 else { return nil }
            value = value * 10 + Int(byte - 0x30)
        }
        return value
    }
}
