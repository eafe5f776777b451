import Foundation
import SFTP
import Synchronization
import Testing

/// The host behind a load balancer that tells the client's address.
@Suite struct ProxyTests {
    /// Sends a header and then passes on both ways: what a load balancer does, as a command of OpenSSH's client.
    private static let relay = """
        import os, socket, sys, threading
        s = socket.create_connection(("127.0.0.1", int(sys.argv[1])))
        header = bytes.fromhex(sys.argv[2])
        for byte in header: s.sendall(bytes([byte]))
        def up():
            while True:
                data = os.read(0, 65536)
                if not data: break
                s.sendall(data)
            s.shutdown(socket.SHUT_WR)
        threading.Thread(target=up, daemon=True).start()
        while True:
            data = s.recv(65536)
            if not data: break
            os.write(1, data)
        """

    private func sftp(_ fixture: HostFixture, header: [UInt8], options: [String] = []) async throws -> (
        status: Int32, output: String
    ) {
        let script = try fixture.localFile("relay.py", Array(Self.relay.utf8))
        let hex = header.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
        return try await fixture.sftp(
            ["ls /"],
            options: ["-o", "ProxyCommand=python3 \(script) \(fixture.host.port) '\(hex)'"] + options)
    }

    private static func text(_ client: String) -> [UInt8] {
        Array("PROXY TCP4 \(client) 198.51.100.1 40000 22\r\n".utf8)
    }

    private static let binary: [UInt8] =
        [0x0D, 0x0A, 0x0D, 0x0A, 0, 0x0D, 0x0A, 0x51, 0x55, 0x49, 0x54, 0x0A, 0x21, 0x11, 0, 16]
        + [203, 0, 113, 77, 198, 51, 100, 1, 1, 2, 0, 22] + [4, 0, 1, 7]

    private func fixture(bans: [SourceBan] = [], limits: HostLimits = HostLimits()) async throws
        -> HostFixture
    {
        try await HostFixture(
            limits: limits, proxies: [try #require(NetworkRange("127.0.0.0/8"))], bans: bans)
    }

    @Test(arguments: [text("203.0.113.9"), binary])
    func `behind a proxy the client's own address counts`(header: [UInt8]) async throws {
        let fixture = try await fixture()
        let run = try await sftp(fixture, header: header)
        #expect(run.status == 0, "\(run.output)")
        let peers = fixture.files.state.withLock { $0.peers }
        #expect(peers.allSatisfy { $0.hasPrefix("203.0.113.") } && !peers.isEmpty, "\(peers)")
        #expect(await eventually { fixture.host.counts.sessions == 0 })
    }

    @Test func `a ban holds for the client, not for the proxy`() async throws {
        let ban = SourceBan(source: "203.0.113.9", remaining: .seconds(600), count: 1, reason: "before")
        let fixture = try await fixture(bans: [ban])
        #expect(try await sftp(fixture, header: Self.text("203.0.113.9")).status != 0)
        #expect(try await sftp(fixture, header: Self.text("203.0.113.10")).status == 0)
        #expect(fixture.host.counts.dropped == ["banned": 1])
    }

    @Test func `without a header, or with a wrong one, a listed proxy is refused`() async throws {
        let fixture = try await fixture()
        #expect(try await fixture.sftp(["ls /"]).status != 0)
        #expect(try await sftp(fixture, header: Array("PROXY TCP4 nonsense\r\n".utf8)).status != 0)
        #expect(fixture.host.counts.dropped == ["proxy": 2])
        #expect(fixture.host.counts.connections == 0)
    }

    @Test func `a proxy that dawdles hinders nobody`() async throws {
        let fixture = try await fixture()
        let half = try fixture.localFile(
            "half.py",
            Array(
                """
                import socket, subprocess, sys
                held = [socket.create_connection(("127.0.0.1", \(fixture.host.port))) for _ in range(50)]
                for s in held: s.sendall(b"PROXY TCP4 203.")
                sys.exit(subprocess.run(sys.argv[1:]).returncode)
                """.utf8))
        let relay = try fixture.localFile("relay.py", Array(Self.relay.utf8))
        let hex = Self.text("203.0.113.9").map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
        let batch = try fixture.localFile("batch", Array("ls /".utf8))
        let run = try await HostFixture.run(
            ["python3", half, "sftp", "-b", batch] + fixture.clientOptions
                + ["-o", "ProxyCommand=python3 \(relay) \(fixture.host.port) '\(hex)'", "partner@127.0.0.1"])
        #expect(run.status == 0, "\(run.output)")
    }

    @Test func `a header from anybody else is no client's identification`() async throws {
        let fixture = try await HostFixture()
        #expect(try await sftp(fixture, header: Self.text("203.0.113.9")).status != 0)
        #expect(fixture.host.counts.logins == 0)
        #expect(await eventually { fixture.host.counts.sessions == 0 && fixture.host.counts.probes == 1 })
    }
}
