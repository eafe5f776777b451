import Foundation

/// Turns a `schedules` section into ``ScheduleProfile`` values.
struct ScheduleDecoder {
    /// The shortest time between two runs.
    private static let shortest = Duration.seconds(60)
    /// The longest time by which a run may be put off to spread the load.
    private static let longestJitter = Duration.seconds(3_600)

    /// The zone that is meant where a schedule names none.
    let zone: TimeZone
    /// The calendar that is meant where a schedule names none.
    let calendar: WorkingCalendar?
    let shelf: CalendarShelf
    /// The jobs that its owner can have.
    let jobs: [ScheduleProfile.Job]

    /// The schedules, sorted by name.
    func decode(_ section: Section) -> [ScheduleProfile] {
        section.named("schedules", .schedule, "a name of a-z, 0-9 and -", where: Characters.isID)
            .compactMap { schedule($0.section, name: $0.name) }
            .sorted { $0.name < $1.name }
    }

    private func schedule(_ section: Section, name: String) -> ScheduleProfile? {
        let job = section.choice("job", ScheduleProfile.Job.self)
        if let job, !jobs.contains(job) {
            section.error(
                "job", "\(job.rawValue) is a job of \(job == .releaseOrders ? "partners" : "the house")")
        }
        let timing = timing(section)
        let zone = section.timeZone("timeZone") ?? zone
        let missed = section.choice("missed", ScheduleProfile.Missed.self) ?? .last
        let overlap = section.choice("overlap", ScheduleProfile.Overlap.self) ?? .skip
        let minute = section.value(
            "mustFinishBy", "a time of day such as \"04:00\"", WrittenNumber.minuteOfDay)
        let jitter = jitter(section, timing)
        let workingDays = workingDays(section, timing)
        guard let job, let timing else { return nil }
        return ScheduleProfile(
            name: name, job: job, timing: timing, timeZone: zone, workingDays: workingDays, missed: missed,
            overlap: overlap, jitter: jitter, mustFinishByMinute: minute)
    }

    private func timing(_ section: Section) -> ScheduleProfile.Timing? {
        let every = section.duration("every")
        let cron = section.text("cron").flatMap { expression($0, section) }
        switch (section.has("cron"), section.has("every")) {
        case (true, true):
            section.error("every", "a schedule has `cron` or `every`, not both")
        case (false, false):
            section.error("cron", "`cron` or `every` is missing")
        default:
            break
        }
        if let every, every < Self.shortest {
            section.error("every", "a schedule runs at most once a minute", hint: "write 1m or more")
        }
        return cron.map { .cron($0) } ?? every.map { .every($0) }
    }

    private func expression(_ text: String, _ section: Section) -> CronExpression? {
        do throws(CronExpression.Flaw) {
            return try CronExpression(text)
        } catch {
            section.error(
                "cron", error.message, hint: "minute, hour, day, month, day of week: \"30 2 * * MON-FRI\"")
            return nil
        }
    }

    private func jitter(_ section: Section, _ timing: ScheduleProfile.Timing?) -> Duration {
        guard let jitter = section.duration("jitter") else { return .zero }
        if jitter > Self.longestJitter {
            section.error("jitter", "a run is put off by an hour at most")
        } else if case .every(let span) = timing, jitter >= span {
            section.error(
                "jitter", "a run would be put off behind the next one", hint: "make it shorter than `every`")
        }
        return jitter
    }

    private func workingDays(_ section: Section, _ timing: ScheduleProfile.Timing?)
        -> ScheduleProfile.WorkingDays?
    {
        let named = shelf.calendar(of: section)
        let usual: ScheduleProfile.Days = section.has("calendar") ? .workingDays : .everyDay
        let days = section.choice("on", ScheduleProfile.Days.self) ?? usual
        let onHoliday = section.choice("onHoliday", ScheduleProfile.OnHoliday.self)
        guard days == .workingDays else {
            for key in ["calendar", "onHoliday"] where section.has(key) {
                section.error(key, "this schedule runs on every day", hint: "write `on: working-days`")
            }
            return nil
        }
        if onHoliday == .nextWorkingDay, case .every = timing {
            section.error(
                "onHoliday", "a schedule with `every` runs on the next working day anyway",
                hint: "drop the key")
        }
        return ScheduleProfile.WorkingDays(
            calendar: named ?? calendar ?? .weekdays, onHoliday: onHoliday ?? .skip)
    }
}
