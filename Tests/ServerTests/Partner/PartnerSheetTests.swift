import Foundation
import Testing

/// What a partner is sent before the first test, as the program writes it.
@Suite(.serialized) struct PartnerSheetTests {
    /// A house with a public name, and a partner whose server we visit.
    private func house() throws -> TestHouse {
        let house = try TestHouse()
        try ClientSide.replace(
            "sftp: { address: 127.0.0.1, port: 2222 }",
            with:
                "sftp: { address: 0.0.0.0, port: 2222, publicName: sftp.northwind.example.com, publicPort: 22 }",
            in: house.partners + "/house.yaml")
        try ClientSide.replace(
            "#   contacts:", with: "sourceAddresses: [198.51.100.7]\ncontacts:",
            in: house.partners + "/house.yaml")
        try FileManager.default.copyItem(
            atPath: Checkout.root + "/Docs/samples/delta-fasteners.yaml",
            toPath: house.partners + "/delta-fasteners.yaml")
        try FileManager.default.createDirectory(
            atPath: house.folder + "/secrets", withIntermediateDirectories: true)
        try FileManager.default.copyItem(
            atPath: house.key, toPath: house.folder + "/secrets/delta-sftp-key")
        return house
    }

    private func sheet(_ house: TestHouse, _ words: String...) throws -> (
        ending: Program.Ending, output: String
    ) {
        try Program.run(
            [Checkout.program, "partner", "sheet"] + words + [
                "--partners", house.partners, "--secrets", house.folder + "/secrets", "--spool", house.spool,
            ], environment: ServerProcess.quiet, log: house.logPath("sheet"))
    }

    /// What OpenSSH says of a key: its fingerprint, and its public half without the comment.
    private func facts(_ house: TestHouse, _ key: String) throws -> (fingerprint: String, line: String) {
        let shown = try Program.run(["ssh-keygen", "-l", "-f", key], log: house.logPath("fingerprint"))
        let line = try Program.run(["ssh-keygen", "-y", "-f", key], log: house.logPath("public"))
        let words = line.output.split(whereSeparator: \.isWhitespace)
        let fingerprint = try #require(shown.output.split(separator: " ").dropFirst().first)
        return (String(fingerprint), words.prefix(2).joined(separator: " "))
    }

    /// The text with what differs from run to run replaced by its name.
    private func settled(_ text: String, _ house: TestHouse) throws -> String {
        var text = text.replacing(/As of \d{4}-\d\d-\d\d\./, with: "As of DAY.")
        for (name, path) in [
            ("HOST-ED25519", house.spool + "/state/host_ed25519"),
            ("HOST-RSA", house.spool + "/state/host_rsa"),
            ("KEY", house.key),
        ] {
            let key = try facts(house, path)
            text = text.replacing(key.fingerprint, with: "\(name)-FINGERPRINT")
                .replacing(key.line, with: "\(name)-LINE")
        }
        return text
    }

    @Test(arguments: ["acme-castings", "delta-fasteners"])
    func `the sheet says all that a partner needs, with the fingerprints that OpenSSH tells`(
        _ partner: String
    ) throws {
        let house = try house()
        let answer = try sheet(house, partner)
        #expect(answer.ending == .exited(0))
        let text = try settled(answer.output, house)
        let golden = URL(fileURLWithPath: Checkout.root + "/Tests/Fixtures/partner-sheet/\(partner).md")
        if ProcessInfo.processInfo.environment["UPDATE_GOLDEN"] == "1" {
            try Data(text.utf8).write(to: golden)
            Issue.record(
                "\(golden.lastPathComponent) was rewritten: read it, then run without UPDATE_GOLDEN.")
        }
        #expect(text == (try String(contentsOf: golden, encoding: .utf8)))
    }

    @Test func `the sheet as JSON has the same facts, and no sheet holds a secret`() throws {
        let house = try house()
        let answer = try sheet(house, "delta-fasteners", "--json")
        let facts = try #require(
            try JSONSerialization.jsonObject(with: Data(answer.output.utf8)) as? [String: Any])
        let remote = try #require(facts["remote"] as? [String: Any])
        #expect(remote["keyFingerprint"] as? String == (try self.facts(house, house.key)).fingerprint)
        #expect(remote["sourceAddresses"] as? [String] == ["198.51.100.7"])
        #expect(facts["host"] == nil)
        let secret = try String(contentsOfFile: house.key, encoding: .utf8).split(separator: "\n")[2]
        #expect(!answer.output.contains(secret))
    }

    @Test func `before the first start there are no keys to tell, and none are made`() throws {
        let house = try house()
        try FileManager.default.removeItem(atPath: house.spool + "/state")
        let answer = try sheet(house, "acme-castings")
        #expect(answer.ending == .exited(0))
        #expect(answer.output.contains("Our server's keys are made at its first start"))
        #expect(!FileManager.default.fileExists(atPath: house.spool + "/state"))
    }

    @Test func `keys that are staged are told as the next ones`() throws {
        let house = try house()
        let staged = try Program.run(
            [Checkout.program, "hostkey", "stage", "--spool", house.spool],
            environment: ServerProcess.quiet, log: house.logPath("stage"))
        #expect(staged.ending == .exited(0))
        let next = try facts(house, house.spool + "/state/host_ed25519.staged")
        let answer = try sheet(house, "acme-castings")
        #expect(
            answer.output.contains(
                "- ssh-ed25519 (the next one: please trust it too): `\(next.fingerprint)`"))
        #expect(answer.output.contains("sftp.northwind.example.com \(next.line)"))
    }

    @Test func `an unknown partner is not found`() throws {
        #expect(try sheet(try house(), "nobody").ending == .exited(3))
    }
}
