/// Which days and times exist.
enum CalendarRules {
    /// Whether six or eight digits name a day of the calendar.
    ///
    /// Of YYMMDD the century is not known: 000229 is a day, as it is in 2000.
    static func isDate(_ bytes: some Collection<UInt8>) -> Bool {
        guard bytes.count == 6 || bytes.count == 8, let number = number(bytes) else { return false }
        let day = number % 100
        let month = number / 100 % 100
        let year = number / 10_000 + (bytes.count == 6 ? 2_000 : 0)
        guard (1...12).contains(month), day >= 1 else { return false }
        let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
        let lengths = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
        return day <= lengths[month - 1]
    }

    /// Whether digits name a time of the clock: HHMM, HHMMSS, HHMMSSD or HHMMSSDD.
    static func isTime(_ bytes: some Collection<UInt8>) -> Bool {
        guard [4, 6, 7, 8].contains(bytes.count), number(bytes) != nil else { return false }
        let digits = bytes.map { Int($0) - 0x30 }
        let seconds = digits.count > 4 ? digits[4] * 10 + digits[5] : 0
        return digits[0] * 10 + digits[1] < 24 && digits[2] < 6 && seconds < 60
    }

    private static func number(_ bytes: some Collection<UInt8>) -> Int? {
        var value = 0
        for byte in bytes {
            guard (0x30...0x39).contains(byte) else { return nil }
            value = value * 10 + Int(byte - 0x30)
        }
        return value
    }
}
