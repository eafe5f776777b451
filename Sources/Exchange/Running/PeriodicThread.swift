internal import Foundation
internal import Synchronization

/// Does something at the start and again and again, on a thread of its own.
final class PeriodicThread: Sendable {
    private struct State {
        var isStopped = false
        var isRunning = false
    }

    private let name: String
    private let seconds: Double
    private let work: @Sendable () -> Void
    private let state = Mutex(State())
    private let bell = NSCondition()

    /// `seconds`: the pause between two rounds of `work`.
    init(_ name: String, every seconds: Double, _ work: @escaping @Sendable () -> Void) {
        self.name = name
        self.seconds = seconds
        self.work = work
    }

    func start() {
        state.withLock { $0.isRunning = true }
        let thread = Thread { [self] in
            while !state.withLock({ $0.isStopped }) {
                work()
                rest()
            }
            bell.lock()
            state.withLock { $0.isRunning = false }
            bell.broadcast()
            bell.unlock()
        }
        thread.name = name
        thread.start()
    }

    func stop() {
        bell.lock()
        state.withLock { $0.isStopped = true }
        bell.broadcast()
        while state.withLock({ $0.isRunning }) { bell.wait() }
        bell.unlock()
    }

    private func rest() {
        let end = Date(timeIntervalSinceNow: seconds)
        bell.lock()
        while !state.withLock({ $0.isStopped }), bell.wait(until: end) {}
        bell.unlock()
    }
}
