internal import Synchronization

/// Counts who is in, says who may come in, and keeps the figures of the host.
///
/// **Thread**: any; one lock guards all of it.
final class ConnectionGate: Sendable {
    /// Connections of one source at once.
    private struct Presence {
        var connections = 0
        var unauthenticated = 0
        /// Those whose client sent an identification.
        var identified = 0
    }

    private struct State {
        var limits: HostLimits
        var counts = HostCounts()
        var memory: SourceMemory
        var sessionsByLogin: [String: Int] = [:]
        var sources: [NetworkAddress: Presence] = [:]
        var unauthenticated: [HostDoor: Int] = [:]
    }

    /// What became of a connection at the door.
    enum Decision {
        case admitted(Admission)
        /// Closed; `ban` is the one that follows from this very connection.
        case dropped(DropReason, ban: SourceBan?)
    }

    /// How a credential is looked at.
    enum Attention {
        /// Not at all: it is refused unseen.
        case none
        case usual
        /// Ahead of what strangers show.
        case first
    }

    private let state: Mutex<State>
    private let now: @Sendable () -> ContinuousClock.Instant
    private let draw: @Sendable () -> Double

    /// A gate; `draw` answers numbers from 0 to below 1 that decide who is dropped early.
    init(
        limits: HostLimits, now: @escaping @Sendable () -> ContinuousClock.Instant = { .now },
        draw: @escaping @Sendable () -> Double = { .random(in: 0..<1) }
    ) {
        state = Mutex(State(limits: limits, memory: SourceMemory(rules: limits.penalties)))
        self.now = now
        self.draw = draw
    }

    /// The limits in force.
    var limits: HostLimits { state.withLock { $0.limits } }

    var counts: HostCounts {
        let now = now()
        return state.withLock { state in
            state.counts.banned = state.memory.bannedCount(at: now)
            return state.counts
        }
    }

    /// Whether so many wait for their login that some are dropped early.
    var isCrowded: Bool {
        state.withLock { state in
            state.unauthenticated.values.contains { $0 >= state.limits.earlyDropStart }
        }
    }

    /// Puts other limits in force; who is in stays in.
    func apply(_ limits: HostLimits) {
        state.withLock { state in
            state.limits = limits
            state.memory.rules = limits.penalties
        }
    }

    /// Lets a connection in, unless there are too many or its source is kept out.
    ///
    /// `isProxy`: the connection is a listed proxy's own.
    func admit(_ address: NetworkAddress, door: HostDoor, isProxy: Bool = false) -> Decision {
        let now = now()
        return state.withLock { state in
            let isExempt = isProxy || state.limits.neverBanned.contains { $0.contains(address) }
            let admission = Admission(address: address, door: door, isExempt: isExempt)
            let reason =
                state.counts.sessions >= state.limits.sessions
                ? .full : isExempt ? nil : obstacle(to: admission, &state, now)
            guard let reason else {
                state.counts.sessions += 1
                state.counts.unauthenticated += 1
                state.counts.connections += 1
                state.unauthenticated[door, default: 0] += isExempt ? 0 : 1
                state.sources[address.source, default: Presence()].connections += 1
                state.sources[address.source, default: Presence()].unauthenticated += 1
                return .admitted(admission)
            }
            state.counts.note(reason)
            // Whoever only knocks, however often, is not blamed for it.
            let isClient = (state.sources[address.source]?.identified ?? 0) > 0
            guard reason == .perSource, isClient else { return .dropped(reason, ban: nil) }
            let ban = state.memory.breach(address.source, at: now)
            state.counts.bans += ban == nil ? 0 : 1
            return .dropped(reason, ban: ban)
        }
    }

    /// What keeps a connection out, apart from the room in the house.
    private func obstacle(
        to admission: Admission, _ state: inout State, _ now: ContinuousClock.Instant
    ) -> DropReason? {
        let source = admission.address.source
        let standing = state.memory.standing(of: source, at: now)
        let present = state.sources[source] ?? Presence()
        switch standing {
        case .banned: return .banned
        case .penalised: return .penalised
        case .open, .known, .restricted:
            if present.connections >= state.limits.perSource { return .perSource }
        }
        // Whoever logged in lately comes in while strangers crowd the door.
        if standing == .known { return nil }
        if present.unauthenticated >= state.limits.unauthenticatedPerSource { return .perSource }
        let waiting = state.unauthenticated[admission.door, default: 0]
        let probability = state.limits.startupDrop.probability(at: waiting)
        return probability > 0 && draw() < probability ? .early : nil
    }

    /// Counts a connection that was closed at the door by somebody else's decision.
    func noteDrop(_ reason: DropReason) { state.withLock { $0.counts.note(reason) } }

    /// Notes that a client sent its identification, and is no mere knock at the door.
    func identified(_ admission: Admission) {
        state.withLock { $0.sources[admission.address.source]?.identified += 1 }
    }

    /// Whether a credential is worth looking at now.
    func attention(to mark: CredentialMark, _ admission: Admission) -> Attention {
        guard !admission.isExempt else { return .usual }
        let (now, source) = (now(), admission.address.source)
        return state.withLock { state in
            guard state.memory.deserves(mark, from: source, at: now) else { return .none }
            return state.memory.standing(of: source, at: now) == .open ? .usual : .first
        }
    }

    /// Notes a login, unless that name is logged in too often already.
    func logIn(_ user: String, _ marks: [CredentialMark], _ admission: Admission) -> Bool {
        let now = now()
        return state.withLock { state in
            let sessions = state.sessionsByLogin[user, default: 0]
            guard sessions < state.limits.sessionsPerLogin else { return false }
            state.sessionsByLogin[user] = sessions + 1
            state.counts.logins += 1
            noLongerUnauthenticated(admission, &state)
            guard !admission.isExempt else { return true }
            for mark in marks { state.memory.accept(mark, from: admission.address.source, at: now) }
            return true
        }
    }

    /// Counts a refused try to log in.
    func refuse() { state.withLock { $0.counts.refused += 1 } }

    /// Holds a refused credential against its source; answers the ban that follows from it.
    func blame(_ mark: CredentialMark, isKnownLogin: Bool, _ admission: Admission) -> SourceBan? {
        guard !admission.isExempt else { return nil }
        let now = now()
        return state.withLock { state in
            let ban = state.memory.refuse(
                mark, isKnownLogin: isKnownLogin, from: admission.address.source, at: now)
            state.counts.bans += ban == nil ? 0 : 1
            return ban
        }
    }

    /// Notes that a client identified itself and then did not log in within its time.
    func outstayed(_ admission: Admission) {
        guard !admission.isExempt else { return }
        let now = now()
        state.withLock { $0.memory.outstay(admission.address.source, at: now) }
    }

    /// Counts a connection that ended without so much as an identification.
    func noteProbe() { state.withLock { $0.counts.probes += 1 } }

    /// Notes that a connection ended; `user` is nil when nobody logged in on it.
    func leave(_ admission: Admission, user: String?, wasIdentified: Bool) {
        state.withLock { state in
            state.counts.sessions -= 1
            if let user {
                let sessions = state.sessionsByLogin[user, default: 1] - 1
                state.sessionsByLogin[user] = sessions > 0 ? sessions : nil
            } else {
                noLongerUnauthenticated(admission, &state)
            }
            let source = admission.address.source
            guard var present = state.sources[source] else { return }
            present.connections -= 1
            present.identified -= wasIdentified ? 1 : 0
            state.sources[source] = present.connections > 0 ? present : nil
        }
    }

    private func noLongerUnauthenticated(_ admission: Admission, _ state: inout State) {
        state.counts.unauthenticated -= 1
        state.unauthenticated[admission.door, default: 0] -= admission.isExempt ? 0 : 1
        state.sources[admission.address.source]?.unauthenticated -= 1
    }

    /// Keeps a source out for a while.
    func ban(_ source: NetworkAddress, for duration: Duration, count: Int, reason: String) {
        let now = now()
        state.withLock {
            $0.memory.ban(source.source, for: duration, count: count, reason: reason, at: now)
        }
    }

    /// Lets a source in again and forgets what it did.
    func lift(_ source: NetworkAddress) {
        let now = now()
        state.withLock { $0.memory.lift(source.source, at: now) }
    }

    /// Adds what a connection moved and opened since it last told.
    func add(bytesIn: UInt64, bytesOut: UInt64, handles: Int) {
        state.withLock { state in
            state.counts.bytesIn += bytesIn
            state.counts.bytesOut += bytesOut
            state.counts.handles += handles
        }
    }
}
