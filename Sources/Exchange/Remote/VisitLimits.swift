/// The named limits of visits to partners' servers.
enum VisitLimits {
    /// Visits at the same time.
    static let visits = 16
    /// Names taken from one listing; the rest is found once these are gone.
    static let listing = 50_000
    /// Entries of one folder compared with a listing.
    static let present = 100_000
    /// Entries written in one commit.
    static let entriesPerCommit = 200
    /// Files sent in one visit.
    static let pushes = 1_000
    /// How long entries are kept that are not listed any more, in milliseconds.
    static let keptMissing: Int64 = 90 * 86_400_000
    /// The first and the longest pause after a failed file or after-action, in milliseconds.
    static let firstPause: Int64 = 60_000
    static let longestPause: Int64 = 6 * 3_600_000

    /// The pause after a failed attempt: twice as long each time, a tenth more or less at random.
    static func pause(afterAttempt attempt: Int) -> Int64 {
        spread(min(longestPause, firstPause << Int64(min(max(attempt - 1, 0), 12))))
    }

    /// The pause after a failed attempt to send a file.
    static func pushPause(afterAttempt attempt: Int) -> Int64 {
        spread(min(3_600_000, 5_000 << Int64(min(max(attempt - 1, 0), 12))))
    }

    static func spread(_ pause: Int64) -> Int64 {
        pause + Int64.random(in: -(pause / 10)...(pause / 10))
    }
}
