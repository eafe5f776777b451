internal import Failpoints
internal import Foundation
internal import Logging
internal import Partners
internal import Sinks
internal import Store
internal import Synchronization

/// The side door: one thread a sink reads the outbox after the sink's cursor and hands the events over as the courier says.
///
/// Nothing upstream waits for it: what it cannot hand over stays in the outbox.
final class Publish: Sendable {
    private struct State {
        var isAwake = true
        var needsReading = true
        var needsAdopting = true
        var isStopped = false
        var isRunning = false
        var outcomes: [(ticket: Int, outcome: SinkOutcome)] = []
        var condition = Condition.good
    }

    /// How a sink fares, as its thread knows it.
    enum Condition: Sendable, Equatable {
        /// It takes what it gets.
        case good
        /// It is left alone until then, milliseconds UTC.
        case resting(until: Int64)
    }

    /// Outcomes after which the cursor is written, and the time after which it is anyway.
    private static let outcomesPerCommit = 200
    private static let commitMilliseconds: Int64 = 100
    /// How long what is under way may take after a stop was asked for, in seconds.
    private static let stopSeconds = 5.0
    /// A look at the clock at least so often, in seconds.
    private static let longestWait = 1.0
    /// Pause after trouble with the books, in seconds; doubled up to the longest.
    private static let firstPause = 1.0
    private static let longestPause = 60.0

    let profile: SinkProfile
    let sink: any Sink
    private let context: ExchangeContext
    private let state = Mutex(State())
    private let bell = NSCondition()

    init(_ context: ExchangeContext, sink: any Sink, profile: SinkProfile) {
        self.context = context
        self.sink = sink
        self.profile = profile
    }

    /// How the sink fares.
    var condition: Condition { state.withLock { $0.condition } }

    func start() {
        state.withLock { $0.isRunning = true }
        let thread = Thread { [self] in publishUntilStopped() }
        thread.name = "wharf-sink-\(sink.name)"
        thread.stackSize = 1 << 20
        thread.start()
    }

    /// Tells that there are new events.
    func wake() {
        ring { $0.needsReading = true }
    }

    /// Tells that a person changed what the books say of the sink.
    func adopt() {
        ring { $0.needsAdopting = true }
    }

    func stop() {
        bell.lock()
        state.withLock { $0.isStopped = true }
        bell.broadcast()
        while state.withLock({ $0.isRunning }) { bell.wait() }
        bell.unlock()
        sink.close()
    }

    private func ring(_ change: (inout State) -> Void) {
        bell.lock()
        state.withLock {
            change(&$0)
            $0.isAwake = true
        }
        bell.broadcast()
        bell.unlock()
    }

    // MARK: The thread

    private func publishUntilStopped() {
        ThreadPriority.stepBack()
        var pause = Self.firstPause
        while !isStopped {
            do {
                try publish()
            } catch {
                context.log.error(
                    "events were not published; they wait",
                    metadata: ["sink": "\(sink.name)", "error": "\(error)"])
                rest(for: pause)
                pause = min(pause * 2, Self.longestPause)
            }
        }
        bell.lock()
        state.withLock { $0.isRunning = false }
        bell.broadcast()
        bell.unlock()
    }

    private var isStopped: Bool { state.withLock { $0.isStopped } }

    /// Works until a stop; what was under way when it throws is begun again with the same ids.
    private func publish() throws {
        let name = sink.name
        var courier = Courier(
            sink: name, shape: sink.shape, haltsKey: profile.onDead == .haltKey,
            cursor: try context.store.read { try $0.events.cursor(of: name) },
            seed: UInt64(bitPattern: context.clock.now))
        var replay = ReplayRun(context, sink: sink)
        ring { ($0.needsAdopting, $0.needsReading, $0.outcomes) = (true, true, []) }
        var unwritten = 0
        var writtenAt = context.clock.now
        while !isStopped {
            let inbox = state.withLock { state in
                defer { (state.outcomes, state.needsAdopting, state.isAwake) = ([], false, false) }
                return state
            }
            let now = context.clock.now
            for (ticket, outcome) in inbox.outcomes {
                if ticket == ReplayRun.ticket {
                    try replay.finish(outcome, at: now)
                } else {
                    courier.finish(ticket, outcome, at: now)
                    unwritten += 1
                }
            }
            if inbox.needsAdopting {
                try write(&courier, at: now)
                let (rows, isPaused) = try context.store.read {
                    (try $0.sinks.open(of: name), try $0.sinks.state(of: name).pausedAt != nil)
                }
                courier.adopt(parked: rows, isPaused: isPaused)
                try replay.load()
            }
            if inbox.needsReading { try read(into: &courier) }
            while !isStopped, let order = courier.next(at: now) { try send(order, &courier, at: now) }
            if courier.isHealthy, let event = try replay.next(at: now) {
                sink.send([EventMarks.published(event, isReplay: true)], at: now) {
                    self.note(ReplayRun.ticket, $0)
                }
            }
            if unwritten >= Self.outcomesPerCommit || courier.isIdle
                || now - writtenAt >= Self.commitMilliseconds
            {
                try write(&courier, at: now)
                (unwritten, writtenAt) = (0, now)
            }
            tellCondition(courier)
            wait(for: courier, replay, writesAt: unwritten > 0 ? writtenAt + Self.commitMilliseconds : nil)
        }
        try drain(&courier)
    }

    /// Reads events until the courier has enough; more news come by the bell.
    private func read(into courier: inout Courier) throws {
        // First: news that come while the pages are read must not be lost.
        state.withLock { $0.needsReading = false }
        while courier.wantsMore, !isStopped {
            let (after, limit) = (courier.readTo, courier.limits.waiting)
            let page = try context.store.read { try $0.events.page(after: after, limit: limit) }
            guard let last = page.last else { return }
            // What a power cut could take back is not shown outside.
            try context.store.synchronize()
            courier.feed(
                page.filter { profile.wants(type: $0.type, isTest: $0.isTest) }, readTo: last.position)
        }
        state.withLock { $0.needsReading = true }
    }

    private func send(_ order: Courier.Order, _ courier: inout Courier, at now: Int64) throws {
        let events: [EventRecord]
        switch order.content {
        case .fresh(let fresh): events = fresh
        case .parked(let position):
            events = try context.store.read { try $0.events.event(at: position) }.map { [$0] } ?? []
        }
        guard !events.isEmpty else {
            // The outbox does not keep it any more: nobody can send it.
            return courier.finish(order.ticket, .delivered, at: now)
        }
        sink.send(events.map { EventMarks.published($0) }, at: now) { self.note(order.ticket, $0) }
    }

    private func note(_ ticket: Int, _ outcome: SinkOutcome) {
        ring { $0.outcomes.append((ticket, outcome)) }
    }

    private func write(_ courier: inout Courier, at now: Int64) throws {
        guard let changes = courier.takeChanges() else { return }
        if changes.delivered > 0 { Failpoint.reach(.publishBeforeCursor) }
        let name = sink.name
        // A cursor that a power cut takes back repeats events with the same ids.
        try context.store.commit(.processCrash) { books in
            for row in changes.parked.values.sorted(by: { $0.position < $1.position }) {
                try books.sinks.put(row)
            }
            for position in changes.settled { try books.sinks.settle(name, position, at: now) }
            if let cursor = changes.cursor { try books.outbox.advance(name, to: cursor) }
            if changes.delivered > 0 || changes.error != nil {
                try books.sinks.note(
                    name, deliveredAt: changes.delivered > 0 ? now : nil, error: changes.error, at: now)
            }
            for row in changes.dead { try books.ledger.append(Self.entry(dead: row, at: now)) }
            guard let why = changes.gone else { return }
            try books.sinks.setPause(name, since: now, because: why)
            try books.ledger.append(
                LedgerDraft(
                    at: now, actor: "wharf", act: .sinkPaused, story: nil, subject: "sink/\(name)",
                    detail: why))
        }
        context.metrics.add("wharf_events_published_total", changes.delivered)
        tell(changes)
    }

    private func tell(_ changes: Courier.Changes) {
        if let why = changes.gone {
            context.log.critical(
                "a sink wants no more events and is paused",
                metadata: ["sink": "\(sink.name)", "reason": "\(why)"])
        }
        if !changes.dead.isEmpty {
            context.metrics.add("wharf_sink_dead_letters_total", changes.dead.count)
            context.log.error(
                "events were refused for good; see `wharf deadletter list`",
                metadata: ["sink": "\(sink.name)", "count": "\(changes.dead.count)"])
        }
        if let error = changes.error {
            context.log.warning(
                "a sink did not take an event", metadata: ["sink": "\(sink.name)", "reason": "\(error)"])
        }
    }

    private static func entry(dead row: ParkedRecord, at now: Int64) -> LedgerDraft {
        LedgerDraft(
            at: now, actor: "wharf", act: .eventDead, story: nil, subject: "event/\(row.event)",
            detail: "sink \(row.sink), attempt \(row.attempt): \(row.error ?? "")")
    }

    private func tellCondition(_ courier: Courier) {
        let condition = courier.restsUntil.map { Condition.resting(until: $0) } ?? .good
        state.withLock { $0.condition = condition }
    }

    /// Waits for the bell, or until something is due.
    private func wait(for courier: Courier, _ replay: ReplayRun, writesAt: Int64?) {
        let now = context.clock.now
        var seconds = Self.longestWait
        for due in [
            courier.isIdle ? courier.nextDue() : nil, courier.nextDue().flatMap { $0 > now ? $0 : nil },
            replay.nextDue, writesAt,
        ] {
            // What is due and was not begun waits for something else; a short rest keeps that from spinning.
            if let due { seconds = min(seconds, max(0.005, Double(due - now) / 1_000)) }
        }
        if courier.wantsMore, state.withLock({ $0.needsReading }) { return }
        bell.lock()
        let end = Date(timeIntervalSinceNow: seconds)
        while !state.withLock({ $0.isAwake || $0.isStopped }), bell.wait(until: end) {}
        bell.unlock()
    }

    private func rest(for seconds: Double) {
        let end = Date(timeIntervalSinceNow: seconds)
        bell.lock()
        while !state.withLock({ $0.isStopped }), bell.wait(until: end) {}
        bell.unlock()
    }

    /// Waits a little for what is under way, and writes what is known.
    private func drain(_ courier: inout Courier) throws {
        let end = Date(timeIntervalSinceNow: Self.stopSeconds)
        while !courier.isIdle {
            bell.lock()
            while state.withLock({ $0.outcomes.isEmpty }), bell.wait(until: end) {}
            bell.unlock()
            let outcomes = state.withLock { state in
                defer { state.outcomes = [] }
                return state.outcomes
            }
            guard !outcomes.isEmpty else { break }
            for (ticket, outcome) in outcomes where ticket != ReplayRun.ticket {
                courier.finish(ticket, outcome, at: context.clock.now)
            }
        }
        try write(&courier, at: context.clock.now)
    }
}
