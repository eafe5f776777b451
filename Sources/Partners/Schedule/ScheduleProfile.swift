public import Foundation

/// When a job runs.
public struct ScheduleProfile: Sendable, Hashable {
    /// What happens at the time.
    public enum Timing: Sendable, Hashable {
        /// At the minutes that a cron expression names.
        case cron(CronExpression)
        /// Again and again, so far apart.
        case every(Duration)
    }

    /// What is made up after the system stood still.
    public enum Missed: String, Sendable, Hashable, CaseIterable {
        /// Nothing.
        case none
        /// The last run that was missed.
        case last
        /// Every run that was missed.
        case all
    }

    /// What happens when the run before has not ended.
    public enum Overlap: String, Sendable, Hashable, CaseIterable {
        /// The new run does not take place.
        case skip
        /// The new run waits.
        case queue
    }

    /// The jobs that a schedule can start.
    public enum Job: String, Sendable, Hashable, CaseIterable {
        /// Puts pending orders into interchanges and sends them.
        case releaseOrders = "release-orders"
        /// Writes and sends the supplier master.
        case supplierSync = "supplier-sync"
    }

    /// The days on which a schedule runs.
    public enum Days: String, Sendable, Hashable, CaseIterable {
        /// Those of a calendar.
        case workingDays = "working-days"
        /// All.
        case everyDay = "every-day"
    }

    /// What becomes of a run that falls on a day without work.
    public enum OnHoliday: String, Sendable, Hashable, CaseIterable {
        /// It does not take place.
        case skip
        /// It takes place on the next working day, at its time of day.
        case nextWorkingDay = "next-working-day"
    }

    /// The calendar that a schedule keeps.
    public struct WorkingDays: Sendable, Hashable {
        /// The days on which it runs.
        public let calendar: WorkingCalendar
        /// What becomes of the runs on other days.
        public let onHoliday: OnHoliday
    }

    /// The schedule's name.
    public let name: String
    /// What runs.
    public let job: Job
    /// When.
    public let timing: Timing
    /// The zone the cron expression means.
    public let timeZone: TimeZone
    /// The calendar it keeps; `nil` when it runs on every day.
    public let workingDays: WorkingDays?
    /// What is made up after the system stood still.
    public let missed: Missed
    /// What happens when the run before has not ended.
    public let overlap: Overlap
    /// A run begins up to so much later than planned, always by the same for one planned instant.
    public let jitter: Duration
    /// The time of day, as minutes since midnight, by which a run must have ended.
    public let mustFinishByMinute: Int?

    /// When it runs, in one line for people: `30 2 * * * in America/Chicago, working days of us-plants`.
    ///
    /// Two schedules with the same line plan the same instants, as long as the calendar's file stays as it is.
    public var plan: String {
        let days = workingDays.map { days in
            let name = days.calendar.id.isEmpty ? "the week" : days.calendar.id
            let rest = days.onHoliday == .skip ? "" : ", others on the next"
            return ", working days of \(name)\(rest)"
        }
        switch timing {
        case .cron(let cron): return "\(cron.text) in \(timeZone.identifier)\(days ?? "")"
        case .every(let span):
            let zone = days == nil ? "" : " in \(timeZone.identifier)"
            return "every \(Self.text(span))\(zone)\(days ?? "")"
        }
    }

    private static func text(_ span: Duration) -> String {
        let seconds = Int(span.components.seconds)
        let units = [("d", 86_400), ("h", 3_600), ("m", 60)]
        let unit = units.first { seconds % $0.1 == 0 } ?? ("s", 1)
        return "\(seconds / unit.1)\(unit.0)"
    }
}
