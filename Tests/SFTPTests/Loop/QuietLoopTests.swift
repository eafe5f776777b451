import Glibc
import SFTP
import Synchronization
import Testing

/// What a loop costs while it has nothing to do but wait for a worker.
@Suite struct QuietLoopTests {
    @Test func `a loop uses no processor time while a worker is busy with a login or a file`() async throws {
        let watch = LoopWatch()
        let fixture = try await HostFixture(loops: 1, pause: { watch.work($0) })
        watch.files.withLock { $0 = fixture.files }
        let local = try fixture.localFile("order.edi", [UInt8](repeating: 1, count: 4_096))
        let run = try await fixture.sftp(["put \(local) /upload/one", "put \(local) /upload/two"])
        #expect(run.status == 0, "\(run.output)")
        let used = watch.used.all
        #expect(used.map(\.what).sorted() == ["close", "close", "login", "login"])
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
