import Foundation
import SFTP
import Synchronization
import Testing

/// The host serves files and nothing else, whatever OpenSSH's client is told to ask for.
@Suite struct OnlyFilesTests {
    private func ssh(_ fixture: HostFixture, _ options: [String], _ command: [String] = []) async throws -> (
        status: Int32, output: String
    ) {
        try await HostFixture.run(
            ["timeout", "20", "ssh", "-p", "\(fixture.host.port)"] + fixture.clientOptions
                + ["-o", "LogLevel=VERBOSE"] + options + ["partner@127.0.0.1"] + command)
    }

    @Test(arguments: [
        (["-T"], ["true"], "exec request failed"), (["-T"], [], "shell request failed"),
        (["-tt"], [], "PTY allocation request failed"), (["-tt"], ["true"], "PTY allocation request failed"),
        (["-W", "127.0.0.1:22"], [], "stdio forwarding failed"),
        (
            ["-N", "-o", "ExitOnForwardFailure=yes", "-R", "0:127.0.0.1:22"], [],
            "remote port forwarding failed"
        ),
        (
            ["-N", "-o", "ExitOnForwardFailure=yes", "-R", "/nowhere/socket:127.0.0.1:22"], [],
            "forwarding failed"
        ),
        (["-s"], ["shell"], "subsystem request failed"), (["-s"], ["netconf"], "subsystem request failed"),
    ])
    func `exec, shell, terminal, forwarding and other subsystems are refused`(
        options: [String], command: [String], said: String
    ) async throws {
        let fixture = try await HostFixture()
        let run = try await ssh(fixture, options, command)
        #expect(run.status == 255, "\(run)")
        #expect(run.output.contains(said), "\(run.output)")
        #expect(fixture.host.counts.logins == 1)
        #expect(await eventually { fixture.host.counts.sessions == 0 })
    }

    @Test func `a local forwarding gets no connection through`() async throws {
        let fixture = try await HostFixture()
        let script = try fixture.localFile(
            "forward.py",
            Array(
                """
                import socket, subprocess, sys
                probe = socket.socket(); probe.bind(("127.0.0.1", 0)); port = probe.getsockname()[1]; probe.close()
                ssh = subprocess.Popen(sys.argv[1:] + ["-N", "-v", "-L", f"{port}:127.0.0.1:22", "partner@127.0.0.1"],
                                       stdin=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
                for line in ssh.stderr:
                    if "Entering interactive session" in line: break
                through = socket.create_connection(("127.0.0.1", port)); through.settimeout(20)
                assert through.recv(1) == b"", "something answered"
                for line in ssh.stderr:
                    if "administratively prohibited" in line or "open failed" in line: break
                else: sys.exit("the host did not refuse")
                ssh.kill()
                """.utf8))
        let run = try await HostFixture.run(
            ["timeout", "30", "python3", script, "ssh", "-p", "\(fixture.host.port)"] + fixture.clientOptions
                + ["-o", "LogLevel=DEBUG1"])
        #expect(run.status == 0, "\(run.output)")
        #expect(await eventually { fixture.host.counts.sessions == 0 })
    }

    @Test func `an old scp, which runs a command, is refused`() async throws {
        let fixture = try await HostFixture()
        let local = try fixture.localFile("order.edi", [1, 2, 3])
        let run = try await HostFixture.run(
            ["timeout", "20", "scp", "-O", "-P", "\(fixture.host.port)"] + fixture.clientOptions
                + [local, "partner@127.0.0.1:/upload/order.edi"])
        #expect(run.status != 0, "\(run.output)")
        #expect(fixture.files.state.withLock { $0.files.isEmpty })
        #expect(await eventually { fixture.host.counts.sessions == 0 })
    }

    @Test func `environment, agent and display are refused, and files work on`() async throws {
        let fixture = try await HostFixture()
        let run = try await fixture.sftp(
            ["ls /"],
            options: [
                "-o", "SetEnv=LD_PRELOAD=evil.so", "-o", "ForwardAgent=yes", "-o", "ForwardX11=yes",
                "-o",
                "ForwardX11Trusted=yes",
            ])
        #expect(run.status == 0, "\(run.output)")
        #expect(await eventually { fixture.host.counts.sessions == 0 })
    }
}
