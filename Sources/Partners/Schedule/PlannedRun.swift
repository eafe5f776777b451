/// One instant at which a schedule wants to run.
public struct PlannedRun: Sendable, Hashable {
    /// Milliseconds UTC; with its schedule's name it names the run for ever.
    public let instant: Int64
    /// How the written time lies in time where clocks change.
    public let fit: ZoneClock.Fit
}

extension ScheduleProfile {
    /// No cron expression rests longer: 29 February comes after eight years at the latest.
    private static let horizonDays = 3_300
    /// At most so many days without work in a row are looked back over for a run that was put off.
    private static let lookBackDays = 60

    /// The first run after an instant in milliseconds UTC; `nil` when there is none in the next nine years.
    ///
    /// The rule where clocks change: a time that clocks jump over runs at the first instant after the jump, together with what
    /// runs then anyway; a time that comes twice runs the first time only. `every` counts the time that passes, in whole spans
    /// since 1970-01-01 00:00 UTC, and knows no change of clocks.
    public func next(after instant: Int64) -> PlannedRun? {
        let clock = ZoneClock.of(timeZone)
        let seconds = DayNumber.floorDivision(Int(instant), by: 1_000)
        switch timing {
        case .cron(let cron): return next(of: cron.fields, after: seconds, clock)
        case .every(let span): return next(every: Int(span.components.seconds), after: seconds, clock)
        }
    }

    /// The next runs after an instant in milliseconds UTC, at most so many.
    public func next(_ count: Int, after instant: Int64) -> [PlannedRun] {
        var runs: [PlannedRun] = []
        while runs.count < count, let run = next(after: runs.last?.instant ?? instant) { runs.append(run) }
        return runs
    }

    /// By when a run must have ended, in milliseconds UTC: the first such time of day after its planned instant.
    public func deadline(ofRunAt planned: Int64) -> Int64? {
        guard let minute = mustFinishByMinute else { return nil }
        let clock = ZoneClock.of(timeZone)
        let seconds = DayNumber.floorDivision(Int(planned), by: 1_000)
        let day = DayNumber.containing(clock.local(at: seconds))
        for day in day...day + 2 {
            let deadline = clock.instant(ofLocal: day * DayNumber.seconds + minute * 60).instant
            if deadline > seconds { return Int64(deadline) * 1_000 }
        }
        return nil
    }

    // What clocks show never runs backwards on a path of first readings, so that the first local time which leads behind the
    // instant is the answer.
    private func next(of fields: CronFields, after seconds: Int, _ clock: ZoneClock) -> PlannedRun? {
        let local = clock.local(at: seconds)
        let first = DayNumber.containing(local)
        var minute = (local - first * DayNumber.seconds) / 60 + 1
        for day in first...first + Self.horizonDays {
            defer { minute = 0 }
            guard runs(on: day, fields) else { continue }
            while let found = fields.minute(from: minute) {
                let (instant, fit) = clock.instant(ofLocal: day * DayNumber.seconds + found * 60)
                if instant > seconds { return PlannedRun(instant: Int64(instant) * 1_000, fit: fit) }
                minute = found + 1
            }
        }
        return nil
    }

    /// Whether the expression names the day, or a day without work whose runs are put off to it.
    private func runs(on day: Int, _ fields: CronFields) -> Bool {
        guard let days = workingDays else { return fields.names(day) }
        guard days.calendar.isWorking(day) else { return false }
        if fields.names(day) { return true }
        guard days.onHoliday == .nextWorkingDay else { return false }
        for earlier in stride(from: day - 1, to: day - Self.lookBackDays, by: -1) {
            if days.calendar.isWorking(earlier) { return false }
            if fields.names(earlier) { return true }
        }
        return false
    }

    private func next(every span: Int, after seconds: Int, _ clock: ZoneClock) -> PlannedRun? {
        var instant = (DayNumber.floorDivision(seconds, by: span) + 1) * span
        guard let calendar = workingDays?.calendar else {
            return PlannedRun(instant: Int64(instant) * 1_000, fit: .once)
        }
        for _ in 0...Self.horizonDays {
            let day = DayNumber.containing(clock.local(at: instant))
            if calendar.isWorking(day) { return PlannedRun(instant: Int64(instant) * 1_000, fit: .once) }
            let start = clock.instant(ofLocal: calendar.workingDay(from: day) * DayNumber.seconds).instant
            instant = max(instant, -DayNumber.floorDivision(-start, by: span) * span)
        }
        return nil
    }
}
