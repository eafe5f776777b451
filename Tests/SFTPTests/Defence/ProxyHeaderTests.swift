import Glibc
import Testing

@testable import SFTP

/// The header that load balancers send ahead of a connection.
@Suite struct ProxyHeaderTests {
    static let signature: [UInt8] = [0x0D, 0x0A, 0x0D, 0x0A, 0, 0x0D, 0x0A, 0x51, 0x55, 0x49, 0x54, 0x0A]

    static func binary(_ command: UInt8, _ family: UInt8, _ rest: [UInt8], length: Int? = nil) -> [UInt8] {
        let count = length ?? rest.count
        return signature + [command, family, UInt8(count >> 8), UInt8(count & 0xFF)] + rest
    }

    private static let four: [UInt8] = [203, 0, 113, 9, 198, 51, 100, 1, 0xDC, 0x04, 0, 22]
    private static let six: [UInt8] =
        [0x20, 1, 0x0D, 0xB8] + [UInt8](repeating: 0, count: 11) + [9] + [UInt8](repeating: 1, count: 16)
        + [1, 2, 0, 22]

    static let good: [(bytes: [UInt8], client: String?)] = [
        (Array("PROXY TCP4 203.0.113.9 198.51.100.1 56324 22\r\n".utf8), "203.0.113.9"),
        (Array("PROXY TCP6 2001:db8::9 2001:db8::1 0 65535\r\n".utf8), "2001:db8::9"),
        (Array("PROXY UNKNOWN\r\n".utf8), nil),
        (Array("PROXY UNKNOWN ffff::1 ffff::2 1 2\r\n".utf8), nil),
        (binary(0x21, 0x11, four), "203.0.113.9"), (binary(0x21, 0x21, six), "2001:db8::9"),
        // With fields behind the addresses, which are skipped.
        (binary(0x21, 0x11, four + [0x03, 0, 4, 1, 2, 3, 4, 0x20, 0, 0]), "203.0.113.9"),
        (binary(0x20, 0x00, []), nil), (binary(0x20, 0x11, four), nil), (binary(0x20, 0xFF, [9, 9]), nil),
        (binary(0x21, 0x00, []), nil), (binary(0x21, 0x00, four), nil),
    ]

    static let wrong: [[UInt8]] =
        [
            "SSH-2.0-OpenSSH_9.2\r\n", "GET / HTTP/1.1\r\n", "PROXY TCP4 203.0.113.9 198.51.100.1 56324 22\n",
            "PROXY TCP4 203.0.113.9 198.51.100.1 56324\r\n",
            "PROXY TCP4 203.0.113.9 198.51.100.1 56324 99999\r\n",
            "PROXY TCP4 203.0.113.9 198.51.100.1  56324 22\r\n", "PROXY TCP4 2001:db8::9 2001:db8::1 1 2\r\n",
            "PROXY TCP6 203.0.113.9 198.51.100.1 1 2\r\n", "PROXY TCP4 host 198.51.100.1 1 2\r\n",
            "PROXY UDP4 203.0.113.9 198.51.100.1 1 2\r\n", "PROXY \r\n",
            "PROXY TCP4 1.2.3.4 1.2.3.4 +1 2\r\n",
            "PROXY TCP4 1.2.3.4 1.2.3.4 01 2\r\n", "PROXY tcp4 1.2.3.4 1.2.3.4 1 2\r\n", "proxy TCP4",
            "PROXY TCP4 " + String(repeating: "1", count: 200),
        ].map { Array($0.utf8) }
        + [
            binary(0x11, 0x11, four), binary(0x22, 0x11, four), binary(0x21, 0x12, four),
            binary(0x21, 0x31, four),
            binary(0x21, 0x11, Array(four.dropLast())), binary(0x21, 0x21, four),
            binary(0x21, 0x11, [], length: 5_000),
        ]

    @Test(arguments: good)
    func `a header says whose connection it is, and its bytes end where the client's begin`(
        bytes: [UInt8], client: String?
    ) throws {
        let behind = Array("SSH-2.0-client\r\n".utf8)
        let origin = try client.map { ProxyHeader.Origin.client(try #require(NetworkAddress($0))) } ?? .proxy
        let whole = ProxyHeader.Reading.complete(ProxyHeader(origin: origin, byteCount: bytes.count))
        #expect(ProxyHeader.read(bytes) == whole)
        #expect(ProxyHeader.read(bytes + behind) == whole)
        for count in 0..<bytes.count {
            #expect(ProxyHeader.read(Array(bytes.prefix(count))) == .incomplete, "after \(count) bytes")
        }
    }

    @Test(arguments: wrong)
    func `what is no header is refused, with a reason`(bytes: [UInt8]) {
        guard case .wrong(let reason) = ProxyHeader.read(bytes) else {
            Issue.record("\(bytes) was read as \(ProxyHeader.read(bytes))")
            return
        }
        #expect(!reason.isEmpty)
    }

    @Test func `whatever comes is read the same at once and byte by byte, and never beyond its end`() {
        let seed = getenv("SEED").flatMap { UInt64(String(cString: $0)) } ?? 4
        var numbers = Numbers(state: seed)
        for round in 0..<20_000 {
            var bytes = Self.good.randomElement(using: &numbers)?.bytes ?? []
            for _ in 0..<Int.random(in: 0...3, using: &numbers) where !bytes.isEmpty {
                let place = Int.random(in: 0..<bytes.count, using: &numbers)
                switch Int.random(in: 0..<3, using: &numbers) {
                case 0: bytes[place] = UInt8.random(in: 0...255, using: &numbers)
                case 1: bytes.remove(at: place)
                default: bytes.insert(UInt8.random(in: 0...255, using: &numbers), at: place)
                }
            }
            let whole = ProxyHeader.read(bytes)
            if case .complete(let header) = whole { #expect(header.byteCount <= bytes.count) }
            var first = ProxyHeader.Reading.incomplete
            for count in 0...bytes.count {
                first = ProxyHeader.read(Array(bytes.prefix(count)))
                if first != .incomplete { break }
            }
            switch (whole, first) {
            case (.wrong, .wrong): break
            default: #expect(whole == first, "round \(round) of SEED=\(seed): \(bytes)")
            }
        }
    }

    private struct Numbers: RandomNumberGenerator {
        var state: UInt64

        mutating func next() -> UInt64 {
            state &+= 0x9E37_79B9_7F4A_7C15
            var mixed = (state ^ (state >> 30)) &* 0xBF58_476D_1CE4_E5B9
            mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
            return mixed ^ (mixed >> 31)
        }
    }
}

/// Headers as they come over the wire.
@Suite struct ProxyLobbyTests {
    private let proxy = NetworkAddress(high: 0, low: 0xFFFF_7F00_0001)
    private let header = Array("PROXY TCP4 203.0.113.9 198.51.100.1 56324 22\r\n".utf8)

    private func pair() throws -> (ours: Int32, theirs: Int32) {
        var pair: [Int32] = [0, 0]
        try #require(socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0, &pair) == 0)
        return (pair[0], pair[1])
    }

    @Test func `a header in pieces is put together, and what follows it is left to the reader`() throws {
        let (ours, theirs) = try pair()
        defer {
            close(ours)
            close(theirs)
        }
        var lobby = ProxyLobby()
        let whenFull = lobby.add(ours, from: proxy, at: .now)
        #expect(whenFull == nil)
        for byte in header.dropLast() {
            _ = [byte].withUnsafeBytes { write(theirs, $0.baseAddress, 1) }
            let early = lobby.read(ours)
            #expect(early == nil)
        }
        let rest = [header[header.count - 1]] + Array("SSH-2.0".utf8)
        _ = rest.withUnsafeBytes { write(theirs, $0.baseAddress, $0.count) }
        let client = try #require(NetworkAddress("203.0.113.9"))
        let outcome = lobby.read(ours)
        #expect(outcome == .entered(descriptor: ours, proxy: proxy, .client(client)))
        #expect(lobby.descriptors.isEmpty)
        var buffer = [UInt8](repeating: 0, count: 64)
        #expect(read(ours, &buffer, 64) == 7)
        #expect(Array(buffer.prefix(7)) == Array("SSH-2.0".utf8))
    }

    @Test func `who sends no header, half of one or a wrong one is closed; silence needs no reason`() throws {
        let start = ContinuousClock.now
        for (sent, closes) in [
            ("", false), ("PROXY TC", false), ("SSH-2.0-x\r\n", false), ("", true), ("PR", true),
        ] {
            let (ours, theirs) = try pair()
            var lobby = ProxyLobby()
            _ = lobby.add(ours, from: proxy, at: start)
            _ = Array(sent.utf8).withUnsafeBytes { write(theirs, $0.baseAddress, $0.count) }
            if closes { close(theirs) }
            var outcome = lobby.read(ours)
            if closes, outcome == nil { outcome = lobby.read(ours) }
            if outcome == nil {
                let tooEarly = lobby.expire(at: start + .seconds(4.9))
                #expect(tooEarly.isEmpty)
                outcome = lobby.expire(at: start + .seconds(5)).first
            }
            guard case .refused(_, let reason) = outcome else {
                Issue.record("\(sent): \(String(describing: outcome))")
                continue
            }
            #expect((reason == nil) == sent.isEmpty)
            #expect(lobby.descriptors.isEmpty && lobby.nextDeadline == nil)
            if !closes {
                var byte: UInt8 = 0
                // Unread bytes make the close a reset.
                #expect(read(theirs, &byte, 1) <= 0)
                close(theirs)
            }
        }
    }

    @Test func `the lobby has room for so many, and who has waited longest goes`() throws {
        var lobby = ProxyLobby()
        var outcomes: [ProxyLobby.Outcome] = []
        var others: [Int32] = []
        for _ in 0..<520 {
            let (ours, theirs) = try pair()
            others.append(theirs)
            if let outcome = lobby.add(ours, from: proxy, at: .now) { outcomes.append(outcome) }
        }
        #expect(outcomes.count == 8 && lobby.descriptors.count == 512)
        lobby.close()
        #expect(lobby.descriptors.isEmpty)
        for other in others { close(other) }
    }
}
