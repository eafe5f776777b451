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

    /// The schedule's name.
    public let name: String
    /// What runs.
    public let job: Job
    /// When.
    public let timing: Timing
    /// The zone the cron expression means.
    public let timeZone: TimeZone
    /// What is made up after the system stood still.
    public let missed: Missed
    /// What happens when the run before has not ended.
    public let overlap: Overlap
    /// At most so much is added at random.
    public let jitter: Duration
    /// The time of day, as minutes since midnight, by which a run must have ended.
    public let mustFinishByMinute: Int?
}
