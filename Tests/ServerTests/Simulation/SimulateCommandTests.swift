import Foundation
import Testing

/// `wharf simulate` plays each scenario of each role against the real program, and the books say what it was.
@Suite struct SimulateCommandTests {
    private static let scenarios = ["good", "late", "duplicate", "malformed", "slow", "reject"]

    private func simulate(
        _ role: String, _ scenario: String, _ house: TestHouse, _ port: Int, _ more: String...
    )
        throws -> TestHouse.Answer
    {
        try house.command(
            [
                "simulate", role, "--partners", house.partners, "--partner", "acme-castings", "--scenario",
                scenario, "--host", "127.0.0.1", "--port", "\(port)", "--key", house.key, "--delay", "0.3",
                "--seed", "7", "--json",
            ] + more)
    }

    /// Gives orders to the server as the ERP does, and sends them.
    private func order(_ numbers: [String], _ house: TestHouse) throws {
        let orders = numbers.map { number in
            #"{"partner":"acme-castings","document":{"documentType":"purchase-order","purpose":{"code":"00"},"#
                + #""orderType":{"code":"SA"},"orderNumber":"\#(number)","orderDate":"2026-11-23","lines":[{"#
                + #""lineNumber":"1","item":{"identifiers":[{"qualifier":"VP","value":"AC-1180"}]},"#
                + #""quantity":{"value":240,"unit":"EA"},"price":{"amount":2.5}}]}}"#
        }
        let path = house.spool + "/erp/orders/orders.ndjson"
        try (orders.joined(separator: "\n") + "\n").write(
            toFile: path + ".tmp", atomically: false, encoding: .utf8)
        try FileManager.default.moveItem(atPath: path + ".tmp", toPath: path)
        try wait("the orders", house) { try house.ask("outbound", "list").count == numbers.count }
        #expect(try house.command("outbound", "send", "acme-castings").status == 0)
    }

    private func wait(_ what: String, _ house: TestHouse, _ condition: () throws -> Bool) throws {
        let found = try Patience.wait(within: 15) { try condition() ? true : nil }
        #expect(found == true, "waited in vain for \(what)")
    }

    private func states(_ house: TestHouse) throws -> [String: Int] {
        try house.ask("outbound", "list").reduce(into: [:]) {
            $0[$1["state"] as? String ?? "", default: 0] += 1
        }
    }

    /// Arrivals by their state.
    private func arrivals(_ house: TestHouse) throws -> [String: Int] {
        try house.ask("arrival", "list", "--limit", "1000").reduce(into: [:]) {
            $0[$1["state"] as? String ?? "", default: 0] += 1
        }
    }

    @Test(arguments: scenarios)
    func `a simulated supplier takes an order to its end`(_ scenario: String) throws {
        let house = try TestHouse()
        let (server, port) = try ServerProcess.ready(house)
        defer { server.stop() }
        try order(["4500070001"], house)
        let played = try simulate("supplier", scenario, house, port, "--orders", "1", "--patience", "15")
        #expect(played.status == 0, "\(played.output)\(played.complaints)")
        let acts = try played.objects().compactMap { $0["act"] as? String }
        #expect(acts.first == "begins" && acts.last == "ends")
        let end = scenario == "reject" ? "rejected" : "answered"
        try wait("the order's end", house) { try states(house) == [end: 1] }
        let documents = try house.ask("document", "list", "--limit", "100").compactMap {
            $0["type"] as? String
        }
        let received = Set(documents).intersection([
            "purchase-order-response", "shipment-notification", "invoice",
        ])
        #expect(received.count == (scenario == "reject" ? 0 : 3), "\(documents)")
        // Whatever was sent twice or damaged: each document counts once.
        #expect(documents.filter(received.contains).count == received.count, "\(documents)")
        try wait("the doubles", house) {
            try scenario != "duplicate" || arrivals(house)["duplicate"] ?? 0 > 0
        }
        // The agreement takes what is good in an 855: the damaged one is accepted with its errors told.
        let verdicts = try played.objects().filter { ($0["subject"] as? String)?.hasPrefix("group ") == true }
            .compactMap { $0["detail"] as? String }
        #expect(verdicts.contains { $0 != "AK901 A" } == (scenario == "malformed"), "\(verdicts)")
        #expect(try house.command("audit", "verify", "--chain-only").status == 0)
    }

    @Test(arguments: scenarios)
    func `a simulated customer has its orders acknowledged`(_ scenario: String) throws {
        let house = try TestHouse()
        let (server, port) = try ServerProcess.ready(house)
        defer { server.stop() }
        let played = try simulate(
            "customer", scenario, house, port, "--orders", "2", "--first-order", "4711", "--patience", "15")
        #expect(played.status == 0, "\(played.output)\(played.complaints)")
        try wait("the orders", house) {
            try house.ask("document", "list", "--limit", "100").count {
                $0["type"] as? String == "purchase-order"
            }
                == 2
        }
        #expect(try (arrivals(house)["rejected"] ?? 0) == (scenario == "malformed" ? 1 : 0))
        let doubles = try arrivals(house)["duplicate"] ?? 0
        #expect((doubles > 0) == (scenario == "duplicate"))
        #expect(try house.command("audit", "verify", "--chain-only").status == 0)
    }

    @Test func `the same seed gives the same orders, and another seed gives others`() throws {
        var bodies: [[String]] = []
        for seed in ["3", "3", "4"] {
            let house = try TestHouse()
            let (server, port) = try ServerProcess.ready(house)
            defer { server.stop() }
            let played = try house.command(
                "simulate", "customer", "--partners", house.partners, "--partner", "acme-castings", "--host",
                "127.0.0.1", "--port", "\(port)", "--key", house.key, "--seed", seed, "--after", "500")
            #expect(played.status == 0, "\(played.output)\(played.complaints)")
            let digests = try house.ask("arrival", "list").compactMap { $0["digest"] as? String }
            bodies.append(
                try digests.map { digest in
                    let text = try String(
                        contentsOfFile: "\(house.spool)/archive/\(digest.prefix(2))/\(digest)",
                        encoding: .utf8)
                    // Only what stands between the envelopes; those carry the time.
                    return text.components(separatedBy: "~").dropFirst(2).joined(separator: "~")
                })
        }
        #expect(!bodies[0].isEmpty && bodies[0] == bodies[1] && bodies[0] != bodies[2])
    }

    @Test func `a simulation that nobody answers ends with what is open, and a wrong one with a sentence`()
        throws
    {
        let house = try TestHouse()
        let (server, port) = try ServerProcess.ready(house)
        defer { server.stop() }
        let idle = try simulate("supplier", "good", house, port, "--orders", "1", "--patience", "0.5")
        #expect(idle.status == 11 && idle.complaints.contains("0 of 1 order(s)"))
        let stranger = try house.command(
            "simulate", "customer", "--partners", house.partners, "--partner", "nobody", "--key", house.key)
        #expect(stranger.status == 3 && stranger.complaints.contains("there is no partner nobody"))
        let keyless = try house.command(
            "simulate", "customer", "--partners", house.partners, "--partner", "acme-castings")
        #expect(keyless.status == 2 && keyless.complaints.contains("--key or --password-file"))
        #expect(try simulate("customer", "sleepy", house, port).status == 2)
    }
}
