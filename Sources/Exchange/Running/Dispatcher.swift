internal import Failpoints
internal import Foundation
internal import Logging
internal import Spool
internal import Store
internal import Synchronization

/// Hands ready jobs to worker threads: within a lane one turn at a time, in order; lanes side by side.
///
/// A turn takes light jobs of one kind from as many lanes as are ready, so that they share their commits and disk syncs; a heavy
/// job has a turn of its own and holds up its own lane only.
///
/// Holds only what is in flight; the queue in the store is the truth, and what is lost here with the process is found there.
final class Dispatcher: Sendable {
    private struct Lane {
        var jobs: [Job] = []
        var isBusy = false

        /// Takes a job in its order, and tells whether the lane was at rest without it.
        mutating func put(_ job: Job) -> Bool {
            var (place, end) = (0, jobs.count)
            while place < end {
                let middle = place + (end - place) / 2
                let other = jobs[middle]
                if (other.priority, other.id) > (job.priority, job.id) {
                    end = middle
                } else {
                    place = middle + 1
                }
            }
            jobs.insert(job, at: place)
            return jobs.count == 1 && !isBusy
        }
    }

    private struct State {
        var lanes: [String: Lane] = [:]
        var ready: [String] = []
        var later: [Job] = []
        var isStopped = false
        var running = 0
        var isAlone = false
        var busy = 0
        /// Whether a thread stands back for senders and will look again by itself.
        var isResting = false
    }

    private let context: ExchangeContext
    private let running: RunningJobs
    private let stages: [Job.Kind: any Stage]
    private let threads: Int
    private let state = Mutex(State())
    private let bell = NSCondition()
    private let waits = WaitTimes()
    private let poison: @Sendable (Job, String) throws -> Void

    /// `poison`: takes a job out whose process died too often.
    init(
        _ context: ExchangeContext, running: RunningJobs, stages: [any Stage], threads: Int,
        poison: @escaping @Sendable (Job, String) throws -> Void
    ) {
        self.context = context
        self.running = running
        self.stages = Dictionary(uniqueKeysWithValues: stages.map { (type(of: $0).kind, $0) })
        self.threads = threads
        self.poison = poison
    }

    /// Begins with the jobs that the store holds.
    func start(with jobs: [Job]) {
        accept(jobs)
        state.withLock { $0.running = threads }
        for number in 0..<threads {
            let thread = Thread { [self] in work(number) }
            thread.name = "wharf-work-\(number)"
            thread.stackSize = 4 << 20
            thread.start()
        }
    }

    /// Takes in jobs that a commit made ready.
    func accept(_ jobs: [Job]) {
        guard !jobs.isEmpty else { return }
        let now = context.clock.now
        bell.lock()
        let isAwaited = state.withLock { state in
            for job in jobs {
                if job.runAfter > now {
                    state.later.append(job)
                } else {
                    Self.put(job, &state)
                }
            }
            return state.isResting && jobs.allSatisfy { $0.runAfter <= now }
        }
        // One thread is enough to begin with: whoever takes a turn and leaves others ready wakes the next. One that stands back
        // finds what is ready by itself.
        if !isAwaited { bell.signal() }
        bell.unlock()
    }

    /// Finishes the turns under way and ends the threads.
    func stop() {
        bell.lock()
        state.withLock { $0.isStopped = true }
        bell.broadcast()
        while state.withLock({ $0.running }) > 0 { bell.wait() }
        bell.unlock()
    }

    private static func put(_ job: Job, _ state: inout State) {
        // In place: a lane may hold all that came in a night, and a copy for each job would take the night too.
        let mayStart = state.lanes[job.lane, default: Lane()].put(job)
        if mayStart { state.ready.append(job.lane) }
    }

    private func work(_ thread: Int) {
        ThreadPriority.stepBack()
        while let turn = nextTurn() {
            if turn.jobs.allSatisfy(Self.isFresh), note(turn.jobs, thread) {
                perform(turn.jobs.map { $0.begun() })
                noteEnd(thread)
            } else if let jobs = claim(turn.jobs) {
                perform(jobs)
            }
            finish(turn)
        }
        bell.lock()
        state.withLock { $0.running -= 1 }
        bell.broadcast()
        bell.unlock()
    }

    private struct Turn {
        let lanes: [String]
        let jobs: [Job]
        let isAlone: Bool
    }

    private func nextTurn() -> Turn? {
        bell.lock()
        defer { bell.unlock() }
        while true {
            if rested() { continue }
            let now = context.clock.now
            let (turn, stopped, nextDue) = state.withLock { state -> (Turn?, Bool, Int64?) in
                if state.isStopped { return (nil, true, nil) }
                Self.releaseDue(at: now, &state)
                return (takeTurn(&state), false, state.later.map(\.runAfter).min())
            }
            if let turn {
                if state.withLock({ !$0.ready.isEmpty }) { bell.signal() }
                return turn
            }
            if stopped { return nil }
            let pause = nextDue.map { Double(max(1, $0 - now)) / 1000 } ?? 60
            _ = bell.wait(until: Date(timeIntervalSinceNow: min(pause, 60)))
        }
    }

    /// Stands back for a moment while files come in one after the other; the bell is held.
    ///
    /// One thread looks at the time for all; the others wait for what it finds.
    /// - Returns: whether time has passed.
    private func rested() -> Bool {
        let (isReady, isResting, isDone) = state.withLock { state in
            let isReady =
                !state.isStopped && !state.ready.isEmpty
                && state.lanes.values.reduce(0) { $0 + $1.jobs.count } < context.limits.jobsStandingBack
            return (isReady, state.isResting, state.ready.isEmpty && state.busy == 0)
        }
        if isDone { context.pace.noteCaughtUp() }
        guard isReady else { return false }
        guard !isResting else {
            _ = bell.wait(until: Date(timeIntervalSinceNow: Double(DoorPace.longestRest) / 1e9))
            return true
        }
        guard let pause = context.pace.rest() else { return false }
        state.withLock { $0.isResting = true }
        _ = bell.wait(until: Date(timeIntervalSinceNow: Double(pause) / 1e9))
        state.withLock { $0.isResting = false }
        return true
    }

    private static func releaseDue(at now: Int64, _ state: inout State) {
        guard state.later.contains(where: { $0.runAfter <= now }) else { return }
        let due = state.later.filter { $0.runAfter <= now }
        state.later.removeAll { $0.runAfter <= now }
        for job in due { put(job, &state) }
    }

    /// The next turn: jobs of the first ready lane, joined by light jobs of the same kind from others.
    private func takeTurn(_ state: inout State) -> Turn? {
        guard !state.isAlone else { return nil }
        var lanes: [String] = []
        var jobs: [Job] = []
        var waiting: [String] = []
        var isClosed = false
        for name in state.ready {
            // While a job that must run alone heads its lane, nothing new begins: else it would wait for a quiet day.
            if jobs.isEmpty, state.busy > 0, let next = state.lanes[name]?.jobs.first, next.deaths > 0 {
                return nil
            }
            guard !isClosed, let taken = takeJobs(from: name, joining: jobs, isIdle: state.busy == 0, &state)
            else {
                waiting.append(name)
                continue
            }
            lanes.append(name)
            jobs += taken
            isClosed = jobs.count >= context.limits.jobsPerTurn || isSolitary(jobs[0])
        }
        guard let first = jobs.first else { return nil }
        state.ready = waiting
        state.busy += 1
        state.isAlone = first.deaths > 0
        return Turn(lanes: lanes, jobs: jobs, isAlone: first.deaths > 0)
    }

    /// Takes what a lane can give to a turn, and marks the lane busy; `nil` when it cannot join.
    private func takeJobs(
        from name: String, joining others: [Job], isIdle: Bool, _ state: inout State
    ) -> [Job]? {
        guard let first = state.lanes[name]?.jobs.first else { return nil }
        // A job in whose company the process died runs alone, so that the next death names it.
        if first.deaths > 0, !isIdle { return nil }
        if let other = others.first, other.kind != first.kind || isSolitary(first) { return nil }
        let room = isSolitary(first) ? 1 : context.limits.jobsPerTurn - others.count
        let jobs = (state.lanes[name]?.jobs ?? []).prefix(room).prefix { job in
            job.kind == first.kind && isSolitary(job) == isSolitary(first)
        }.map { $0 }
        state.lanes[name]?.jobs.removeFirst(jobs.count)
        state.lanes[name]?.isBusy = true
        return jobs
    }

    private func isSolitary(_ job: Job) -> Bool {
        job.deaths > 0 || job.weight > context.limits.lightBytes
    }

    private func finish(_ turn: Turn) {
        bell.lock()
        state.withLock { state in
            state.busy -= 1
            if turn.isAlone { state.isAlone = false }
            for name in turn.lanes {
                guard var lane = state.lanes[name] else { continue }
                lane.isBusy = false
                if lane.jobs.isEmpty {
                    state.lanes.removeValue(forKey: name)
                } else {
                    state.lanes[name] = lane
                    state.ready.append(name)
                }
            }
        }
        bell.signal()
        bell.unlock()
    }

    /// Whether a job runs for the first time, and is of a kind that nobody takes out of the queue, or whose doing has no effect then.
    private static func isFresh(_ job: Job) -> Bool {
        switch job.kind {
        case .identify, .compose, .deliver:
            job.attempt == 0 && job.deaths == 0 && job.cursor == nil && job.runAfter == 0
        default: false
        }
    }

    /// Notes fresh jobs as running beside the books: a commit less for the most frequent work.
    private func note(_ jobs: [Job], _ thread: Int) -> Bool {
        do {
            return try running.begin(jobs.map(\.id), thread: thread)
        } catch {
            context.log.error("running jobs cannot be noted", metadata: ["error": "\(error)"])
            return false
        }
    }

    private func noteEnd(_ thread: Int) {
        do {
            try running.end(thread: thread)
        } catch {
            // At worst a death is counted against a job that had ended.
            context.log.error("running jobs cannot be noted", metadata: ["error": "\(error)"])
        }
    }

    /// Marks jobs as running in the books; `nil` when that failed and was settled.
    private func claim(_ jobs: [Job]) -> [Job]? {
        do {
            return try context.store.commit(.processCrash) { books in
                var found: [Job] = []
                for job in jobs {
                    if let job = try books.queue.claim(job.id) { found.append(job) }
                }
                return found
            }
        } catch {
            for job in jobs { settle(StageFault(job: job, error: error)) }
            return nil
        }
    }

    private func perform(_ jobs: [Job]) {
        let dying = jobs.filter { $0.deaths >= context.limits.deaths }
        for job in dying { quarantine(job) }
        let claimed = jobs.filter { $0.deaths < context.limits.deaths }
        guard let kind = claimed.first?.kind else { return }
        Failpoint.reach(.jobClaimed)
        guard let stage = stages[kind] else {
            for job in claimed {
                settle(
                    StageFault(
                        job: job,
                        error: StageError(disposition: .hold, description: "no stage for \(kind.rawValue)")))
            }
            return
        }
        let faults = stage.perform(claimed)
        waits.forget(claimed.map(\.id), but: faults.map(\.job.id))
        for fault in faults { settle(fault) }
    }

    private func quarantine(_ job: Job) {
        do {
            try poison(job, "the server died \(job.deaths) times while it worked on this")
        } catch {
            settle(StageFault(job: job, error: error))
        }
    }

    private func settle(_ fault: StageFault) {
        let job = fault.job
        let disposition = FaultTable.disposition(
            of: fault.error, attempt: job.attempt, limits: context.limits)
        let reason = "\(fault.error)"
        let now = context.clock.now
        let pause = disposition == .wait ? waits.next(for: job.id) : 0
        if disposition != .wait {
            context.log.error(
                "job failed",
                metadata: [
                    "job": "\(job.id)", "kind": "\(job.kind.rawValue)", "subject": "\(job.subject)",
                    "attempt": "\(job.attempt)", "next": "\(disposition)", "error": "\(reason)",
                ])
        }
        do {
            try context.store.commit { books in
                switch disposition {
                case .retry(let pause): try books.queue.retry(job, after: now + pause, because: reason)
                case .wait: try books.queue.retry(job, after: now + pause, because: reason, uncounted: true)
                case .hold: try Self.hold(job, because: reason, books, at: now)
                }
            }
        } catch {
            // The books cannot be written: the job is still marked running and is found again at the next start; a
            // full disk heals, so it is also tried again here.
            accept([job.due(at: now + 5_000)])
        }
    }

    /// A held job holds the file it is about, so that its sender and our staff see where it stands.
    private static func hold(_ job: Job, because reason: String, _ books: borrowing Commit, at now: Int64)
        throws
    {
        try books.queue.hold(job, because: reason)
        try books.firings.finish(job.subject, outcome: .failed, detail: reason, at: now)
        let story = try books.arrivals.find(job.subject)?.id ?? books.interchanges.find(job.subject)?.arrival
        if let story, let arrival = try books.arrivals.find(story), !arrival.state.isFinal {
            try books.arrivals.move(story, to: .held, because: arrival.reason, at: now)
        }
        try books.ledger.append(
            LedgerDraft(
                at: now, actor: "wharf", act: .held, story: story,
                subject: "job/\(job.id)", detail: "\(job.kind.rawValue) of \(job.subject): \(reason)"))
    }
}
