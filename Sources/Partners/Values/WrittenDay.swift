/// A day as profiles write it, CCYY-MM-DD.
///
/// Profiles keep days as text: in this form they sort as the calendar does.
enum WrittenDay {
    /// Whether the text names a day that exists.
    static func exists(_ text: String) -> Bool {
        number(text) != nil
    }

    /// How many days `later` lies after `earlier`; `nil` when either is no day.
    static func distance(from earlier: String, to later: String) -> Int? {
        guard let first = number(earlier), let second = number(later) else { return nil }
        return second - first
    }

    /// The day's number as ``DayNumber`` counts; `nil` when it is no day.
    static func number(_ text: String) -> Int? {
        let bytes = Array(text.utf8)
        guard bytes.count == 10, bytes[4] == UInt8(ascii: "-"), bytes[7] == UInt8(ascii: "-") else {
            return nil
        }
        let digits = bytes.filter { $0 != UInt8(ascii: "-") }
        guard digits.count == 8, digits.allSatisfy({ (48...57).contains($0) }),
            let year = Int(text.prefix(4)), let month = Int(text.dropFirst(5).prefix(2)),
            let day = Int(text.suffix(2)), (1...12).contains(month),
            (1...length(of: month, in: year)).contains(day)
        else { return nil }
        return DayNumber.of(year: year, month: month, day: day)
    }

    private static func length(of month: Int, in year: Int) -> Int {
        let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
        switch month {
        case 2: return isLeap ? 29 : 28
        case 4, 6, 9, 11: return 30
        default: return 31
        }
    }
}
