import Foundation
import Store
import Synchronization
import Testing

@testable import Exchange
@testable import Receivers

/// Receivers that are slow, half dead, rude or away for hours: what they get in the end, and that nobody else waits for them.
@Suite struct WebhookFaultTests {
    private func hall(_ receiver: HookReceiver, more: String = "") throws -> Hall {
        try Hall([.hook(receiver.url, more: more)])
    }

    @Test
    func `a receiver that gives no reply in time gets the event again, and the answer is kept for people`()
        throws
    {
        let receiver = try HookReceiver()
        let isSlow = Mutex(true)
        receiver.answer { _ in
            isSlow.withLock { slow in
                defer { slow = false }
                return slow ? .silence : .status(200)
            }
        }
        let hall = try hall(receiver, more: ", timeout: 1s")
        try hall.addEvents(3, keys: 1)
        try hall.wait("the key") { Set(receiver.ids).count == 3 }
        try hall.wait("the cursor") { try hall.cursor() == 3 && hall.sink().parked == 0 }
        #expect(receiver.ids == ["event-1", "event-1", "event-2", "event-3"])
        receiver.expectIdenticalRepeats()
        #expect(try hall.sink().state.lastError == "the receiver gave no reply in time")
        #expect(try hall.sink().dead == 0)
    }

    @Test func `a receiver that takes connections and reads nothing stops its sink alone, until it is back`()
        throws
    {
        let receiver = try HookReceiver()
        receiver.turnDeaf(true)
        let hall = try hall(receiver, more: ", timeout: 1s")
        try hall.addEvents(60, keys: 12)
        try hall.wait("the breaker") { try hall.sink().restingUntil != nil }
        try hall.wait("the journal") { try hall.cursor(of: "journal") == 60 }
        #expect(receiver.requests.isEmpty)
        receiver.turnDeaf(false)
        _ = try hall.server.sinks.resume("erp")
        try hall.wait("the events") { Set(receiver.ids).count == 60 }
        try hall.wait("the cursor") { try hall.cursor() == 60 && hall.sink().parked == 0 }
        receiver.expectOrder()
        #expect(try hall.sink().dead == 0)
    }

    @Test(arguments: ["HTTP/1.1 20", "HTTP/1.1 200 OK\r\ncontent-len", "garbage\r\n\r\n"])
    func `a reply that breaks off before its end of head counts for nothing`(_ reply: String) throws {
        let receiver = try HookReceiver()
        let breaks = Mutex(1)
        receiver.answer { _ in
            breaks.withLock { left in
                left -= 1
                return left >= 0 ? .cut(reply) : .status(200)
            }
        }
        let hall = try hall(receiver)
        try hall.addEvents(4, keys: 1)
        try hall.wait("the events") { try hall.cursor() == 4 }
        #expect(receiver.ids == ["event-1", "event-1", "event-2", "event-3", "event-4"])
        receiver.expectIdenticalRepeats()
    }

    @Test func `a status counts although the rest of the reply breaks off, is huge or never ends`() throws {
        let receiver = try HookReceiver()
        receiver.answer { request in
            switch request.sequence {
            case 1: .cut("HTTP/1.1 200 OK\r\ncontent-length: 1000\r\n\r\nhalf of it")
            case 2: .status(200, body: String(repeating: "x", count: 8 << 20))
            case 3: .endless(202)
            default: .status(204)
            }
        }
        let hall = try hall(receiver)
        try hall.addEvents(6, keys: 1)
        try hall.wait("the events") { try hall.cursor() == 6 }
        #expect(receiver.ids == (1...6).map { "event-\($0)" })
    }

    @Test func `of a refusal as long as a book two kilobytes are kept`() throws {
        let receiver = try HookReceiver()
        receiver.answer { _ in .endless(422) }
        let hall = try hall(receiver)
        try hall.addEvents(1, keys: 1)
        try hall.wait("the refusal") { try hall.sink().parked == 1 }
        let row = try #require(try hall.server.store.read { try $0.sinks.open(of: "erp") }.first)
        #expect(row.status == 422 && row.reply == String(repeating: "x", count: 2_048))
    }

    @Test func `a receiver that asks for a pause is left alone for so long`() throws {
        let receiver = try HookReceiver()
        let isBusy = Mutex(true)
        receiver.answer { _ in
            isBusy.withLock { $0 } ? .status(429, headers: "retry-after: 1800\r\n") : .status(200)
        }
        let hall = try hall(receiver)
        let asked = hall.clock.now
        try hall.addEvents(30, keys: 1)
        try hall.wait("the pause") { try hall.sink().restingUntil.map { $0 >= asked + 1_800_000 } == true }
        isBusy.withLock { $0 = false }
        hall.turnForSinks(byMilliseconds: 1_700_000)
        try hall.addEvents(1, keys: 1)
        try hall.wait("the journal") { try hall.cursor(of: "journal") == 31 }
        #expect(receiver.requests.count == 1)
        hall.turnForSinks(byMilliseconds: 101_000)
        try hall.wait("the events") { try hall.cursor() == 31 }
        #expect(Set(receiver.ids).count == 31)
        receiver.expectIdenticalRepeats()
        #expect(try hall.sink().dead == 0)
    }

    @Test(arguments: [false, true])
    func `a receiver that is down for two hours slows nothing, and one command brings it up to date`(
        _ isProxyUp: Bool
    ) throws {
        // Either nobody listens, or a proxy before the receiver says that it is down.
        let receiver = try HookReceiver()
        let isDown = Mutex(true)
        receiver.answer { _ in isDown.withLock { $0 } ? .status(503) : .status(200) }
        let hall = try hall(receiver)
        if !isProxyUp { receiver.close() }
        try hall.addEvents(200, keys: 11)
        try hall.wait("the breaker") { try hall.sink().restingUntil != nil }
        // Files come in and are answered while the minutes pass.
        for hour in 0..<12 {
            hall.turnForSinks(byMilliseconds: 600_000)
            let control = "\(101 + hour)"
            try hall.upload(
                "\(hour).edi", Interchange(control: 101 + hour, groups: [.init(control: control)]))
            try hall.wait("answer \(hour)") { try hall.answers().count == hour + 1 }
        }
        let last = try hall.server.store.read { try $0.events.last() }
        #expect(last > 200)
        try hall.wait("the journal") { try hall.cursor(of: "journal") == last }
        #expect(try hall.cursor() == 0)
        // It was asked now and then with one event, and no event pays for the outage.
        let probes = receiver.requests.count
        #expect(probes <= 8 + 2 * 13, "\(probes) requests in two hours")
        #expect(try hall.sink().parked == 0 && hall.sink().dead == 0)

        isDown.withLock { $0 = false }
        let back = isProxyUp ? receiver : try HookReceiver(port: receiver.port)
        _ = try hall.server.sinks.resume("erp")
        try hall.wait("the events") { try hall.cursor() == last }
        let delivered = back.requests.dropFirst(isProxyUp ? probes : 0).map(\.id)
        #expect(Set(delivered).count == last)
        #expect(delivered.count == last, "nothing came twice after the outage")
        back.expectOrder { _ in true }
        back.expectIdenticalRepeats()
        try hall.checkInvariants()
    }

    @Test func `all dead letters are sent again with one command, each key in order and with the same bytes`()
        throws
    {
        let receiver = try HookReceiver()
        let isStrict = Mutex(true)
        receiver.answer { _ in isStrict.withLock { $0 } ? .status(422, body: "unknown field") : .status(200) }
        let hall = try hall(receiver)
        try hall.addEvents(40, keys: 4)
        try hall.wait("the dead letters") {
            hall.turnForSinks(byMilliseconds: 60_000)
            return try hall.sink().dead == 4
        }
        #expect(Set(receiver.ids).count == 4)
        isStrict.withLock { $0 = false }
        let refused = receiver.requests.count
        let report = try hall.server.sinks.perform(.requeue, ParkedFilter(sink: "erp"), isDryRun: false)
        #expect(report.events.count == 4)
        try hall.wait("the keys") { Set(receiver.ids).count == 40 }
        try hall.wait("the books") { try hall.sink().parked == 0 && hall.sink().dead == 0 }
        receiver.expectIdenticalRepeats()
        #expect(receiver.requests.count == refused + 40)
        for (key, requests) in Dictionary(grouping: receiver.requests.dropFirst(refused), by: \.key) {
            #expect(requests.map(\.sequence) == requests.map(\.sequence).sorted(), "order of \(key)")
        }
    }
}
