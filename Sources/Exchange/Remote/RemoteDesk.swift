internal import Foundation
internal import Logging
internal import Partners
internal import Store
internal import Synchronization
internal import Transports

/// Plans and makes the visits to partners' servers: one at a time each, each on a thread of its own.
///
/// Holds only what is in flight; entries, attempts and jobs in the store are the truth, and what is lost here with the
/// process is found there.
public final class RemoteDesk: Sendable {
    /// What is known of one server beside the books.
    private struct Seat {
        var endpoint: RemoteEndpointRecord
        var nextPoll: Int64?
        var pushDue: Int64?
        var notBefore: Int64 = 0
        /// The profile that was tried because it changed after a hold.
        var triedRevision: String?
        var visit: VisitCancellation?
    }

    private struct State {
        var seats: [String: Seat] = [:]
        var visiting = 0
        var isRunning = false
        var isStopped = false
    }

    let context: ExchangeContext
    private let receiver: Receiver
    private let dialer: any RemoteDialer
    private let startedAt: Int64
    private let state = Mutex(State())
    private let bell = NSCondition()

    init(_ context: ExchangeContext, receiver: Receiver, dialer: any RemoteDialer) {
        self.context = context
        self.receiver = receiver
        self.dialer = dialer
        startedAt = context.clock.now
    }

    // MARK: Running

    /// Begins with what the books hold.
    func start() throws {
        let (endpoints, jobs) = try context.store.read { books in
            (try books.remoteEndpoints.all(), try books.jobs.open())
        }
        state.withLock { state in
            for endpoint in endpoints { state.seats[endpoint.partner] = Seat(endpoint: endpoint) }
            state.isRunning = true
        }
        accept(jobs)
        let thread = Thread { [self] in
            keepTime()
            ring { state.withLock { $0.isRunning = false } }
        }
        thread.name = "wharf-visits"
        thread.start()
    }

    /// Cancels the visits under way and returns when they have ended, within a second; a second call does nothing more.
    public func stop() {
        ring { state.withLock { $0.isStopped = true } }
        for visit in state.withLock({ $0.seats.values.compactMap(\.visit) }) { visit.cancel() }
        bell.lock()
        while state.withLock({ $0.visiting > 0 || $0.isRunning }) { bell.wait() }
        bell.unlock()
    }

    /// Takes note of jobs that a commit made ready; those of other desks are passed over.
    func accept(_ jobs: [Job]) {
        let pushes = jobs.filter { $0.kind == .push }
        guard !pushes.isEmpty else { return }
        ring {
            state.withLock { state in
                for job in pushes {
                    guard let partner = Push.partner(ofLane: job.lane) else { continue }
                    var seat = state.seats[partner] ?? Seat(endpoint: .init(partner: partner))
                    seat.pushDue = min(seat.pushDue ?? job.runAfter, job.runAfter)
                    state.seats[partner] = seat
                }
            }
        }
    }

    /// Looks at profiles and clock again.
    func wake() {
        ring {}
    }

    /// Looks into a partner's folders as soon as possible.
    func pollSoon(_ partner: String) {
        let now = context.clock.now
        ring { state.withLock { $0.seats[partner]?.nextPoll = now } }
    }

    /// Changes what is in flight and tells everybody who waits.
    private func ring(_ change: () -> Void) {
        bell.lock()
        change()
        bell.broadcast()
        bell.unlock()
    }

    private func keepTime() {
        bell.lock()
        defer { bell.unlock() }
        while !state.withLock({ $0.isStopped }) {
            let generation = context.book.generation
            var earliest = context.clock.now + 60_000
            for partner in generation.directory.partners {
                guard let remote = partner.remote else { continue }
                let plan = plan(partner, remote, generation)
                guard case .at(let due, _) = plan.next else { continue }
                if due <= plan.now {
                    begin(plan)
                } else {
                    earliest = min(earliest, due)
                }
            }
            // Visits that found no room begin when another ends, which rings.
            let pause = Double(max(5, earliest - context.clock.now)) / 1000
            _ = bell.wait(until: Date(timeIntervalSinceNow: pause))
        }
    }

    private func plan(
        _ partner: PartnerProfile, _ remote: RemoteSection, _ generation: ProfileBook.Generation
    ) -> VisitPlan {
        let now = context.clock.now
        let revision = generation.partnerRevisions[partner.id] ?? ""
        let seat = state.withLock { state in
            var seat = state.seats[partner.id] ?? Seat(endpoint: .init(partner: partner.id))
            if let held = seat.endpoint.heldRevision, held != revision, seat.triedRevision != revision {
                // Somebody mended the profile and wants to see whether it helped.
                seat.triedRevision = revision
                seat.nextPoll = now
                seat.notBefore = now
            }
            if seat.nextPoll == nil {
                let jitter = PickupReview.milliseconds((remote.poll ?? .standard).jitter)
                seat.nextPoll = now + (jitter > 0 ? Int64.random(in: 0...jitter) : 0)
            }
            state.seats[partner.id] = seat
            return seat
        }
        return VisitPlan(
            partner: partner, remote: remote, revision: revision,
            endpoint: seat.endpoint, nextPoll: seat.nextPoll, pushDue: seat.pushDue,
            notBefore: seat.notBefore, now: now)
    }

    /// Begins a visit on a thread of its own, unless one is under way there or too many are elsewhere.
    private func begin(_ plan: VisitPlan) {
        let polls = plan.polls && (plan.nextPoll ?? plan.now) <= plan.now
        guard let cancellation = takeSeat(plan, polls: polls) else { return }
        let thread = Thread { [self] in
            _ = make(plan, polls: polls, isDryRun: false, cancellation)
        }
        thread.name = "wharf-visit"
        thread.stackSize = 2 << 20
        thread.start()
    }

    private func takeSeat(_ plan: VisitPlan, polls: Bool, isAsked: Bool = false) -> VisitCancellation? {
        state.withLock { state in
            guard !state.isStopped, isAsked || state.visiting < VisitLimits.visits,
                state.seats[plan.partner.id]?.visit == nil
            else { return nil }
            let cancellation = VisitCancellation()
            state.visiting += 1
            state.seats[plan.partner.id]?.visit = cancellation
            if polls { state.seats[plan.partner.id]?.nextPoll = plan.pollAfterThis }
            return cancellation
        }
    }

    private func make(
        _ plan: VisitPlan, polls: Bool, isDryRun: Bool, _ cancellation: VisitCancellation
    ) -> VisitReport {
        let visit = RemoteVisit(
            context: context, receiver: receiver, dialer: dialer, partner: plan.partner, remote: plan.remote,
            cancellation: cancellation, polls: polls, isDryRun: isDryRun)
        let end = visit.run()
        conclude(end, plan)
        return end.report
    }

    // MARK: After a visit

    private func conclude(_ end: RemoteVisit.End, _ plan: VisitPlan) {
        let report = end.report
        var endpoint = plan.endpoint
        var pushDue: Int64?
        do {
            if !report.isDryRun {
                endpoint.note(end, plan.remote.breaker, revision: plan.revision)
                try save(endpoint, plan, end)
            }
            pushDue = try context.store.read {
                try $0.jobs.open(
                    .push, lane: Push.lane(of: plan.partner.id), limit: VisitLimits.pushes)
            }.map(\.runAfter).min()
        } catch {
            context.log.error(
                "a visit was not written down",
                metadata: ["partner": "\(plan.partner.id)", "error": "\(error)"])
            pushDue = context.clock.now + 30_000
        }
        let now = context.clock.now
        let (ended, due) = (endpoint, pushDue)
        let pause = report.outcome == .failed ? pause(after: end, endpoint, plan) : 0
        ring {
            state.withLock { state in
                state.visiting -= 1
                guard var seat = state.seats[plan.partner.id] else { return }
                seat.visit = nil
                seat.endpoint = ended
                seat.pushDue = due
                if !report.isDryRun { seat.notBefore = now + pause }
                if let ready = report.nextReadyAt, !report.isDryRun {
                    seat.nextPoll = min(seat.nextPoll ?? .max, max(ready, now + 1_000))
                }
                state.seats[plan.partner.id] = seat
            }
        }
        tell(report)
    }

    /// How long a server is left alone after a visit that failed, before its breaker has a say.
    private func pause(after end: RemoteVisit.End, _ endpoint: RemoteEndpointRecord, _ plan: VisitPlan)
        -> Int64
    {
        guard end.fault != nil else { return end.report.pushed + end.report.taken > 0 ? 1_000 : 30_000 }
        return VisitLimits.spread(min(plan.every, 5_000 << Int64(min(endpoint.failures, 10))))
    }

    private func save(_ endpoint: RemoteEndpointRecord, _ plan: VisitPlan, _ end: RemoteVisit.End) throws {
        let wasHeld = plan.endpoint.heldAt != nil
        let isHeld = endpoint.heldAt != nil
        let now = context.clock.now
        try context.store.commit(isHeld ? .synced : .processCrash) { books in
            try books.remoteEndpoints.save(endpoint)
            if isHeld, !wasHeld {
                try books.ledger.append(
                    LedgerDraft(
                        at: now, actor: "wharf", act: .endpointHeld, story: nil,
                        subject: "partner/\(endpoint.partner)", detail: endpoint.heldBecause ?? ""))
            } else if wasHeld, !isHeld {
                try books.ledger.append(
                    LedgerDraft(
                        at: now, actor: "wharf", act: .endpointReleased, story: nil,
                        subject: "partner/\(endpoint.partner)", detail: "a visit went well again"))
            }
        }
    }

    private func tell(_ report: VisitReport) {
        guard !report.isDryRun else { return }
        context.metrics.add("wharf_visits_total")
        let facts: Logger.Metadata = ["partner": "\(report.partner)", "what": "\(report.detail)"]
        switch report.outcome {
        case .good: context.log.info("a partner's server was visited", metadata: facts)
        case .cancelled: context.log.notice("a visit was broken off", metadata: facts)
        case .failed:
            context.metrics.add("wharf_visits_failed_total")
            context.log.error("a visit to a partner's server failed", metadata: facts)
        }
    }

    // MARK: Questions of people

    /// Visits a partner's server now, whatever its breaker, windows and holds say, and tells what happened.
    ///
    /// Blocks until the visit has ended; one that is under way is waited for first.
    /// - Throws: ``RemoteDeskError``.
    public func visit(_ partner: String, isDryRun: Bool) throws(RemoteDeskError) -> VisitReport {
        let generation = context.book.generation
        guard let profile = generation.directory.partner(id: partner), let remote = profile.remote else {
            throw RemoteDeskError(
                .notFound, "\(partner): there is no partner of this id with a remote section")
        }
        let wait = Double(PickupReview.milliseconds(remote.deadlines.poll)) / 1000 + 60
        let deadline = Date(timeIntervalSinceNow: wait)
        if !isDryRun { try releaseHeldPushes(of: partner) }
        while true {
            bell.lock()
            let plan = plan(profile, remote, generation)
            let cancellation = takeSeat(plan, polls: !remote.pickups.isEmpty, isAsked: true)
            if cancellation == nil, !state.withLock({ $0.isStopped }), !bell.wait(until: deadline) {
                bell.unlock()
                throw RemoteDeskError(
                    .busy, "\(partner): a visit is under way and does not end; try again later")
            }
            bell.unlock()
            if let cancellation {
                return make(plan, polls: !remote.pickups.isEmpty, isDryRun: isDryRun, cancellation)
            }
            if state.withLock({ $0.isStopped }) { throw RemoteDeskError(.busy, "the server is stopping") }
        }
    }

    private func releaseHeldPushes(of partner: String) throws(RemoteDeskError) {
        do {
            try context.store.commit { try $0.queue.releaseHeld(.push, lane: Push.lane(of: partner)) }
        } catch {
            throw RemoteDeskError(.failed, "\(error)")
        }
    }

    /// Where the visits to all partners' servers stand.
    public func status() throws -> [EndpointStatus] {
        let generation = context.book.generation
        return try generation.directory.partners.compactMap { partner in
            guard let remote = partner.remote else { return nil }
            let plan = plan(partner, remote, generation)
            let isVisiting = state.withLock { $0.seats[partner.id]?.visit != nil }
            let (entries, waiting) = try context.store.read { books in
                (
                    try books.remoteEntries.counts(of: partner.id),
                    try books.jobs.open(
                        .push, lane: Push.lane(of: partner.id), limit: VisitLimits.pushes
                    ).count
                )
            }
            var status = EndpointStatus(plan.endpoint, entries: entries, waitingToSend: waiting)
            status.server = "\(remote.host):\(remote.port)"
            status.ageOfLastGoodVisit = plan.endpoint.lastGoodAt.map { max(0, plan.now - $0) }
            status.degraded = plan.degradation(since: startedAt)
            describe(plan, &status)
            if isVisiting { status.condition = .visiting }
            return status
        }
    }

    private func describe(_ plan: VisitPlan, _ status: inout EndpointStatus) {
        switch plan.next {
        case .off: status.condition = .off
        case .held:
            status.condition = .held
            status.sentence = plan.endpoint.heldBecause
        case .at(let due, let condition):
            status.condition = condition
            status.nextDueAt = due
            if condition == .resting {
                status.sentence =
                    "\(plan.endpoint.failures) visits failed in a row; one more is tried when due"
            }
        }
    }

    /// Sentences about servers that a person should look at.
    public func degradations() -> [String] {
        let generation = context.book.generation
        return generation.directory.partners.compactMap { partner in
            partner.remote.flatMap { plan(partner, $0, generation).degradation(since: startedAt) }
        }
    }
}
