import Foundation
import SFTP
import Synchronization
import Testing

/// Floods, guesses and slow clients against a running host; strangers come from other addresses of the loopback.
@Suite struct HostDefenceTests {
    /// Connects from an address of the loopback network.
    private static let from = """
        import socket, sys, time
        port = int(sys.argv[1])
        def connect(source):
            s = socket.create_connection(("127.0.0.1", port), timeout=20, source_address=(source, 0)); return s
        def end(s):
            try:
                while s.recv(4096): pass
            except ConnectionError: pass

        """

    private func python(_ fixture: HostFixture, _ script: String) async throws -> (
        status: Int32, output: String
    ) {
        let path = try fixture.localFile("attack-\(UUID().uuidString).py", Array((Self.from + script).utf8))
        return try await HostFixture.run(["timeout", "60", "python3", path, "\(fixture.host.port)"])
    }

    private static func guess(_ source: String, _ tries: [(user: String, password: String)]) -> String {
        let list = tries.map { "('\($0.user)', '\($0.password)')" }.joined(separator: ", ")
        return """
            import paramiko, logging
            logging.getLogger("paramiko").setLevel(logging.CRITICAL)
            refused = closed = let_in = 0
            for user, password in [\(list)]:
                try:
                    transport = paramiko.Transport(connect("\(source)"))
                    transport.start_client(timeout=20)
                except (paramiko.SSHException, EOFError, ConnectionError):
                    closed += 1
                    continue
                try:
                    transport.auth_password(user, password); let_in += 1
                except paramiko.AuthenticationException: refused += 1
                transport.close()
            print("refused", refused, "closed", closed, "in", let_in)
            """
    }

    private func quick(_ change: (inout HostLimits) -> Void = { _ in }) -> HostLimits {
        var limits = HostLimits()
        limits.failureDelaySeconds = 0.01
        change(&limits)
        return limits
    }

    @Test func `five hundred half-open connections from everywhere keep no known partner out`() async throws {
        let fixture = try await HostFixture(limits: quick())
        #expect(try await fixture.sftp(["ls /"]).status == 0)
        let partner = try fixture.localFile("batch", Array("ls /".utf8))
        let login =
            ["sftp", "-b", partner, "-P", "\(fixture.host.port)"] + fixture.clientOptions + [
                "partner@127.0.0.1"
            ]
        let run = try await python(
            fixture,
            """
            import subprocess
            flood = [connect(f"127.0.{1 + n % 50}.{1 + n // 50}") for n in range(500)]
            print("logins", [subprocess.run(\(login), capture_output=True).returncode for _ in range(3)])
            """)
        #expect(run.output.contains("logins [0, 0, 0]"), "\(run.output)")
        let counts = fixture.host.counts
        #expect((counts.dropped["early"] ?? 0) > 100 && counts.logins == 4, "\(counts)")
        #expect(counts.banned == 0)
        #expect(await eventually { fixture.host.counts.sessions == 0 })
    }

    @Test func `a guesser is banned, others are not, and a lifted ban is over`() async throws {
        guard await HostFixture.hasPython("paramiko") else { return }
        // Without penalties, so that the points alone count.
        let fixture = try await HostFixture(limits: quick { $0.penalties.failureSeconds = 0 })
        let names = (0..<10).map { (user: "root\($0)", password: "guess") }
        let run = try await python(fixture, Self.guess("127.0.0.66", names))
        #expect(run.output.contains("refused 8 closed 2 in 0"), "\(run.output)")
        #expect(await eventually { fixture.bansMade.all.count == 1 })
        let ban = try #require(fixture.bansMade.all.first)
        #expect(ban.source == "127.0.0.66" && ban.remaining == .seconds(1_800) && ban.count == 1)
        #expect(fixture.host.counts.banned == 1)
        #expect(try await fixture.sftp(["ls /"]).status == 0)
        fixture.host.liftBan(of: ban.source)
        let again = try await python(fixture, Self.guess("127.0.0.66", [("partner", "secret")]))
        #expect(again.output.contains("refused 0 closed 0 in 1"), "\(again.output)")
    }

    @Test func `a fast guesser has to wait long before it is banned`() async throws {
        guard await HostFixture.hasPython("paramiko") else { return }
        let fixture = try await HostFixture(
            limits: quick {
                $0.penalties.failureSeconds = 60
                $0.penalties.leastPenaltySeconds = 100
            })
        let run = try await python(
            fixture, Self.guess("127.0.0.66", (0..<6).map { ("partner", "guess \($0)") }))
        #expect(run.output.contains("refused 2 closed 4 in 0"), "\(run.output)")
        #expect(fixture.host.counts.dropped["penalised"] == 4 && fixture.host.counts.banned == 0)
    }

    @Test func `a partner logs in while another behind its address is banned, with what it logged in before`()
        async throws
    {
        guard await HostFixture.hasPython("paramiko") else { return }
        let fixture = try await HostFixture(limits: quick())
        #expect(try await fixture.sftp(["ls /"]).status == 0)
        let guesses = (0..<12).map { (user: "root\($0)", password: "guess") }
        // The last is a right password that nobody used from here before: not looked at now.
        let run = try await python(fixture, Self.guess("127.0.0.1", guesses + [("partner", "secret")]))
        #expect(run.output.contains("refused 13 closed 0 in 0"), "\(run.output)")
        #expect(fixture.bansMade.all.isEmpty)
        #expect(try await fixture.sftp(["ls /"]).status == 0)
        fixture.host.ban("127.0.0.1", for: .seconds(60), because: "by hand")
        #expect(try await fixture.sftp(["ls /"]).status == 0)
    }

    @Test func `one wrong key shown for ever bans nobody`() async throws {
        let fixture = try await HostFixture(
            limits: quick {
                $0.penalties.threshold = 3
                $0.penalties.failureSeconds = 4
            })
        let made = try await HostFixture.run([
            "ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", fixture.folder + "/old",
        ])
        try #require(made.status == 0)
        for _ in 0..<8 {
            let options = fixture.clientOptions.map { $0 == fixture.clientKey ? fixture.folder + "/old" : $0 }
            let run = try await HostFixture.run(
                ["sftp", "-b", "/dev/null", "-P", "\(fixture.host.port)"] + options + ["partner@127.0.0.1"])
            #expect(run.status != 0)
        }
        #expect(try await fixture.sftp(["ls /"]).status == 0)
        #expect(fixture.bansMade.all.isEmpty && fixture.host.counts.banned == 0)
    }

    @Test func `a port scan a second for a while is counted, and neither told nor held against anybody`()
        async throws
    {
        let fixture = try await HostFixture(limits: quick { $0.identificationSeconds = 0.3 })
        let run = try await python(
            fixture,
            """
            for n in range(60):
                s = connect("127.0.0.9"); s.recv(4); s.close()
            s = connect("127.0.0.9"); s.sendall(b"GET / HTTP/1.0\\r\\n\\r\\n"); end(s)
            s = connect("127.0.0.9"); end(s)
            """)
        #expect(run.status == 0, "\(run.output)")
        #expect(await eventually { fixture.host.counts.sessions == 0 })
        #expect(fixture.host.counts.probes == 62)
        #expect(fixture.files.state.withLock { $0.refusals.isEmpty })
        #expect(fixture.host.counts.dropped.isEmpty && fixture.host.counts.banned == 0)
    }

    @Test func `an identification that comes byte by byte is not waited for`() async throws {
        let fixture = try await HostFixture(limits: quick { $0.identificationSeconds = 0.5 })
        let run = try await python(
            fixture,
            """
            s = connect("127.0.0.9"); start = time.monotonic()
            try:
                while time.monotonic() - start < 20: s.sendall(b"S"); time.sleep(0.05)
                sys.exit("still there")
            except ConnectionError: pass
            """)
        #expect(run.status == 0, "\(run.output)")
        #expect(await eventually { fixture.host.counts.sessions == 0 })
    }

    @Test func `who identifies itself and then only holds the line has to wait outside`() async throws {
        let fixture = try await HostFixture(limits: quick { $0.graceSeconds = 0.2 })
        let run = try await python(
            fixture,
            """
            for n in range(2):
                s = connect("127.0.0.9"); s.sendall(b"SSH-2.0-slow\\r\\n"); end(s)
            assert connect("127.0.0.9").recv(4) == b"", "let in again"
            assert connect("127.0.0.10").recv(4) == b"SSH-"
            """)
        #expect(run.status == 0, "\(run.output)")
        #expect(fixture.host.counts.dropped["penalised"] == 1)
    }

    @Test func `one source has no more connections than it may, others are not hindered`() async throws {
        let fixture = try await HostFixture(
            limits: quick {
                $0.unauthenticatedPerSource = 4
                $0.earlyDropStart = 50
            })
        let run = try await python(
            fixture,
            """
            taken = [connect("127.0.0.9") for _ in range(4)]
            assert all(s.recv(4) == b"SSH-" for s in taken)
            assert all(connect("127.0.0.9").recv(4) == b"" for _ in range(5))
            assert connect("127.0.0.10").recv(4) == b"SSH-"
            """)
        #expect(run.status == 0, "\(run.output)")
        #expect(fixture.host.counts.dropped["source-limit"] == 5)
    }

    @Test func `a silent session ends`() async throws {
        guard await HostFixture.hasPython("paramiko") else { return }
        let fixture = try await HostFixture(limits: quick { $0.idleSeconds = 0.3 })
        let run = try await session(fixture, "transport.join(20); assert not transport.is_active()")
        #expect(run.status == 0, "\(run.output)")
        #expect(await eventually { fixture.host.counts.sessions == 0 })
    }

    @Test func `a session that lasts too long opens nothing more, and ends when its last file is closed`()
        async throws
    {
        guard await HostFixture.hasPython("paramiko") else { return }
        let fixture = try await HostFixture(limits: quick())
        async let ended = session(
            fixture,
            """
            file = sftp.open("/upload/a", "wb")
            while True:
                try: sftp.open("/upload/b", "wb").close()
                except IOError as refusal:
                    said = str(refusal)
                    break
            assert "log in again" in said, said
            file.write(b"x" * 100); file.close()
            transport.join(20); assert not transport.is_active()
            """)
        #expect(await eventually { fixture.files.state.withLock { $0.closed > 0 } })
        // Limits can change while sessions are there.
        fixture.host.apply(quick { $0.sessionSeconds = 0 })
        let run = try await ended
        #expect(run.status == 0, "\(run.output)")
        #expect(fixture.files.state.withLock { $0.files["/upload/a"]?.count == 100 && $0.abandoned == 0 })
    }

    @Test func `an upload that is open and does not come on is ended, one that does is not`() async throws {
        guard await HostFixture.hasPython("paramiko") else { return }
        let fixture = try await HostFixture(limits: quick { $0.uploadFloorSeconds = 0.6 })
        let run = try await session(
            fixture,
            """
            file = sftp.open("/upload/steady", "wb")
            start = time.monotonic()
            while time.monotonic() - start < 1.5: file.write(b"x" * 2000); file.flush(); time.sleep(0.02)
            file.close()
            start = time.monotonic()
            while time.monotonic() - start < 1.5: sftp.stat("/upload"); time.sleep(0.02)
            file = sftp.open("/upload/dribble", "wb")
            try:
                while time.monotonic() - start < 25: file.write(b"x"); file.flush(); time.sleep(0.05)
                sys.exit("still there")
            except (EOFError, OSError): pass
            """)
        #expect(run.status == 0, "\(run.output)")
        #expect(await eventually { fixture.files.state.withLock { $0.abandoned == 1 && $0.ended == 1 } })
        #expect(fixture.files.state.withLock { $0.closed == 1 })
    }

    private func session(_ fixture: HostFixture, _ body: String) async throws -> (
        status: Int32, output: String
    ) {
        try await python(
            fixture,
            """
            import paramiko
            transport = paramiko.Transport(connect("127.0.0.1"))
            transport.connect(username="partner", password="secret")
            sftp = paramiko.SFTPClient.from_transport(transport)

            """ + body)
    }
}
