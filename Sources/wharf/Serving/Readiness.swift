internal import Synchronization

/// Tells once when everything that listens does so: who reads the announcement can ask at once.
final class Readiness: Sendable {
    private struct State {
        var missing: Int
        var port: Int?
    }

    private let state: Mutex<State>
    private let tell: @Sendable (_ httpPort: Int?) -> Void

    init(waitingFor count: Int, tell: @escaping @Sendable (_ httpPort: Int?) -> Void) {
        state = Mutex(State(missing: count))
        self.tell = tell
    }

    /// Notes that one more listens; the HTTP pane names its port.
    func note(port: Int?) {
        let (isReady, port) = state.withLock { state in
            state.missing -= 1
            state.port = port ?? state.port
            return (state.missing == 0, state.port)
        }
        if isReady { tell(port) }
    }
}
