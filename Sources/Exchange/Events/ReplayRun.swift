internal import Sinks
internal import Store

/// Sends events of the past to a sink once more, one after the other and no faster than asked.
///
/// A second cursor: the sink's own does not move. A crash repeats what was sent since the last note of it.
struct ReplayRun {
    /// The ticket of its one event under way.
    static let ticket = -1
    /// Positions looked at in one read.
    private static let span = 2_000
    /// Events after which the books know how far it has come.
    private static let eventsPerCommit = 50
    /// Attempts for one event before it is left out.
    private static let attempts = 8
    private static let pause: ClosedRange<Int64> = 1_000...60_000

    private let context: ExchangeContext
    private let sink: any Sink
    private var record: ReplayRecord?
    private var page: [EventRecord] = []
    private var underWay: EventRecord?
    private var attempt = 0
    private var notBefore: Int64 = 0
    private var unwritten = 0

    init(_ context: ExchangeContext, sink: any Sink) {
        self.context = context
        self.sink = sink
    }

    /// When the next event may be sent; nil when there is none or one is under way.
    var nextDue: Int64? { record == nil || underWay != nil ? nil : notBefore }

    /// Takes up the oldest replay that is not done, unless one is going on.
    mutating func load() throws {
        guard underWay == nil else { return }
        let name = sink.name
        let found = try context.store.read { try $0.replays.running(for: name) }
        guard found?.id != record?.id else { return }
        record = found
        (page, attempt, unwritten) = ([], 0, 0)
    }

    /// The next event, when one is due.
    mutating func next(at now: Int64) throws -> EventRecord? {
        guard var replay = record, underWay == nil, now >= notBefore else { return nil }
        while page.isEmpty, replay.position < replay.lastPosition {
            let last = min(replay.position + Self.span, replay.lastPosition)
            page = try context.store.read { [replay] in
                try $0.events.matches(
                    after: replay.position, through: last, type: replay.type, subject: replay.subject,
                    limit: 100)
            }
            if page.isEmpty { replay.position = last }
        }
        record = replay
        guard let event = page.first else {
            try end(replay, at: now)
            return nil
        }
        underWay = event
        notBefore = now + Int64(1_000 / max(1, replay.perSecond))
        return event
    }

    /// Takes the outcome of the event under way.
    mutating func finish(_ outcome: SinkOutcome, at now: Int64) throws {
        guard var replay = record, let event = underWay else { return }
        underWay = nil
        attempt += 1
        switch outcome {
        case .delivered: replay.delivered += 1
        case .failed, .unavailable, .gone:
            guard attempt >= Self.attempts else {
                let pause = min(Self.pause.lowerBound << Int64(attempt - 1), Self.pause.upperBound)
                notBefore = now + pause
                return
            }
            replay.failed += 1
        case .refused: replay.failed += 1
        }
        attempt = 0
        replay.position = event.position
        if !page.isEmpty { page.removeFirst() }
        record = replay
        unwritten += 1
        if unwritten >= Self.eventsPerCommit { try write(replay) }
    }

    private mutating func end(_ replay: ReplayRecord, at now: Int64) throws {
        var done = replay
        done.state = "done"
        done.finishedAt = now
        try write(done)
        record = nil
        try load()
    }

    private mutating func write(_ replay: ReplayRecord) throws {
        unwritten = 0
        try context.store.commit(.processCrash) { try $0.replays.update(replay) }
    }
}
