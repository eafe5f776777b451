import Foundation
import Synchronization
import Testing

@testable import Receivers

/// `wharf sink`, `wharf deadletter` and `wharf event` as an operator uses them, with the real program and a real receiver.
@Suite struct SinkCommandTests {
    private static let environment = ["WHARF_TEST_HOOK": HookReceiver.secret]

    private func house(_ url: String) throws -> TestHouse {
        let house = try TestHouse()
        try house.edit(
            "house", "journal: { kind: file }",
            "journal: { kind: file }\n  erp: { kind: webhook, url: \"\(url)\", secret: secret://env/WHARF_TEST_HOOK }"
        )
        return house
    }

    private func sink(_ house: TestHouse, _ name: String = "erp") throws -> [String: Any] {
        try #require(try house.ask("sink", "list").first { $0["name"] as? String == name })
    }

    private func wait(_ what: String, _ condition: () throws -> Bool) throws {
        let found = try Patience.wait(within: 20) { try condition() ? true : nil }
        try #require(found == true, "waited in vain for \(what)")
    }

    /// Waits until the files are interpreted and the journal has told of it.
    private func wait(for arrivals: Int, _ house: TestHouse) throws {
        try wait("the arrivals") {
            let done = try house.ask("arrival", "list").count { $0["state"] as? String == "interpreted" }
            let status = try house.ask("status").first?["counts"] as? [String: Any]
            return done == arrivals && (status?["jobs"] as? [String: Int])?.isEmpty ?? true
        }
    }

    @Test func `after an outage one command brings a sink up to date, and no event comes twice`() throws {
        let gone = try HookReceiver()
        gone.close()
        let house = try house(gone.url)
        let supplier = Supplier(house)
        let (server, _) = try ServerProcess.ready(house, environment: Self.environment)
        defer { server.stop() }
        try supplier.drop(try supplier.prepare(Array(repeating: .shipNotice, count: 8)))
        // Nothing upstream waits for the sink.
        try wait(for: 8, house)
        try wait("the sink to be left alone") { try sink(house)["restingUntil"] is Int }
        let away = try sink(house)
        #expect(away["behind"] as? Int ?? 0 >= 8, "\(away)")
        #expect(away["parked"] as? Int == 0 && away["dead"] as? Int == 0, "\(away)")
        #expect(try sink(house, "journal")["behind"] as? Int == 0)
        #expect(try house.command("sink", "list").output.contains("away, next try"))
        #expect(try house.command("sink", "test", "erp").status == 1)

        let receiver = try HookReceiver(port: gone.port)
        let resumed = try house.command("sink", "resume", "erp")
        #expect(resumed.status == 0 && resumed.output.hasPrefix("erp is served;"))
        try wait("the events") { try sink(house)["behind"] as? Int == 0 }
        #expect(Set(receiver.ids).count == receiver.ids.count, "nothing came twice")
        #expect(receiver.requests.map(\.sequence).max() == (try sink(house)["position"] as? Int))
        #expect(receiver.requests.allSatisfy { $0.isSigned(with: HookReceiver.secret) })
        let trial = try house.command("sink", "test", "erp", "--json")
        #expect(try trial.status == 0 && trial.objects().first?["outcome"] as? String == "delivered")
        #expect(receiver.requests.last?.object["type"] as? String == "wharf.sink.test.v1")
        #expect(try house.command("sink", "test", "nobody").status == 3)
    }

    @Test func `a paused sink waits for a person, and a replay comes marked beside what is new`() throws {
        let receiver = try HookReceiver()
        let house = try house(receiver.url)
        let supplier = Supplier(house)
        let (server, _) = try ServerProcess.ready(house, environment: Self.environment)
        defer { server.stop() }
        #expect(try house.command("sink", "pause", "erp", "--reason", "a release").status == 0)
        try supplier.drop(try supplier.prepare([.shipNotice, .shipNotice]))
        try wait(for: 2, house)
        #expect(receiver.requests.isEmpty)
        #expect(try house.command("sink", "list").output.contains("paused: a release"))
        #expect(try house.command("sink", "resume", "erp").status == 0)
        try wait("the events") { try sink(house)["behind"] as? Int == 0 }
        let first = receiver.ids
        #expect(first.count == Set(first).count && !first.isEmpty)

        let planned = try house.command(
            "event", "replay", "--sink", "erp", "--from", "1", "--type", "wharf.shipment-notification.*",
            "--dry-run",
            "--json")
        #expect(try planned.objects().first?["events"] as? Int == 2)
        #expect(receiver.ids == first)
        let begun = try house.command(
            "event", "replay", "--sink", "erp", "--from", "1", "--type", "wharf.shipment-notification.*",
            "--rate", "500")
        #expect(begun.status == 0)
        try wait("the replay") { receiver.requests.count == first.count + 2 }
        let again = receiver.requests.dropFirst(first.count)
        #expect(again.allSatisfy { $0.object["replay"] as? Bool == true && first.contains($0.id) })
        #expect(try house.command("event", "replay", "--sink", "journal", "--from", "1").status == 2)
        let tail = try house.command(
            "event", "tail", "--last", "1000", "--type", "wharf.shipment-notification.*")
        #expect(try tail.objects().count == 2)
    }

    @Test
    func `a dead letter is shown with what was answered, sent again after a dry run, and then in order`()
        throws
    {
        let receiver = try HookReceiver()
        let isStrict = Mutex(true)
        receiver.answer { request in
            let isRefused =
                (request.object["type"] as? String)?.contains("shipment-notification.received") == true
            return isRefused && isStrict.withLock { $0 } ? .status(422, body: "unknown item") : .status(200)
        }
        let house = try house(receiver.url)
        let supplier = Supplier(house)
        let (server, _) = try ServerProcess.ready(house, environment: Self.environment)
        defer { server.stop() }
        try supplier.drop(try supplier.prepare([.shipNotice]))
        try wait("the dead letter") {
            // Each time its next attempt is due at once.
            _ = try house.command("sink", "resume", "erp")
            return try house.ask("deadletter", "list").count == 1
        }
        let letter = try #require(try house.ask("deadletter", "list").first?["record"] as? [String: Any])
        let id = try #require(letter["event"] as? String)
        #expect(letter["status"] as? Int == 422 && letter["reply"] as? String == "unknown item")
        #expect(receiver.ids.count { $0 == id } == 5)
        let shown = try house.command("deadletter", "show", id).output
        #expect(shown.contains("5 attempt(s), 5 refused") && shown.contains("unknown item"))
        #expect(try house.command("status").output.contains("dead letter"))

        let dry = try house.command("deadletter", "requeue", "--sink", "erp", "--dry-run", "--json")
        #expect(try dry.objects().first?["events"] as? [String] == [id])
        #expect(receiver.ids.count { $0 == id } == 5)
        isStrict.withLock { $0 = false }
        #expect(try house.command("deadletter", "requeue", "--sink", "erp").status == 0)
        try wait("the event") { try sink(house)["parked"] as? Int == 0 && sink(house)["dead"] as? Int == 0 }
        #expect(receiver.ids.count { $0 == id } == 6)
        #expect(Set(receiver.requests.filter { $0.id == id }.map(\.body)).count == 1)
        #expect(try house.command("deadletter", "requeue", "--sink", "erp").status == 3)
        let told = try house.ask("audit", "search", "--actor", "operator").compactMap { $0["act"] as? String }
        #expect(told.contains("dead-letter-requeued"))
    }
}
