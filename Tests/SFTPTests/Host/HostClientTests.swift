import Foundation
import SFTP
import Synchronization
import Testing

/// The host in front of real clients, on loopback.
@Suite struct HostClientTests {
    @Test func `OpenSSH logs in with a key and puts, lists, gets, renames and removes`() async throws {
        let fixture = try await HostFixture()
        let content = (0..<300_000).map { UInt8(truncatingIfNeeded: $0 &* 31) }
        let local = try fixture.localFile("order.edi", content)
        let back = fixture.folder + "/back.edi"
        let run = try await fixture.sftp([
            "put -p \(local) /upload/order.edi.filepart",
            "rename /upload/order.edi.filepart /upload/order.edi",
            "ls -l /upload", "get /upload/order.edi \(back)", "put \(local) /upload/other.edi",
            "rm /upload/other.edi",
            "df /upload", "pwd",
        ])
        #expect(run.status == 0, "\(run.output)")
        #expect(run.output.contains("300000") && run.output.contains("order.edi"))
        #expect(try Data(contentsOf: URL(fileURLWithPath: back)) == Data(content))
        #expect(fixture.files.state.withLock { $0.files } == ["/upload/order.edi": content])
        #expect(
            await eventually {
                fixture.files.state.withLock { $0.ended == 1 && $0.abandoned == 0 && $0.openFiles == 0 }
            })
        #expect(await eventually { fixture.host.counts.sessions == 0 && fixture.host.counts.handles == 0 })
        #expect(fixture.host.counts.logins == 1)
        #expect(fixture.host.counts.bytesIn == 600_000 && fixture.host.counts.bytesOut == 300_000)
    }

    @Test func `what the host does not offer is refused and the session goes on`() async throws {
        let fixture = try await HostFixture()
        let local = try fixture.localFile("a", [1, 2, 3])
        let run = try await fixture.sftp([
            "-mkdir /new", "-rmdir /upload", "-ln -s /upload /x", "-ln /upload/a /upload/b",
            "-get /upload/none \(local)2",
            "put -f \(local) /upload/a", "chmod 600 /upload/a", "-chmod 600 /upload/none",
        ])
        #expect(run.status == 0, "\(run.output)")
        #expect(fixture.files.state.withLock { $0.files } == ["/upload/a": [1, 2, 3]])
        #expect(fixture.files.state.withLock { $0.synchronised } == 1)
        let shell = try await HostFixture.run(
            ["ssh", "-p", "\(fixture.host.port)"] + fixture.clientOptions + ["partner@127.0.0.1", "id"])
        #expect(shell.status != 0)
    }

    @Test func `keys are renewed in the middle of a transfer`() async throws {
        let fixture = try await HostFixture()
        let content = [UInt8](repeating: 7, count: 6 << 20)
        let local = try fixture.localFile("large", content)
        let run = try await fixture.sftp(
            ["put \(local) /upload/large", "get /upload/large \(local).back"],
            options: ["-o", "RekeyLimit=1M"])
        #expect(run.status == 0, "\(run.output)")
        #expect(try Data(contentsOf: URL(fileURLWithPath: local + ".back")) == Data(content))
    }

    @Test func `several sessions work side by side`() async throws {
        let fixture = try await HostFixture()
        let local = try fixture.localFile("part", [UInt8](repeating: 42, count: 100_000))
        let statuses = try await withThrowingTaskGroup(of: Int32.self) { group in
            for number in 0..<8 {
                group.addTask {
                    try await fixture.sftp(["put \(local) /upload/\(number)", "ls -l /upload"]).status
                }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(statuses == [Int32](repeating: 0, count: 8))
        #expect(fixture.files.state.withLock { $0.files.count } == 8)
        #expect(await eventually { fixture.files.state.withLock { $0.ended == 8 && $0.endedTooEarly == 0 } })
    }

    @Test func `a client killed in the middle of an upload leaves an abandoned file and no close`()
        async throws
    {
        let fixture = try await HostFixture()
        let local = try fixture.localFile("slow", [UInt8](repeating: 1, count: 64 << 20))
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        let batch = try fixture.localFile("batch", Array("put \(local) /upload/slow".utf8))
        process.arguments =
            ["sftp", "-l", "8000", "-b", batch, "-P", "\(fixture.host.port)"] + fixture.clientOptions + [
                "partner@127.0.0.1"
            ]
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        #expect(
            await eventually { fixture.files.state.withLock { ($0.files["/upload/slow"]?.count ?? 0) > 0 } })
        kill(process.processIdentifier, SIGKILL)
        #expect(await eventually { fixture.files.state.withLock { $0.ended == 1 } })
        let state = fixture.files.state.withLock { ($0.abandoned, $0.closed, $0.endedTooEarly, $0.openFiles) }
        #expect(state == (1, 0, 0, 0))
        #expect(await eventually { fixture.host.counts.sessions == 0 && fixture.host.counts.handles == 0 })
    }

    @Test func `a client that stops reading is held back, and ends when it was silent for too long`()
        async throws
    {
        var limits = HostLimits()
        limits.idleSeconds = 2
        let fixture = try await HostFixture(limits: limits)
        let size = 64 << 20
        fixture.files.state.withLock { $0.files["/big"] = [UInt8](repeating: 1, count: size) }
        let batch = try fixture.localFile("batch", Array("get /big \(fixture.folder)/got\n".utf8))
        let client = Process()
        client.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        client.arguments =
            ["sftp", "-q", "-b", batch, "-P", "\(fixture.host.port)"] + fixture.clientOptions
            + ["partner@127.0.0.1"]
        client.standardOutput = FileHandle.nullDevice
        client.standardError = FileHandle.nullDevice
        try client.run()
        #expect(await eventually { fixture.host.counts.bytesOut > 0 })
        #expect(client.suspend())
        #expect(await eventually { fixture.host.counts.sessions == 0 })
        // What was on its way: the pipe, the sockets and the channel's window, and not the file.
        #expect(fixture.host.counts.bytesOut < UInt64(size))
        #expect(await eventually { fixture.files.state.withLock { $0.abandoned } == 1 })
        #expect(client.resume())
        client.terminate()
        client.waitUntilExit()
    }

    @Test func `a host that stops waits for an open file`() async throws {
        let closing = Mutex(false)
        let mayClose = Mutex(false)
        let fixture = try await HostFixture { step in
            guard step == "close" else { return }
            closing.withLock { $0 = true }
            while !mayClose.withLock({ $0 }) { Thread.sleep(forTimeInterval: 0.002) }
        }
        let local = try fixture.localFile("a", [9])
        async let run = fixture.sftp(["put \(local) /upload/a"])
        #expect(await eventually { closing.withLock { $0 } })
        let stopped = Mutex(false)
        await withCheckedContinuation { begun in
            Thread.detachNewThread {
                begun.resume()
                fixture.host.stop(drainingFor: 20)
                stopped.withLock { $0 = true }
            }
        }
        mayClose.withLock { $0 = true }
        #expect(try await run.status == 0)
        #expect(await eventually { stopped.withLock { $0 } })
        #expect(fixture.files.state.withLock { $0.closed == 1 && $0.abandoned == 0 && $0.ended == 1 })
    }
}
