import Foundation
import Logging
import SFTP
import Synchronization
import Testing

/// Who gets in, and who does not.
@Suite struct HostLoginTests {
    private static let paramiko = """
        import sys, paramiko
        port, user, password, folder = int(sys.argv[1]), sys.argv[2], sys.argv[3], sys.argv[4]
        client = paramiko.SSHClient()
        client.set_missing_host_key_policy(paramiko.AutoAddPolicy())
        try:
            client.connect(
                "127.0.0.1", port, user, password, allow_agent=False, look_for_keys=False, timeout=20)
        except paramiko.AuthenticationException as error:
            print("refused", getattr(error, "allowed_types", "")); sys.exit(3)
        sftp = client.open_sftp()
        with sftp.open("/upload/by-password", "wb") as file:
            file.set_pipelined(True)
            for _ in range(40): file.write(b"x" * 32768)
        assert sftp.stat("/upload/by-password").st_size == 40 * 32768
        assert sftp.listdir("/upload") == ["by-password"]
        assert sftp.normalize("/upload/../upload/./a") == "/upload/a"
        handles = []
        try:
            for _ in range(6): handles.append(sftp.open("/upload/by-password", "rb"))
        except IOError as error:
            print("handles", len(handles), error)
        client.close()
        """

    private func paramiko(_ fixture: HostFixture, user: String, password: String) async throws -> (
        status: Int32, output: String
    ) {
        let script = try fixture.localFile("client.py", Array(Self.paramiko.utf8))
        return try await HostFixture.run([
            "python3", script, "\(fixture.host.port)", user, password, fixture.folder,
        ])
    }

    @Test func `a password logs in, and no more files open than allowed`() async throws {
        guard await HostFixture.hasPython("paramiko") else { return }
        var limits = HostLimits()
        limits.handlesPerSession = 4
        let fixture = try await HostFixture(limits: limits)
        let run = try await paramiko(fixture, user: "partner", password: "secret")
        #expect(run.status == 0, "\(run.output)")
        #expect(run.output.contains("handles 4 "), "\(run.output)")
        #expect(
            await eventually {
                fixture.files.state.withLock { $0.ended == 1 && $0.openFiles == 0 && $0.endedTooEarly == 0 }
            })
    }

    @Test(arguments: ["partner", "nobody"])
    func `a wrong password is refused, alike for known and unknown names`(user: String) async throws {
        guard await HostFixture.hasPython("paramiko") else { return }
        let fixture = try await HostFixture()
        let run = try await paramiko(fixture, user: user, password: "guess")
        #expect(run.status == 3, "\(run.output)")
        #expect(await eventually { fixture.files.state.withLock { !$0.refusals.isEmpty } })
        #expect(fixture.host.counts.logins == 0 && fixture.host.counts.refused == 1)
        #expect(fixture.files.state.withLock { $0.ended } == 0)
    }

    @Test func `an unknown key is refused and the tries are counted`() async throws {
        var limits = HostLimits()
        limits.authenticationTries = 2
        limits.failureDelaySeconds = 0.01
        let fixture = try await HostFixture(limits: limits)
        for name in ["one", "two", "three"] {
            let made = try await HostFixture.run([
                "ssh-keygen", "-q", "-t", "ecdsa", "-N", "", "-f", fixture.folder + "/" + name,
            ])
            try #require(made.status == 0)
        }
        // The accepted key comes last: the connection is cut before it is tried.
        let run = try await HostFixture.run(
            [
                "sftp", "-P", "\(fixture.host.port)", "-i", fixture.folder + "/one", "-i",
                fixture.folder + "/two",
            ]
                + ["-i", fixture.folder + "/three"] + fixture.clientOptions + ["partner@127.0.0.1"])
        #expect(run.status != 0)
        #expect(
            await eventually { fixture.files.state.withLock { $0.refusals == ["partner: refused 2 times"] } })
        #expect(fixture.host.counts.logins == 0)
    }

    @Test func `an RSA key logs in`() async throws {
        let folder = NSTemporaryDirectory() + "sftp-rsa-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        _ = try await HostFixture.run([
            "ssh-keygen", "-q", "-t", "rsa", "-b", "3072", "-N", "", "-f", folder + "/rsa",
        ])
        let key = try AuthorizedKey(line: String(contentsOfFile: folder + "/rsa.pub", encoding: .utf8))
        #expect(key.bits == 3072)
        let files = MemoryFileSystem(keys: [key])
        let hostKeys = try HostKeys.ensure(in: folder + "/host")
        let host = try SFTPHost(
            at: ListeningPlace(address: "::", port: 0), hostKeys: hostKeys.map(\.path), fileSystem: files,
            limits: HostLimits(),
            loops: 1,
            log: Logger(label: "sftp-tests"))
        host.start()
        defer { host.stop(drainingFor: 0) }
        let batch = folder + "/batch"
        try "ls /".write(toFile: batch, atomically: true, encoding: .utf8)
        for address in ["127.0.0.1", "[::1]"] {
            let run = try await HostFixture.run([
                "sftp", "-b", batch, "-P", "\(host.port)", "-F", "/dev/null", "-i", folder + "/rsa", "-o",
                "IdentitiesOnly=yes",
                "-o", "StrictHostKeyChecking=no", "-o", "UserKnownHostsFile=/dev/null", "-o",
                "LogLevel=ERROR",
                "partner@\(address)",
            ])
            #expect(run.status == 0, "\(run.output)")
        }
    }

    @Test func `a client that does not log in is cut after the grace time`() async throws {
        var limits = HostLimits()
        limits.graceSeconds = 0.2
        let fixture = try await HostFixture(limits: limits)
        let run = try await HostFixture.run([
            "python3", "-c",
            "import socket, sys; s = socket.create_connection(('127.0.0.1', \(fixture.host.port))); "
                + "s.settimeout(20); s.sendall(b'SSH-2.0-quiet\\r\\n')\nwhile s.recv(4096): pass",
        ])
        #expect(run.status == 0, "\(run.output)")
        #expect(await eventually { fixture.host.counts.sessions == 0 })
    }

    @Test func `more connections without a login than allowed are not taken`() async throws {
        var limits = HostLimits()
        limits.unauthenticated = 2
        let fixture = try await HostFixture(limits: limits)
        let run = try await HostFixture.run([
            "python3", "-c",
            """
            import socket
            def connect():
                s = socket.create_connection(('127.0.0.1', \(fixture.host.port))); s.settimeout(20); return s
            taken = [connect(), connect()]
            assert all(s.recv(4) == b'SSH-' for s in taken)
            assert connect().recv(4) == b''
            """,
        ])
        #expect(run.status == 0, "\(run.output)")
        #expect(
            await eventually { fixture.host.counts.sessions == 0 && fixture.host.counts.unauthenticated == 0 }
        )
    }

    @Test(arguments: [
        ["Ciphers=aes128-cbc"], ["KexAlgorithms=diffie-hellman-group14-sha1"], ["HostKeyAlgorithms=ssh-rsa"],
        ["Ciphers=aes128-ctr", "MACs=hmac-sha1"],
    ])
    func `old algorithms are not agreed on`(choice: [String]) async throws {
        let fixture = try await HostFixture()
        let run = try await fixture.sftp(["ls /"], options: choice.flatMap { ["-o", $0] })
        #expect(run.status != 0 && !run.output.contains("Bad SSH2"), "\(run.output)")
        #expect(fixture.host.counts.logins == 0)
    }

    @Test func `nothing but a proof opens the door`() async throws {
        guard await HostFixture.hasPython("paramiko") else { return }
        let fixture = try await HostFixture()
        let script = try fixture.localFile("abuse.py", Array(Self.abuse.utf8))
        let run = try await HostFixture.run(["python3", script, "\(fixture.host.port)"])
        #expect(run.status == 0, "\(run.output)")
        #expect(fixture.host.counts.logins == 1)
        #expect(await eventually { fixture.host.counts.sessions == 0 })
    }

    /// Messages out of turn, before and after a login.
    private static let abuse = """
        import sys, paramiko
        def connect():
            transport = paramiko.Transport(("127.0.0.1", int(sys.argv[1])))
            transport.start_client(timeout=20)
            return transport
        for sent in (b"\\x34", b"\\x06", b"\\x3c"):
            transport = connect()
            early = paramiko.Message()
            early.add_byte(sent)
            transport._send_message(early)
            try:
                transport.open_session(timeout=1)
                sys.exit("a channel was opened after message %r" % sent)
            except (paramiko.SSHException, EOFError):
                pass
            transport.close()
        transport = connect()
        transport.auth_password("partner", "secret")
        for kind in ("direct-tcpip", "x11", "auth-agent@openssh.com"):
            try:
                transport.open_channel(kind, ("127.0.0.1", 22), ("127.0.0.1", 1), timeout=20)
                sys.exit("a channel of kind " + kind)
            except paramiko.ChannelException:
                pass
        try:
            transport.request_port_forward("", 0)
            sys.exit("a port was forwarded")
        except paramiko.SSHException:
            pass
        channel = transport.open_session(timeout=20)
        try:
            channel.get_pty()
            sys.exit("a terminal was granted")
        except (paramiko.SSHException, EOFError):
            pass
        transport.close()
        """
}
