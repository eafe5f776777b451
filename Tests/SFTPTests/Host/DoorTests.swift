import Foundation
import SFTP
import Synchronization
import Testing

/// The algorithms of the host's two doors, and its keys.
@Suite struct DoorTests {
    @Test(arguments: [
        ["Ciphers=aes256-cbc", "MACs=hmac-sha2-256"], ["KexAlgorithms=diffie-hellman-group14-sha1"],
        ["Ciphers=aes128-ctr", "MACs=hmac-sha1"], ["KexAlgorithms=ecdh-sha2-nistp256"],
        ["KexAlgorithms=diffie-hellman-group14-sha256", "Ciphers=aes128-cbc", "MACs=hmac-sha1"],
    ])
    func `older algorithms are agreed on at the legacy door only`(choice: [String]) async throws {
        let fixture = try await HostFixture()
        let options = choice.flatMap { ["-o", $0] }
        let port = try #require(fixture.host.legacyPort)
        let legacy = try await fixture.sftp(["ls /"], options: options, port: port)
        #expect(legacy.status == 0, "\(legacy.output)")
        let standard = try await fixture.sftp(["ls /"], options: options)
        #expect(standard.status != 0 && !standard.output.contains("Bad SSH2"), "\(standard.output)")
        #expect(fixture.host.counts.logins == 1)
        #expect(
            await eventually {
                fixture.files.state.withLock { state in
                    state.refusals.contains {
                        $0.contains(" in common: we offer ") && $0.contains("; the client offers ")
                    }
                }
            }, "\(fixture.files.state.withLock { $0.refusals })")
    }

    @Test func `a signature that does not fit ends the connection at once, with the reason`() async throws {
        guard await HostFixture.hasPython("paramiko") else { return }
        let fixture = try await HostFixture()
        let run = try await fixture.paramiko(
            """
            import time
            right = key.sign_ssh_data
            key.sign_ssh_data = lambda data, *rest: right(b"other", *rest)
            began = time.monotonic()
            transport = connect()
            try: transport.auth_publickey("partner", key); raise SystemExit("let in")
            except (paramiko.SSHException, EOFError): pass
            assert time.monotonic() - began < 10
            """)
        #expect(run.status == 0, "\(run.output)")
        #expect(await eventually { fixture.files.state.withLock { !$0.refusals.isEmpty } })
        #expect(
            fixture.files.state.withLock { $0.refusals.first?.contains("signature that does not fit") }
                == true)
        #expect(fixture.host.counts.logins == 0)
    }

    @Test func `ssh-audit finds nothing at the standard door but what no library here has yet`() async throws
    {
        guard try await HostFixture.run(["sh", "-c", "command -v ssh-audit"]).status == 0 else { return }
        let fixture = try await HostFixture()
        let run = try await HostFixture.run([
            "ssh-audit", "-n", "-p", "\(fixture.host.port)", "127.0.0.1",
        ])
        // The text has its remarks in every version; older ones do not know the mark of the strict exchange.
        let remarks = run.output.split(separator: "\n").filter { line in
            (line.contains("[fail]") || line.contains("[warn]")) && !line.contains("post-quantum")
                && !(line.contains("kex-strict-s-v00@openssh.com") && line.contains("unknown algorithm"))
        }
        #expect(remarks == [])
        #expect(run.output.contains("kex-strict-s-v00@openssh.com"), "\(run.output)")
        #expect(run.output.contains("compression: disabled"), "\(run.output)")
    }

    @Test func `new host keys are shown to new connections, and those that are there go on`() async throws {
        guard await HostFixture.hasPython("paramiko") else { return }
        let fixture = try await HostFixture()
        let made = try await HostFixture.run([
            "ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", fixture.folder + "/next",
        ])
        try #require(made.status == 0, "\(made.output)")
        let signal = fixture.folder + "/signal"
        async let run = fixture.paramiko(
            """
            import os, time
            def mark(name): open("\(signal)-" + name, "w").close()
            def wait(name):
                while not os.path.exists("\(signal)-" + name): time.sleep(0.01)
            old = connect()
            assert old.auth_publickey("partner", key) == []
            files = paramiko.SFTPClient.from_transport(old)
            mark("in"); wait("changed")
            for _ in range(500):
                new = connect()
                if new.get_remote_server_key() != old.get_remote_server_key(): break
                new.close()
            else: raise SystemExit("the key is still the old one")
            old.renegotiate_keys()
            assert files.listdir("/upload") == []
            print(new.get_remote_server_key().get_base64())
            """)
        #expect(await eventually { FileManager.default.fileExists(atPath: signal + "-in") })
        #expect(throws: SFTPHostError.self) {
            try fixture.host.adopt(hostKeys: [fixture.folder + "/client.pub"])
        }
        try fixture.host.adopt(hostKeys: [fixture.folder + "/next"])
        #expect(FileManager.default.createFile(atPath: signal + "-changed", contents: nil))
        let seen = try await run
        #expect(seen.status == 0, "\(seen.output)")
        let line = try String(contentsOfFile: fixture.folder + "/next.pub", encoding: .utf8)
        let expected = line.split(separator: " ").dropFirst().first.map(String.init) ?? "none"
        #expect(seen.output.contains(expected))
    }

    @Test func `sessions of a login are ended when the house says so, and no others`() async throws {
        guard await HostFixture.hasPython("paramiko") else { return }
        let fixture = try await HostFixture()
        async let run = fixture.paramiko(
            """
            import time
            gone, stays = connect(), connect()
            gone.auth_publickey("gone", key); stays.auth_publickey("partner", key)
            files = paramiko.SFTPClient.from_transport(stays)
            while gone.is_active(): time.sleep(0.01)
            assert files.listdir("/upload") == []
            """)
        #expect(await eventually { fixture.host.counts.logins == 2 })
        fixture.host.endSessions(of: ["gone"], because: "the partner is suspended")
        let seen = try await run
        #expect(seen.status == 0, "\(seen.output)")
    }

    @Test(arguments: [["RekeyLimit=1M"], ["RekeyLimit=1M", "Ciphers=aes128-ctr"]])
    func `keys are renewed under load when the client asks, both ways`(choice: [String]) async throws {
        let fixture = try await HostFixture()
        try await transfer(through: fixture, options: choice.flatMap { ["-o", $0] })
    }

    @Test func `keys are renewed under load when the host asks, both ways`() async throws {
        var limits = HostLimits()
        limits.rekeyBytes = 1 << 20
        let fixture = try await HostFixture(limits: limits)
        let output = try await transfer(through: fixture, options: ["-v"])
        #expect(output.ranges(of: "SSH2_MSG_KEXINIT received").count > 5, "\(output.suffix(2_000))")
    }

    @discardableResult
    private func transfer(through fixture: HostFixture, options: [String]) async throws -> String {
        var bytes = [UInt8](repeating: 0, count: 12 << 20)
        for index in bytes.indices { bytes[index] = UInt8(truncatingIfNeeded: index &* 31 &+ index >> 13) }
        let path = try fixture.localFile("large", bytes)
        let run = try await fixture.sftp(
            [
                "put \(path) /upload/large", "get /upload/large \(path).back",
                "put \(path).back /upload/again",
            ],
            options: options)
        #expect(run.status == 0, "\(run.output.suffix(2_000))")
        #expect(fixture.files.state.withLock { $0.files["/upload/large"] } == bytes)
        #expect(fixture.files.state.withLock { $0.files["/upload/again"] } == bytes)
        return run.output
    }
}
