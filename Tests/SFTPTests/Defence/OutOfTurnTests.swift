import Foundation
import SFTP
import Synchronization
import Testing

/// Messages at the wrong time: nothing but a valid proof reaches a file.
@Suite struct OutOfTurnTests {
    /// The messages of a whole session, each well formed, and those that only a server may send.
    ///
    /// The last lines open a file the right way with the same bytes, so that a host that took them early would
    /// have made the file.
    private static let script = """
        import random, struct, sys
        def text(value): return struct.pack(">I", len(value)) + value
        def number(value): return struct.pack(">I", value)
        def framed(body): return text(body)
        def data(channel, body): return bytes([94]) + number(channel) + text(body)
        first = framed(bytes([1]) + number(3))
        make = framed(bytes([3]) + number(1) + text(b"/upload/early") + number(0x1A) + number(0))
        messages = [
            bytes([5]) + text(b"ssh-connection"), bytes([5]) + text(b"ssh-userauth"), bytes([6]) + text(b"ssh-userauth"),
            bytes([6]) + text(b"ssh-connection"), bytes([51]) + text(b"password") + b"\\0", bytes([52]),
            bytes([53]) + text(b"hello") + text(b""), bytes([60]) + number(0), bytes([61]) + number(0),
            bytes([80]) + text(b"tcpip-forward") + b"\\1" + text(b"") + number(0), bytes([81]), bytes([82]),
            bytes([91]) + number(43) + number(0) + number(1 << 20) + number(32768), bytes([99]) + number(43),
            bytes([50]) + text(b"partner") + text(b"ssh-connection") + text(b"none"),
            bytes([50]) + text(b"partner") + text(b"ssh-connection") + text(b"password") + b"\\0" + text(b"guess"),
            bytes([50]) + text(b"partner") + text(b"ssh-connection") + text(b"publickey") + b"\\1"
                + text(b"ssh-ed25519") + text(key.asbytes()) + text(text(b"ssh-ed25519") + text(bytes(64))),
            bytes([50]) + text(b"partner") + text(b"sftp") + text(b"none"),
        ]
        session = lambda channel: [
            bytes([90]) + text(b"session") + number(channel) + number(1 << 20) + number(32768),
            bytes([98]) + number(channel) + text(b"subsystem") + b"\\0" + text(b"sftp"),
            data(channel, first), data(channel, make),
        ]
        def send(transport, body):
            message = paramiko.Message()
            message.add_bytes(body)
            transport._send_message(message)
        rolls = random.Random(20261123)
        plans = [[message] + session(43) for message in messages]
        plans += [rolls.sample(messages, 3) + session(rolls.choice([0, 43])) for _ in range(20)]
        plans += [rolls.sample(messages + session(43), 8) for _ in range(20)]
        for plan in plans:
            transport = connect()
            try:
                for body in plan: send(transport, body)
            except (OSError, EOFError, paramiko.SSHException): pass
            assert not transport.is_authenticated()
            transport.close()
        print("plans", len(plans))
        """

    @Test func `no sequence of messages without a valid proof reaches a file`() async throws {
        guard await HostFixture.hasPython("paramiko") else { return }
        var limits = HostLimits()
        limits.neverBanned = [try #require(NetworkRange("127.0.0.0/8"))]
        limits.failureDelaySeconds = 0.01
        let fixture = try await HostFixture(limits: limits)
        let run = try await fixture.paramiko(Self.script)
        #expect(run.status == 0 && run.output.contains("plans 58"), "\(run.output)")
        #expect(await eventually { fixture.host.counts.sessions == 0 })
        #expect(fixture.host.counts.logins == 0)
        #expect(fixture.files.state.withLock { $0.files.isEmpty && $0.ended == 0 && $0.openFiles == 0 })

        // The same bytes after a proof make the file.
        let proven = try await fixture.paramiko(
            Self.script + """

                transport = connect()
                assert transport.auth_password("partner", "secret") == []
                channel = transport.open_session(timeout=20)
                assert channel.remote_chanid == 43, channel.remote_chanid
                channel.invoke_subsystem("sftp")
                channel.sendall(first + make)
                assert len(channel.recv(9)) > 0
                transport.close()
                """)
        #expect(proven.status == 0, "\(proven.output)")
        #expect(await eventually { fixture.files.state.withLock { $0.files["/upload/early"] != nil } })
        #expect(fixture.host.counts.logins == 1)
    }

    @Test func `nothing sent ahead of a right proof is taken up after it`() async throws {
        guard await HostFixture.hasPython("paramiko") else { return }
        let fixture = try await HostFixture()
        let run = try await fixture.paramiko(
            Self.script.replacingOccurrences(of: "for plan in plans:", with: "for plan in []:") + """

                transport = connect()
                right = bytes([50]) + text(b"partner") + text(b"ssh-connection") + text(b"password") + b"\\0" + text(b"secret")
                for body in [bytes([5]) + text(b"ssh-userauth"), right] + session(43): send(transport, body)
                transport.join(2)
                transport.close()
                """)
        #expect(run.status == 0, "\(run.output)")
        #expect(await eventually { fixture.host.counts.sessions == 0 })
        #expect(fixture.files.state.withLock { $0.files.isEmpty && $0.openFiles == 0 })
    }
}
