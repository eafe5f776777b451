import Foundation
import Testing

/// What commands show of the books: the running server is asked, and without one the books are opened.
@Suite struct LookTests {
    private static let looks = [
        "arrival list --json", "interchange list --json", "document list --json", "outbound list --json",
        "control list --json", "control gaps --json", "deadletter list --json",
        "deadletter list --state any --json",
        "event tail --last 1000", "supplier list --json", "supplier report --json",
        "supplier suspicions --json",
        "ban list --json", "poll status --json", "audit search --act received --json",
    ]

    @Test func `every look at the books is answered alike with a server and without one`() throws {
        let house = try TestHouse()
        let supplier = Supplier(house)
        let (server, port) = try ServerProcess.ready(house)
        try supplier.send(try supplier.prepare([.shipNotice, .faultyShipNotice]), port: port)
        let isDone = try Patience.wait(within: 20) { () -> Bool? in
            let counts = try house.ask("status").first?["counts"] as? [String: Any]
            let arrivals = counts?["arrivals"] as? [String: Int]
            return arrivals == ["interpreted": 1, "rejected": 1]
                && (counts?["jobs"] as? [String: Int])?.isEmpty ?? true
                ? true : nil
        }
        #expect(isDone == true)
        var told: [String: String] = [:]
        for look in Self.looks {
            let answer = try house.command(look.split(separator: " ").map(String.init))
            #expect(answer.status == 0, "\(look): \(answer.complaints)")
            told[look] = answer.output
        }
        server.stop()
        for look in Self.looks {
            let answer = try house.command(look.split(separator: " ").map(String.init))
            #expect(answer.status == 0, "\(look), without a server: \(answer.complaints)")
            #expect(answer.output == told[look], "\(look)")
        }
        #expect(told["arrival list --json"]?.split(separator: "\n").count == 2)
        #expect(told["event tail --last 1000"]?.isEmpty == false)
    }
}
