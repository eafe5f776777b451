import Foundation
import Glibc
import Logging
import Synchronization
import Testing

@testable import SFTP

/// Servers and lines that stall, lie, break off or change their key.
@Suite struct ClientFaultTests {
    /// Deadlines of which one is short.
    private static func short(_ path: WritableKeyPath<ClientDeadlines, Duration>) -> ClientDeadlines {
        var deadlines = ClientDeadlines()
        deadlines[keyPath: path] = .milliseconds(300)
        return deadlines
    }

    private func plainOptions(port: UInt16, _ deadlines: ClientDeadlines = short(\.connect)) -> ClientOptions
    {
        ClientOptions(
            host: "127.0.0.1", port: port, user: "partner", credentials: [.password("secret")],
            hostKeys: ["SHA256:none"], deadlines: deadlines)
    }

    @Test func `a name server that does not answer is not waited for`() async throws {
        let hangs = DispatchSemaphore(value: 0)
        defer { hangs.signal() }
        let error = try await clientError {
            try await onThread {
                var options = self.plainOptions(port: 22)
                options.host = "sftp.example.com"
                var connector = ClientConnector(options, cancellation: nil) { _, _ in
                    hangs.wait()
                    return .success([])
                }
                _ = try connector.connect()
            }
        }
        #expect(error.code == .timedOut && error.phase == .resolve && error.isTransient, "\(error)")
    }

    @Test func `a name without addresses is said to be one`() async throws {
        let error = try await clientError {
            try await onThread {
                var options = self.plainOptions(port: 22)
                options.host = "sftp.example.com"
                var connector = ClientConnector(options, cancellation: nil) { _, _ in
                    .failure(NameLookup.LookupFailure(text: "Name or service not known"))
                }
                _ = try connector.connect()
            }
        }
        #expect(error.code == .unresolved && error.phase == .resolve, "\(error)")
        #expect(error.description.contains("sftp.example.com") && error.description.contains("not known"))
    }

    @Test func `the next address is tried when one refuses, and all are named when all do`() async throws {
        let fixture = try await HostFixture()
        let options = try fixture.options()
        // Held and not listened on, so that no other test gets the port meanwhile.
        let (held, refusing) = try TestLine.listen(backlog: nil)
        defer { close(held) }
        let addresses = try [
            #require(SocketAddress(address: "127.0.0.2", port: refusing)),
            #require(SocketAddress(address: "127.0.0.1", port: fixture.host.port)),
        ]
        let address = try await onThread {
            var named = options
            named.host = "localhost.example.com"
            var connector = ClientConnector(named, cancellation: nil) { _, _ in .success(addresses) }
            return try connector.connect().facts.address
        }
        #expect(address == "127.0.0.1")
        let error = try await clientError {
            try await onThread { try SFTPClient.connect(self.plainOptions(port: refusing)).close() }
        }
        #expect(error.code == .refused && error.phase == .connect && error.isTransient, "\(error)")
    }

    @Test func `a port that takes no connection ends at the deadline`() async throws {
        // With its queue full, the system lets further connections wait without an answer.
        let (listener, port) = try TestLine.listen(backlog: 0)
        let fillers = (0..<3).map { _ in
            let made = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_NONBLOCK.rawValue), 0)
            _ = SocketAddress(address: "127.0.0.1", port: port)?.connect(made)
            return made
        }
        defer { for descriptor in fillers + [listener] { close(descriptor) } }
        let error = try await clientError {
            try await onThread { try SFTPClient.connect(self.plainOptions(port: port)).close() }
        }
        #expect(error.code == .timedOut && error.phase == .connect, "\(error)")
    }

    @Test func `a server that says nothing ends at the deadline`() async throws {
        let (listener, port) = try TestLine.listen(backlog: 4)
        defer { close(listener) }
        let error = try await clientError {
            try await onThread { try SFTPClient.connect(self.plainOptions(port: port)).close() }
        }
        #expect(error.code == .timedOut && error.phase == .keyExchange, "\(error)")
        #expect(TestLine.descriptors(to: port) == 0)
    }

    @Test(arguments: [
        ("HTTP/1.1 400 Bad Request\r\n\r\n", ClientError.Code.protocolViolation), ("", .connectionLost),
        ("SSH-2.0-x\r\n", .connectionLost),
        ("SSH-2.0-x\r\n\0\0\0\u{1}\0garbage and more of it", .connectionLost),
    ])
    func `what is no SSH server is told apart`(said: String, code: ClientError.Code) async throws {
        let (listener, port) = try TestLine.listen(backlog: 4)
        defer { close(listener) }
        Thread {
            let peer = accept(listener, nil, nil)
            _ = said.withCString { send(peer, $0, said.utf8.count, Int32(MSG_NOSIGNAL)) }
            shutdown(peer, Int32(SHUT_WR))
            var rest = [UInt8](repeating: 0, count: 4_096)
            while recv(peer, &rest, rest.count, 0) > 0 {}
            close(peer)
        }.start()
        let error = try await clientError {
            try await onThread {
                try SFTPClient.connect(self.plainOptions(port: port, ClientDeadlines(connect: .seconds(5))))
                    .close()
            }
        }
        #expect(
            error.phase == .keyExchange && [code, .connectionLost, .protocolViolation].contains(error.code),
            "\(error)")
        #expect(TestLine.descriptors(to: port) == 0)
    }

    @Test func `a server that stalls while logging in or closing ends at the deadline`() async throws {
        let gate = DispatchSemaphore(value: 0)
        let stalled = Mutex("login")
        let fixture = try await HostFixture { step in
            if stalled.withLock({ $0 }) == step { gate.wait() }
        }
        defer { for _ in 0..<4 { gate.signal() } }
        let impatient = try fixture.options(deadlines: Self.short(\.auth))
        let login = try await clientError { try await fixture.withClient(impatient) { _ in } }
        #expect(login.code == .timedOut && login.phase == .login && !login.mayHaveHappened, "\(login)")
        stalled.withLock { $0 = "close" }
        gate.signal()
        let options = try fixture.options(deadlines: Self.short(\.file))
        let closing = try await clientError {
            try await fixture.withClient(options) { _ = try $0.put([1, 2, 3], as: "/upload/a") }
        }
        #expect(closing.code == .timedOut && closing.phase == .write && closing.mayHaveHappened, "\(closing)")
    }

    @Test func `a line that freezes ends each request at its deadline, and the session with it`() async throws
    {
        let fixture = try await HostFixture()
        fixture.files.state.withLock { $0.files["/upload/a"] = [UInt8](repeating: 7, count: 100) }
        var deadlines = ClientDeadlines()
        (deadlines.list, deadlines.file) = (.milliseconds(200), .milliseconds(200))
        let requests: [(ClientPhase, Bool, @Sendable (SFTPClient) throws -> Void)] = [
            (.list, false, { try $0.list("/upload", limit: 10) { _ in true } }),
            (.stat, false, { _ = try $0.stat("/upload/a") }),
            (.read, false, { _ = try $0.bytes("/upload/a") }),
            (.write, true, { _ = try $0.put([1], as: "/upload/b") }),
            (.rename, true, { try $0.rename("/upload/a", to: "/upload/c", replacing: false) }),
            (.remove, true, { try $0.remove("/upload/a") }),
            (.makeFolder, true, { try $0.makeFolder("/upload/d") }),
        ]
        for (phase, inDoubt, request) in requests {
            let line = try TestLine(to: fixture.host.port)
            defer { line.end() }
            var patient = try fixture.options(port: line.port, deadlines: deadlines)
            // Saying something on a silent line is no answer.
            patient.keepAlive = .milliseconds(50)
            let options = patient
            try await onThread {
                let client = try SFTPClient.connect(options)
                line.freeze()
                let error = #expect(throws: ClientError.self) { try request(client) }
                #expect(
                    error?.code == .timedOut && error?.phase == phase,
                    "\(phase): \(String(describing: error))")
                #expect(error?.mayHaveHappened == inDoubt, "\(phase)")
                let after = #expect(throws: ClientError.self) { try client.stat("/upload/a") }
                #expect(after?.code == .connectionLost && !client.isOpen)
            }
            #expect(TestLine.descriptors(to: line.port) == 0)
        }
    }

    @Test func `a cancellation ends a wait that would have been long`() async throws {
        let fixture = try await HostFixture()
        let line = try TestLine(to: fixture.host.port)
        defer { line.end() }
        let options = try fixture.options(port: line.port)
        let cancellation = ClientCancellation()
        let error = try await clientError {
            try await onThread {
                let client = try SFTPClient.connect(options, cancellation: cancellation)
                line.freeze()
                Thread { cancellation.cancel() }.start()
                try client.list("/upload", limit: 10) { _ in true }
            }
        }
        #expect(error.code == .cancelled && error.phase == .list, "\(error)")
        let before = try await clientError {
            try await onThread { try SFTPClient.connect(options, cancellation: cancellation).close() }
        }
        #expect(before.code == .cancelled)
    }

    @Test func `a server with another key is told nothing, and its keys are named`() async throws {
        let fixture = try await HostFixture()
        for pinned in [[], ["SHA256:" + String(repeating: "A", count: 43)]] {
            let options = try fixture.options(hostKeys: pinned)
            let error = try await clientError { try await fixture.withClient(options) { _ in } }
            #expect(
                error.code == .hostKeyUnknown && error.phase == .hostKey && !error.isTransient, "\(error)")
            #expect(try error.details["seenFingerprint"] == fixture.fingerprint)
            #expect(try error.description.contains(fixture.fingerprint))
        }
        #expect(fixture.host.counts.logins == 0)
        let second = try fixture.options(hostKeys: ["SHA256:next", fixture.fingerprint])
        try await fixture.withClient(second) { _ in }
    }

    @Test func `any pinned key of a server will do, whichever it would show first`() async throws {
        let folder = NSTemporaryDirectory() + "sftp-keys-" + UUID().uuidString
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let keys = try HostKeys.ensure(in: folder)
        let files = MemoryFileSystem(passwords: ["partner": "secret"])
        let host = try SFTPHost(
            at: ListeningPlace(address: "127.0.0.1", port: 0), hostKeys: keys.map(\.path), fileSystem: files,
            limits: HostLimits(), loops: 1,
            log: .init(label: "sftp-tests", factory: { _ in SwiftLogNoOpLogHandler() }))
        host.start()
        defer { host.stop(drainingFor: 0) }
        for key in keys {
            var options = plainOptions(port: host.port, ClientDeadlines())
            options.hostKeys = [key.fingerprint]
            let facts = try await onThread { [options] in try SFTPClient.connect(options).facts }
            #expect(facts.hostKeyType == key.type && facts.hostKeyFingerprint == key.fingerprint)
        }
        let error = try await clientError {
            try await onThread {
                try SFTPClient.connect(self.plainOptions(port: host.port, ClientDeadlines())).close()
            }
        }
        #expect(
            keys.allSatisfy { error.details["seenFingerprints"]?.contains($0.fingerprint) == true },
            "\(error)")
    }

    @Test func `a line cut at any byte leaves an error, and nothing open`() async throws {
        let fixture = try await HostFixture()
        let content = (0..<20_000).map { UInt8(truncatingIfNeeded: $0 &* 13) }
        let work: @Sendable (ClientOptions) throws -> Void = { options in
            let client = try SFTPClient.connect(options)
            defer { client.close() }
            try client.put(content, as: "/upload/a.part", synchronize: true)
            try client.rename("/upload/a.part", to: "/upload/a", replacing: true)
            try client.list("/upload", limit: 10) { _ in true }
            #expect(try client.bytes("/upload/a", expecting: 20_000) == content)
        }
        let whole = try TestLine(to: fixture.host.port)
        let through = try fixture.options(port: whole.port)
        try await onThread { try work(through) }
        let total = whole.carried
        whole.end()
        var generator = SeededGenerator(seed: 4)
        for _ in 0..<40 {
            let offset = Int.random(in: 0..<(total - 200), using: &generator)
            let line = try TestLine(to: fixture.host.port, cutAfter: offset)
            let options = try fixture.options(port: line.port)
            let error = try await clientError { try await onThread { try work(options) } }
            #expect(
                [.connectionLost, .noSubsystem, .negotiationFailed].contains(error.code),
                "\(offset): \(error)")
            line.end()
            #expect(TestLine.descriptors(to: line.port) == 0, "cut at \(offset)")
            let arrived = fixture.files.state.withLock { $0.files["/upload/a"] }
            #expect(arrived == content)
        }
        #expect(await eventually { fixture.files.state.withLock { $0.openFiles == 0 } })
        #expect(await eventually { fixture.host.counts.sessions == 0 })
    }

    @Test func `a thousand connections that are cut leave no descriptor behind`() async throws {
        let (listener, port) = try TestLine.listen(backlog: 64)
        Thread {
            while true {
                let peer = accept(listener, nil, nil)
                guard peer >= 0 else { return }
                close(peer)
            }
        }.start()
        defer { shutdown(listener, Int32(SHUT_RDWR)) }
        let options = plainOptions(port: port, ClientDeadlines())
        let failures = try await onThread {
            (0..<1_000).count { _ in (try? SFTPClient.connect(options)) == nil }
        }
        #expect(failures == 1_000)
        #expect(TestLine.descriptors(to: port) == 0)
    }
}

/// Random numbers that repeat with their seed.
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
