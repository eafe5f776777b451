import Foundation
import Testing

@testable import Partners

/// The search for the next run against a walk through every minute, at every change of clocks of ten zones in five years.
struct ZoneChangeTests {
    /// Whole hours and half hours, both hemispheres, changes at midnight, a month without summer time, and a zone without changes.
    static let zones = [
        "America/Chicago", "America/Monterrey", "Europe/Berlin", "Europe/London", "Australia/Sydney",
        "Australia/Lord_Howe", "Africa/Casablanca", "Asia/Beirut", "America/Santiago", "Pacific/Chatham",
    ]

    static let expressions = [
        "30 2 * * *", "*/15 * * * *", "0 0 * * *", "45 1,3 * * SUN", "59 23 * * *", "* 0-3 * * *",
        "0 12 1 * *",
    ]

    private static let firstDay = DayNumber.of(year: 2024, month: 1, day: 1)
    private static let lastDay = DayNumber.of(year: 2029, month: 1, day: 1)

    /// An instant, and the minutes that the walls' clocks show at it for the first time, those they jumped over included.
    private struct Step {
        let instant: Int
        let shown: [DateComponents]
    }

    /// The days that begin or end with another offset, found without the code under test.
    private static func changes(_ zone: TimeZone) -> [Int] {
        (firstDay..<lastDay).filter { day in
            zone.secondsFromGMT(for: date(day * 86_400))
                != zone.secondsFromGMT(for: date((day + 1) * 86_400))
        }
    }

    /// Every minute between two instants: a local minute counts when the walls show it for the first time, and what they leave
    /// out counts at the next minute that they show.
    private static func walk(_ zone: TimeZone, _ instants: Range<Int>) -> [Step] {
        var steps: [Step] = []
        var days: [Int: DateComponents] = [:]
        var latest: Int?
        for instant in stride(from: instants.lowerBound, to: instants.upperBound, by: 60) {
            let local = instant + zone.secondsFromGMT(for: date(instant))
            defer { latest = max(latest ?? local, local) }
            guard local > latest ?? local - 60 else { continue }
            let shown = stride(from: (latest ?? local - 60) + 60, through: local, by: 60).map { minute in
                let (day, second) = minute.quotientAndRemainder(dividingBy: 86_400)
                var parts =
                    days[day] ?? utc.dateComponents([.day, .month, .weekday], from: date(day * 86_400))
                days[day] = parts
                (parts.hour, parts.minute) = (second / 3_600, second / 60 % 60)
                return parts
            }
            steps.append(Step(instant: instant, shown: shown))
        }
        return steps
    }

    /// Whether an expression names a local minute.
    private static func names(_ cron: CronExpression, _ parts: DateComponents) -> Bool {
        guard let minute = parts.minute, let hour = parts.hour, let day = parts.day, let month = parts.month,
            let weekday = parts.weekday
        else { return false }
        guard cron.minutes.contains(minute), cron.hours.contains(hour), cron.months.contains(month) else {
            return false
        }
        switch (cron.daysOfMonth, cron.daysOfWeek) {
        case (nil, nil): return true
        case (let days?, nil): return days.contains(day)
        case (nil, let weekdays?): return weekdays.contains(weekday - 1)
        case (let days?, let weekdays?): return days.contains(day) || weekdays.contains(weekday - 1)
        }
    }

    private static func date(_ seconds: Int) -> Date { Date(timeIntervalSince1970: Double(seconds)) }

    private static let utc = {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = .gmt
        return calendar
    }()

    @Test(arguments: zones)
    func `every change of clocks gives exactly the runs that a walk through the minutes gives`(_ name: String)
        throws
    {
        let zone = try #require(TimeZone(identifier: name))
        let changes = Self.changes(zone)
        // Monterrey gave summer time up: nothing must happen there.
        #expect(name == "America/Monterrey" ? changes.isEmpty : changes.count >= 9, "\(changes.count)")
        let days = changes.isEmpty ? [Self.firstDay + 90] : changes
        for day in days {
            let span = (day - 1) * 86_400..<(day + 3) * 86_400
            // The walk begins a day before, so that it knows what the walls have shown.
            let steps = Self.walk(zone, span.lowerBound - 86_400..<span.upperBound)
            for expression in Self.expressions {
                let cron = try CronExpression(expression)
                let walked = steps.filter { step in
                    step.instant >= span.lowerBound && step.shown.contains { Self.names(cron, $0) }
                }.map(\.instant)
                let planned = Schedules.cron(expression, zone: name).instants(in: span)
                #expect(planned == walked, "\(name) \(expression) around \(DayNumber.text(day))")
            }
        }
    }

    @Test func `a time that clocks jump over runs at the first instant after it, once`() {
        let berlin = Schedules.cron("30 2 * * *", zone: "Europe/Berlin")
        #expect(
            berlin.text(3, after: "2026-03-27T12:00Z") == [
                "2026-03-28T01:30Z once", "2026-03-29T01:00Z gap", "2026-03-30T00:30Z once",
            ])
        // What runs at that instant anyway runs once.
        let quarters = Schedules.cron("*/30 2-3 * * *", zone: "Europe/Berlin")
        #expect(
            quarters.text(3, after: "2026-03-29T00:00Z") == [
                "2026-03-29T01:00Z gap", "2026-03-29T01:30Z once", "2026-03-30T00:00Z once",
            ])
    }

    @Test func `a time that comes twice runs the first time only`() {
        let chicago = Schedules.cron("30 1 * * *", zone: "America/Chicago")
        #expect(
            chicago.text(3, after: "2026-10-31T12:00Z") == [
                "2026-11-01T06:30Z firstOfTwo", "2026-11-02T07:30Z once", "2026-11-03T07:30Z once",
            ])
        // Asked in the second of the two hours: nothing of the first comes again.
        #expect(chicago.text(1, after: "2026-11-01T07:10Z") == ["2026-11-02T07:30Z once"])
    }

    @Test func `every counts the time that passes, whatever the clocks do`() {
        let schedule = Schedules.every(.seconds(4 * 3_600), zone: "America/Chicago")
        #expect(
            schedule.text(4, after: "2026-11-01T04:00Z") == [
                "2026-11-01T08:00Z once", "2026-11-01T12:00Z once", "2026-11-01T16:00Z once",
                "2026-11-01T20:00Z once",
            ])
    }

    @Test func `the leap day is found eight years ahead, and what never comes is not looked for for ever`()
        throws
    {
        let leap = Schedules.cron("0 0 29 2 *", zone: "UTC")
        #expect(leap.text(1, after: "2096-03-01T00:00Z") == ["2104-02-29T00:00Z once"])
        let weekend = Schedules.cron("0 0 * * SAT", zone: "UTC", calendar: .weekdays)
        #expect(weekend.next(after: 0) == nil)
    }
}

/// Schedules for tests, and instants as people write them.
enum Schedules {
    static func cron(
        _ text: String, zone: String, calendar: WorkingCalendar? = nil,
        onHoliday: ScheduleProfile.OnHoliday = .skip, mustFinishBy minute: Int? = nil
    ) -> ScheduleProfile {
        guard let cron = try? CronExpression(text) else { preconditionFailure("no expression: \(text)") }
        return make(.cron(cron), zone, calendar, onHoliday, minute)
    }

    static func every(_ span: Duration, zone: String, calendar: WorkingCalendar? = nil) -> ScheduleProfile {
        make(.every(span), zone, calendar, .skip, nil)
    }

    private static func make(
        _ timing: ScheduleProfile.Timing, _ zone: String, _ calendar: WorkingCalendar?,
        _ onHoliday: ScheduleProfile.OnHoliday, _ minute: Int?
    ) -> ScheduleProfile {
        guard let zone = TimeZone(identifier: zone) else { preconditionFailure("no zone: \(zone)") }
        return ScheduleProfile(
            name: "nightly", job: .releaseOrders, timing: timing, timeZone: zone,
            workingDays: calendar.map { .init(calendar: $0, onHoliday: onHoliday) }, missed: .last,
            overlap: .skip, jitter: .zero, mustFinishByMinute: minute)
    }

    /// Seconds of an instant such as `2026-03-28T01:30Z`.
    static func seconds(_ text: String) -> Int {
        guard let day = WrittenDay.number(String(text.prefix(10))),
            let minute = WrittenNumber.minuteOfDay(String(text.dropFirst(11).prefix(5)))
        else { preconditionFailure("no instant: \(text)") }
        return day * 86_400 + minute * 60
    }

    static func text(_ milliseconds: Int64) -> String {
        let seconds = Int(milliseconds / 1_000)
        let day = DayNumber.containing(seconds)
        let minute = (seconds - day * 86_400) / 60
        let digits = [minute / 60, minute % 60].map { $0 < 10 ? "0\($0)" : "\($0)" }
        return "\(DayNumber.text(day))T\(digits.joined(separator: ":"))Z"
    }
}

extension ScheduleProfile {
    /// The next runs after an instant, each with how it fits.
    func text(_ count: Int, after instant: String) -> [String] {
        next(count, after: Int64(Schedules.seconds(instant)) * 1_000)
            .map { "\(Schedules.text($0.instant)) \($0.fit.rawValue)" }
    }

    /// The seconds of all runs of a span.
    func instants(in span: Range<Int>) -> [Int] {
        var found: [Int] = []
        var last = Int64(span.lowerBound) * 1_000 - 1
        while let run = next(after: last), run.instant < Int64(span.upperBound) * 1_000 {
            found.append(Int(run.instant / 1_000))
            last = run.instant
        }
        return found
    }
}
