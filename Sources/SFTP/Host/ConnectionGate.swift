internal import Synchronization

/// Counts who is in, says who may come in, and keeps the figures of the host.
///
/// **Thread**: any; one lock guards all of it.
final class ConnectionGate: Sendable {
    private struct State {
        var counts = HostCounts()
        var sessionsByLogin: [String: Int] = [:]
    }

    private let limits: HostLimits
    private let state = Mutex(State())

    init(limits: HostLimits) { self.limits = limits }

    var counts: HostCounts { state.withLock { $0.counts } }

    /// Lets a connection in, unless there are too many.
    func admit() -> Bool {
        state.withLock { state in
            guard state.counts.sessions < limits.sessions,
                state.counts.unauthenticated < limits.unauthenticated
            else {
                state.counts.refused += 1
                return false
            }
            state.counts.sessions += 1
            state.counts.unauthenticated += 1
            state.counts.connections += 1
            return true
        }
    }

    /// Notes a login, unless that name is logged in too often already.
    func logIn(_ user: String) -> Bool {
        state.withLock { state in
            let sessions = state.sessionsByLogin[user, default: 0]
            guard sessions < limits.sessionsPerLogin else { return false }
            state.sessionsByLogin[user] = sessions + 1
            state.counts.unauthenticated -= 1
            state.counts.logins += 1
            return true
        }
    }

    func refuse() { state.withLock { $0.counts.refused += 1 } }

    /// Notes that a connection ended; `user` is nil when nobody logged in on it.
    func leave(user: String?) {
        state.withLock { state in
            state.counts.sessions -= 1
            guard let user else {
                state.counts.unauthenticated -= 1
                return
            }
            let sessions = state.sessionsByLogin[user, default: 1] - 1
            state.sessionsByLogin[user] = sessions > 0 ? sessions : nil
        }
    }

    /// Adds what a connection moved and opened since it last told.
    func add(bytesIn: UInt64, bytesOut: UInt64, handles: Int) {
        state.withLock { state in
            state.counts.bytesIn += bytesIn
            state.counts.bytesOut += bytesOut
            state.counts.handles += handles
        }
    }
}
