internal import Cryptography
public import Partners

/// What a schedule has to do at a moment: arithmetic over its mark and the clock, without books or threads.
struct DueRuns: Equatable {
    /// A run that begins up to so much later than it should is on time, in milliseconds: a restart takes less.
    static let grace: Int64 = 60_000
    /// Runs of one schedule that are made up for at most after the server stood still.
    static let madeUpMaximum = 100
    /// What lies farther back is not looked at, in milliseconds.
    static let lookBack: Int64 = 366 * 86_400_000

    /// The planned instants to run, in order; those that are made up for come first.
    var runs: [Int64] = []
    /// How many of ``runs`` are made up for.
    var madeUp = 0
    /// The planned instants that a pause leaves out.
    var leftOut = 0
    /// The planned instants that were missed and are not made up for.
    var missed: ClosedRange<Int64>?
    var missedCount = 0
    /// Every planned instant up to this one has been looked at.
    var plannedTo: Int64

    /// What is due of a schedule whose planned instants up to `mark` were looked at.
    init(of schedule: OwnedSchedule, after mark: Int64, at now: Int64, pause: Range<Int64>?) {
        var last = max(mark, now - Self.lookBack)
        plannedTo = last
        var late: [Int64] = []
        var onTime: [Int64] = []
        while let next = schedule.profile.next(after: last)?.instant, schedule.start(ofRunAt: next) <= now {
            last = next
            plannedTo = next
            if pause?.contains(next) == true {
                leftOut += 1
            } else if now - schedule.start(ofRunAt: next) <= Self.grace {
                onTime.append(next)
            } else {
                late.append(next)
            }
        }
        let kept =
            switch schedule.profile.missed {
            case .none: 0
            case .last: onTime.isEmpty ? 1 : 0
            case .all: Self.madeUpMaximum
            }
        let made = late.suffix(kept)
        let lost = late.dropLast(made.count)
        runs = made + onTime
        madeUp = made.count
        missedCount = lost.count
        if let first = lost.first, let last = lost.last { missed = first...last }
    }
}

extension OwnedSchedule {
    /// When the run of a planned instant begins, in milliseconds UTC: the instant and its jitter.
    ///
    /// The jitter is derived from the run's name, so that it is the same after a restart and in a preview.
    public func start(ofRunAt planned: Int64) -> Int64 {
        let longest = Int64(profile.jitter / .milliseconds(1))
        guard longest > 0 else { return planned }
        let number = Digest.of(firingID(planned)).bytes.prefix(8).reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        return planned + Int64(number % UInt64(longest + 1))
    }
}
