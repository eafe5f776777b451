import Foundation
import Store
import Synchronization
import Testing

@testable import Exchange
@testable import Receivers

/// Events on their way from the outbox to an application, over real connections.
@Suite struct WebhookDeliveryTests {
    private func hall(_ receiver: HookReceiver, more: String = "", started: Bool = true) throws -> Hall {
        try Hall([Hall.Change.hook(receiver.url, more: more)], started: started)
    }

    @Test func `every event arrives once, signed, and each key in order`() throws {
        let receiver = try HookReceiver()
        let hall = try hall(receiver)
        try hall.addEvents(300, keys: 13)
        try hall.wait("the events") { try hall.cursor() == 300 }
        #expect(Set(receiver.ids).count == 300 && receiver.ids.count == 300)
        #expect(receiver.requests.allSatisfy { $0.isSigned(with: HookReceiver.secret) })
        #expect(!receiver.requests.contains { $0.isSigned(with: HookReceiver.nextSecret) })
        #expect(
            receiver.requests.first?.headers["content-type"]?.hasPrefix("application/cloudevents+json")
                == true)
        receiver.expectOrder()
    }

    @Test func `a restart goes on behind the cursor, and what was not confirmed comes with the same id`()
        throws
    {
        let receiver = try HookReceiver()
        let hall = try hall(receiver)
        try hall.addEvents(50, keys: 7)
        try hall.wait("the events") { try hall.cursor() == 50 }
        hall.stop()
        try hall.startAgain(started: false)
        try hall.addEvents(50, keys: 7)
        try hall.start()
        try hall.wait("the events") { try hall.cursor() == 100 }
        #expect(Set(receiver.ids).count == 100)
        #expect(receiver.ids.count == 100)
        receiver.expectOrder()
    }

    @Test func `a poison event holds its key alone and waits for a person, who has it sent again`() throws {
        let receiver = try HookReceiver()
        let isCured = Mutex(false)
        receiver.answer { request in
            request.id == "event-3" && !isCured.withLock { $0 }
                ? .status(422, body: "no such item") : .status(200)
        }
        let hall = try hall(receiver)
        try hall.addEvents(40, keys: 10)
        try hall.wait("the dead letter") {
            hall.clock.turn(byMilliseconds: 20_000)
            return try hall.server.sinks.status().first { $0.name == "erp" }?.dead == 1
        }
        let letters = try hall.server.store.read { try $0.sinks.parked(ParkedFilter()) }
        #expect(letters.map(\.event) == ["event-3"])
        #expect(letters.first?.reply == "no such item" && letters.first?.status == 422)
        // The three later events of its key wait; all others went on.
        #expect(Set(receiver.ids).count == 37)
        #expect(
            try hall.server.sinks.perform(.requeue, ParkedFilter(sink: "erp"), isDryRun: true).events == [
                "event-3"
            ])
        isCured.withLock { $0 = true }
        #expect(
            try hall.server.sinks.perform(.requeue, ParkedFilter(sink: "erp"), isDryRun: false).events == [
                "event-3"
            ])
        try hall.wait("the key") { Set(receiver.ids).count == 40 }
        receiver.expectOrder { request in request.id != "event-3" || isCured.withLock { $0 } }
        try hall.wait("the evidence") {
            try hall.server.store.read { try $0.sinks.parked(ParkedFilter(state: .delivered)) }.count == 1
        }
        try hall.checkInvariants()
    }

    @Test func `a receiver that hangs up loses nothing, and one command serves it at once`() throws {
        let receiver = try HookReceiver()
        let isAway = Mutex(true)
        receiver.answer { _ in isAway.withLock { $0 } ? .hangUp : .status(200) }
        let hall = try hall(receiver)
        try hall.addEvents(100, keys: 9)
        try hall.wait("the breaker") {
            try hall.server.sinks.status().first { $0.name == "erp" }?.restingUntil != nil
        }
        #expect(try hall.server.sinks.status().first { $0.name == "erp" }?.parked == 0)
        #expect(hall.server.sinks.troubles().contains { $0.contains("erp") })
        try hall.wait("the journal, which nothing holds up") {
            try hall.server.store.read { try $0.events.cursor(of: "journal") } == 100
        }
        isAway.withLock { $0 = false }
        _ = try hall.server.sinks.resume("erp")
        try hall.wait("the events") { try hall.cursor() == 100 }
        #expect(Set(receiver.ids).count == 100)
        receiver.expectOrder()
    }

    @Test func `a receiver that answers 410 is left alone until it is resumed`() throws {
        let receiver = try HookReceiver()
        receiver.answer { _ in .status(410) }
        let hall = try hall(receiver)
        try hall.addEvents(1, keys: 1)
        try hall.wait("the pause") {
            try hall.server.sinks.status().first { $0.name == "erp" }?.state.pausedAt != nil
        }
        receiver.answer { _ in .status(200) }
        _ = try hall.server.sinks.resume("erp")
        try hall.wait("the event") { try hall.cursor() == 1 }
    }

    @Test func `a redirect is not followed`() throws {
        let (receiver, trap) = (try HookReceiver(), try HookReceiver())
        receiver.answer { [url = trap.url] _ in .status(307, headers: "location: \(url)\r\n") }
        let hall = try hall(receiver)
        try hall.addEvents(1, keys: 1)
        try hall.wait("an attempt") { !receiver.requests.isEmpty }
        let trial = try hall.server.sinks.test("erp")
        #expect(trial.outcome == "unavailable" && trial.status == 307)
        #expect(trap.requests.isEmpty)
    }

    @Test func `a changed secret takes effect with the profiles, with both during the change`() throws {
        let receiver = try HookReceiver()
        let hall = try hall(receiver)
        #expect(try hall.server.sinks.test("erp").outcome == "delivered")
        try hall.reload([
            Hall.Change(
                file: "house", from: "secret: secret://env/ERP_HOOK }",
                to: "secret: secret://env/ERP_HOOK_NEXT, formerSecret: secret://env/ERP_HOOK }")
        ])
        #expect(try hall.server.sinks.test("erp").outcome == "delivered")
        #expect(receiver.requests.map { $0.isSigned(with: HookReceiver.secret) } == [true, true])
        #expect(receiver.requests.map { $0.isSigned(with: HookReceiver.nextSecret) } == [false, true])
        // What the reload did not touch goes on.
        try hall.addEvents(3, keys: 1)
        try hall.wait("the events") { try hall.cursor() == 3 }
    }

    @Test func `a sink gets the types it asked for, and nothing of partners in test`() throws {
        let receiver = try HookReceiver()
        let hall = try Hall([
            Hall.Change.hook(receiver.url, more: ", events: [\"wharf.shipment-*\"]"),
            Hall.Change(file: "acme-castings", from: "state: live ", to: "state: test "),
        ])
        try hall.upload("test.edi", Interchange())
        try hall.addEvents(2, keys: 1)
        try hall.addEvents(1, keys: 1, type: "wharf.shipment-notification.received.v1")
        try hall.settle()
        let last = try hall.server.store.read { try $0.events.last() }
        try hall.wait("the cursor") { try hall.cursor() == last }
        #expect(receiver.requests.count == 1)
        #expect(try hall.journal().filter { $0.contains(#""test":true"#) }.count == 1)
    }

    @Test func `a replay sends the chosen events again, marked, and the cursor stays`() throws {
        let receiver = try HookReceiver()
        let hall = try hall(receiver)
        try hall.addEvents(20, keys: 4)
        try hall.wait("the events") { try hall.cursor() == 20 }
        let asked = ReplayRecord(
            sink: "erp", after: 4, through: 12, type: nil, subject: "INV/*", perSecond: 1_000, at: 0)
        #expect(try hall.server.sinks.replay(asked, isDryRun: true).events == 8)
        #expect(try hall.server.sinks.replay(asked, isDryRun: false).events == 8)
        try hall.wait("the replay") {
            try hall.server.store.read { try $0.replays.latest(for: "erp", limit: 1) }.first?.state == "done"
        }
        let again = receiver.requests.dropFirst(20)
        #expect(again.map(\.sequence) == Array(5...12))
        #expect(
            again.allSatisfy {
                $0.object["replay"] as? Bool == true && $0.isSigned(with: HookReceiver.secret)
            })
        #expect(try hall.cursor() == 20)
    }

    @Test func `a paused sink gets nothing and misses nothing`() throws {
        let receiver = try HookReceiver()
        let hall = try hall(receiver)
        #expect(
            try hall.server.sinks.pause("erp", because: "maintenance").state.pausedBecause == "maintenance")
        try hall.addEvents(5, keys: 2)
        try hall.settle()
        #expect(receiver.requests.isEmpty)
        hall.stop()
        try hall.startAgain()
        #expect(try hall.server.sinks.status().first { $0.name == "erp" }?.state.pausedAt != nil)
        _ = try hall.server.sinks.resume("erp")
        try hall.wait("the events") { try hall.cursor() == 5 }
        #expect(Set(receiver.ids).count == 5)
    }
}
