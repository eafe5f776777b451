internal import Failpoints
internal import Foundation
internal import Logging
internal import Sinks
internal import Store
internal import Synchronization

/// The side door: one thread a sink reads the outbox after the sink's cursor and hands the events over, in order.
final class Publish: Sendable {
    private struct State {
        var hasNews = true
        var isStopped = false
        var isRunning = false
    }

    /// Events in one page.
    private static let pageSize = 500
    /// Pause after a failure, in seconds; doubled up to the longest.
    private static let firstPause = 1.0
    private static let longestPause = 60.0

    private let context: ExchangeContext
    private let sink: any Sink
    private let state = Mutex(State())
    private let bell = NSCondition()

    init(_ context: ExchangeContext, sink: any Sink) {
        self.context = context
        self.sink = sink
    }

    func start() {
        state.withLock { $0.isRunning = true }
        let thread = Thread { [self] in publishUntilStopped() }
        thread.name = "wharf-sink-\(sink.name)"
        thread.stackSize = 1 << 20
        thread.start()
    }

    /// Tells that there are new events.
    func wake() {
        bell.lock()
        state.withLock { $0.hasNews = true }
        bell.signal()
        bell.unlock()
    }

    func stop() {
        bell.lock()
        state.withLock { $0.isStopped = true }
        bell.broadcast()
        while state.withLock({ $0.isRunning }) { bell.wait() }
        bell.unlock()
    }

    private func publishUntilStopped() {
        ThreadPriority.stepBack()
        var pause = Self.firstPause
        while waitForNews() {
            do {
                while try publishPage() {}
                pause = Self.firstPause
            } catch {
                context.log.error(
                    "events were not published; they wait",
                    metadata: ["sink": "\(sink.name)", "error": "\(error)"])
                rest(for: pause)
                pause = min(pause * 2, Self.longestPause)
                state.withLock { $0.hasNews = true }
            }
        }
        bell.lock()
        state.withLock { $0.isRunning = false }
        bell.broadcast()
        bell.unlock()
    }

    private func waitForNews() -> Bool {
        bell.lock()
        defer { bell.unlock() }
        while true {
            let (news, stopped) = state.withLock { state in
                let news = state.hasNews
                state.hasNews = false
                return (news, state.isStopped)
            }
            if stopped { return false }
            if news { return true }
            bell.wait()
        }
    }

    private func rest(for seconds: Double) {
        let end = Date(timeIntervalSinceNow: seconds)
        bell.lock()
        while !state.withLock({ $0.isStopped }), bell.wait(until: end) {}
        bell.unlock()
    }

    /// - Returns: whether there was a full page, so that more may follow.
    private func publishPage() throws -> Bool {
        let name = sink.name
        let page = try context.store.read { books in
            try books.events.page(after: try books.events.cursor(of: name), limit: Self.pageSize)
        }
        guard let last = page.last else { return false }
        // What a power cut could take back is not shown outside.
        try context.store.synchronize()
        try sink.publish(
            page.map {
                PublishedEvent(
                    position: $0.position, day: CivilTime(milliseconds: $0.time).dayText, json: $0.body)
            })
        Failpoint.reach(.publishBeforeCursor)
        // A cursor that a power cut takes back repeats events with the same ids.
        try context.store.commit(.processCrash) { books in try books.outbox.advance(name, to: last.position) }
        context.metrics.add("wharf_events_published_total", page.count)
        return page.count == Self.pageSize && !state.withLock { $0.isStopped }
    }
}
