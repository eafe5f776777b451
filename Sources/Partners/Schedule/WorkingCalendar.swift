/// The days on which somebody works: some days of the week, without the holidays.
public struct WorkingCalendar: Sendable, Hashable {
    /// The calendar's name, equal to its file's.
    public let id: String
    /// The calendar's name for people.
    public let name: String
    /// The days of the week on which work is done, 0 (Sunday) to 6; never empty.
    public let workingWeekdays: Set<Int>
    /// The names of the holidays, by ``DayNumber``.
    public let holidays: [Int: String]
    /// The first and the last year whose holidays are known; `nil` when none are.
    public let years: ClosedRange<Int>?

    private let weekdayBits: UInt8

    /// Monday to Friday without a holiday: what is meant where no calendar is named.
    public static let weekdays = WorkingCalendar(
        id: "", name: "Monday to Friday", workingWeekdays: [1, 2, 3, 4, 5], holidays: [:], years: nil)

    /// A calendar; at least one day of the week must be a working day.
    init(
        id: String, name: String, workingWeekdays: Set<Int>, holidays: [Int: String], years: ClosedRange<Int>?
    ) {
        precondition(!workingWeekdays.isEmpty, "a calendar needs a working day")
        self.id = id
        self.name = name
        self.workingWeekdays = workingWeekdays
        self.holidays = holidays
        self.years = years
        weekdayBits = workingWeekdays.reduce(0) { $0 | 1 << UInt8($1) }
    }

    /// Whether work is done on a day, by ``DayNumber``.
    public func isWorking(_ day: Int) -> Bool {
        weekdayBits >> UInt8(DayNumber.weekday(day)) & 1 == 1 && (holidays.isEmpty || holidays[day] == nil)
    }

    /// The first working day from a day on, that day included.
    public func workingDay(from day: Int) -> Int {
        var day = day
        // Ends: a calendar has finitely many holidays and a working day in every other week.
        while !isWorking(day) { day += 1 }
        return day
    }

    /// The last day whose holidays are known, CCYY-MM-DD; `nil` when none are.
    var lastKnownDay: String? { years.map { "\($0.upperBound)-12-31" } }
}
