internal import Dispatch
internal import Foundation
internal import Glibc
internal import Synchronization

/// Threads for work that may sleep: as many as there is work, up to a limit; an idle one ends after some
/// seconds.
final class WorkerThreads: Sendable {
    typealias Job = @Sendable () -> Void

    /// Jobs in the order of their coming.
    private struct Line {
        private var jobs: [Job] = []
        /// Index of the next job: taking from the front of a long array costs its length.
        private var next = 0

        var count: Int { jobs.count - next }

        mutating func append(_ job: @escaping Job) { jobs.append(job) }

        mutating func take() -> Job? {
            guard next < jobs.count else { return nil }
            defer {
                next += 1
                if next == jobs.count {
                    jobs.removeAll(keepingCapacity: jobs.count < 1_024)
                    next = 0
                }
            }
            return jobs[next]
        }
    }

    private struct State {
        var urgent = Line()
        var usual = Line()
        var threads = 0
        var idle = 0
        var closing = false

        var waiting: Int { urgent.count + usual.count }

        mutating func take() -> Job? { urgent.take() ?? usual.take() }
    }

    private let name: String
    private let limit: Int
    private let niceness: Int32
    private let idleSeconds: Double
    private let state = Mutex(State())
    private let arrived = DispatchSemaphore(value: 0)
    private let ended = DispatchSemaphore(value: 0)

    /// `niceness`: 0 to 19; threads of a higher one run when others leave processor time over.
    init(name: String, limit: Int, niceness: Int32 = 0, idleSeconds: Double = 10) {
        self.name = name
        self.limit = max(limit, 1)
        self.niceness = niceness
        self.idleSeconds = idleSeconds
    }

    /// Runs a job on some thread, after the jobs submitted before have begun; an urgent one goes ahead of those that
    /// are not.
    func submit(isUrgent: Bool = false, _ job: @escaping Job) {
        let needsThread = state.withLock { state in
            if isUrgent { state.urgent.append(job) } else { state.usual.append(job) }
            guard state.waiting > state.idle, state.threads < limit else { return false }
            state.threads += 1
            return true
        }
        if needsThread {
            let thread = Thread { [self] in work() }
            thread.name = name
            thread.start()
        }
        arrived.signal()
    }

    /// Runs what was submitted and returns when every thread ended.
    ///
    /// Nothing may be submitted afterwards.
    func shutDown() {
        let threads = state.withLock { state in
            state.closing = true
            return state.threads
        }
        guard threads > 0 else { return }
        for _ in 0..<threads { arrived.signal() }
        ended.wait()
    }

    private enum Step {
        case run(Job)
        case wait
        case end(last: Bool)
    }

    private func work() {
        // On Linux 0 is the calling thread. A system that refuses leaves the thread as it is.
        if niceness > 0 { _ = setpriority(__priority_which_t(PRIO_PROCESS.rawValue), 0, niceness) }
        var timedOut = false
        while true {
            let expired = timedOut
            let step = state.withLock { state -> Step in
                if let job = state.take() { return .run(job) }
                guard expired || state.closing else {
                    state.idle += 1
                    return .wait
                }
                state.threads -= 1
                return .end(last: state.closing && state.threads == 0)
            }
            switch step {
            case .run(let job):
                timedOut = false
                job()
            case .wait:
                timedOut = arrived.wait(timeout: .now() + idleSeconds) == .timedOut
                state.withLock { $0.idle -= 1 }
            case .end(let last):
                if last { ended.signal() }
                return
            }
        }
    }
}
