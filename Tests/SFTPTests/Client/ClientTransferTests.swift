import SFTP
import Synchronization
import Testing

/// The client in front of our own host.
@Suite struct ClientTransferTests {
    private static let content = (0..<1_100_001).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ $0 >> 9) }

    @Test func `a file is written, listed, looked at, renamed, read and deleted`() async throws {
        let fixture = try await HostFixture()
        let content = Self.content
        let facts = try await fixture.withClient { (client: SFTPClient) throws in
            let isSynchronized = try client.put(content, as: "/upload/a.part", synchronize: true)
            #expect(isSynchronized)
            try client.rename("/upload/a.part", to: "/upload/a", replacing: false)
            #expect(try client.stat("/upload/a").size == UInt64(content.count))
            var names: [RemoteFile] = []
            try client.list("/upload", limit: 10) {
                names.append($0)
                return true
            }
            #expect(names.map(\.name) == ["a"] && names.first?.kind == .file)
            #expect(names.first?.size == UInt64(content.count) && names.first?.isLossless == true)
            #expect(try client.bytes("/upload/a") == content)
            #expect(try client.bytes("/upload/a", expecting: UInt64(content.count)) == content)
            #expect(try client.bytes("/upload/a", from: 1_099_999) == Array(content.suffix(2)))
            #expect(try client.realPath("/upload/../upload/x") == "/upload/x")
            try client.remove("/upload/a")
            return client.facts
        }
        #expect(fixture.files.state.withLock { $0.files.isEmpty && $0.synchronised == 1 })
        #expect(facts.hostKeyType == "ssh-ed25519" && facts.canReplace && facts.canSynchronize)
        #expect(facts.banner.hasPrefix("SSH-2.0-") && facts.address == "127.0.0.1" && !facts.cipher.isEmpty)
        #expect(
            facts.steps.map(\.phase) == [.resolve, .connect, .keyExchange, .hostKey, .login, .subsystem],
            "\(facts.steps)")
        #expect(await eventually { fixture.host.counts.sessions == 0 && fixture.host.counts.handles == 0 })
    }

    @Test(arguments: [0, 1, 255 * 1024, 255 * 1024 + 1, 700_000])
    func `a file of any size comes back as it was`(size: Int) async throws {
        let fixture = try await HostFixture()
        let content = Array(Self.content.prefix(size))
        try await fixture.withClient { (client: SFTPClient) throws in
            try client.put(content, as: "/upload/a")
            #expect(try client.bytes("/upload/a", expecting: UInt64(size)) == content)
            #expect(try client.bytes("/upload/a") == content)
        }
        #expect(fixture.files.state.withLock { $0.files } == ["/upload/a": content])
    }

    @Test func `a write goes on behind what is there`() async throws {
        let fixture = try await HostFixture()
        let content = Array(Self.content.prefix(400_000))
        fixture.files.state.withLock { $0.files["/upload/a"] = Array(content.prefix(150_000)) }
        try await fixture.withClient { try $0.put(content, as: "/upload/a", mode: .resume(from: 150_000)) }
        #expect(fixture.files.state.withLock { $0.files } == ["/upload/a": content])
    }

    @Test func `a file that is not as long as it was listed with has changed`() async throws {
        let fixture = try await HostFixture()
        let content = Array(Self.content.prefix(300_000))
        fixture.files.state.withLock { $0.files["/upload/a"] = content }
        for size in [UInt64(299_999), 300_001, 10, 2_000_000] {
            let error = try await clientError {
                try await fixture.withClient { _ = try $0.bytes("/upload/a", expecting: size) }
            }
            #expect(error.code == .changed && error.phase == .read && error.isTransient, "\(size): \(error)")
        }
    }

    @Test func `what the server refuses is said and the session goes on`() async throws {
        let fixture = try await HostFixture()
        fixture.files.state.withLock {
            $0.files["/upload/a"] = [1]
            $0.files["/upload/b"] = [2]
        }
        try await fixture.withClient { (client: SFTPClient) throws in
            func code(_ body: () throws -> Void) throws -> ClientError.Code {
                do { try body() } catch let error as ClientError {
                    #expect(!error.mayHaveHappened && error.details["status"] != nil, "\(error)")
                    return error.code
                }
                throw Unexpected()
            }
            #expect(try code { _ = try client.stat("/upload/none") } == .noSuchFile)
            #expect(try code { _ = try client.bytes("/upload/none") } == .noSuchFile)
            #expect(try code { try client.remove("/upload/none") } == .noSuchFile)
            #expect(
                try code { try client.rename("/upload/a", to: "/upload/b", replacing: false) }
                    == .alreadyExists)
            #expect(throws: ClientError.self) { try client.makeFolder("/upload/new") }
            try client.rename("/upload/a", to: "/upload/b", replacing: true)
            #expect(try client.bytes("/upload/b") == [1])
            #expect(client.isOpen)
        }
    }

    @Test func `an error of the caller ends a transfer, and the session goes on`() async throws {
        struct Full: Error {}
        let fixture = try await HostFixture()
        let content = Self.content
        fixture.files.state.withLock { $0.files["/upload/a"] = content }
        try await fixture.withClient { (client: SFTPClient) throws in
            #expect(throws: Full.self) { try client.read("/upload/a") { _ in throw Full() } }
            #expect(throws: Full.self) {
                try client.write(
                    "/upload/b", byteCount: 1 << 20, mode: .create(exclusive: true), synchronize: false
                ) { buffer, offset in
                    if offset > 500_000 { throw Full() }
                    return buffer.count
                }
            }
            #expect(throws: Full.self) { try client.list("/upload", limit: 10) { _ in throw Full() } }
            #expect(try client.bytes("/upload/a", from: 900_000) == Array(content.dropFirst(900_000)))
        }
        #expect(await eventually { fixture.files.state.withLock { $0.openFiles == 0 } })
    }

    @Test func `a source that ends early is our fault, and the session goes on`() async throws {
        let fixture = try await HostFixture()
        try await fixture.withClient { (client: SFTPClient) throws in
            #expect(throws: ClientError.self) {
                try client.write(
                    "/upload/a", byteCount: 10, mode: .create(exclusive: false), synchronize: false
                ) {
                    $1 == 0 ? min($0.count, 4) : 0
                }
            }
            #expect(try client.stat("/upload/a").size == 4)
        }
    }

    @Test func `a listing is given up above its limit and stops when asked`() async throws {
        let fixture = try await HostFixture()
        fixture.files.state.withLock { state in
            for number in 0..<1_000 { state.files["/upload/\(number)"] = [] }
        }
        try await fixture.withClient { (client: SFTPClient) throws in
            var names = 0
            try client.list("/upload", limit: 1_000) { _ in
                names += 1
                return true
            }
            #expect(names == 1_000)
            names = 0
            try client.list("/upload", limit: 1_000) { _ in
                names += 1
                return names < 150
            }
            #expect(names == 150)
            #expect(throws: ClientError.self) { try client.list("/upload", limit: 999) { _ in true } }
            #expect(try client.stat("/upload/7").size == 0)
        }
        #expect(await eventually { fixture.host.counts.handles == 0 })
    }
}
