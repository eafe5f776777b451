internal import Cryptography
internal import Documents
internal import Foundation
internal import Logging
internal import Partners
internal import Spool
internal import Store
internal import Synchronization
internal import X12

/// What every stage works with.
struct ExchangeContext: Sendable {
    let store: StateStore
    let archive: Archive
    let marks: ControlNumberMarks
    let book: ProfileBook
    let clock: ExchangeClock
    let log: Logger
    let metrics: ExchangeMetrics
    let outlines = Recent<FileOutline>()
    let owed = Recent<OwedAnswer>()
    let pace = DoorPace()
    let limits = ExchangeLimits.standard

    /// The lane in which a partner's files are worked on, one after the other.
    static func lane(of partner: String) -> String { partner }
    /// The lane in which we answer a partner.
    static func outboundLane(of partner: String) -> String { partner + "/out" }
}

/// The named limits of the hall.
struct ExchangeLimits: Sendable {
    static let standard = ExchangeLimits()

    /// Light jobs of one kind performed together.
    let jobsPerTurn = 64
    /// A job over this many bytes is heavy and has a turn of its own.
    let lightBytes = 256 << 10
    /// A file of so many bytes at most is interpreted where it is taken apart.
    let aheadBytes = 64 << 10
    /// Transaction sets in one commit.
    let setsPerCommit = 200
    /// Document bytes in one commit.
    let bytesPerCommit = 4 << 20
    /// Findings kept of one transaction set.
    let findingsPerSet = 100
    /// Jobs that wait above which work no longer stands back for senders.
    let jobsStandingBack = 4_000
    /// Attempts before a job is held.
    let attempts = 12
    /// Process deaths after which a job's file is quarantined.
    let deaths = 2
    /// Days in which equal bytes count as a repeat.
    let duplicateDays: Int64 = 90
    /// Interpreted arrivals whose reports a partner sees.
    let reportsPerPartner = 500
}

/// What was worked out a moment ago and will be needed again soon; whatever is not here any more can be made again.
final class Recent<Value: Sendable>: Sendable {
    private struct State {
        var values: [String: Value] = [:]
        var order: [String] = []
    }

    private let limit = 256
    private let state = Mutex(State())

    func keep(_ value: Value, of key: String) {
        state.withLock { state in
            if state.values.updateValue(value, forKey: key) == nil { state.order.append(key) }
            if state.order.count > limit { state.values.removeValue(forKey: state.order.removeFirst()) }
        }
    }

    func value(of key: String) -> Value? {
        state.withLock { $0.values[key] }
    }
}

extension Recent<FileOutline> {
    /// Keeps the outline of a file whose groups wait, so that the first pass is not repeated for each of them.
    func keep(outline: FileOutline, of arrival: String) {
        // A very large outline is cheaper to make again than to hold.
        guard outline.interchanges.reduce(0, { $0 + $1.groups.count }) <= 64 else { return }
        keep(outline, of: arrival)
    }
}

/// Counters for the metrics page; monotone since the start.
public final class ExchangeMetrics: Sendable {
    private let counters = Mutex<[String: Int]>([:])

    /// Starts at zero.
    public init() {}

    func add(_ name: String, _ amount: Int = 1) {
        counters.withLock { $0[name, default: 0] += amount }
    }

    /// All counters by name.
    public var values: [String: Int] { counters.withLock { $0 } }
}
