import Cryptography
import Foundation
import Spool
import Testing

@testable import SFTP
@testable import Transports

/// Names and offsets that attackers try, through the protocol and the mailbox behind it.
@Suite struct OddNamesTests {
    /// A conversation whose work is done at once.
    private final class Line {
        let conversation: HostConversation
        private let queue = Work()

        final class Work { var jobs: [() -> WorkerAnswer] = [] }

        init(_ session: any HostSession) {
            let queue = queue
            conversation = HostConversation(session: session, limits: HostLimits()) { queue.jobs.append($0) }
            _ = ask([1] + number32(3))
        }

        /// The packet that answers a request.
        func ask(_ body: [UInt8]) -> [UInt8] {
            let bytes = number32(UInt32(body.count)) + body
            _ = bytes.withUnsafeBytes { conversation.take($0) }
            while !queue.jobs.isEmpty {
                conversation.complete(queue.jobs.removeFirst()())
                conversation.resume()
            }
            let answer = conversation.output.withBytes { Array($0.dropFirst(4)) }
            conversation.output.removeFirst(answer.count + 4)
            return answer
        }

        func openToWrite(_ path: [UInt8]) -> [UInt8] {
            ask([3] + number32(1) + text(path) + number32(0x1A) + number32(0))
        }

        func write(_ handle: [UInt8], at offset: UInt64, _ bytes: [UInt8]) -> [UInt8] {
            ask(
                [6] + number32(1) + handle + number32(UInt32(offset >> 32))
                    + number32(UInt32(truncatingIfNeeded: offset)) + text(bytes))
        }

        private func text(_ bytes: [UInt8]) -> [UInt8] { number32(UInt32(bytes.count)) + bytes }

        private func number32(_ value: UInt32) -> [UInt8] {
            withUnsafeBytes(of: value.bigEndian) { Array($0) }
        }
    }

    /// What stands in the middle of a name, before, behind and between other letters.
    private static let parts: [[UInt8]] =
        [
            "", ".", "..", "...", "../", "../../", "/..", "%2f", "%2e%2e%2f", "%00", "..%2f..%2fetc", "\\",
            "..\\", "C:\\",
            "-", "--", "-rf", "~", "~root", "$HOME", "`id`", "$(id)", ";id", "|id", "&", "*", "?", "[a]",
            "{a,b}", "'", "\"",
            " ", "  ", "é", "e\u{301}", "\u{212B}", "\u{202E}", "\u{200B}", "\u{FEFF}",
            "\u{FF0E}\u{FF0E}\u{FF0F}", "\u{2215}",
            "😀", "CON", "aux", "con.", "NUL:", "a:b", "<script>", "\u{0}", "\n", "\r\n", "\t", "\u{1B}[31m",
            "\u{7F}",
            "\u{9B}", "\u{85}", "/etc/passwd", "//", "/./", "a/b", "staging", ".part", "state/lock",
            "proc/self/environ",
        ].map { Array($0.utf8) } + [
            [0xE9], [0xFF, 0xFE], [0xC0, 0xAF], [0xC0, 0xAE, 0xC0, 0xAE], [0xED, 0xA0, 0x80],
            [0xF5, 0x80, 0x80, 0x80],
            [0xE2, 0x82], [UInt8](repeating: 0x61, count: 251), [UInt8](repeating: 0x61, count: 252),
            [UInt8](repeating: 0x61, count: 5_000), Array(String(repeating: "é", count: 126).utf8),
        ]

    private static let names = parts.flatMap { part in
        [part, Array("a".utf8) + part, part + Array("a".utf8)].map { $0 + Array(".edi".utf8) }
    }

    private func below(_ folder: String) throws -> Set<String> {
        Set(try FileManager.default.subpathsOfDirectory(atPath: folder))
    }

    @Test func `two hundred names are each taken as a label or refused with a sentence, and none is a path`()
        throws
    {
        #expect(Self.names.count >= 200)
        let fixture = try MailboxFixture()
        let line = Line(try fixture.session())
        let before = try below(fixture.folder).filter { !$0.hasPrefix("Spool") }
        var labels: [[UInt8]] = []
        for (index, name) in Self.names.enumerated() {
            let answer = line.openToWrite(Array("/upload/".utf8) + name)
            if answer.first == 102 {
                let handle = Array(answer[5...])
                #expect(line.write(handle, at: 0, Array("file \(index)".utf8))[8] == 0)
                #expect(line.ask([4, 0, 0, 0, 1] + handle)[8] == 0)
                labels.append(name)
            } else {
                // A status with a code that is an error, and a sentence.
                #expect(
                    answer.first == 101 && (2...8).contains(answer[8]) && answer.count > 23,
                    "\(name) \(answer)")
            }
            let isPlain = String(validating: name, as: UTF8.self).map { text in
                !text.unicodeScalars.contains {
                    $0.value < 0x20 || (0x7F...0x9F).contains($0.value) || $0 == "/"
                }
            }
            if isPlain != true || name.count > 255 {
                // What is left below /upload when `.` and `..` are resolved.
                let rest = name.split(separator: UInt8(ascii: "/")).reduce(into: [ArraySlice<UInt8>]()) {
                    if $1 == [46, 46] { _ = $0.popLast() } else if $1 != [46] { $0.append($1) }
                }
                #expect(answer.first == 101 || rest.count == 1, "\(name)")
            }
        }
        #expect(labels.count > 100 && labels.count < Self.names.count - 30)
        #expect(line.conversation.condition == .going)
        #expect(try below(fixture.folder).filter { !$0.hasPrefix("Spool") } == before)
        let ours = Set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-/")
        for path in try below(fixture.layout.root) {
            #expect(
                path.allSatisfy(ours.contains) && !path.contains("edi") && !path.contains(".."), "\(path)")
        }
    }

    @Test func `a Latin-1 name is refused with a sentence that says why`() throws {
        let answer = Line(try MailboxFixture().session()).openToWrite(
            Array("/upload/M".utf8) + [0xFC] + Array("ller.edi".utf8))
        #expect(answer.first == 101)
        #expect(String(decoding: answer, as: UTF8.self).contains("the name is not valid UTF-8"))
    }

    @Test(arguments: [1, 4_097, 1 << 31, 1 << 62, 1 << 63, .max - 1, .max] as [UInt64])
    func `a write far behind the end takes no room and makes no whole file`(offset: UInt64) throws {
        let fixture = try MailboxFixture()
        let line = Line(try fixture.session())
        let opened = line.openToWrite(Array("/upload/sparse.edi".utf8))
        try #require(opened.first == 102)
        let handle = Array(opened[5...])
        let written = line.write(handle, at: offset, [1, 2])
        #expect(written[8] != 0 || offset == 1)
        #expect(line.ask([4, 0, 0, 0, 1] + handle)[8] != 0 || offset > 4_096)
        #expect(fixture.reception.taken.allSatisfy { $0.byteCount == 0 })
        for path in try below(fixture.layout.staging) {
            let attributes = try FileManager.default.attributesOfItem(
                atPath: fixture.layout.staging + "/" + path)
            #expect(((attributes[.size] as? Int) ?? 0) <= 4_096, "\(path)")
        }
    }

    @Test func `the work for a wrong password is the same for a name that nobody has`() throws {
        let fixture = try MailboxFixture(
            hosted: ["password: secret://env/ACME"], secrets: ["ACME": PasswordHash.make("correct horse")])
        func cost(_ user: String) -> UInt64 {
            let began = computed()
            _ = fixture.host.logIn(
                LoginAttempt(user: user, peer: "192.0.2.7", credential: .password("guess")))
            return computed() - began
        }
        var known: [UInt64] = []
        var unknown: [UInt64] = []
        for _ in 0..<15 {
            known.append(cost("acme"))
            unknown.append(cost("nobody"))
        }
        let ratio = Double(known.sorted()[7]) / Double(unknown.sorted()[7])
        #expect((0.75...1.33).contains(ratio), "\(ratio)")
    }

    /// The time this thread has computed, in nanoseconds: what other processes do does not count.
    private func computed() -> UInt64 {
        var time = timespec()
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
    }
}
