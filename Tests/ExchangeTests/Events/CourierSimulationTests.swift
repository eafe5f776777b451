import Sinks
import Store
import Testing

@testable import Exchange

/// A sink of any temper, a process that dies at any step, and a clock that jumps to whatever is due.
private struct Simulation {
    static let eventCount = 120

    var random: SplitMix
    let halts: Bool
    let events: [EventRecord]
    /// What the books hold.
    var cursor = 0
    var parked: [Int: ParkedRecord] = [:]
    var dead: Set<Int> = []
    var now: Int64 = 0
    /// Positions as the sink took them.
    var taken: [Int] = []
    var crashes = 0
    private var courier: Courier

    init(seed: UInt64, halts: Bool) {
        var random = SplitMix(state: seed)
        self.halts = halts
        let keys = 1 + random.next() % 12
        events = (1...Self.eventCount).map { EventRecord(position: $0, key: "key \(random.next() % keys)") }
        self.random = random
        courier = Courier(sink: "erp", shape: .lanes(8), haltsKey: halts, cursor: 0, seed: seed)
    }

    private func chance(_ percent: UInt64, _ random: inout SplitMix) -> Bool { random.next() % 100 < percent }

    private func outcome(of position: Int, calm: Bool, _ random: inout SplitMix) -> SinkOutcome {
        // A seventeenth of the events is poison, for as long as the sink is in a temper.
        if !calm, position % 17 == 0 { return .refused(SinkReply("no", status: 422)) }
        guard !calm, chance(30, &random) else { return .delivered }
        switch random.next() % 4 {
        case 0: return .failed(SinkReply("error", status: 500))
        case 1: return .unavailable(SinkReply("reset"))
        case 2: return .unavailable(SinkReply("busy", status: 503, retryAfter: Int64(random.next() % 5_000)))
        default: return .refused(SinkReply("no", status: 400))
        }
    }

    mutating func write() {
        guard let changes = courier.takeChanges() else { return }
        if let cursor = changes.cursor { self.cursor = cursor }
        for (position, row) in changes.parked { parked[position] = row }
        for position in changes.settled { parked[position] = nil }
        for row in changes.dead { dead.insert(row.position) }
    }

    mutating func crash() {
        crashes += 1
        courier = Courier(sink: "erp", shape: .lanes(8), haltsKey: halts, cursor: cursor, seed: random.next())
        let rows = parked.values.sorted { $0.position < $1.position }
        courier.adopt(parked: rows, isPaused: false)
    }

    mutating func requeueDead() {
        write()
        for (position, row) in parked where row.state == .dead {
            parked[position]?.state = .parked
            parked[position]?.refusals = 0
            parked[position]?.notBefore = row.firstAt
        }
        dead = []
        courier.adopt(parked: parked.values.sorted { $0.position < $1.position }, isPaused: false)
    }

    mutating func run(steps: Int, calm: Bool) {
        var underWay: [(ticket: Int, position: Int)] = []
        for _ in 0..<steps {
            if courier.wantsMore {
                let page = events.filter { $0.position > courier.readTo }.prefix(20)
                if let last = page.last { courier.feed(Array(page), readTo: last.position) }
            }
            while let order = courier.next(at: now) {
                switch order.content {
                case .fresh(let events): underWay.append((order.ticket, events[0].position))
                case .parked(let position): underWay.append((order.ticket, position))
                }
            }
            if !underWay.isEmpty {
                let done = underWay.remove(at: Int(random.next() % UInt64(underWay.count)))
                let outcome = outcome(of: done.position, calm: calm, &random)
                // The sink has it although we may die before we know.
                if outcome == .delivered { taken.append(done.position) }
                courier.finish(done.ticket, outcome, at: now)
            } else {
                now = max(now + 1, courier.nextDue() ?? now)
            }
            if chance(20, &random) { write() }
            if !calm, chance(2, &random) {
                crash()
                underWay = []
            }
        }
        write()
    }
}

@Suite struct CourierSimulationTests {
    @Test(arguments: 1...150)
    func `whatever the sink answers and whenever we die, every event arrives, and each key in order`(
        _ seed: Int
    ) {
        var simulation = Simulation(seed: UInt64(seed), halts: true)
        simulation.run(steps: 1_500, calm: false)
        simulation.requeueDead()
        simulation.run(steps: 3_000, calm: true)
        #expect(Set(simulation.taken).count == Simulation.eventCount)
        #expect(simulation.cursor == Simulation.eventCount)
        #expect(simulation.parked.isEmpty)
        var seen: Set<Int> = []
        let firsts = simulation.taken.filter { seen.insert($0).inserted }
        let keys = Dictionary(
            simulation.events.map { ($0.position, $0.partitionKey) }, uniquingKeysWith: { first, _ in first })
        for (key, positions) in Dictionary(grouping: firsts, by: { keys[$0] ?? "" }) {
            #expect(positions == positions.sorted(), "\(key), seed \(seed)")
        }
        if simulation.crashes == 0 { #expect(simulation.taken.count == Simulation.eventCount) }
    }

    @Test(arguments: 1...50)
    func `with the policy pass every event arrives or is a dead letter`(_ seed: Int) {
        var simulation = Simulation(seed: UInt64(seed), halts: false)
        simulation.run(steps: 2_000, calm: false)
        simulation.run(steps: 3_000, calm: true)
        #expect(Set(simulation.taken).union(simulation.dead).count == Simulation.eventCount)
        #expect(simulation.cursor == Simulation.eventCount)
    }
}
