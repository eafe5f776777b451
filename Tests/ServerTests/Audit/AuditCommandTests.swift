import Foundation
import Testing

/// `wharf audit` as an auditor uses it, against the real program.
@Suite struct AuditCommandTests {
    /// A house in which a supplier has sent some files, and all is answered; its server still runs.
    private func answered() throws -> (house: TestHouse, server: ServerProcess) {
        let house = try TestHouse()
        let supplier = Supplier(house)
        let (server, port) = try ServerProcess.ready(house)
        try supplier.send(
            try supplier.prepare([.shipNotice, .shipNotice, .faultyShipNotice]), port: port)
        let folder = house.spool + "/mailboxes/acme-castings/download"
        let found = try Patience.wait(within: 20) {
            try FileManager.default.contentsOfDirectory(atPath: folder).count { $0.hasSuffix(".edi") } == 3
                ? true : nil
        }
        try #require(found == true)
        return (house, server)
    }

    private func sequences(_ entries: [[String: Any]]) -> [Int] {
        entries.compactMap { $0["sequence"] as? Int }
    }

    @Test func `a search is narrowed, goes on page by page, and answers the same without a server`() throws {
        let (house, server) = try answered()
        let received = try house.ask("audit", "search", "--act", "received")
        #expect(received.count == 3)
        #expect(received.allSatisfy { $0["actor"] as? String == "partner/acme-castings" })
        #expect(try house.ask("audit", "search", "--actor", "partner/nobody").isEmpty)
        let story = try #require(received[1]["story"] as? String)
        let about = try house.ask("audit", "search", "--subject", story)
        #expect(about.count > 1 && about.allSatisfy { $0["story"] as? String == story })
        #expect(try house.ask("audit", "search", "--to", "2020-01-01").isEmpty)
        server.stop()
        let all = sequences(try house.ask("audit", "search", "--limit", "1000"))
        #expect(all == Array(1..<all.count + 1))
        var paged: [Int] = []
        while true {
            let page = sequences(
                try house.ask("audit", "search", "--limit", "7", "--after", "\(paged.last ?? 0)"))
            guard !page.isEmpty else { break }
            #expect(page.count <= 7)
            paged += page
        }
        #expect(paged == all)
        #expect(sequences(try house.ask("audit", "search", "--act", "received")) == sequences(received))
        #expect(try house.command("audit", "search", "--from", "yesterday").status == 2)
    }

    @Test func `an export holds every entry, as lines and as a sheet, and is noted itself`() throws {
        let (house, server) = try answered()
        defer { server.stop() }
        let lines = try house.command("audit", "export").objects()
        #expect(sequences(lines) == Array(1..<lines.count + 1))
        let sheet = try house.command("audit", "export", "--csv").lines
        #expect(sheet.first == "sequence,at,actor,act,story,subject,digest,detail,hash")
        for (entry, row) in zip(lines, sheet.dropFirst()) {
            #expect(
                row.hasPrefix("\(entry["sequence"] ?? ""),")
                    && row.hasSuffix(entry["hash"] as? String ?? "none"))
        }
        let noted = try house.ask("audit", "search", "--act", "exported")
        #expect(noted.count == 2)
        // The second export shows the first.
        #expect(sheet.count - 1 > lines.count)
        let some = try house.command("audit", "export", "--act", "received").objects()
        #expect(some.count == 3)
    }

    @Test func `a signed checkpoint proves what the trail was, and shows a trail that was written anew`()
        throws
    {
        let (house, server) = try answered()
        let made = try #require(try house.command("audit", "checkpoint", "--json").objects().first)
        let path = try #require(made["file"] as? String)
        let text = try String(contentsOfFile: path, encoding: .utf8)
        let proof = try house.ask("audit", "verify")
        #expect((proof.first?["checkpoints"] as? Int ?? 0) >= 1)
        #expect(try house.command("audit", "verify").lines.last == "sound")
        // A copy that was changed by one digit fits no more.
        let place = try #require(text.firstIndex { $0.isNumber })
        var forged = text
        forged.replaceSubrange(place...place, with: text[place] == "9" ? "8" : "9")
        try forged.write(toFile: path, atomically: true, encoding: .utf8)
        let found = try house.command("audit", "verify")
        #expect(found.status == 1 && found.output.contains("CHECKPOINT "))
        try text.write(toFile: path, atomically: true, encoding: .utf8)
        #expect(try house.command("audit", "verify").status == 0)
        server.stop()
        #expect(try house.command("audit", "checkpoint").status == 6)
    }

    @Test func `a changed entry and a changed file are found and named`() throws {
        let (house, server) = try answered()
        server.stop()
        let entry = try #require(try house.ask("audit", "search", "--act", "received").first)
        let sequence = try #require(entry["sequence"] as? Int)
        let digest = try #require(entry["digest"] as? String)
        let was = try house.books("SELECT detail FROM ledger WHERE sequence = \(sequence)").first ?? ""
        try house.books("UPDATE ledger SET detail = 'nothing came' WHERE sequence = \(sequence)")
        let broken = try house.command("audit", "verify")
        #expect(broken.status == 1 && broken.output.contains("BROKEN at entry \(sequence):"))
        try house.books("UPDATE ledger SET detail = '\(was)' WHERE sequence = \(sequence)")
        #expect(try house.command("audit", "verify").lines.last == "sound")

        let path = "\(house.spool)/archive/\(digest.prefix(2))/\(digest)"
        var bytes = try Data(contentsOf: URL(fileURLWithPath: path))
        bytes[bytes.count / 2] ^= 1
        try FileManager.default.removeItem(atPath: path)
        try bytes.write(to: URL(fileURLWithPath: path))
        let damaged = try house.command("audit", "verify")
        #expect(damaged.status == 1 && damaged.output.contains(digest))
        #expect(try house.command("audit", "verify", "--chain-only").status == 0)
    }
}
