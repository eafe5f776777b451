/// Days of the Gregorian calendar as numbers, counted from 1970-01-01, which is 0.
public enum DayNumber {
    /// Seconds in a day without a change of clocks.
    public static let seconds = 86_400

    /// The number of a day.
    public static func of(year: Int, month: Int, day: Int) -> Int {
        // Years begin in March, so that the leap day is the last of its year.
        let shiftedYear = month < 3 ? year - 1 : year
        let shiftedMonth = (month + 9) % 12
        let era = (shiftedYear >= 0 ? shiftedYear : shiftedYear - 399) / 400
        let yearOfEra = shiftedYear - era * 400
        let dayOfEra =
            yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + (shiftedMonth * 153 + 2) / 5 + day - 1
        return era * 146_097 + dayOfEra - 719_468
    }

    /// Year, month and day of the month of a number.
    public static func parts(_ number: Int) -> (year: Int, month: Int, day: Int) {
        let shifted = number + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let fromMarch = (5 * dayOfYear + 2) / 153
        let month = fromMarch < 10 ? fromMarch + 3 : fromMarch - 9
        return (
            yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * fromMarch + 2) / 5 + 1
        )
    }

    /// The day of the week, 0 (Sunday) to 6.
    public static func weekday(_ number: Int) -> Int {
        // 1970-01-01 was a Thursday.
        let day = (number + 4) % 7
        return day < 0 ? day + 7 : day
    }

    /// The day that a count of seconds since 1970-01-01 00:00 lies in.
    static func containing(_ seconds: Int) -> Int {
        floorDivision(seconds, by: Self.seconds)
    }

    /// The quotient rounded down, also below zero.
    static func floorDivision(_ number: Int, by divisor: Int) -> Int {
        let quotient = number / divisor
        return number % divisor < 0 ? quotient - 1 : quotient
    }

    /// The day's number as a profile writes it, CCYY-MM-DD.
    static func text(_ number: Int) -> String {
        let (year, month, day) = parts(number)
        func pad(_ value: Int, _ width: Int) -> String {
            let digits = String(value)
            return String(repeating: "0", count: max(0, width - digits.count)) + digits
        }
        return "\(pad(year, 4))-\(pad(month, 2))-\(pad(day, 2))"
    }
}
