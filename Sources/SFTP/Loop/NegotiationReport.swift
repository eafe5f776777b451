internal import Foundation
internal import Logging
internal import Synchronization

/// Tells the log about clients with which no algorithm was found: both offers side by side, a few lines a minute.
///
/// **Thread**: any.
final class NegotiationReport: Sendable {
    private struct State {
        var told: ContinuousClock.Instant?
        var untold = 0
    }

    private static let pause = Duration.seconds(5)

    private let state = Mutex(State())

    /// Notes a failure, and says so unless another was told just now.
    func note(_ reason: String, peer: String, client: String, at door: HostDoor, in log: Logger) {
        let untold = state.withLock { state -> Int? in
            let now = ContinuousClock.now
            if let told = state.told, now - told < Self.pause {
                state.untold += 1
                return nil
            }
            state.told = now
            defer { state.untold = 0 }
            return state.untold
        }
        guard let untold else { return }
        var metadata: Logger.Metadata = [
            "peer": "\(peer)", "client": "\(client)", "listener": "\(door.rawValue)", "reason": "\(reason)",
        ]
        if untold > 0 { metadata["more"] = "\(untold)" }
        log.notice("SFTP client and host have no algorithm in common", metadata: metadata)
    }

    /// Makes the library's word on a failed negotiation a sentence with both offers; nil when it is about
    /// something else.
    ///
    /// Source: libssh writes `no match for method <what>: server [<ours>], client [<theirs>]`.
    static func sentence(from text: String) -> String? {
        guard let found = text.firstMatch(of: /no match for method (.+?): server \[(.*?)\], client \[(.*?)\]/)
        else { return nil }
        return "no \(found.1) in common: we offer \(found.2); the client offers \(found.3)"
    }
}
