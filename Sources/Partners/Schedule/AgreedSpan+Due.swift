public import Foundation

extension AgreedSpan {
    /// When a span that begins at an instant is over.
    ///
    /// Working days are counted by the days of the zone: `1 working day` from Friday 15:00 is over on Monday at 15:00. What
    /// begins on a day without work begins with the next working day: from Saturday on, the same span is over when Monday is.
    ///
    /// - Parameters:
    ///   - instant: when it begins, in milliseconds UTC.
    ///   - zone: the zone whose days count.
    ///   - calendar: the days on which work is done.
    /// - Returns: milliseconds UTC.
    public func due(after instant: Int64, in zone: TimeZone, calendar: WorkingCalendar = .weekdays) -> Int64 {
        switch self {
        case .elapsed(let duration):
            return instant + Int64(duration / .milliseconds(1))
        case .workingDays(let count):
            let clock = ZoneClock.of(zone)
            let seconds = DayNumber.floorDivision(Int(instant), by: 1_000)
            let local = clock.local(at: seconds)
            var day = DayNumber.containing(local)
            var timeOfDay = local - day * DayNumber.seconds
            var rest = instant - Int64(seconds) * 1_000
            if !calendar.isWorking(day) {
                day = calendar.workingDay(from: day)
                (timeOfDay, rest) = (0, 0)
            }
            for _ in 0..<count { day = calendar.workingDay(from: day + 1) }
            return Int64(clock.instant(ofLocal: day * DayNumber.seconds + timeOfDay).instant) * 1_000 + rest
        }
    }
}
