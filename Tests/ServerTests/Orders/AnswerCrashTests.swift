import Foundation
import Testing

/// What a kill leaves of a partner's answers to our orders, seen with the real program.
@Suite struct AnswerCrashTests {
    /// Orders of an interchange; the answers to two of them do not fit into one commit.
    private static let count = 700
    private static let events = "outbound.acknowledged"

    private static func order(_ number: Int) -> String {
        #"{"partner":"acme-castings","document":{"documentType":"purchase-order","purpose":{"code":"00"},"#
            + #""orderType":{"code":"SA"},"orderNumber":"\#(number)","orderDate":"2026-11-23","lines":[{"#
            + #""lineNumber":"1","item":{"identifiers":[{"qualifier":"VP","value":"AC-1180"}]},"#
            + #""quantity":{"value":3,"unit":"EA"},"price":{"amount":2.5}}]}}"#
    }

    private static func answer(group: Int) -> [String] {
        let sets = (1...count).flatMap { index in
            ["AK2*850*\(String(repeating: "0", count: max(0, 4 - "\(index)".count)))\(index)", "AK5*A"]
        }
        let body = ["AK1*PO*\(group)"] + sets + ["AK9*A*\(count)*\(count)*\(count)"]
        return ["ST*997*000\(group)"] + body + ["SE*\(body.count + 2)*000\(group)"]
    }

    private static func answers() -> String {
        let sets = answer(group: 1) + answer(group: 2)
        let head = [
            "ISA*00*          *00*          *ZZ*ACMECAST       *ZZ*NORTHWIND      *261124*0915*U*00401*000000077*0*P*>",
            "GS*FA*ACMECAST*NORTHWIND*20261124*0915*77*X*004010",
        ]
        return (head + sets + ["GE*2*77", "IEA*1*000000077"]).map { $0 + "~" }.joined()
    }

    private func place(_ text: String, _ path: String) throws {
        let hidden =
            (path as NSString).deletingLastPathComponent + "/." + (path as NSString).lastPathComponent
        try text.write(toFile: hidden, atomically: false, encoding: .utf8)
        try FileManager.default.moveItem(atPath: hidden, toPath: path)
    }

    private func count(_ state: String, _ house: TestHouse) -> Int {
        (try? house.ask("outbound", "list", "--state", state, "--limit", "5000"))?.count ?? 0
    }

    @Test func `answers that are being matched when the server dies count once each`() throws {
        let house = try TestHouse()
        let doomed = try ServerProcess.ready(
            house, environment: ["WHARF_FAILPOINT": "reconcile.slice-committed:kill"]
        ).server
        for part in 1...2 {
            let orders = (1...Self.count).map { Self.order(part * 10_000 + $0) }.joined(separator: "\n")
            try place(orders, house.spool + "/erp/orders/part-\(part).ndjson")
            #expect(Patience.wait(within: 30) { count("queued", house) == Self.count ? true : nil } == true)
            _ = try house.ask("outbound", "send", "acme-castings")
            #expect(
                Patience.wait(within: 30) { count("sent", house) == part * Self.count ? true : nil } == true)
        }
        try place(Self.answers(), house.drop + "/answers.edi")
        #expect(doomed.program.wait(within: 30) == .killed(signal: SIGKILL))

        let (server, _) = try ServerProcess.ready(house)
        defer { server.stop() }
        let all = Self.count * 2
        #expect(Patience.wait(within: 30) { count("acknowledged", house) == all ? true : nil } == true)
        let books = try Books(of: house)
        let told = books.events.filter { $0.type.contains(Self.events) }
        #expect(Set(told.map(\.id)).count == told.count)
        #expect(Set(told.map(\.subject)).count == told.count)
        #expect(books.auditIsSound)
        let answers = try house.ask("control", "list").filter { $0["form"] as? String == "997" }
        #expect(answers.count <= 2)
    }
}
