/// What one visit to a partner's server did.
public struct VisitReport: Sendable, Codable {
    /// How a visit ended.
    public enum Outcome: String, Sendable, Codable {
        /// Everything due was done, or waits for a reason of its own.
        case good
        /// The server or the way to it did not let us do all.
        case failed
        /// We were told to stop.
        case cancelled
    }

    /// What was or would be done with one file.
    public struct Line: Sendable, Codable {
        /// The folder it lies in, or goes to.
        public let folder: String
        /// Its name.
        public let name: String
        /// Bytes.
        public let byteCount: Int
        /// `take`, `wait`, `skip`, `clear` or `push`.
        public let verdict: String
        /// Why, in a sentence.
        public let reason: String?
    }

    /// The partner.
    public let partner: String
    /// Whether nothing was to be changed.
    public let isDryRun: Bool
    /// Milliseconds UTC.
    public let startedAt: Int64
    /// Milliseconds UTC.
    public var endedAt: Int64
    /// How it ended.
    public var outcome = Outcome.good
    /// What happened, in a sentence.
    public var detail = ""
    /// The address that answered.
    public var address: String?
    /// Files listed.
    public var listed = 0
    /// Files taken as arrivals.
    public var taken = 0
    /// Files read whose bytes we had.
    public var repeated = 0
    /// Files that wait.
    public var waiting = 0
    /// Files passed over.
    public var skipped = 0
    /// Files that failed and are tried again.
    public var failed = 0
    /// Files deleted, moved or renamed at the server.
    public var cleared = 0
    /// Files put on the server.
    public var pushed = 0
    /// The files one by one; in a dry run only, at most ``lineLimit``.
    public var lines: [Line] = []
    /// What went wrong with folders and files, at most ten sentences.
    public var faults: [String] = []
    /// When a file that waits may be ready, milliseconds UTC.
    public var nextReadyAt: Int64?

    /// Lines kept at most.
    public static let lineLimit = 10_000
    private static let faultLimit = 10

    init(partner: String, isDryRun: Bool, at now: Int64) {
        self.partner = partner
        self.isDryRun = isDryRun
        startedAt = now
        endedAt = now
    }

    mutating func note(_ fault: String) {
        if faults.count < Self.faultLimit { faults.append(fault) }
    }

    /// The counts as a sentence.
    var summary: String {
        var parts = ["\(listed) listed", "\(taken) taken"]
        for (count, word) in [
            (repeated, "had come before"), (waiting, "waiting"), (skipped, "passed over"), (failed, "failed"),
            (cleared, "cleared"), (pushed, "sent"),
        ] where count > 0 { parts.append("\(count) \(word)") }
        return parts.joined(separator: ", ")
    }
}
