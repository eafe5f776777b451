import Glibc
import SFTP
import Synchronization
import Testing

/// What a loop costs while it has nothing to do but wait for a worker.
@Suite struct QuietLoopTests {
    @Test func `a loop uses no processor time while a worker is busy with a login or a file`() async throws {
        guard await HostFixture.hasPython("paramiko") else { return }
        let watch = LoopWatch()
        let fixture = try await HostFixture(loops: 1, pause: { watch.work($0) })
        watch.files.withLock { $0 = fixture.files }
        // The CLOSE comes with the WRITE before it: the answer to the WRITE is sent while a worker has the CLOSE.
        let run = try await fixture.paramiko(
            """
            import struct
            number = lambda value: struct.pack(">I", value)
            text = lambda value: number(len(value)) + value
            transport = connect()
            transport.auth_publickey("partner", key)
            channel = transport.open_session(timeout=20)
            channel.invoke_subsystem("sftp")
            channel.settimeout(20)
            def ask(*packets):
                channel.sendall(b"".join(text(packet) for packet in packets))
                answers = []
                for _ in packets:
                    count = channel.recv(4)
                    while len(count) < 4: count += channel.recv(4 - len(count))
                    answer = b""
                    while len(answer) < struct.unpack(">I", count)[0]: answer += channel.recv(1)
                    answers.append(answer)
                return answers
            ask(b"\\x01" + number(3))
            for name in (b"/upload/one", b"/upload/two"):
                handle = ask(b"\\x03" + number(1) + text(name) + number(0x1A) + number(0))[0][5:]
                write = b"\\x06" + number(2) + handle + bytes(8) + text(b"x" * 1000)
                for answer in ask(write, b"\\x04" + number(3) + handle): assert answer[5:9] == bytes(4), answer
            transport.close()
            """)
        #expect(run.status == 0, "\(run.output)")
        let used = watch.used.all
        #expect(used.count { $0.what == "close" } == 2 && used.count { $0.what == "login" } > 0)
        for (what, seconds) in used {
            #expect(seconds < LoopWatch.workSeconds / 5, "the loop used \(seconds) s during a \(what)")
        }
    }
}

/// Works hard on the worker's thread, and looks how much the loop used meanwhile.
private final class LoopWatch: Sendable {
    static let workSeconds = 0.1

    let files = Mutex<MemoryFileSystem?>(nil)
    let used = SharedList<(what: String, seconds: Double)>()

    func work(_ what: String) {
        guard what == "close" || what == "login" else { return }
        guard let clock = files.withLock({ $0 })?.state.withLock({ $0.loopClock }) else { return }
        let before = Self.seconds(of: clock)
        let end = Self.seconds(of: CLOCK_THREAD_CPUTIME_ID) + Self.workSeconds
        while Self.seconds(of: CLOCK_THREAD_CPUTIME_ID) < end {}
        used.append((what, Self.seconds(of: clock) - before))
    }

    private static func seconds(of clock: clockid_t) -> Double {
        var time = timespec()
        clock_gettime(clock, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }
}
