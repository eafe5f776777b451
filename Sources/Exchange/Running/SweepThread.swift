internal import Foundation
internal import Synchronization

/// Sweeps at the start and every hour, on a thread of its own.
final class SweepThread: Sendable {
    private struct State {
        var isStopped = false
        var isRunning = false
    }

    private static let intervalSeconds = 3_600.0
    private let sweep: Sweep
    private let state = Mutex(State())
    private let bell = NSCondition()

    init(_ sweep: Sweep) {
        self.sweep = sweep
    }

    func start() {
        state.withLock { $0.isRunning = true }
        let thread = Thread { [self] in
            while !state.withLock({ $0.isStopped }) {
                sweep.run()
                rest()
            }
            bell.lock()
            state.withLock { $0.isRunning = false }
            bell.broadcast()
            bell.unlock()
        }
        thread.name = "wharf-sweep"
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
        let end = Date(timeIntervalSinceNow: Self.intervalSeconds)
        bell.lock()
        while !state.withLock({ $0.isStopped }), bell.wait(until: end) {}
        bell.unlock()
    }
}
