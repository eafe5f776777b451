import Sinks
import Store
import Testing

@testable import Exchange

@Suite struct CourierTests {
    private func event(_ position: Int, _ key: String) -> EventRecord {
        EventRecord(position: position, key: key)
    }

    private func courier(halts: Bool = true, _ events: [EventRecord], lanes: Int = 8) -> Courier {
        var courier = Courier(sink: "erp", shape: .lanes(lanes), haltsKey: halts, cursor: 0, seed: 1)
        courier.feed(events, readTo: events.last?.position ?? 0)
        return courier
    }

    private func begun(_ courier: inout Courier, at now: Int64) -> [(ticket: Int, position: Int)] {
        var all: [(ticket: Int, position: Int)] = []
        while let order = courier.next(at: now) {
            switch order.content {
            case .fresh(let events): all.append((order.ticket, events[0].position))
            case .parked(let position): all.append((order.ticket, position))
            }
        }
        return all
    }

    @Test func `keys go side by side, and a key's next event waits for the one before`() {
        var courier = courier([event(1, "a"), event(2, "a"), event(3, "b"), event(4, "c")], lanes: 2)
        let first = begun(&courier, at: 0)
        #expect(first.map(\.position) == [1, 3])
        courier.finish(first[0].ticket, .delivered, at: 0)
        let next1 = begun(&courier, at: 0)
        #expect(next1.map(\.position) == [2])
    }

    @Test func `the cursor stands before the first event that was neither taken nor parked`() throws {
        var courier = courier([event(1, "a"), event(2, "b"), event(3, "c")])
        let orders = begun(&courier, at: 0)
        courier.finish(orders[2].ticket, .delivered, at: 0)
        courier.finish(orders[1].ticket, .delivered, at: 0)
        let early = courier.takeChanges()
        #expect(early?.cursor == nil)
        courier.finish(orders[0].ticket, .refused(SinkReply("no", status: 422)), at: 0)
        let written = courier.takeChanges()
        let changes = try #require(written)
        #expect(changes.cursor == 3)
        #expect(changes.parked.keys.sorted() == [1])
    }

    @Test func `a refused event parks its key alone, and is a dead letter after five refusals`() throws {
        var courier = courier([event(1, "a"), event(2, "a"), event(3, "b")])
        var now: Int64 = 0
        var dead: [ParkedRecord] = []
        var delivered: [Int] = []
        for _ in 0..<5 {
            for order in begun(&courier, at: now) {
                let isPoison = order.position == 1
                courier.finish(
                    order.ticket, isPoison ? .refused(SinkReply("no", status: 422)) : .delivered, at: now)
                if !isPoison { delivered.append(order.position) }
            }
            dead += courier.takeChanges()?.dead ?? []
            now = max(now, courier.nextDue() ?? now)
        }
        #expect(delivered == [3])
        #expect(dead.map(\.position) == [1])
        #expect(dead.first?.refusals == 5)
        // The second event of the key waits for a person.
        let next2 = begun(&courier, at: now + 1_000_000)
        #expect(next2.isEmpty)
    }

    @Test func `with the policy pass later events of the key go on without a dead letter`() {
        var courier = courier(halts: false, [event(1, "a"), event(2, "a")])
        var now: Int64 = 0
        var delivered: [Int] = []
        for _ in 0..<8 {
            for order in begun(&courier, at: now) {
                let isPoison = order.position == 1
                courier.finish(
                    order.ticket, isPoison ? .refused(SinkReply("no", status: 400)) : .delivered, at: now)
                if !isPoison { delivered.append(order.position) }
            }
            now = max(now, courier.nextDue() ?? now)
        }
        #expect(delivered == [2])
    }

    @Test func `two lost connections close the sink, and one event tries whether it is back`() throws {
        var courier = courier((1...20).map { event($0, "key \($0)") })
        for order in begun(&courier, at: 0) {
            courier.finish(order.ticket, .unavailable(SinkReply("connection refused")), at: 0)
        }
        #expect(!courier.isHealthy)
        let next3 = begun(&courier, at: 0)
        #expect(next3.isEmpty)
        let written = courier.takeChanges()
        let changes = try #require(written)
        #expect(changes.parked.isEmpty && changes.cursor == nil, "nothing parks while the sink is away")
        let due = try #require(courier.nextDue())
        let probe = begun(&courier, at: due)
        #expect(probe.count == 1)
        courier.finish(probe[0].ticket, .delivered, at: due)
        let next4 = begun(&courier, at: due)
        #expect(next4.count == 8)
    }

    @Test func `a pause that the receiver asks for holds, whatever it says to what was under way`() {
        var courier = courier((1...6).map { event($0, "key \($0)") }, lanes: 3)
        let orders = begun(&courier, at: 0)
        let busy = SinkReply("busy", status: 429, retryAfter: 600_000)
        courier.finish(orders[0].ticket, .unavailable(busy), at: 0)
        courier.finish(orders[1].ticket, .delivered, at: 10)
        courier.finish(orders[2].ticket, .refused(SinkReply("no", status: 422)), at: 20)
        let early = begun(&courier, at: 599_999)
        #expect(early.isEmpty)
        let probe = begun(&courier, at: 600_000)
        #expect(probe.count == 1)
        courier.finish(probe[0].ticket, .delivered, at: 600_000)
        let rest = begun(&courier, at: 600_000)
        #expect(rest.count == 3)
    }

    @Test func `one lost connection is tried again at once`() {
        var courier = courier([event(1, "a")])
        let order = begun(&courier, at: 0)
        courier.finish(order[0].ticket, .unavailable(SinkReply("closed")), at: 0)
        let next5 = begun(&courier, at: 0)
        #expect(next5.map(\.position) == [1])
    }

    @Test func `a sink that asks for a pause gets it`() {
        var courier = courier([event(1, "a"), event(2, "b")])
        let order = begun(&courier, at: 0)
        courier.finish(
            order[0].ticket, .unavailable(SinkReply("busy", status: 429, retryAfter: 90_000)), at: 0)
        courier.finish(order[1].ticket, .delivered, at: 0)
        #expect(!courier.isHealthy, "the second was under way before it asked")
        var other = self.courier([event(1, "a")])
        let only = begun(&other, at: 0)
        other.finish(only[0].ticket, .unavailable(SinkReply("busy", status: 429, retryAfter: 90_000)), at: 0)
        #expect((other.nextDue() ?? 0) >= 90_000)
        let next6 = begun(&other, at: 89_999)
        #expect(next6.isEmpty)
    }

    @Test func `an event that is turned away while others are taken is at fault itself`() {
        var courier = courier([event(1, "a"), event(2, "b"), event(3, "c")])
        var now: Int64 = 0
        var dead = 0
        var delivered: [Int] = []
        for _ in 0..<60 {
            for order in begun(&courier, at: now) {
                if order.position == 1 {
                    courier.finish(order.ticket, .unavailable(SinkReply("no", status: 404)), at: now)
                } else {
                    delivered.append(order.position)
                    courier.finish(order.ticket, .delivered, at: now)
                }
            }
            dead += courier.takeChanges()?.dead.count ?? 0
            courier.feed([event(now == 0 ? 4 : 4 + Int(now), "d \(now)")], readTo: 4 + Int(now))
            now = max(now + 1, courier.nextDue() ?? now)
        }
        #expect(delivered.contains(2) && delivered.contains(3))
        #expect(dead == 1)
    }

    @Test func `a sink that is gone gets nothing until a person has looked`() throws {
        var courier = courier([event(1, "a"), event(2, "b")])
        let orders = begun(&courier, at: 0)
        courier.finish(orders[0].ticket, .gone(SinkReply("the receiver answered 410", status: 410)), at: 0)
        let written = courier.takeChanges()
        #expect(written?.gone != nil)
        let next7 = begun(&courier, at: 1_000_000)
        #expect(next7.isEmpty)
        courier.finish(orders[1].ticket, .delivered, at: 0)
        courier.adopt(parked: [], isPaused: false)
        let next8 = begun(&courier, at: 1_000_000)
        #expect(next8.map(\.position) == [1])
    }

    @Test func `a sink that is down for two hours costs a page of memory and no rows`() throws {
        var courier = courier((1...500).map { event($0, "key \($0 % 50)") })
        var now: Int64 = 0
        var tries = 0
        while now < 7_200_000 {
            for order in begun(&courier, at: now) {
                tries += 1
                courier.finish(order.ticket, .unavailable(SinkReply("connection refused")), at: now)
            }
            #expect(!courier.wantsMore)
            let written = courier.takeChanges()
            #expect(written?.parked.isEmpty ?? true)
            now = max(now + 1, courier.nextDue() ?? now)
        }
        // A probe a minute at the longest, not thousands.
        #expect((120...2_000).contains(tries))
        courier.adopt(parked: [], isPaused: false)
        let next9 = begun(&courier, at: now)
        #expect(next9.count == 8, "one command recovers")
    }

    @Test func `a page sink gets its pages whole and again after trouble`() throws {
        var courier = Courier(sink: "journal", shape: .pages(events: 2), haltsKey: true, cursor: 0, seed: 1)
        courier.feed([event(1, "a"), event(2, "b"), event(3, "a")], readTo: 3)
        let begun = courier.next(at: 0)
        let first = try #require(begun)
        let second = courier.next(at: 0)
        #expect(second == nil)
        courier.finish(first.ticket, .unavailable(SinkReply("disk full")), at: 0)
        let due = try #require(courier.nextDue())
        let repeated = courier.next(at: due)
        let again = try #require(repeated)
        guard case .fresh(let page) = again.content else { return }
        #expect(page.map(\.position) == [1, 2])
        courier.finish(again.ticket, .delivered, at: due)
        let written = courier.takeChanges()
        #expect(written?.cursor == 2)
    }
}

extension EventRecord {
    init(position: Int, key: String) {
        self.init(
            id: "event \(position)", type: "wharf.invoice.received.v1", arrival: nil, subject: key, time: 0,
            partitionKey: key, partner: nil, body: Array("{}".utf8))
        self.position = position
    }
}
