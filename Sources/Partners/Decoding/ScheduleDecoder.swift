import Foundation

/// Turns a `schedules` section into ``ScheduleProfile`` values.
enum ScheduleDecoder {
    /// The schedules, sorted by name; `zone` is meant where one names none.
    static func decode(_ section: Section, zone: TimeZone) -> [ScheduleProfile] {
        section.named("schedules", .schedule, "a name of a-z, 0-9 and -", where: Characters.isID)
            .compactMap { schedule($0.section, name: $0.name, zone: zone) }
            .sorted { $0.name < $1.name }
    }

    private static func schedule(_ section: Section, name: String, zone: TimeZone) -> ScheduleProfile? {
        let job = section.choice("job", ScheduleProfile.Job.self)
        let timing = timing(section)
        let zone = section.timeZone("timeZone") ?? zone
        let missed = section.choice("missed", ScheduleProfile.Missed.self) ?? .last
        let overlap = section.choice("overlap", ScheduleProfile.Overlap.self) ?? .skip
        let jitter = section.duration("jitter") ?? .zero
        let minute = section.value(
            "mustFinishBy", "a time of day such as \"04:00\"", WrittenNumber.minuteOfDay)
        guard let job, let timing else { return nil }
        return ScheduleProfile(
            name: name, job: job, timing: timing, timeZone: zone, missed: missed, overlap: overlap,
            jitter: jitter,
            mustFinishByMinute: minute)
    }

    private static func timing(_ section: Section) -> ScheduleProfile.Timing? {
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
        return cron.map { .cron($0) } ?? every.map { .every($0) }
    }

    private static func expression(_ text: String, _ section: Section) -> CronExpression? {
        do throws(CronExpression.Flaw) {
            return try CronExpression(text)
        } catch {
            section.error(
                "cron", error.message, hint: "minute, hour, day, month, day of week: \"30 2 * * MON-FRI\"")
            return nil
        }
    }
}
