import Synchronization
import Testing

@testable import SFTP

/// The protocol of one session, without a connection: bytes in, bytes out.
@Suite struct HostConversationTests {
    /// A conversation whose work is done when the test says so.
    private final class Stage {
        let system = MemoryFileSystem()
        let conversation: HostConversation
        private let queue = Work()

        final class Work { var jobs: [() -> WorkerAnswer] = [] }

        init(limits: HostLimits = HostLimits()) {
            let queue = queue
            conversation = HostConversation(session: MemorySession(system), limits: limits) {
                queue.jobs.append($0)
            }
        }

        var waitingJobs: Int { queue.jobs.count }

        func send(_ bytes: [UInt8]) -> Int { bytes.withUnsafeBytes { conversation.take($0) } }

        func work() {
            while !queue.jobs.isEmpty {
                conversation.complete(queue.jobs.removeFirst()())
                conversation.resume()
            }
        }

        /// The packets sent since the last call, without their lengths.
        func answers() -> [[UInt8]] {
            let bytes = conversation.output.withBytes { Array($0) }
            conversation.output.removeFirst(bytes.count)
            var packets: [[UInt8]] = []
            var start = 0
            while case .packet(let range) = PacketFrame(bytes, from: start, limit: .max) {
                packets.append(Array(bytes[range]))
                start = range.upperBound
            }
            return packets
        }

        /// Sends a request, does its work, and answers what came back.
        func ask(_ bytes: [UInt8]...) -> [UInt8] {
            _ = send(framed(bytes.flatMap { $0 }))
            work()
            return answers().last ?? []
        }

        func begin() { _ = ask([1], number32(3)) }

        func open(_ path: String, flags: UInt32 = 0x1B) -> [UInt8] {
            ask([3], number32(1), string(path), number32(flags), number32(0))
        }
    }

    private func status(_ answer: [UInt8]) -> UInt32? {
        guard answer.first == 101 else { return nil }
        return answer[8...].first.map(UInt32.init)
    }

    private func handle(_ answer: [UInt8]) -> [UInt8] { answer.first == 102 ? Array(answer[5...]) : [] }

    @Test func `the first answer names version 3 and the extensions`() {
        let stage = Stage()
        let answer = stage.ask([1], number32(3))
        let extensions = [
            "posix-rename@openssh.com", "1", "fsync@openssh.com", "1", "statvfs@openssh.com", "2",
            "limits@openssh.com", "1",
        ]
        #expect(answer == [2] + number32(3) + extensions.flatMap(string))
    }

    @Test func `requests are answered in order while a worker is busy, byte by byte or all at once`() {
        let write = framed(packet([6], number32(2), number32(4), number32(1), number64(0), string("abc")))
        let requests =
            framed([1] + number32(3))
            + framed(packet([3], number32(1), string("/a"), number32(0x1A), number32(0)))
            + write + framed(packet([4], number32(3), number32(4), number32(1)))
            + framed(packet([7], number32(4), string("/a")))
        for step in [1, 7, requests.count] {
            let stage = Stage()
            var kept: [UInt8] = []
            for start in stride(from: 0, to: requests.count, by: step) {
                kept += requests[start..<min(start + step, requests.count)]
                kept.removeFirst(stage.send(kept))
            }
            #expect(stage.waitingJobs == 1)
            #expect(stage.answers().count == 1)
            stage.work()
            #expect(stage.answers().map(\.[0]) == [102, 101, 101, 105])
            #expect(stage.system.state.withLock { $0.files } == ["/a": Array("abc".utf8)])
            #expect(stage.conversation.isQuiet)
        }
    }

    @Test func `what the session has at hand is answered at once, and only CLOSE waits for a worker`() {
        let stage = Stage()
        stage.system.state.withLock { $0.isAtHand = true }
        stage.begin()
        let requests =
            framed(packet([17], number32(1), string("/a")))
            + framed(packet([3], number32(2), string("/a"), number32(0x1A), number32(0)))
            + framed(packet([6], number32(3), number32(4), number32(1), number64(0), string("abc")))
            + framed(packet([17], number32(4), string("/a")))
            + framed(packet([4], number32(5), number32(4), number32(1)))
            + framed(packet([17], number32(6), string("/a")))
        #expect(stage.send(requests) == requests.count)
        #expect(stage.answers().map(\.[0]) == [101, 102, 101, 105])
        #expect(stage.waitingJobs == 1)
        stage.work()
        #expect(stage.answers().map(\.[0]) == [101, 105])
        #expect(stage.system.state.withLock { $0.files } == ["/a": Array("abc".utf8)])
    }

    @Test func `the begin of a packet that is handed over is worked on with what follows`() {
        let first = framed(packet([7], number32(1), string("/none")))
        let second = framed(packet([7], number32(2), string("/none")))
        for cut in 1..<first.count {
            let stage = Stage()
            stage.begin()
            first[..<cut].withUnsafeBytes { stage.conversation.keep($0) }
            let rest = Array(first[cut...] + second)
            #expect(stage.send(rest) == rest.count)
            #expect(stage.waitingJobs == 1)
            stage.work()
            #expect(stage.answers().map { $0[4] } == [1, 2])
            #expect(stage.conversation.isQuiet)
        }
        // What lies behind the packet that was completed is read where it lies, and so its begin is not taken.
        let stage = Stage()
        stage.begin()
        let limits = framed(packet([200], number32(1), string("limits@openssh.com")))
        limits[..<3].withUnsafeBytes { stage.conversation.keep($0) }
        let rest = Array(limits[3...] + second[..<5])
        #expect(stage.send(rest) == rest.count - 5)
        #expect(stage.answers().map(\.[0]) == [201])
    }

    @Test func `hostile lengths, a second INIT and requests before INIT end the conversation`() {
        for bytes in [
            number32(0), number32(.max), number32(257 * 1024 + 1), framed([1] + number32(3)), framed([1]),
            framed([9, 9]),
        ] {
            let stage = Stage()
            stage.begin()
            _ = stage.send(bytes)
            #expect(stage.conversation.condition != .going)
            #expect(stage.answers().isEmpty)
        }
        for bytes in [framed(packet([7], number32(1), string("/"))), framed([1] + number32(2))] {
            let stage = Stage()
            _ = stage.send(bytes)
            #expect(stage.conversation.condition != .going)
        }
    }

    @Test
    func `a packet cut short, an unknown request and a bad handle are answered and the conversation goes on`()
    {
        let stage = Stage()
        stage.begin()
        #expect(status(stage.ask([7], number32(1), number32(100))) == 5)
        #expect(status(stage.ask([77], number32(1))) == 8)
        for type: UInt8 in [4, 8, 10, 12] {
            #expect(status(stage.ask([type], number32(1), number32(4), number32(99), number32(0))) == 4)
            #expect(status(stage.ask([type], number32(1), string("no handle"), number32(0))) == 4)
        }
        #expect(status(stage.ask([6], number32(1), number32(4), number32(99), number64(0), string("x"))) == 4)
        #expect(status(stage.ask([14], number32(1), string("/d"), number32(0))) == 3)
        #expect(status(stage.ask([19], number32(1), string("/d"))) == 8)
        #expect(status(stage.ask([7], number32(1), string("/none"))) == 2)
        #expect(stage.conversation.condition == .going)
    }

    @Test func `a READ of 4 GB gets no more than the limit, and the end of the file is told`() {
        let stage = Stage()
        stage.begin()
        stage.system.state.withLock { $0.files["/big"] = [UInt8](repeating: 5, count: 400_000) }
        let handle = handle(stage.open("/big", flags: 1))
        let answer = stage.ask([5], number32(1), handle, number64(0), number32(.max))
        #expect(
            answer == [103] + number32(1) + number32(255 * 1024) + [UInt8](repeating: 5, count: 255 * 1024))
        #expect(status(stage.ask([5], number32(1), handle, number64(400_000), number32(.max))) == 1)
        #expect(status(stage.ask([5], number32(1), handle, number64(.max), number32(1))) == 1)
        #expect(status(stage.ask([6], number32(1), handle, number64(0), string("x"))) == 3)
    }

    @Test func `a WRITE of 256 KiB is taken, and limits tells what one packet may hold`() {
        let stage = Stage()
        stage.begin()
        let handle = handle(stage.open("/big"))
        let data = [UInt8](repeating: 7, count: 256 * 1024)
        let answer = stage.ask([6], number32(1), handle, number64(0), number32(256 * 1024), data)
        #expect(status(answer) == 0)
        #expect(stage.system.state.withLock { $0.files["/big"] } == data)
        let limits = stage.ask([200], number32(1), string("limits@openssh.com"))
        #expect(
            limits == [201] + number32(1) + number64(257 * 1024) + number64(255 * 1024)
                + number64(64 * 1024) + number64(64))
    }

    @Test func `a file opened to append takes every write at its end`() {
        let stage = Stage()
        stage.begin()
        stage.system.state.withLock { $0.files["/log"] = Array("one ".utf8) }
        let handle = handle(stage.open("/log", flags: 0x06))
        for text in ["two ", "three"] {
            #expect(status(stage.ask([6], number32(1), handle, number64(0), string(text))) == 0)
        }
        #expect(stage.system.state.withLock { $0.files["/log"] } == Array("one two three".utf8))
    }

    @Test func `two handles of one name read and write side by side`() {
        let stage = Stage()
        stage.begin()
        let writer = handle(stage.open("/both"))
        let reader = handle(stage.open("/both", flags: 1))
        #expect(status(stage.ask([6], number32(1), writer, number64(0), string("abc"))) == 0)
        let answer = stage.ask([5], number32(2), reader, number64(1), number32(9))
        #expect(answer == [103] + number32(2) + string("bc"))
        #expect(status(stage.ask([4], number32(3), writer)) == 0)
        #expect(stage.ask([5], number32(4), reader, number64(0), number32(1)).first == 103)
        #expect(status(stage.ask([4], number32(5), reader)) == 0)
    }

    @Test func `a size that would cut or fill up a file is refused, other attributes change nothing`() {
        let stage = Stage()
        stage.begin()
        stage.system.state.withLock { $0.files["/a"] = Array("abc".utf8) }
        let handle = handle(stage.open("/a", flags: 3))
        for size: UInt64 in [0, 2, 4, 1 << 63] {
            let attributes = number32(1) + number64(size)
            #expect(status(stage.ask([9], number32(1), string("/a"), attributes)) == 8)
            #expect(status(stage.ask([10], number32(1), handle, attributes)) == 8)
        }
        for attributes in [number32(1) + number64(3), number32(4) + number32(0o600), number32(0)] {
            #expect(status(stage.ask([9], number32(1), string("/a"), attributes)) == 0)
            #expect(status(stage.ask([10], number32(1), handle, attributes)) == 0)
        }
        #expect(stage.system.state.withLock { $0.files } == ["/a": Array("abc".utf8)])
    }

    @Test func `links and extensions that are not offered are refused as such`() {
        let stage = Stage()
        stage.begin()
        for name in [
            "hardlink@openssh.com", "expand-path@openssh.com", "copy-data", "lsetstat@openssh.com",
            "users-groups-by-id@openssh.com", "",
        ] {
            let answer = stage.ask([200], number32(1), string(name), string("/a"), string("/b"))
            #expect(status(answer) == 8, "\(name)")
        }
        for type: UInt8 in [19, 20] {
            #expect(status(stage.ask([type], number32(1), string("/a"), string("/b"))) == 8)
        }
    }

    @Test func `no more handles than allowed, and a closed one may be used again`() {
        var limits = HostLimits()
        limits.handlesPerSession = 2
        let stage = Stage(limits: limits)
        stage.begin()
        let first = handle(stage.open("/a"))
        #expect(handle(stage.ask([11], number32(1), string("/"))).count == 8)
        #expect(status(stage.open("/b")) == 4)
        #expect(status(stage.ask([4], number32(1), first)) == 0)
        #expect(status(stage.ask([4], number32(1), first)) == 4)
        #expect(handle(stage.open("/b")).count == 8)
    }

    @Test func `a listing comes in pages and then ends`() {
        let stage = Stage()
        stage.begin()
        stage.system.state.withLock { state in for number in 0..<250 { state.files["/upload/\(number)"] = [] }
        }
        let handle = handle(stage.ask([11], number32(1), string("/upload")))
        let pages = (0..<3).map { _ in Array(stage.ask([12], number32(1), handle)[5..<9]) }
        #expect(pages == [number32(100), number32(100), number32(50)])
        #expect(status(stage.ask([12], number32(1), handle)) == 1)
    }

    @Test func `what was left open is told at the end, and nothing opens while the host stops`() {
        let stage = Stage()
        stage.begin()
        _ = stage.open("/a")
        stage.conversation.isDraining = true
        #expect(status(stage.open("/b")) == 4)
        #expect(stage.conversation.end().count == 1)
        #expect(stage.conversation.handles.count == 0)
    }

    @Test func `random bytes never stop the host`() {
        var generator = SplitMix(state: 20_260_101)
        for _ in 0..<300 {
            let stage = Stage()
            stage.begin()
            for _ in 0..<20 {
                let body = (0..<Int.random(in: 1...60, using: &generator)).map { _ in
                    UInt8.random(in: .min ... .max, using: &generator)
                }
                let type = UInt8.random(in: 1...21, using: &generator)
                _ = stage.send(framed([type] + body))
                stage.work()
                _ = stage.answers()
            }
        }
    }

    private struct SplitMix: RandomNumberGenerator {
        var state: UInt64
        mutating func next() -> UInt64 {
            state &+= 0x9E37_79B9_7F4A_7C15
            var mixed = (state ^ (state >> 30)) &* 0xBF58_476D_1CE4_E5B9
            mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
            return mixed ^ (mixed >> 31)
        }
    }
}
