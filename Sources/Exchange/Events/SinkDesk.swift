internal import Cryptography
internal import Documents
internal import Foundation
internal import Logging
internal import Partners
internal import Sinks
internal import Spool
public import Store
internal import Synchronization

/// The sinks in force, and what a person may do about them; every act is in the audit trail.
public final class SinkDesk: Sendable {
    private struct State {
        var publishers: [String: Publish] = [:]
        var isRunning = false
    }

    /// Events in a second of a replay, unless asked otherwise, and at most.
    private static let replayRate = 100
    private static let replayRateMaximum = 2_000
    /// Dead letters that one act changes.
    private static let actMaximum = 10_000
    private static let trialSeconds = 30.0

    private let context: ExchangeContext
    private let layout: SpoolLayout
    private let state = Mutex(State())

    init(_ context: ExchangeContext, layout: SpoolLayout, profiles: [SinkProfile]) throws {
        self.context = context
        self.layout = layout
        let made = try profiles.map {
            Publish(context, sink: try SinkRegistry.make($0, layout: layout), profile: $0)
        }
        state.withLock { state in for publish in made { state.publishers[publish.sink.name] = publish } }
        try enrol(profiles)
    }

    /// An application that is new gets what happens from now on, and the past by a replay; the journal holds everything.
    private func enrol(_ profiles: [SinkProfile]) throws {
        try context.store.commit { books in
            for profile in profiles { try books.outbox.enrol(profile.name, fromNowOn: profile.kind != .file) }
        }
    }

    /// The highest position that any sink holds.
    var lastPosition: Int { publishers.map(\.sink.lastPosition).max() ?? 0 }

    private var publishers: [Publish] {
        state.withLock { $0.publishers.values.sorted { $0.sink.name < $1.sink.name } }
    }

    // MARK: Running

    func start() {
        let started = state.withLock { state in
            state.isRunning = true
            return Array(state.publishers.values)
        }
        for publish in started { publish.start() }
    }

    func wake() {
        for publish in publishers { publish.wake() }
    }

    func stop() {
        let stopped = state.withLock { state in
            state.isRunning = false
            return Array(state.publishers.values)
        }
        for publish in stopped { publish.stop() }
    }

    /// Puts the sinks of new profiles in force; those that did not change go on.
    func adopt(_ profiles: [SinkProfile]) throws {
        let current = state.withLock { $0.publishers }
        let names = Set(profiles.map(\.name))
        // Sinks that cannot be made leave all as it was.
        let changed = profiles.filter { current[$0.name]?.profile != $0 }
        for (name, publish) in current
        where !names.contains(name) || changed.contains(where: { $0.name == name }) {
            publish.stop()
            state.withLock { $0.publishers[name] = nil }
        }
        try enrol(changed)
        for profile in changed {
            let publish = Publish(
                context, sink: try SinkRegistry.make(profile, layout: layout), profile: profile)
            let isRunning = state.withLock { state in
                state.publishers[profile.name] = publish
                return state.isRunning
            }
            if isRunning { publish.start() }
        }
    }

    // MARK: Looking

    /// How the sinks stand, by name.
    public func status() throws -> [SinkStatus] {
        let publishers = publishers
        var all = try SinkStatus.all(in: context.store, names: publishers.map(\.sink.name))
        for (index, status) in all.enumerated() {
            guard let publish = publishers.first(where: { $0.sink.name == status.name }) else { continue }
            all[index].kind = publish.profile.kind.rawValue
            all[index].url = publish.profile.url
            if case .resting(let until) = publish.condition { all[index].restingUntil = until }
        }
        return all.filter { status in publishers.contains { $0.sink.name == status.name } }
    }

    /// What a person should look at, a sentence each; empty when the books cannot be read.
    public func troubles() -> [String] {
        do {
            return try status().compactMap(\.trouble)
        } catch {
            return ["the state of the sinks cannot be read: \(error)"]
        }
    }

    // MARK: Acts

    /// Sends a sink an event that says nothing, outside of all order, and tells what came of it.
    ///
    /// Blocks until the sink has answered.
    public func test(_ name: String) throws -> SinkTrial {
        let publish = try publisher(name)
        let now = context.clock.now
        if case .pages = publish.sink.shape {
            return SinkTrial(
                sink: name, outcome: "delivered",
                reason: "the journal is open and holds events up to position \(publish.sink.lastPosition)",
                milliseconds: 0)
        }
        let event = Event(
            id: ULID(milliseconds: now, entropy: RandomBytes.bytes(10)).text, kind: .sinkTest,
            source: "/wharf",
            subject: "sink/\(name)", time: CivilTime(milliseconds: now).instantText,
            partitionKey: "sink/\(name)",
            data: Array("{}".utf8))
        let heard = TrialReply()
        let published = PublishedEvent(
            position: 0, id: event.id, day: CivilTime(milliseconds: now).dayText,
            json: event.json(sequence: 0))
        publish.sink.send([published], at: now) { heard.take($0) }
        let trial = Self.trial(
            name,
            heard.wait(seconds: Self.trialSeconds) ?? .failed(SinkReply("the sink gave no answer in time")),
            milliseconds: context.clock.now - now)
        try note(.sinkTested, "sink/\(name)", "\(trial.outcome): \(trial.reason)")
        return trial
    }

    /// Stops a sink: its events wait.
    public func pause(_ name: String, because why: String) throws -> SinkStatus {
        let publish = try publisher(name)
        let now = context.clock.now
        try context.store.commit { books in
            try books.sinks.setPause(name, since: now, because: why)
            try books.ledger.append(Self.entry(.sinkPaused, "sink/\(name)", why, at: now))
        }
        publish.adopt()
        return try status(of: name)
    }

    /// Has a sink served again at once: a pause ends, and what waits for another attempt is due now.
    public func resume(_ name: String) throws -> SinkStatus {
        let publish = try publisher(name)
        let now = context.clock.now
        try context.store.commit { books in
            try books.sinks.setPause(name, since: nil, because: nil)
            try books.sinks.hasten(name, at: now)
            try books.ledger.append(Self.entry(.sinkResumed, "sink/\(name)", "by hand", at: now))
        }
        publish.adopt()
        return try status(of: name)
    }

    /// What is done with dead letters.
    public enum DeadLetterAct: String, Sendable, CaseIterable {
        /// They are sent again.
        case requeue
        /// They are given up.
        case discard
    }

    /// Has the chosen dead letters sent again, or gives them up; or tells which they would be.
    public func perform(_ act: DeadLetterAct, _ filter: ParkedFilter, isDryRun: Bool) throws
        -> DeadLetterReport
    {
        var chosen = filter
        chosen.state = .dead
        chosen.limit = Self.actMaximum
        let rows = try context.store.read { [chosen] in try $0.sinks.parked(chosen) }
        guard !rows.isEmpty else {
            throw SinkDeskError(code: .notFound, description: "no dead letter is like that")
        }
        guard !isDryRun else { return DeadLetterReport(events: rows.map(\.event), isDryRun: true) }
        let now = context.clock.now
        try context.store.commit { books in
            for row in rows {
                let isDone =
                    switch act {
                    case .requeue: try books.sinks.requeue(row.sink, row.position, at: now)
                    case .discard: try books.sinks.discard(row.sink, row.position, at: now)
                    }
                guard isDone else { continue }
                try books.ledger.append(
                    Self.entry(
                        act == .requeue ? .deadLetterRequeued : .deadLetterDiscarded, "event/\(row.event)",
                        "sink \(row.sink)", at: now))
            }
        }
        for name in Set(rows.map(\.sink)) { state.withLock { $0.publishers[name] }?.adopt() }
        return DeadLetterReport(events: rows.map(\.event), isDryRun: false)
    }

    /// Sends a sink events of the past once more, marked as a replay; or tells how many they would be.
    ///
    /// `replay`: the positions and patterns; a rate of 0 is the usual one.
    public func replay(_ replay: ReplayRecord, isDryRun: Bool) throws -> ReplayPlan {
        let publish = try publisher(replay.sink)
        guard case .lanes = publish.sink.shape else {
            throw SinkDeskError(
                code: .badRequest,
                description: "sink \(replay.sink) keeps every event: read its files instead")
        }
        var asked = replay
        asked.perSecond = min(asked.perSecond > 0 ? asked.perSecond : Self.replayRate, Self.replayRateMaximum)
        asked.requestedAt = context.clock.now
        let events = try context.store.read { [asked] books in
            try books.events.count(
                after: asked.position, through: asked.lastPosition, type: asked.type, subject: asked.subject)
        }
        guard !isDryRun else { return ReplayPlan(events: events, replay: asked, isDryRun: true) }
        guard events > 0 else { throw SinkDeskError(code: .notFound, description: "no event is like that") }
        let added = try context.store.commit { [asked] books in
            try books.ledger.append(
                Self.entry(
                    .replayRequested, "sink/\(asked.sink)",
                    "\(events) event(s) of positions \(asked.position + 1) to \(asked.lastPosition)",
                    at: asked.requestedAt))
            return try books.replays.add(asked)
        }
        publish.adopt()
        return ReplayPlan(events: events, replay: added, isDryRun: false)
    }

    // MARK: Inside

    private func publisher(_ name: String) throws -> Publish {
        guard let publish = state.withLock({ $0.publishers[name] }) else {
            throw SinkDeskError(code: .notFound, description: "there is no sink \(name) in house.yaml")
        }
        return publish
    }

    private func status(of name: String) throws -> SinkStatus {
        guard let status = try status().first(where: { $0.name == name }) else {
            throw SinkDeskError(code: .notFound, description: "there is no sink \(name) in house.yaml")
        }
        return status
    }

    private func note(_ act: LedgerAct, _ subject: String, _ detail: String) throws {
        let now = context.clock.now
        try context.store.commit { try $0.ledger.append(Self.entry(act, subject, detail, at: now)) }
    }

    private static func entry(_ act: LedgerAct, _ subject: String, _ detail: String, at now: Int64)
        -> LedgerDraft
    {
        LedgerDraft(at: now, actor: "operator", act: act, story: nil, subject: subject, detail: detail)
    }

    private static func trial(_ sink: String, _ outcome: SinkOutcome, milliseconds: Int64) -> SinkTrial {
        let (word, reply): (String, SinkReply) =
            switch outcome {
            case .delivered: ("delivered", SinkReply("the receiver took the event"))
            case .refused(let reply): ("refused", reply)
            case .failed(let reply): ("failed", reply)
            case .unavailable(let reply): ("unavailable", reply)
            case .gone(let reply): ("gone", reply)
            }
        return SinkTrial(
            sink: sink, outcome: word, reason: reply.reason, status: reply.status, reply: reply.excerpt,
            milliseconds: milliseconds)
    }
}

/// The one answer of a trial, which comes on another thread.
private final class TrialReply: Sendable {
    private let answered = DispatchSemaphore(value: 0)
    private let outcome = Mutex<SinkOutcome?>(nil)

    func take(_ outcome: SinkOutcome) {
        self.outcome.withLock { $0 = outcome }
        answered.signal()
    }

    func wait(seconds: Double) -> SinkOutcome? {
        _ = answered.wait(timeout: .now() + seconds)
        return outcome.withLock { $0 }
    }
}
