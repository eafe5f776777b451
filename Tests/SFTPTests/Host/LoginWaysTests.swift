import Foundation
import SFTP
import Synchronization
import Testing

/// The ways to log in that a name is told of, and those it has to go.
@Suite struct LoginWaysTests {
    private static let both = LoginWays(offered: [.publicKey, .password], needsAll: true)

    @Test func `a client is told the ways of the name it gives`() async throws {
        guard await HostFixture.hasPython("paramiko") else { return }
        let fixture = try await HostFixture(
            ways: [
                "keys": LoginWays(offered: .publicKey), "words": LoginWays(offered: .password),
                "both": Self.both,
            ])
        let run = try await fixture.paramiko(
            """
            def ways(user):
                transport = connect()
                try: transport.auth_none(user)
                except paramiko.BadAuthenticationType as error: return sorted(error.allowed_types)
                finally: transport.close()
            found = [ways("keys"), ways("words"), ways("both"), ways("anyone")]
            assert found == [["publickey"], ["password"], ["password", "publickey"], ["password", "publickey"]], found
            """)
        #expect(run.status == 0, "\(run.output)")
        #expect(fixture.files.state.withLock { $0.attempts.isEmpty })
    }

    @Test func `a way that is not offered is refused like a wrong proof, and nobody looks at it`()
        async throws
    {
        guard await HostFixture.hasPython("paramiko") else { return }
        let fixture = try await HostFixture(ways: ["partner": LoginWays(offered: .publicKey)])
        let run = try await fixture.paramiko(
            """
            import time
            transport = connect()
            began = time.monotonic()
            try: transport.auth_password("partner", "secret"); raise SystemExit("let in")
            except paramiko.BadAuthenticationType as error: assert error.allowed_types == ["publickey"]
            assert time.monotonic() - began >= 0.2
            assert transport.auth_publickey("partner", key) == []
            """)
        #expect(run.status == 0, "\(run.output)")
        #expect(fixture.files.state.withLock { $0.attempts } == ["partner key opens"])
        #expect(fixture.host.counts.refused == 1 && fixture.host.counts.logins == 1)
    }

    @Test func `key and password are both asked for, in either order`() async throws {
        guard await HostFixture.hasPython("paramiko") else { return }
        let fixture = try await HostFixture(ways: ["both": Self.both])
        let run = try await fixture.paramiko(
            """
            first = connect()
            assert first.auth_publickey("both", key) == ["password"]
            assert not first.is_authenticated()
            assert first.auth_password("both", "secret") == []
            assert paramiko.SFTPClient.from_transport(first).listdir("/upload") == []
            second = connect()
            assert second.auth_password("both", "secret") == ["publickey"]
            assert second.auth_publickey("both", key) == []
            assert paramiko.SFTPClient.from_transport(second).listdir("/upload") == []
            first.close(); second.close()
            """)
        #expect(run.status == 0, "\(run.output)")
        #expect(
            fixture.files.state.withLock { $0.attempts } == [
                "both key", "both password opens", "both password", "both key opens",
            ])
        #expect(fixture.host.counts.logins == 2)
        #expect(await eventually { fixture.files.state.withLock { $0.ended == 2 } })
    }

    @Test func `half a proof opens nothing, is not proof twice, and is void for another name`() async throws {
        guard await HostFixture.hasPython("paramiko") else { return }
        let fixture = try await HostFixture(ways: ["both": Self.both, "other": Self.both])
        let run = try await fixture.paramiko(
            """
            half = connect()
            assert half.auth_publickey("both", key) == ["password"]
            try: half.auth_publickey("both", key); raise SystemExit("let in by one key twice")
            except paramiko.BadAuthenticationType as error: assert error.allowed_types == ["password"]
            try: half.auth_password("both", "guess"); raise SystemExit("let in by a wrong password")
            except paramiko.AuthenticationException: pass
            try: half.open_session(timeout=1); raise SystemExit("a channel was opened")
            except (paramiko.SSHException, EOFError): pass
            mixed = connect()
            assert mixed.auth_publickey("other", key) == ["password"]
            assert mixed.auth_password("both", "secret") == ["publickey"]
            assert not mixed.is_authenticated()
            """)
        #expect(run.status == 0, "\(run.output)")
        #expect(fixture.host.counts.logins == 0)
        #expect(fixture.files.state.withLock { $0.ended } == 0)
    }

    @Test func `OpenSSH finds its way through both by itself`() async throws {
        let fixture = try await HostFixture(ways: ["both": Self.both])
        let word = try fixture.localFile("word", Array("#!/bin/sh\necho secret\n".utf8))
        try FileManager.default.setAttributes([.posixPermissions: 0o700], ofItemAtPath: word)
        let run = try await HostFixture.run(
            ["env", "SSH_ASKPASS=\(word)", "SSH_ASKPASS_REQUIRE=force", "sftp", "-P", "\(fixture.host.port)"]
                + fixture.clientOptions.map { $0 == "PasswordAuthentication=no" ? "BatchMode=no" : $0 }
                + ["both@127.0.0.1"])
        #expect(run.status == 0, "\(run.output)")
        #expect(fixture.host.counts.logins == 1)
    }
}
