import Foundation
import Testing

/// `wharf partner test` against OpenSSH's server and against our own.
@Suite(.serialized, .enabled(if: PrivateServer.exists)) struct PartnerTestTests {
    private struct Trial {
        let ending: Program.Ending
        let steps: [[String: Any]]

        func outcome(_ step: String) -> String? {
            steps.first { $0["step"] as? String == step }?["outcome"] as? String
        }

        func detail(_ step: String) -> String {
            steps.first { $0["step"] as? String == step }?["detail"] as? String ?? ""
        }

        var failed: [String] {
            steps.filter { $0["outcome"] as? String == "failed" }.compactMap { $0["step"] as? String }
        }
    }

    /// A house that visits a server, which lets in the house's key.
    private func house(_ options: [String] = []) throws -> (house: TestHouse, server: PrivateServer) {
        let house = try TestHouse()
        let server = try PrivateServer(house, key: house.key, options: options)
        let profile = house.partners + "/delta-fasteners.yaml"
        try FileManager.default.copyItem(
            atPath: Checkout.root + "/Docs/samples/delta-fasteners.yaml", toPath: profile)
        for (old, new) in [
            ("sftp.delta.example.com", "127.0.0.1"), ("port: 22\n", "port: \(server.port)\n"),
            ("user: northwind", "user: \(NSUserName())"),
            ("SHA256:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU", server.fingerprint),
            ("path: /out\n", "path: \(server.folder)/out\n"),
            ("to: /out/taken", "to: \(server.folder)/out/taken"),
            ("path: /in\n", "path: \(server.folder)/in\n"),
        ] { try ClientSide.replace(old, with: new, in: profile) }
        let secrets = house.folder + "/secrets"
        try FileManager.default.createDirectory(atPath: secrets, withIntermediateDirectories: true)
        try FileManager.default.copyItem(atPath: house.key, toPath: secrets + "/delta-sftp-key")
        return (house, server)
    }

    private func trial(_ house: TestHouse, _ words: String..., partner: String = "delta-fasteners") throws
        -> Trial
    {
        let answer = try Program.run(
            [Checkout.program, "partner", "test", partner, "--json"] + words + [
                "--partners", house.partners, "--secrets", house.folder + "/secrets", "--spool", house.spool,
            ], environment: ServerProcess.quiet, log: house.logPath("test"))
        let report = try JSONSerialization.jsonObject(with: Data(answer.output.utf8)) as? [String: Any]
        let sides = try #require(report?["sides"] as? [[String: Any]])
        return Trial(ending: answer.ending, steps: sides.flatMap { $0["steps"] as? [[String: Any]] ?? [] })
    }

    private func change(_ house: TestHouse, _ old: String, _ new: String) throws {
        try ClientSide.replace(old, with: new, in: house.partners + "/delta-fasteners.yaml")
    }

    @Test func `a server in order passes every step, and nothing stays there`() throws {
        let (house, server) = try house()
        try Data("ISA".utf8).write(to: URL(fileURLWithPath: server.folder + "/out/a.edi"))
        try Data("ISA".utf8).write(to: URL(fileURLWithPath: server.folder + "/out/a.tmp"))
        let trial = try trial(house)
        #expect(trial.ending == .exited(0))
        let list = "list \(server.folder)/out"
        #expect(
            trial.steps.compactMap { $0["step"] as? String } == [
                "resolve", "connect", "key exchange", "host key", "login", "sftp", list,
                "look at \(server.folder)/out/taken", "write", "rename", "read back", "delete",
            ])
        #expect(trial.steps.allSatisfy { $0["outcome"] as? String == "ok" && $0["milliseconds"] is Double })
        #expect(trial.detail(list) == "2 files, 1 of them with names that are taken")
        #expect(trial.detail("host key").contains(server.fingerprint))
        #expect(trial.detail("sftp").contains("OpenSSH") && trial.detail("sftp").contains("fsync"))
        #expect(try server.names("/in") == [] && server.names("/out") == ["a.edi", "a.tmp", "taken"])
    }

    @Test func `to look only writes nothing`() throws {
        let (house, server) = try house()
        let before =
            try FileManager.default.attributesOfItem(atPath: server.folder + "/in")[.modificationDate]
            as? Date
        let trial = try trial(house, "--read-only")
        #expect(trial.ending == .exited(0) && trial.outcome("write") == "skipped")
        let after =
            try FileManager.default.attributesOfItem(atPath: server.folder + "/in")[.modificationDate]
            as? Date
        #expect(before == after)
    }

    @Test func `another key of the server stops the test with both fingerprints, before any login`() throws {
        let (house, server) = try house()
        let other = "SHA256:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU"
        try change(house, server.fingerprint, other)
        let trial = try trial(house)
        #expect(trial.ending == .exited(1) && trial.failed == ["host key"])
        #expect(
            trial.detail("host key").contains(other) && trial.detail("host key").contains(server.fingerprint))
        #expect(trial.outcome("login") == nil)
    }

    @Test
    func
        `a server that does not listen, one that is unknown and one that refuses us each stop at their step`()
        throws
    {
        let (house, server) = try house()
        try change(house, "user: \(NSUserName())", "user: nobody-here")
        let refused = try trial(house)
        #expect(refused.failed == ["login"] && refused.outcome("host key") == "ok")
        #expect(refused.detail("login").contains("publickey"))
        server.stop()
        let silent = try trial(house)
        #expect(silent.failed == ["connect"] && silent.ending == .exited(1))
        try change(house, "host: 127.0.0.1", "host: nowhere.invalid")
        let unknown = try trial(house)
        #expect(unknown.failed == ["resolve"] && unknown.detail("resolve").contains("nowhere.invalid"))
    }

    @Test func `two sides without a common algorithm are shown side by side`() throws {
        let (house, server) = try house(["Ciphers aes256-cbc", "KexAlgorithms curve25519-sha256"])
        defer { server.stop() }
        let trial = try trial(house)
        #expect(trial.failed == ["key exchange"])
        let step = try #require(trial.steps.first { $0["step"] as? String == "key exchange" })
        let facts = try #require(step["facts"] as? [String: String])
        #expect(facts["theirOffer"]?.contains("aes256-cbc") == true)
        #expect(facts["ourOffer"]?.contains("aes128-gcm@openssh.com") == true)
        try change(
            house, "poll: { every: 5m",
            "legacy: { until: 2099-12-31, reason: old server }\n  poll: { every: 5m")
        #expect(try self.trial(house).ending == .exited(0))
    }

    @Test func `folders that are missing or closed are named`() throws {
        let (house, server) = try house(["ForceCommand internal-sftp -P rename,posix-rename"])
        let closed = try trial(house)
        #expect(closed.failed == ["rename"])
        #expect(try server.names("/in") == [])
        try FileManager.default.removeItem(atPath: server.folder + "/out/taken")
        #expect(try trial(house).failed == ["look at \(server.folder)/out/taken"])
        try FileManager.default.removeItem(atPath: server.folder + "/out")
        #expect(try trial(house).failed == ["list \(server.folder)/out"])
    }

    @Test func `our own server is reached as a partner does, up to the login`() throws {
        let house = try TestHouse()
        let (server, port) = try ServerProcess.ready(house)
        defer { server.stop() }
        try ClientSide.replace("port: 2222", with: "port: \(port)", in: house.partners + "/house.yaml")
        let trial = try trial(house, partner: "acme-castings")
        #expect(trial.ending == .exited(0))
        #expect(trial.detail("login").contains("publickey"))
        server.stop()
        let silent = try self.trial(house, partner: "acme-castings")
        #expect(silent.failed == ["connect"] && silent.detail("connect").contains("wharf serve"))
    }
}
