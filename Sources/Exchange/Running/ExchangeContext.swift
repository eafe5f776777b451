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
    let outlines = OutlineCache()
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

/// Outlines of files whose groups wait to be interpreted, so that the first pass is not repeated for each of them.
final class OutlineCache: Sendable {
    private struct State {
        var outlines: [String: FileOutline] = [:]
        var order: [String] = []
    }

    private static let limit = 256
    private let state = Mutex(State())

    func keep(_ outline: FileOutline, of arrival: String) {
        // A very large outline is cheaper to make again than to hold.
        guard outline.interchanges.reduce(0, { $0 + $1.groups.count }) <= 64 else { return }
        state.withLock { state in
            if state.outlines.updateValue(outline, forKey: arrival) == nil { state.order.append(arrival) }
            if state.order.count > Self.limit {
                state.outlines.removeValue(forKey: state.order.removeFirst())
            }
        }
    }

    func outline(of arrival: String) -> FileOutline? {
        state.withLock { $0.outlines[arrival] }
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
