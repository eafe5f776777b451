internal import Failpoints
internal import Foundation
internal import Logging
internal import Partners
public import Store
internal import Synchronization

/// Why a wish about a schedule is not granted.
public struct ScheduleRefusal: Error, Sendable, Equatable, CustomStringConvertible {
    /// The situations a caller tells apart.
    public enum Code: Sendable {
        /// There is no such schedule.
        case unknown
        /// The wish makes no sense.
        case senseless
        /// It does not fit how things stand.
        case conflict
    }

    /// Which situation it is.
    public let code: Code
    /// A sentence.
    public let description: String
}

/// Turns the clock into jobs: runs each schedule once at each of its planned instants.
///
/// A run and its job are one commit, and the run's name can be inserted once only: neither a crash nor a clock that is set back
/// runs it twice. What is held here is in flight only; marks, runs and pauses in the store are the truth.
public final class Scheduler: Sendable {
    private struct Seat {
        let schedule: OwnedSchedule
        var mark: Int64
        /// When the next run begins, milliseconds UTC; `nil` when there is none.
        var dueAt: Int64?
    }

    private struct State {
        var seats: [String: Seat] = [:]
        var revision: String?
        var isStopped = false
        var isRunning = false
        var isAwake = false
    }

    /// The clock is looked at this often at least, in milliseconds, so that one that was set is noticed.
    private static let longestRest: Int64 = 60_000
    /// A mark farther ahead than this, in milliseconds, was made by a clock that was wrong.
    private static let clockTolerance: Int64 = 3_600_000
    /// Runs of one schedule that wait or are under way at most.
    private static let openMaximum = 100
    /// The longest pause, in milliseconds: nobody remembers one that is longer.
    static let longestPause: Int64 = 366 * 86_400_000

    private let context: ExchangeContext
    private let state = Mutex(State())
    private let bell = NSCondition()

    init(_ context: ExchangeContext) { self.context = context }

    // MARK: Running

    /// Begins to keep time, on a thread of its own.
    func start() {
        state.withLock { $0.isRunning = true }
        let thread = Thread { [self] in
            while !state.withLock({ $0.isStopped }) { rest(until: turnOrReport()) }
            bell.lock()
            state.withLock { $0.isRunning = false }
            bell.broadcast()
            bell.unlock()
        }
        thread.name = "wharf-schedules"
        thread.start()
    }

    /// Ends the thread; what is due then is found at the next start.
    func stop() {
        bell.lock()
        state.withLock { $0.isStopped = true }
        bell.broadcast()
        while state.withLock({ $0.isRunning }) { bell.wait() }
        bell.unlock()
    }

    /// Looks at profiles, clock and runs again.
    func wake() {
        bell.lock()
        state.withLock { $0.isAwake = true }
        bell.broadcast()
        bell.unlock()
    }

    private func rest(until moment: Int64) {
        let end = Date(timeIntervalSinceNow: Double(max(1, moment - context.clock.now)) / 1000)
        bell.lock()
        while !state.withLock({ $0.isStopped || $0.isAwake }), bell.wait(until: end) {}
        state.withLock { $0.isAwake = false }
        bell.unlock()
    }

    private func turnOrReport() -> Int64 {
        do {
            return try turn()
        } catch {
            context.log.error(
                "schedules could not be looked at; it is tried again soon", metadata: ["error": "\(error)"])
            return context.clock.now + 5_000
        }
    }

    /// One look at clock, profiles and books.
    ///
    /// - Returns: when the next look is due, in milliseconds UTC.
    func turn() throws -> Int64 {
        let now = context.clock.now
        let generation = context.book.generation
        var seats = state.withLock { $0.seats }
        if state.withLock({ $0.revision }) != generation.revision {
            seats = try seated(generation.directory.schedules.filter(\.isInForce), at: now)
            state.withLock { $0.revision = generation.revision }
        }
        seats = try correct(seats, at: now)
        let pauses = try context.store.read { try $0.firings.pauses() }
        state.withLock { [seats] in $0.seats = seats }
        try fire(seats, pauses, at: now)
        try endPauses(pauses, at: now)
        try ScheduleTelling(context: context).tell(at: now)
        let deadline = try context.store.read { try $0.firings.nextDeadline() }
        let ends = pauses.map(\.until).filter { $0 > now }
        // A deadline is over when its millisecond is.
        let moments =
            state.withLock { $0.seats }.values.compactMap(\.dueAt) + ends
            + [deadline.map { $0 + 1 }].compactMap(\.self)
        return min(now + Self.longestRest, moments.min() ?? .max)
    }

    // MARK: Seats

    /// A seat for every schedule in force; one that is new, or has another plan than before, begins now.
    private func seated(_ schedules: [OwnedSchedule], at now: Int64) throws -> [String: Seat] {
        let marks = try context.store.read { try $0.firings.marks() }
        let known = Dictionary(marks.map { ("\($0.owner)/\($0.schedule)", $0) }) { first, _ in first }
        var seats: [String: Seat] = [:]
        var fresh: [ScheduleMark] = []
        for schedule in schedules {
            let old = known[schedule.name]
            let isKnown = old?.plan == schedule.profile.plan
            let mark = isKnown ? old?.plannedTo ?? now : now
            if !isKnown { fresh.append(schedule.mark(at: now)) }
            seats[schedule.name] = seat(schedule, mark)
        }
        let gone = marks.filter { seats["\($0.owner)/\($0.schedule)"] == nil }
        guard !fresh.isEmpty || !gone.isEmpty else { return seats }
        try context.store.commit { [fresh] books in
            for mark in fresh { try books.firings.mark(mark) }
            // What is out of force misses nothing; when it comes back it begins anew.
            for mark in gone { try books.firings.unmark(mark.owner, mark.schedule) }
        }
        return seats
    }

    private func seat(_ schedule: OwnedSchedule, _ mark: Int64) -> Seat {
        let next = schedule.profile.next(after: mark).map { schedule.start(ofRunAt: $0.instant) }
        return Seat(schedule: schedule, mark: mark, dueAt: next)
    }

    /// A clock that ran far ahead and was set right must not stop its schedules until it is there again; what ran in the time
    /// that is lived through again has its row, and does not run twice.
    private func correct(_ seats: [String: Seat], at now: Int64) throws -> [String: Seat] {
        let ahead = seats.filter { $0.value.mark > now + Self.clockTolerance }
        guard !ahead.isEmpty else { return seats }
        context.log.warning(
            "the clock was set back; schedules go on from now", metadata: ["schedules": "\(ahead.count)"])
        try context.store.commit { books in
            for seat in ahead.values { try books.firings.mark(seat.schedule.mark(at: now)) }
        }
        return seats.merging(ahead.mapValues { seat($0.schedule, now) }) { _, corrected in corrected }
    }

    // MARK: Firing

    /// Runs what is due, each schedule in a commit of its own, all of them with one sync.
    private func fire(_ seats: [String: Seat], _ pauses: [SchedulePause], at now: Int64) throws {
        var dues: [(seat: Seat, due: DueRuns, pause: SchedulePause?)] = []
        for (name, seat) in seats.sorted(by: { $0.key < $1.key }) {
            guard let dueAt = seat.dueAt, dueAt <= now else { continue }
            let pause = pauses.first { "\($0.owner)/\($0.schedule)" == name }
            let due = DueRuns(
                of: seat.schedule, after: seat.mark, at: now, pause: pause.map { $0.since..<$0.until })
            dues.append((seat, due, pause))
        }
        guard !dues.isEmpty else { return }
        let results = context.store.commitEach(
            .synced,
            dues.map { seat, due, pause in
                { @Sendable (books: borrowing Commit) throws -> Void in
                    try Self.enter(due, of: seat.schedule, pause, books, at: now)
                }
            })
        Failpoint.reach(.scheduleFired)
        let done = zip(dues, results).filter { (try? $0.1.get()) != nil }.map(\.0)
        state.withLock { state in
            for (seat, due, _) in done {
                state.seats[seat.schedule.name] = self.seat(seat.schedule, due.plannedTo)
            }
        }
        // What failed is still due at the next look.
        for result in results { try result.get() }
    }

    private static func enter(
        _ due: DueRuns, of schedule: OwnedSchedule, _ pause: SchedulePause?, _ books: borrowing Commit,
        at now: Int64
    ) throws {
        for (index, planned) in due.runs.enumerated() {
            let isMadeUp = index < due.madeUp
            let open = try books.firings.openCount(schedule.owner, schedule.profile.name)
            // What is made up for takes its turn: else the first of several would keep the others out.
            let mayWait = isMadeUp || schedule.profile.overlap == .queue
            let firing = schedule.firing(planned, at: now)
            if open == 0 || mayWait && open < openMaximum {
                try begin(firing, of: schedule, books, isMadeUp ? "made up for" : "on time", at: now)
            } else {
                try skip(firing, because: "\(open) run(s) before it had not ended", books, at: now)
            }
        }
        if let missed = due.missed {
            try ScheduleTelling.miss(missed, count: due.missedCount, of: schedule, books, at: now)
        }
        if due.leftOut > 0, let pause { try books.firings.leaveOut(due.leftOut, of: pause) }
        try books.firings.mark(schedule.mark(at: due.plannedTo))
    }

    /// Enters a run with its job; a run that is there already stays alone.
    private static func begin(
        _ firing: FiringRecord, of schedule: OwnedSchedule, _ books: borrowing Commit, _ how: String,
        at now: Int64
    ) throws {
        guard try books.firings.add(firing) else { return }
        try books.queue.enqueue(schedule.job(firing.id))
        try books.ledger.append(
            LedgerDraft(
                at: now, actor: firing.actor, act: .scheduleFired, story: nil,
                subject: "schedule/\(schedule.name)",
                detail:
                    "\(firing.job), planned for \(CivilTime(milliseconds: firing.plannedAt).instantText), \(how)"
            )
        )
    }

    private static func skip(
        _ firing: FiringRecord, because why: String, _ books: borrowing Commit, at now: Int64
    ) throws {
        guard try books.firings.add(firing.ended(.skipped, because: why)) else { return }
        try books.ledger.append(
            LedgerDraft(
                at: now, actor: "wharf", act: .scheduleSkipped, story: nil,
                subject: "schedule/\(firing.owner)/\(firing.schedule)",
                detail: "the run planned for \(CivilTime(milliseconds: firing.plannedAt).instantText): \(why)"
            ))
    }
}

// MARK: Wishes of a person

extension Scheduler {
    /// Runs a schedule now, whether it rests or not.
    ///
    /// Durable when it returns.
    ///
    /// - Throws: ``ScheduleRefusal`` when a run of it is under way.
    public func run(_ name: String) throws -> FiringRecord {
        let schedule = try find(name)
        guard schedule.isInForce else {
            throw ScheduleRefusal(
                code: .conflict,
                description: "\(schedule.name) is not in force: the partner is neither live nor in test")
        }
        let now = context.clock.now
        return try context.store.commit { books in
            var firing = schedule.firing(now, at: now)
            firing.actor = "operator"
            guard try books.firings.openCount(schedule.owner, schedule.profile.name) == 0 else {
                throw ScheduleRefusal(
                    code: .conflict, description: "a run of \(schedule.name) has not ended; see its history")
            }
            try Self.begin(firing, of: schedule, books, "by hand", at: now)
            return firing
        }
    }

    /// Lets a schedule rest until a time in milliseconds UTC, in place of an earlier pause.
    ///
    /// Durable when it returns.
    public func pause(_ name: String, until: Int64, because reason: String) throws -> SchedulePause {
        let schedule = try find(name)
        let now = context.clock.now
        guard until > now, until - now <= Self.longestPause else {
            throw ScheduleRefusal(
                code: .senseless, description: "a pause ends in the future, and within a year")
        }
        let pause = SchedulePause(
            owner: schedule.owner, schedule: schedule.profile.name, since: now, until: until, reason: reason,
            actor: "operator")
        try context.store.commit { books in
            try books.firings.pause(pause)
            try books.ledger.append(
                LedgerDraft(
                    at: now, actor: "operator", act: .schedulePaused, story: nil,
                    subject: "schedule/\(schedule.name)",
                    detail: "until \(CivilTime(milliseconds: until).instantText): \(reason)"))
        }
        wake()
        return pause
    }

    /// Ends a pause before its time.
    ///
    /// Durable when it returns. What the pause left out is not made up for.
    public func resume(_ name: String) throws -> SchedulePause {
        let schedule = try find(name)
        let now = context.clock.now
        guard let pause = try end(schedule.owner, schedule.profile.name, by: "operator", at: now) else {
            throw ScheduleRefusal(code: .conflict, description: "\(schedule.name) does not rest")
        }
        wake()
        return pause
    }

    private func end(_ owner: String, _ schedule: String, by actor: String, at now: Int64) throws
        -> SchedulePause?
    {
        try context.store.commit { books in
            guard let pause = try books.firings.resume(owner, schedule) else { return nil }
            try books.ledger.append(
                LedgerDraft(
                    at: now, actor: actor, act: .scheduleResumed, story: nil,
                    subject: "schedule/\(owner)/\(schedule)", detail: "\(pause.leftOut) run(s) were left out")
            )
            return pause
        }
    }

    private func endPauses(_ pauses: [SchedulePause], at now: Int64) throws {
        for pause in pauses where pause.until <= now {
            _ = try end(pause.owner, pause.schedule, by: "wharf", at: now)
        }
    }

    private func find(_ name: String) throws -> OwnedSchedule {
        do {
            return try context.book.generation.directory.schedule(named: name)
        } catch {
            throw ScheduleRefusal(code: .unknown, description: error.description)
        }
    }
}

extension OwnedSchedule {
    /// The lane in which the house's suppliers are written, one file after the other.
    private static let supplierLane = "house/suppliers"

    fileprivate func mark(at plannedTo: Int64) -> ScheduleMark {
        ScheduleMark(owner: owner, schedule: profile.name, plan: profile.plan, plannedTo: plannedTo)
    }

    func firing(_ planned: Int64, at now: Int64) -> FiringRecord {
        FiringRecord(
            id: firingID(planned), owner: owner, schedule: profile.name, job: profile.job.rawValue,
            plannedAt: planned, firedAt: now, mustFinishBy: profile.deadline(ofRunAt: planned))
    }

    fileprivate func job(_ firing: String) -> Job.Draft {
        switch profile.job {
        case .releaseOrders: Job.Draft(.releaseOrders, subject: firing, lane: "\(owner)/release")
        case .supplierSync: Job.Draft(.supplierSync, subject: firing, lane: Self.supplierLane)
        }
    }
}
