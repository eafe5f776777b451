import Foundation
import Glibc
import Testing

@testable import Receivers

/// The real program dies between a webhook's delivery and the note of it: the receiver gets every event, what comes again comes
/// with the same id and the same bytes, and no key is out of order.
@Suite struct WebhookCrashTests {
    private static let environment = ["WHARF_TEST_HOOK": HookReceiver.secret]
    /// Outcomes after which the cursor is written, with the eight requests that may be under way.
    private static let repeatsMaximum = 208
    private let rounds = Checkout.setting("WHARF_CRASH_ROUNDS", or: 1)
    private let seed = Checkout.setting("WHARF_CRASH_SEED", or: 1)

    /// A house whose one sink is the receiver, so that a failpoint of sinks is this one's.
    private func house(_ receiver: HookReceiver) throws -> TestHouse {
        let house = try TestHouse()
        try house.edit(
            "house", "journal: { kind: file }",
            "erp: { kind: webhook, url: \"\(receiver.url)\", secret: secret://env/WHARF_TEST_HOOK }")
        return house
    }

    private func sink(_ house: TestHouse) throws -> [String: Any] {
        try #require(try house.ask("sink", "list").first { $0["name"] as? String == "erp" })
    }

    /// Waits until the files are taken, nothing is left to do, and the receiver has what there is; or the server is dead.
    private func settle(_ house: TestHouse, _ supplier: Supplier, _ server: ServerProcess) throws {
        let isDone = try Patience.wait(within: 60) { () -> Bool? in
            guard server.program.poll() == nil else { return true }
            return try isSettled(house, supplier) ? true : nil
        }
        #expect(isDone == true, "the work does not end")
    }

    private func isSettled(_ house: TestHouse, _ supplier: Supplier) throws -> Bool {
        do {
            guard supplier.lookAtDrops() == 0, let facts = try house.ask("status").first,
                let counts = facts["counts"] as? [String: Any],
                (counts["jobs"] as? [String: Int])?.isEmpty ?? true, let last = counts["lastEvent"] as? Int
            else { return false }
            return try sink(house)["position"] as? Int == last
        } catch is TestHouse.NotReachable {
            // It is about to begin, or has just died.
            return false
        }
    }

    /// The events of a stopped server's outbox by id, with their positions.
    private func outbox(_ house: TestHouse) throws -> [String: Int] {
        try house.books("SELECT id || ' ' || position FROM event").reduce(into: [:]) { found, line in
            let words = line.split(separator: " ")
            found[String(words[0])] = Int(words[1])
        }
    }

    private func judge(_ receiver: HookReceiver, _ house: TestHouse, deaths: Int, _ what: String) throws {
        let requests = receiver.requests
        let outbox = try outbox(house)
        #expect(Set(requests.map(\.id)) == Set(outbox.keys), "\(what)")
        #expect(requests.allSatisfy { $0.isSigned(with: HookReceiver.secret) }, "\(what)")
        #expect(requests.allSatisfy { $0.object["id"] as? String == $0.id }, "\(what)")
        #expect(requests.allSatisfy { outbox[$0.id] == $0.sequence }, "\(what)")
        for (id, repeats) in Dictionary(grouping: requests, by: \.id) {
            #expect(Set(repeats.map(\.body)).count == 1, "\(what): \(id) came with different bytes")
        }
        let again = requests.count - outbox.count
        #expect(again <= deaths * Self.repeatsMaximum, "\(what): \(again) repeats")
        var seen: Set<String> = []
        let firsts = requests.filter { seen.insert($0.id).inserted }
        for (key, events) in Dictionary(grouping: firsts, by: \.key) {
            #expect(events.map(\.sequence) == events.map(\.sequence).sorted(), "\(what): order of \(key)")
        }
    }

    @Test(arguments: [1, 2, 3])
    func `a server killed between a delivery and its cursor sends the same events again under the same ids`(
        _ visit: Int
    ) throws {
        let receiver = try HookReceiver()
        let house = try house(receiver)
        let plan = ["WHARF_FAILPOINT": "publish.before-cursor:kill:\(visit)"]
        let doomed = try ServerProcess.ready(
            house, environment: Self.environment.merging(plan) { $1 }
        ).server
        let supplier = Supplier(house)
        for _ in 0..<visit {
            guard doomed.program.poll() == nil else { break }
            try supplier.drop(try supplier.prepare(Array(repeating: .shipNotice, count: 6)))
            try settle(house, supplier, doomed)
        }
        #expect(doomed.program.wait(within: 20) == .killed(signal: SIGKILL))
        let cursor = try #require(
            try house.books("SELECT position FROM sinkCursor WHERE sink = 'erp'").first.flatMap { Int($0) })
        // This is the crash point: the receiver has said yes to what the books do not know of.
        let forgotten = Set(receiver.requests.filter { $0.sequence > cursor }.map(\.id))
        #expect(!forgotten.isEmpty)
        let (server, _) = try ServerProcess.ready(house, environment: Self.environment)
        try supplier.drop(try supplier.prepare([.shipNotice, .faultyShipNotice]))
        try settle(house, supplier, server)
        server.stop()
        try judge(receiver, house, deaths: 1, "visit \(visit)")
        let counts = Dictionary(grouping: receiver.requests, by: \.id).mapValues(\.count)
        #expect(forgotten.allSatisfy { counts[$0] == 2 }, "what was forgotten came again")
        #expect(counts.allSatisfy { $0.value == 1 || forgotten.contains($0.key) })
    }

    @Test
    func `a server killed at any instant while a receiver is served leaves it with every event in order`()
        throws
    {
        var numbers = SeededNumbers(seed: seed)
        for round in 0..<rounds {
            let receiver = try HookReceiver()
            let house = try house(receiver)
            let supplier = Supplier(house)
            for _ in 0..<3 {
                let doomed = try ServerProcess.ready(house, environment: Self.environment).server
                try supplier.drop(try supplier.prepare(Array(repeating: .shipNotice, count: 12)))
                Patience.rest(seconds: Double.random(in: 0.02...0.4, using: &numbers))
                doomed.kill()
            }
            let (server, _) = try ServerProcess.ready(house, environment: Self.environment)
            try settle(house, supplier, server)
            server.stop()
            try judge(receiver, house, deaths: 3, "round \(round), seed \(seed)")
        }
    }
}
