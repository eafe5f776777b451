#if WHARF_FAILPOINTS
    internal import Glibc
    internal import Synchronization

    /// What `WHARF_FAILPOINT` asks for, and how often its place was visited.
    final class FailpointPlan: Sendable {
        static let fromEnvironment: FailpointPlan? = getenv("WHARF_FAILPOINT").flatMap {
            FailpointPlan(String(cString: $0))
        }

        private enum Action: String {
            case kill, trap, sleep
        }

        private let point: Failpoint
        private let action: Action
        private let count: Int
        private let visits = Atomic<Int>(0)

        /// Reads `name:action[:count]`; a text it does not understand ends the process, so that a crash test with a
        /// misspelt name cannot pass.
        init(_ text: String) {
            let parts = text.split(separator: ":").map(String.init)
            guard parts.count >= 2, let point = Failpoint(rawValue: parts[0]),
                let action = Action(rawValue: parts[1]),
                let count = parts.count > 2 ? Int(parts[2]) : 1
            else {
                preconditionFailure(
                    "WHARF_FAILPOINT=\(text): want name:kill|trap|sleep[:count] with a known name")
            }
            self.point = point
            self.action = action
            self.count = count
        }

        func visit(_ reached: Failpoint) {
            guard reached == point, visits.add(1, ordering: .relaxed).newValue == count else { return }
            switch action {
            case .kill: kill(getpid(), SIGKILL)
            case .trap: preconditionFailure("failpoint \(point.rawValue)")
            case .sleep: Glibc.sleep(10)
            }
        }
    }
#endif
