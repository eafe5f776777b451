/// The numbers of a cron expression as bits: what the search for the next run works on.
struct CronFields: Sendable, Hashable {
    private let minutes: UInt64
    private let hours: UInt32
    private let months: UInt16
    /// `nil` when every day of the month will do.
    private let daysOfMonth: UInt32?
    /// `nil` when every day of the week will do.
    private let daysOfWeek: UInt8?

    init(minutes: Set<Int>, hours: Set<Int>, daysOfMonth: Set<Int>?, months: Set<Int>, daysOfWeek: Set<Int>?)
    {
        self.minutes = minutes.reduce(0) { $0 | 1 << UInt64($1) }
        self.hours = hours.reduce(0) { $0 | 1 << UInt32($1) }
        self.months = months.reduce(0) { $0 | 1 << UInt16($1) }
        self.daysOfMonth = daysOfMonth?.reduce(0) { $0 | 1 << UInt32($1) }
        self.daysOfWeek = daysOfWeek?.reduce(0) { $0 | 1 << UInt8($1) }
    }

    /// Whether it names a day, by ``DayNumber``.
    func names(_ number: Int) -> Bool {
        let (_, month, day) = DayNumber.parts(number)
        guard months >> UInt16(month) & 1 == 1 else { return false }
        let isDayOfMonth = daysOfMonth.map { $0 >> UInt32(day) & 1 == 1 }
        let isDayOfWeek = daysOfWeek.map { $0 >> UInt8(DayNumber.weekday(number)) & 1 == 1 }
        switch (isDayOfMonth, isDayOfWeek) {
        case (let first?, let second?): return first || second
        case (let only?, nil), (nil, let only?): return only
        case (nil, nil): return true
        }
    }

    /// The first minute of the day that it names, from a minute on; `nil` when the day has no more.
    func minute(from first: Int) -> Int? {
        guard first < 1_440 else { return nil }
        let hour = first / 60
        let rest = minutes >> UInt64(first % 60)
        if hours >> UInt32(hour) & 1 == 1, rest != 0 { return first + rest.trailingZeroBitCount }
        let later = hours & ~((UInt32(2) << UInt32(hour)) - 1)
        guard later != 0 else { return nil }
        return later.trailingZeroBitCount * 60 + minutes.trailingZeroBitCount
    }
}
