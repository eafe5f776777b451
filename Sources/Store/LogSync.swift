internal import Foundation
internal import Spool
internal import Synchronization

/// Syncs the database's log on a thread of its own, one sync for all commits that were written before it began.
final class LogSync: Sendable {
    typealias Answer = @Sendable (StoreError?) -> Void

    private struct State {
        var waiting: [Answer] = []
        var isSyncing = false
        var isStopped = false
        var isEnded = false
        /// Groups committed, and how many of them are known to be on disk.
        var committed = 0
        var synced = 0
        var failure: StoreError?
    }

    private let path: String
    private let state = Mutex(State())
    private let bell = NSCondition()

    init(path: String) {
        self.path = path
    }

    /// Starts the thread; `ended` is called after each sync.
    func start(ended: @escaping @Sendable () -> Void) {
        let thread = Thread { [self] in
            while let (answers, committed) = next() {
                let failure = sync(upTo: committed)
                ended()
                for answer in answers { answer(failure) }
            }
            bell.lock()
            state.withLock { $0.isEnded = true }
            bell.broadcast()
            bell.unlock()
        }
        thread.name = "wharf-commit-sync"
        thread.stackSize = 1 << 20
        thread.start()
    }

    /// Finishes what waits and ends the thread.
    func stop() {
        bell.lock()
        state.withLock { $0.isStopped = true }
        bell.broadcast()
        while !state.withLock({ $0.isEnded }) { bell.wait() }
        bell.unlock()
    }

    /// Whether a sync is under way or asked for.
    var isBusy: Bool { state.withLock { $0.isSyncing || !$0.waiting.isEmpty } }

    /// Notes a commit that nobody wants synced.
    func noteCommit() {
        state.withLock { $0.committed += 1 }
    }

    /// Notes a commit and answers when it is on disk.
    func submit(_ answer: @escaping Answer) {
        enqueue(commits: 1, answer)
    }

    /// Returns when all commits noted so far are on disk.
    func synchronize() throws(StoreError) {
        let isDone = state.withLock { $0.synced == $0.committed && $0.failure == nil }
        guard !isDone else { return }
        let outcome = Mutex<StoreError?>(nil)
        let done = DispatchSemaphore(value: 0)
        enqueue(commits: 0) { failure in
            outcome.withLock { $0 = failure }
            done.signal()
        }
        done.wait()
        if let failure = outcome.withLock({ $0 }) { throw failure }
    }

    private func enqueue(commits: Int, _ answer: @escaping Answer) {
        bell.lock()
        let refusal = state.withLock { state -> StoreError? in
            state.committed += commits
            if state.isEnded { return StoreError(.closed, "\(path): the server is stopping") }
            state.waiting.append(answer)
            return nil
        }
        bell.broadcast()
        bell.unlock()
        if let refusal { answer(refusal) }
    }

    private func next() -> (answers: [Answer], committed: Int)? {
        bell.lock()
        defer { bell.unlock() }
        while true {
            let (work, isOver) = state.withLock { state -> ((answers: [Answer], committed: Int)?, Bool) in
                guard !state.waiting.isEmpty else { return (nil, state.isStopped) }
                defer { state.waiting = [] }
                state.isSyncing = true
                return ((state.waiting, state.committed), false)
            }
            if let work { return work }
            if isOver { return nil }
            bell.wait()
        }
    }

    private func sync(upTo committed: Int) -> StoreError? {
        var failure = state.withLock { $0.failure }
        if failure == nil {
            do {
                try Disk.synchronizeData(at: path)
            } catch {
                failure = StoreError(.inputOutput, "\(error)")
            }
        }
        return state.withLock { state in
            state.isSyncing = false
            if failure == nil { state.synced = max(state.synced, committed) }
            state.failure = failure
            return failure
        }
    }
}
