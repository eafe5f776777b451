import Foundation
import Testing

/// Orders brought to the real program by HTTP and by file, and what a kill leaves of their release.
@Suite struct OrderRequestTests {
    private static let token = "a-token-that-nobody-guesses-0123456789"

    private static func order(_ number: String, quantity: String = "5") -> String {
        #"{"partner":"acme-castings","document":{"documentType":"purchase-order","purpose":{"code":"00"},"#
            + #""orderType":{"code":"SA"},"orderNumber":"\#(number)","orderDate":"2026-11-23","lines":[{"#
            + #""lineNumber":"1","item":{"identifiers":[{"qualifier":"VP","value":"AC-1180"}]},"#
            + #""quantity":{"value":\#(quantity),"unit":"EA"},"price":{"amount":2.5}}]}}"#
    }

    private func house() throws -> TestHouse {
        let house = try TestHouse()
        let path = house.partners + "/house.yaml"
        let text = try String(contentsOfFile: path, encoding: .utf8)
        try
            (text + "\napi:\n  tokens: [{ name: erp, token: secret://env/WHARF_TEST_TOKEN, may: [orders] }]\n")
            .write(toFile: path, atomically: true, encoding: .utf8)
        return house
    }

    private func port(of server: ServerProcess) throws -> Int {
        let found = try #require(server.program.output.firstMatch(of: /http:\/\/127\.0\.0\.1:(\d+)\/health/))
        return try #require(Int(found.1))
    }

    /// Sends a request by curl; the answer's head and body as they came.
    private func post(
        _ body: String, key: String?, token: String = token, type: String = "application/json", _ port: Int,
        _ house: TestHouse
    ) throws -> String {
        let file = house.folder + "/request"
        try body.write(toFile: file, atomically: true, encoding: .utf8)
        var words = [
            "curl", "-s", "-i", "--max-time", "20", "-H", "Authorization: Bearer \(token)", "-H",
            "Content-Type: \(type)", "--data-binary", "@" + file,
            "http://127.0.0.1:\(port)/v1/purchase-orders",
        ]
        if let key { words += ["-H", "Idempotency-Key: \(key)"] }
        return try Program.run(words, log: house.logPath("curl")).output
    }

    @Test func `a request is answered when its orders are safe, and told every fault when they are not`()
        throws
    {
        let house = try house()
        let (server, _) = try ServerProcess.ready(house, environment: ["WHARF_TEST_TOKEN": Self.token])
        defer { server.stop() }
        let port = try port(of: server)
        let first = try post(Self.order("45001"), key: "one", port, house)
        #expect(first.contains(" 202 ") && first.contains("PO/45001"))
        let place = try #require(first.firstMatch(of: /(?i)location: (\/v1\/purchase-orders\/\w+)/))
        let again = try post(Self.order("45001"), key: "one", port, house)
        #expect(again.contains(" 202 ") && again.contains(String(place.1)))
        let other = try post(Self.order("45002"), key: "one", port, house)
        #expect(other.contains(" 422 ") && other.contains("idempotency-key-reused"))
        let faulty = try post(
            "[\(Self.order("45003")), \(Self.order("45004", quantity: "0"))]", key: "two", port, house)
        #expect(faulty.contains(" 422 ") && faulty.contains("application/problem+json"))
        #expect(faulty.contains("PO 45004") && faulty.contains("lines[0].quantity.value"))
        #expect(try post(Self.order("1"), key: nil, port, house).contains(" 400 "))
        #expect(try post(Self.order("1"), key: "three", token: "wrong", port, house).contains(" 401 "))
        #expect(try post("a;b", key: "four", type: "text/plain", port, house).contains(" 415 "))
        let entered = Patience.wait(within: 20) { () -> [[String: Any]]? in
            let all = try? house.ask("outbound", "list")
            return all?.count == 1 ? all : nil
        }
        #expect(entered?.first?["orderNumber"] as? String == "45001")
        let asked = try Program.run(
            [
                "curl", "-s", "-i", "-H", "Authorization: Bearer \(Self.token)",
                "http://127.0.0.1:\(port)\(place.1)",
            ], log: house.logPath("curl"))
        #expect(asked.output.contains(" 200 ") && asked.output.contains("queued"))
    }

    @Test(arguments: ["compose.reserved", "compose.sealed", "deliver.before-place", "deliver.placed"])
    func `a release that is killed goes on with the same numbers and sends nothing twice`(_ point: String)
        throws
    {
        let house = try house()
        let environment = ["WHARF_TEST_TOKEN": Self.token]
        let doomed = try ServerProcess.ready(
            house, environment: environment.merging(["WHARF_FAILPOINT": point + ":kill"]) { $1 }
        ).server
        let orders = (1...50).map { Self.order("\($0)") }.joined(separator: "\n")
        let path = house.spool + "/erp/orders/orders.ndjson"
        try orders.write(toFile: path + ".tmp", atomically: false, encoding: .utf8)
        try FileManager.default.moveItem(atPath: path + ".tmp", toPath: path)
        let waiting = Patience.wait(within: 20) {
            (try? house.ask("outbound", "list", "--limit", "100"))?.count == 50 ? true : nil
        }
        #expect(waiting == true)
        _ = try? house.ask("outbound", "send", "acme-castings")
        #expect(doomed.program.wait(within: 20) == .killed(signal: SIGKILL))
        let (server, _) = try ServerProcess.ready(house, environment: environment)
        defer { server.stop() }
        let download = house.spool + "/mailboxes/acme-castings/download"
        let sent = Patience.wait(within: 20) {
            (try? house.ask("outbound", "list", "--state", "sent", "--limit", "100"))?.count == 50
                ? true : nil
        }
        #expect(sent == true)
        #expect(try FileManager.default.contentsOfDirectory(atPath: download) == ["850_000000001.edi"])
        let lint = try Program.run(
            [Checkout.program, "x12", "lint", download + "/850_000000001.edi"], log: house.logPath("lint"))
        #expect(lint.ending == .exited(0))
        let read = try Program.run(
            [Checkout.program, "x12", "json", download + "/850_000000001.edi"], log: house.logPath("json"))
        let numbers = read.output.matches(of: /"orderNumber": ?"(\d+)"/).map { String($0.1) }
        #expect(numbers == (1...50).map(String.init))
        let all = try house.ask("outbound", "list", "--limit", "100")
        #expect(all.allSatisfy { $0["sendings"] as? Int == 1 })
        #expect(try house.ask("audit", "verify").isEmpty == false)
    }
}
