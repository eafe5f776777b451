internal import Logging
internal import Synchronization

/// Tells the log about connections closed at the door: at once, then in sums, so that a flood is not one of lines.
///
/// **Thread**: any.
final class DoorReport: Sendable {
    private struct State {
        var sums: [DropReason: Int] = [:]
        var told: ContinuousClock.Instant?
    }

    private static let seconds = 10.0

    private let log: Logger
    private let state = Mutex(State())

    init(log: Logger) { self.log = log }

    /// Notes a connection that was closed, and says so unless something was said just now.
    func note(_ reason: DropReason, peer: String, because detail: String? = nil) {
        let sums = state.withLock { state -> [DropReason: Int]? in
            state.sums[reason, default: 0] += 1
            let now = ContinuousClock.now
            if let told = state.told, now - told < .seconds(Self.seconds) { return nil }
            state.told = now
            defer { state.sums = [:] }
            return state.sums
        }
        guard let sums else { return }
        var metadata: Logger.Metadata = ["last": "\(peer)"]
        for (reason, count) in sums { metadata[reason.rawValue] = "\(count)" }
        if let detail { metadata["reason"] = "\(detail)" }
        log.notice("SFTP connections closed at the door", metadata: metadata)
    }
}
