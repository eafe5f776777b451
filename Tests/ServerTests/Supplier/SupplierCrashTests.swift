import Foundation
import Testing

/// The real program dies while an extract of the supplier master comes in, or while a target's file is made: afterwards every
/// supplier is there once, with one revision for each change, and the file whole and once.
@Suite struct SupplierCrashTests {
    private static let count = 2_500
    private static let target = "house/wms"

    /// A house whose master goes, whole and with a digest, to a system of its own.
    private func house() throws -> TestHouse {
        let house = try TestHouse()
        let section = """

            suppliers:
              csv:
                columns: { number: LIFNR, name: NAME1, city: ORT01, country: LAND1 }
              kind: by-name
              targets:
                wms: { document: supplier-master, format: csv, fileName: "suppliers.csv", send: full, trailer: digest,
                       columns: { action: ACTION, number: NO, name: NAME, revision: REVISION } }

            """
        let path = house.partners + "/house.yaml"
        let text = try String(contentsOfFile: path, encoding: .utf8)
        try (text + section).write(toFile: path, atomically: true, encoding: .utf8)
        return house
    }

    private func bring(_ name: String, changed: Set<Int> = [], to house: TestHouse) throws {
        var rows = ["LIFNR;NAME1;ORT01;LAND1"]
        for number in 1...Self.count {
            let name = changed.contains(number) ? "Other works \(number)" : "Works \(number)"
            rows.append("\(100_000 + number);\(name);Town \(number % 7);DE")
        }
        let path = house.spool + "/erp/suppliers/" + name
        try rows.joined(separator: "\n").write(toFile: path + ".tmp", atomically: false, encoding: .utf8)
        try FileManager.default.moveItem(atPath: path + ".tmp", toPath: path)
    }

    /// Waits until so many extracts are the master; the newest.
    private func extract(_ count: Int, of house: TestHouse) throws -> [String: Any] {
        let found = Patience.wait(within: 20) { () -> [String: Any]? in
            let report = try? house.ask("supplier", "report").first
            let runs = report?["extracts"] as? [[String: Any]] ?? []
            return runs.count == count && runs.allSatisfy { $0["state"] as? String == "applied" }
                ? runs.first : nil
        }
        return try #require(found)
    }

    /// Waits until a file for the target lies where it belongs; the files there, each with its lines.
    private func files(_ count: Int, of house: TestHouse) throws -> [[String]] {
        let folder = house.spool + "/erp/out"
        let found = Patience.wait(within: 20) { () -> [String: Any]? in
            let report = try? house.ask("supplier", "report", "--target", Self.target).first
            let targets = report?["targets"] as? [[String: Any]]
            let last = targets?.first?["last"] as? [String: Any]
            return last?["state"] as? String == "verified" ? last : nil
        }
        #expect(found?["rows"] as? Int == Self.count)
        let names = try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
        #expect(names.count == count, "\(names)")
        return try names.map { name in
            try String(contentsOfFile: folder + "/" + name, encoding: .utf8)
                .split(separator: "\r\n").map(String.init)
        }
    }

    /// Every row once, and a digest of the bytes before it.
    private func check(_ lines: [String]) throws {
        #expect(lines.count == Self.count + 2)
        let numbers = lines.dropFirst().dropLast().map { $0.split(separator: ",")[1] }
        #expect(numbers == (1...Self.count).map { Substring("\(100_000 + $0)") })
    }

    @Test(arguments: ["supplier.staged:kill", "supplier.staged:kill:2", "supplier.before-apply:kill"])
    func `an extract that is killed on its way is entered once, and nobody sees half of it`(_ point: String)
        throws
    {
        let house = try house()
        let doomed = try ServerProcess.ready(house, environment: ["WHARF_FAILPOINT": point]).server
        try bring("full-1.csv", to: house)
        #expect(doomed.program.wait(within: 20) == .killed(signal: SIGKILL))
        // The books are asked while nobody runs: what was written so far is no master.
        #expect(try house.ask("supplier", "list").isEmpty)

        let (server, _) = try ServerProcess.ready(house)
        defer { server.stop() }
        let first = try extract(1, of: house)
        #expect(first["added"] as? Int == Self.count)
        try bring("full-2.csv", changed: [1, 1_000, 2_500], to: house)
        let second = try extract(2, of: house)
        #expect(second["changed"] as? Int == 3 && second["added"] as? Int == 0)
        #expect(second["retired"] as? Int == 0 && second["unchanged"] as? Int == Self.count - 3)

        _ = try house.ask("supplier", "sync", Self.target)
        let lines = try #require(try files(1, of: house).first)
        try check(lines)
        let revisions = lines.dropFirst().dropLast().compactMap { Int($0.split(separator: ",")[3]) }
        #expect(revisions.enumerated().allSatisfy { $1 == ([0, 999, 2_499].contains($0) ? 2 : 1) })
        #expect(try house.ask("audit", "verify").isEmpty == false)
    }

    @Test func `a file for a target that is killed between its bytes and its row is made once`() throws {
        let house = try house()
        let doomed = try ServerProcess.ready(
            house, environment: ["WHARF_FAILPOINT": "supplier.sealed:kill"]
        ).server
        try bring("full-1.csv", to: house)
        _ = try extract(1, of: house)
        _ = try? house.ask("supplier", "sync", Self.target)
        #expect(doomed.program.wait(within: 20) == .killed(signal: SIGKILL))
        #expect(try FileManager.default.contentsOfDirectory(atPath: house.spool + "/erp/out").isEmpty)

        let (server, _) = try ServerProcess.ready(house)
        defer { server.stop() }
        let lines = try #require(try files(1, of: house).first)
        try check(lines)
        // The digest that the file ends with is that of the bytes before its line, as another program computes it.
        let body = lines.dropLast().map { $0 + "\r\n" }.joined()
        let copy = house.folder + "/body"
        try body.write(toFile: copy, atomically: false, encoding: .utf8)
        let digest = try #require(try house.digests(of: [copy])[copy])
        #expect(lines.last?.contains(digest) == true, "\(lines.last ?? "")")
        #expect(try house.ask("supplier", "report").first?["suspicions"] as? Int == 0)
    }
}
