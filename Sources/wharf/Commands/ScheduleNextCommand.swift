internal import ArgumentParser
internal import Exchange
internal import Foundation
internal import Partners
internal import Store

extension ScheduleCommand {
    struct Next: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Shows when a schedule runs next, as the server will do it.",
            discussion: """
                Where clocks change, a time that they jump over runs at the first instant after the jump, and a time that comes
                twice runs the first time only. What falls into a pause is marked.
                """)
        @OptionGroup var profiles: ProfileOptions
        @OptionGroup var spool: SpoolOptions
        @Argument(help: "The schedule.") var name: String
        @Option(help: "How many runs, 1000 at most.") var count = 10
        @Option(
            help: ArgumentHelp(
                "Those after this time: 2026-10-31, 2026-10-31T12:00 in the schedule's zone, or with a Z in UTC.",
                valueName: "time"))
        var after: String?
        @Flag(help: "The house's zone too.") var zones = false
        @Flag(help: "A JSON object a line, with all zones.") var json = false

        func run() async throws {
            let folder = ProfileFolder(profiles)
            let house = try folder.directory().house.timeZone
            let schedule = try folder.schedule(name)
            let zone = schedule.profile.timeZone
            guard (1...1_000).contains(count) else { throw Failure(.usage, "--count is from 1 to 1000") }
            let begin = try after.map { try Self.instant($0, zone) } ?? ExchangeClock.system.now
            let pause = try await ScheduleBooks(layout: spool.layout).standings()[schedule.name]?.pause
            let runs = schedule.profile.next(count, after: begin).map { run in
                PlannedLine(run, of: schedule, house: house, pause)
            }
            if json { return try JSONLines.say(runs) }
            if zones {
                var table = TextTable("UTC", zone.identifier, "\(house.identifier) (house)", "REMARK")
                for run in runs { table.add(run.utc, run.scheduleTime, run.houseTime, run.remark) }
                table.lines().forEach(Terminal.say)
            } else {
                var table = TextTable("UTC", zone.identifier, "REMARK")
                for run in runs { table.add(run.utc, run.scheduleTime, run.remark) }
                table.lines().forEach(Terminal.say)
            }
        }

        static func instant(_ text: String, _ zone: TimeZone) throws -> Int64 {
            guard let instant = ZoneClock.of(zone).instant(written: text) else {
                throw Failure(
                    .usage,
                    "\(text): want a day or time such as 2026-10-31, 2026-10-31T12:00 or 2026-10-31T12:00Z")
            }
            return instant
        }
    }
}

/// A planned run in the zones that people ask for.
private struct PlannedLine: Encodable {
    /// Milliseconds UTC.
    let plannedAt, startsAt: Int64
    let utc, scheduleTime, scheduleZone, houseTime, houseZone: String
    let fit: ZoneClock.Fit
    let remark: String

    init(_ run: PlannedRun, of schedule: OwnedSchedule, house: TimeZone, _ pause: SchedulePause?) {
        let zone = schedule.profile.timeZone
        plannedAt = run.instant
        startsAt = schedule.start(ofRunAt: run.instant)
        utc = Self.text(run.instant, .gmt) + "Z"
        scheduleTime = Self.text(run.instant, zone)
        scheduleZone = zone.identifier
        houseTime = Self.text(run.instant, house)
        houseZone = house.identifier
        fit = run.fit
        var remarks: [String] = []
        switch run.fit {
        case .once: break
        case .gap: remarks.append("clocks jump over the written time: the first instant after")
        case .firstOfTwo: remarks.append("clocks show this twice: the first time")
        }
        let jitter = (startsAt - plannedAt) / 1000
        if jitter > 0 { remarks.append("begins \(jitter) s later") }
        if !schedule.isInForce { remarks.append("off: the partner is neither live nor in test") }
        if let pause, (pause.since..<pause.until).contains(run.instant) {
            remarks.append("left out: rests until \(Moment.text(pause.until))")
        }
        remark = remarks.joined(separator: "; ")
    }

    /// `Sun 2026-11-01 01:30`.
    private static func text(_ instant: Int64, _ zone: TimeZone) -> String {
        let time = CivilTime(milliseconds: instant, in: zone)
        let names = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
        let day = DayNumber.weekday(DayNumber.of(year: time.year, month: time.month, day: time.day))
        return "\(names[day]) \(time.dayText) \(time.timeText.prefix(5))"
    }
}
