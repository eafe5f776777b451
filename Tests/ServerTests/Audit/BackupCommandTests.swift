import Foundation
import Testing

/// `wharf backup` as an operator uses it, with the real program and files of a supplier.
@Suite struct BackupCommandTests {
    /// The names in a download folder, and the control number in each file.
    private func answers(_ house: TestHouse) throws -> [String: String] {
        let folder = house.spool + "/mailboxes/acme-castings/download"
        return try FileManager.default.contentsOfDirectory(atPath: folder).filter { $0.hasSuffix(".edi") }
            .reduce(into: [:]) { found, name in
                let text = try String(contentsOfFile: "\(folder)/\(name)", encoding: .utf8)
                found[name] = String(text.split(separator: "*", omittingEmptySubsequences: false)[13])
            }
    }

    private func wait(for count: Int, _ house: TestHouse) throws -> [String: String] {
        let found = try Patience.wait(within: 20) {
            let answers = try answers(house)
            return answers.count == count ? answers : nil
        }
        return try #require(found, "\(count) answers")
    }

    private func restore(_ house: TestHouse, _ backups: String) throws -> TestHouse.Answer {
        try house.command(
            "backup", "restore", backups, "--partners", house.partners, "--reason", "a drill", "--json")
    }

    @Test func `a restored backup of yesterday never uses a control number again, and says what is lost`()
        throws
    {
        let house = try TestHouse()
        let supplier = Supplier(house)
        let backups = house.folder + "/backups"
        let (server, port) = try ServerProcess.ready(house)
        try supplier.send(try supplier.prepare([.shipNotice, .shipNotice]), port: port)
        let early = try wait(for: 2, house)
        let made = try house.command("backup", "create", backups, "--json")
        let report = try #require(try made.objects().first)
        #expect(made.status == 0 && report["files"] as? Int == 4 && report["copied"] as? Int == 4)
        let stamp = try #require(report["snapshot"] as? String)
        #expect(try house.program(["backup", "verify", backups]).status == 0)
        #expect(
            try house.program(["backup", "list", backups]).output
                == stamp + "\n")

        let late = try supplier.prepare([.shipNotice, .faultyShipNotice])
        try supplier.send(late, port: port)
        let all = try wait(for: 4, house)
        // The snapshot is put in force only while nobody works with the spool.
        #expect(try restore(house, backups).status == 4)
        server.stop()
        let restored = try restore(house, backups)
        #expect(restored.status == 0 && restored.complaints == "")
        #expect(try restored.objects().first?["snapshot"] as? String == stamp)

        let (next, nextPort) = try ServerProcess.ready(house)
        defer { next.stop() }
        try supplier.send(late, port: nextPort)
        let offered = try Patience.wait(within: 20) { () -> [String: String]? in
            let now = try answers(house)
            return now.keys.filter { all[$0] == nil }.count == 2 ? now : nil
        }
        let fresh = try #require(offered).filter { all[$0.key] == nil }
        #expect(Set(early.values).isSubset(of: all.values) && Set(all.values).count == 4)
        #expect(Set(fresh.values).count == 2 && Set(fresh.values).isDisjoint(with: all.values))
        #expect(fresh.values.allSatisfy { Int($0) ?? 0 > all.values.compactMap { Int($0) }.max() ?? 0 })
        let told = try house.ask("audit", "search", "--actor", "operator")
        #expect(told.contains { $0["act"] as? String == "restored" })
        #expect(
            told.contains {
                $0["act"] as? String == "gap-accepted"
                    && ($0["detail"] as? String)?.contains("a drill") == true
            })
        #expect(try house.command("audit", "verify").lines.last == "sound")
    }

    @Test func `a damaged backup is told from a good one, and is not put in force`() throws {
        let house = try TestHouse()
        let supplier = Supplier(house)
        let backups = house.folder + "/backups"
        let (server, port) = try ServerProcess.ready(house)
        try supplier.send(try supplier.prepare([.shipNotice]), port: port)
        _ = try wait(for: 1, house)
        #expect(try house.command("backup", "create", house.spool + "/backups").status == 2)
        server.stop()
        // Without a server the program makes it itself.
        #expect(try house.command("backup", "create", backups).status == 0)
        let files = Books.files(below: backups + "/archive")
        let damaged = try #require(files.sorted().first)
        let good = try Data(contentsOf: URL(fileURLWithPath: damaged))
        var bad = good
        bad[bad.count / 2] ^= 1
        try FileManager.default.removeItem(atPath: damaged)
        try bad.write(to: URL(fileURLWithPath: damaged))
        let verdict = try house.program(["backup", "verify", backups])
        #expect(verdict.status == 1 && verdict.output.contains("DAMAGED"))
        let refused = try restore(house, backups)
        #expect(refused.status == 1 && refused.output.isEmpty && !refused.complaints.isEmpty)
        let left = try FileManager.default.contentsOfDirectory(atPath: house.spool)
        #expect(!left.contains { $0.hasPrefix("state-replaced") })
        try good.write(to: URL(fileURLWithPath: damaged))
        #expect(try house.program(["backup", "verify", backups]).status == 0)
        #expect(try house.program(["backup", "verify", house.folder + "/none"]).status == 3)
        let (again, _) = try ServerProcess.ready(house)
        #expect(try house.command("audit", "verify").lines.last == "sound")
        again.stop()
    }
}
