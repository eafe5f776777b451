internal import Sinks
internal import Store

/// Decides which event a sink gets next, and what becomes of those that it did not take.
///
/// Knows neither threads nor books nor the clock: events and outcomes go in, orders and changes for the books come out. Promises,
/// whatever the outcomes are: events of one key are begun in order of position and one at a time; the cursor never passes an event
/// that was neither taken nor parked.
struct Courier {
    private enum Breaker {
        case closed
        case open(until: Int64, openings: Int)
        case probing(openings: Int)
    }

    private struct UnderWay {
        let events: [EventRecord]
        let parked: ParkedRecord?
        let key: String
    }

    let sink: String
    let shape: SinkShape
    let haltsKey: Bool
    let limits: Limits
    /// Everything up to here was read.
    private(set) var readTo: Int
    /// Whether a person or the sink itself stopped it.
    var isPaused = false
    private var cursor: Int
    private var waiting: [EventRecord] = []
    private var underWay: [Int: UnderWay] = [:]
    private var busy: Set<String> = []
    private var parked: [String: [ParkedRecord]] = [:]
    private var parkedCount = 0
    private var earliestDue = Int64.max
    private var breaker = Breaker.closed
    /// Until when the receiver asked to be left alone.
    private var askedUntil = Int64.min
    private var troubles = 0
    private var failures = 0
    private var takenCount = 0
    /// Events that met a sink that refused us, with the count of taken events then.
    private var blamed: [Int: Int] = [:]
    private var lastProbed: String?
    private var probesFresh = false
    private var changes = Changes()
    private var lastTicket = 0
    private var jitter: SplitMix

    /// Begins behind a cursor; `seed`: of the jitter.
    init(
        sink: String, shape: SinkShape, haltsKey: Bool, cursor: Int, limits: Limits = Limits(), seed: UInt64
    ) {
        self.sink = sink
        self.shape = shape
        self.haltsKey = haltsKey
        self.limits = limits
        self.cursor = cursor
        readTo = cursor
        jitter = SplitMix(state: seed)
    }

    // MARK: In

    /// Whether events should be read, from ``readTo`` on.
    var wantsMore: Bool { waiting.count <= limits.waiting / 2 && !isPaused && parkedCount < limits.parked }

    /// Whether nothing is being sent.
    var isIdle: Bool { underWay.isEmpty }

    /// Whether the sink takes what it gets, as far as is known.
    var isHealthy: Bool {
        if case .closed = breaker { return !isPaused }
        return false
    }

    /// Until when the sink is left alone; nil when it is not.
    var restsUntil: Int64? {
        if case .open(let until, _) = breaker { return until }
        return nil
    }

    /// Takes the events that were read up to a position; those it does not want are left out by the caller.
    mutating func feed(_ events: [EventRecord], readTo position: Int) {
        waiting += events
        readTo = max(readTo, position)
    }

    /// Takes the parked events as the books have them, at the start and after a person changed them.
    mutating func adopt(parked rows: [ParkedRecord], isPaused: Bool) {
        parked = [:]
        parkedCount = 0
        for row in rows where row.state == .parked || haltsKey {
            parked[row.key, default: []].append(row)
            parkedCount += 1
        }
        self.isPaused = isPaused
        earliestDue = 0
        if !isPaused {
            // A person looked: whatever was wrong is tried again.
            breaker = .closed
            askedUntil = .min
            (troubles, failures) = (0, 0)
        }
    }

    // MARK: Out

    /// What to send now; nil when nothing is due or the sink has enough to do.
    mutating func next(at now: Int64) -> Order? {
        guard !isPaused else { return nil }
        var isProbe = false
        switch breaker {
        case .closed: break
        case .probing: return nil
        case .open(let until, let openings):
            guard now >= until, underWay.isEmpty else { return nil }
            breaker = .probing(openings: openings)
            isProbe = true
        }
        if let order = order(at: now, isProbe: isProbe) { return order }
        if case .probing(let openings) = breaker, isProbe { breaker = .open(until: now, openings: openings) }
        return nil
    }

    private mutating func order(at now: Int64, isProbe: Bool) -> Order? {
        switch shape {
        case .pages(let count):
            guard underWay.isEmpty, !waiting.isEmpty else { return nil }
            let page = Array(waiting.prefix(count))
            waiting.removeFirst(page.count)
            return begin(UnderWay(events: page, parked: nil, key: ""))
        case .lanes(let lanes):
            guard underWay.count < lanes else { return nil }
            if isProbe {
                probesFresh.toggle()
                if probesFresh { return nextFresh(isProbe: true, at: now) ?? nextParked(at: now) }
                return nextParked(at: now) ?? nextFresh(isProbe: true, at: now)
            }
            // What is tried again leaves room for what is new.
            let retries = underWay.values.count { $0.parked != nil }
            if retries < max(1, lanes / 2) || waiting.isEmpty, let order = nextParked(at: now) {
                return order
            }
            return nextFresh(isProbe: false, at: now)
        }
    }

    private mutating func nextParked(at now: Int64) -> Order? {
        dueRow(at: now).map { begin(UnderWay(events: [], parked: $0, key: $0.key)) }
    }

    private mutating func nextFresh(isProbe: Bool, at now: Int64) -> Order? {
        let avoided = isProbe ? lastProbed : nil
        var fallback: Int?
        var index = 0
        while index < waiting.count {
            let event = waiting[index]
            let key = event.partitionKey
            if parked[key] != nil {
                guard parkedCount < limits.parked else { return nil }
                waiting.remove(at: index)
                park(behind: event, at: now)
            } else if busy.contains(key) {
                index += 1
            } else if key == avoided {
                if fallback == nil { fallback = index }
                index += 1
            } else {
                return beginFresh(at: index, isProbe: isProbe)
            }
        }
        return fallback.flatMap { beginFresh(at: $0, isProbe: isProbe) }
    }

    private mutating func beginFresh(at index: Int, isProbe: Bool) -> Order {
        let event = waiting.remove(at: index)
        if isProbe { lastProbed = event.partitionKey }
        return begin(UnderWay(events: [event], parked: nil, key: event.partitionKey))
    }

    private mutating func begin(_ work: UnderWay) -> Order {
        lastTicket += 1
        underWay[lastTicket] = work
        busy.insert(work.key)
        if let row = work.parked {
            return Order(ticket: lastTicket, content: .parked(position: row.position))
        }
        return Order(ticket: lastTicket, content: .fresh(work.events))
    }

    /// The head of a parked key whose pause is over.
    private mutating func dueRow(at now: Int64) -> ParkedRecord? {
        guard now >= earliestDue else { return nil }
        var due: ParkedRecord?
        var next = Int64.max
        for (key, rows) in parked where !busy.contains(key) {
            guard let head = rows.first, head.state == .parked else { continue }
            if head.notBefore > now {
                next = min(next, head.notBefore)
            } else if due.map({ $0.position > head.position }) ?? true {
                due = head
            }
        }
        earliestDue = due == nil ? next : 0
        return due
    }

    /// When something becomes due by the passing of time alone.
    func nextDue() -> Int64? {
        guard !isPaused else { return nil }
        if case .open(let until, _) = breaker {
            return waiting.isEmpty && parked.isEmpty ? nil : until
        }
        return earliestDue == .max || parked.isEmpty ? nil : earliestDue
    }

    /// What the books must know since the last time; nil when there is nothing.
    mutating func takeChanges() -> Changes? {
        let fresh = underWay.values.flatMap { $0.events.map(\.position) }
        let reached = min(fresh.min() ?? .max, waiting.first?.position ?? .max) - 1
        let position = min(reached, readTo)
        if position > cursor {
            cursor = position
            changes.cursor = position
        }
        guard !changes.isEmpty else { return nil }
        defer { changes = Changes() }
        return changes
    }

    // MARK: Outcomes

    /// Takes the outcome of an order.
    mutating func finish(_ ticket: Int, _ outcome: SinkOutcome, at now: Int64) {
        guard let work = underWay.removeValue(forKey: ticket) else { return }
        busy.remove(work.key)
        defer {
            if let head = parked[work.key]?.first, head.state == .parked {
                earliestDue = min(earliestDue, head.notBefore)
            }
        }
        switch outcome {
        case .delivered: taken(work, at: now)
        case .refused(let reply):
            isReachable(at: now)
            refuse(work, reply, isContent: true, at: now)
        case .failed(let reply):
            changes.error = reply.reason
            failures += 1
            if isProbing || failures >= limits.failuresInARow {
                putBack(work)
                rest(reply, at: now)
            } else {
                refuse(work, reply, isContent: false, at: now)
            }
        case .unavailable(let reply): unavailable(work, reply, at: now)
        case .gone(let reply):
            putBack(work)
            isPaused = true
            changes.gone = reply.reason
        }
    }

    private var isProbing: Bool {
        if case .probing = breaker { return true }
        return false
    }

    private mutating func isReachable(at now: Int64) {
        (troubles, failures) = (0, 0)
        // Its answer to what was under way does not take back the pause that it asked for.
        if now >= askedUntil { breaker = .closed }
    }

    private mutating func taken(_ work: UnderWay, at now: Int64) {
        isReachable(at: now)
        lastProbed = nil
        takenCount += 1
        changes.delivered += max(1, work.events.count)
        for event in work.events { blamed[event.position] = nil }
        guard let row = work.parked else { return }
        blamed[row.position] = nil
        changes.parked[row.position] = nil
        changes.settled.append(row.position)
        removeHead(row)
    }

    private mutating func removeHead(_ row: ParkedRecord) {
        guard var rows = parked[row.key], let index = rows.firstIndex(where: { $0.position == row.position })
        else { return }
        rows.remove(at: index)
        parkedCount -= 1
        parked[row.key] = rows.isEmpty ? nil : rows
    }

    /// The event is parked, or stays so, for another attempt; or it is a dead letter.
    private mutating func refuse(_ work: UnderWay, _ reply: SinkReply, isContent: Bool, at now: Int64) {
        changes.error = reply.reason
        guard case .lanes = shape, var row = work.parked ?? work.events.first.map({ record(of: $0, at: now) })
        else {
            putBack(work)
            return rest(reply, at: now)
        }
        blamed[row.position] = nil
        row.attempt += 1
        if isContent { row.refusals += 1 }
        row.error = reply.reason
        row.status = reply.status
        row.reply = reply.excerpt
        row.changedAt = now
        row.notBefore = now + max(pause(after: row.attempt, limits.pause), reply.retryAfter ?? 0)
        let isDead = row.refusals >= limits.refusals || now - row.firstAt >= limits.lifetime
        if isDead {
            row.state = .dead
            changes.dead.append(row)
        }
        changes.parked[row.position] = row
        if work.parked == nil {
            if isDead, !haltsKey { return }
            let rows = parked[row.key, default: []]
            let index = rows.firstIndex { $0.position > row.position } ?? rows.count
            parked[row.key, default: []].insert(row, at: index)
            parkedCount += 1
        } else if isDead, !haltsKey {
            removeHead(row)
        } else if let index = parked[row.key]?.firstIndex(where: { $0.position == row.position }) {
            parked[row.key]?[index] = row
        }
    }

    private mutating func unavailable(_ work: UnderWay, _ reply: SinkReply, at now: Int64) {
        changes.error = reply.reason
        let position = work.parked?.position ?? work.events.first?.position ?? 0
        if reply.status != nil, reply.retryAfter == nil, case .lanes = shape {
            // Others were taken since it was turned away: it is this event after all.
            if let count = blamed[position], takenCount > count {
                return refuse(work, reply, isContent: true, at: now)
            }
            blamed[position] = blamed[position] ?? takenCount
        }
        putBack(work)
        troubles += 1
        // One lost connection is daily life: the far side closed it as we began to use it.
        if isProbing || troubles > 1 || reply.status != nil || shape != .lanes(lanes) { rest(reply, at: now) }
    }

    private var lanes: Int {
        if case .lanes(let lanes) = shape { return lanes }
        return 1
    }

    private mutating func putBack(_ work: UnderWay) {
        guard let first = work.events.first else { return }
        let index = waiting.firstIndex { $0.position > first.position } ?? waiting.count
        waiting.insert(contentsOf: work.events, at: index)
    }

    private mutating func rest(_ reply: SinkReply, at now: Int64) {
        let openings: Int
        if let pause = reply.retryAfter { askedUntil = max(askedUntil, now + pause) }
        switch breaker {
        case .closed: openings = 1
        case .probing(let before): openings = before + 1
        case .open(let until, let openings):
            // The rest of what was under way tells the same.
            breaker = .open(until: max(until, now + (reply.retryAfter ?? 0)), openings: openings)
            return
        }
        let longest = pause(after: openings, limits.breakerPause)
        breaker = .open(until: now + max(longest, reply.retryAfter ?? 0), openings: openings)
    }

    /// A pause that doubles with each attempt, of which a random part is taken: many that failed together do not return together.
    private mutating func pause(after attempt: Int, _ range: ClosedRange<Int64>) -> Int64 {
        let doubled = range.lowerBound << Int64(min(attempt - 1, 30))
        return Int64(jitter.next() % UInt64(min(doubled, range.upperBound))) + 1
    }

    // MARK: Parking

    private func record(of event: EventRecord, at now: Int64) -> ParkedRecord {
        ParkedRecord(
            sink: sink, position: event.position, event: event.id, key: event.partitionKey, at: now)
    }

    /// An event waits behind an earlier one of its key.
    private mutating func park(behind event: EventRecord, at now: Int64) {
        let row = record(of: event, at: now)
        parked[row.key, default: []].append(row)
        parkedCount += 1
        changes.parked[row.position] = row
    }
}
