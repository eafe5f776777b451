import Foundation
import Testing

/// Bans as the operator sees them, with the real program and clients at other addresses of the loopback.
@Suite struct BanTests {
    /// What a client at an address of the loopback hears first: `SSH-`, or nothing when it is closed at the door.
    private func greeting(_ house: TestHouse, _ port: Int, from address: String) throws -> String {
        try python(
            house,
            "import socket; s = socket.create_connection(('127.0.0.1', \(port)), 20, ('\(address)', 0)); "
                + "print(s.recv(4).decode())")
    }

    private func python(_ house: TestHouse, _ script: String) throws -> String {
        let run = try Program.run(["python3", "-c", script], log: house.logPath("python"))
        #expect(run.ending == .exited(0), "\(run)")
        return run.output.trimmingCharacters(in: .whitespacesAndNewlines)
    }

    private func wharf(_ house: TestHouse, _ words: String...) throws -> (
        ending: Program.Ending, output: String
    ) {
        try Program.run(
            [Checkout.program] + words + ["--spool", house.spool], environment: ServerProcess.quiet,
            log: house.logPath("wharf"))
    }

    @Test func `a person bans an address, sees the ban, and lifts it; it outlasts a restart`() throws {
        let house = try TestHouse()
        let (first, firstPort) = try ServerProcess.ready(house)
        defer { first.kill() }
        #expect(try greeting(house, firstPort, from: "127.0.0.77") == "SSH-")
        let added = try house.ask("ban", "add", "127.0.0.77", "--for", "2h", "--reason", "guesses at night")
        #expect(added.first?["source"] as? String == "127.0.0.77")
        #expect(added.first?["actor"] as? String == "operator")
        #expect(try greeting(house, firstPort, from: "127.0.0.77") == "")
        #expect(try greeting(house, firstPort, from: "127.0.0.78") == "SSH-")
        let line = "1 source(s) kept out, 127.0.0.77 the longest, until "
        #expect(try wharf(house, "status").output.contains("bans      " + line))
        first.kill()
        #expect(try wharf(house, "status").output.contains("bans      " + line))
        #expect(
            try wharf(house, "doctor", "--partners", house.partners).output.contains(
                "ok       bans         " + line))
        // The books tell it without a server too.
        #expect(try house.ask("ban", "list").compactMap { $0["reason"] as? String } == ["guesses at night"])

        let (second, port) = try ServerProcess.ready(house)
        defer { second.stop() }
        #expect(try greeting(house, port, from: "127.0.0.77") == "")
        #expect(try house.ask("ban", "lift", "127.0.0.77").first?["source"] as? String == "127.0.0.77")
        #expect(try greeting(house, port, from: "127.0.0.77") == "SSH-")
        #expect(try house.ask("ban", "list").isEmpty)
        #expect(try wharf(house, "status").output.contains("bans      none"))
        #expect(try wharf(house, "ban", "lift", "127.0.0.77").ending == .exited(3))
        #expect(
            try wharf(house, "ban", "add", "nowhere", "--for", "2h", "--reason", "x").ending == .exited(2))
        #expect(
            try wharf(house, "ban", "add", "127.0.0.9", "--for", "2y", "--reason", "x").ending == .exited(2))
        #expect(
            try wharf(house, "ban", "add", "127.0.0.9", "--for", "900d", "--reason", "x").ending == .exited(2)
        )
        #expect(try house.ask("audit", "verify", "--chain-only").count == 1)
        second.stop()
        let trail = try python(
            house,
            "import sqlite3; print([*sqlite3.connect('\(house.spool)/state/wharf.sqlite').execute("
                + "\"select actor, act from ledger where subject = 'source/127.0.0.77' order by sequence\")])"
        )
        #expect(trail == "[('operator', 'ban-added'), ('operator', 'ban-lifted')]")
    }

    @Test(.enabled(if: ClientSide.hasParamiko))
    func `a guesser is banned by the house, and new limits hold from a reload on`() throws {
        let house = try TestHouse()
        let profile = house.partners + "/house.yaml"
        let plain = try String(contentsOfFile: profile, encoding: .utf8)
        try (plain + "\ndefence: { ban: { threshold: 5 } }\n").write(
            toFile: profile, atomically: true, encoding: .utf8)
        let (server, port) = try ServerProcess.ready(house)
        defer { server.stop() }
        // Three names that nobody has, two points each.
        let guess = """
            import paramiko, socket
            t = paramiko.Transport(socket.create_connection(("127.0.0.1", \(port)), 20, ("127.0.0.66", 0)))
            t.start_client(timeout=20)
            for name in ("root", "admin", "oracle"):
                try: t.auth_password(name, "guess")
                except paramiko.AuthenticationException: pass
            t.close()
            """
        _ = try python(house, guess)
        let found = Patience.wait(within: 20) { () -> [[String: Any]]? in
            let bans = try? house.ask("ban", "list")
            return bans?.isEmpty == false ? bans : nil
        }
        #expect(found?.first?["source"] as? String == "127.0.0.66")
        #expect(found?.first?["actor"] as? String == "wharf")
        #expect(try greeting(house, port, from: "127.0.0.66") == "")
        let page = try metrics(house, server)
        #expect(
            page.contains("\nwharf_sftp_banned 1\n") && page.contains("\nwharf_sftp_bans_total 1\n"),
            "\(page)")
        #expect(page.contains("\nwharf_sftp_dropped_total{reason=\"banned\"} 1\n"), "\(page)")

        try (plain + "\ndefence: { neverBan: [127.0.0.64/26] }\n").write(
            toFile: profile, atomically: true, encoding: .utf8)
        #expect(try wharf(house, "reload").ending == .exited(0))
        #expect(try greeting(house, port, from: "127.0.0.66") == "SSH-")
        let refused = try wharf(house, "ban", "add", "127.0.0.66", "--for", "1h", "--reason", "x")
        #expect(refused.ending == .exited(2))
    }

    private func metrics(_ house: TestHouse, _ server: ServerProcess) throws -> String {
        let place = try #require(
            server.program.output.firstMatch(of: /http:\/\/(127\.0\.0\.1:\d+)\/health/)?.1)
        return try python(
            house, "import urllib.request as u; print(u.urlopen('http://\(place)/metrics').read().decode())")
    }
}
