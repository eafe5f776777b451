import Foundation
import Logging
import SFTP
import Synchronization
import Testing

/// A running host in front of files in memory, with a client's key, in a folder that goes away at the end.
final class HostFixture: Sendable {
    let folder: String
    let files: MemoryFileSystem
    let host: SFTPHost
    /// Bans that the host told of.
    let bansMade = SharedList<SourceBan>()

    var clientKey: String { folder + "/client" }

    init(
        limits: HostLimits = HostLimits(), loops: Int = 2, ways: [String: LoginWays] = [:],
        proxies: [NetworkRange] = [], bans: [SourceBan] = [],
        allowance: SessionAllowance = .unlimited,
        pause: @escaping @Sendable (String) -> Void = { _ in }
    ) async throws {
        folder = NSTemporaryDirectory() + "sftp-tests-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let made = try await Self.run([
            "ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "a client", "-f", folder + "/client",
        ])
        try #require(made.status == 0, "\(made.output)")
        let line = try String(contentsOfFile: folder + "/client.pub", encoding: .utf8)
        files = MemoryFileSystem(
            passwords: ["partner": "secret", "both": "secret"], keys: [try AuthorizedKey(line: line)],
            ways: ways, allowance: allowance, pause: pause)
        let host = try await Self.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", folder + "/host"])
        try #require(host.status == 0, "\(host.output)")
        self.host = try SFTPHost(
            at: ListeningPlace(address: "127.0.0.1", port: 0, proxies: proxies),
            legacy: ListeningPlace(address: "127.0.0.1", port: 0), hostKeys: [folder + "/host"],
            fileSystem: files, limits: limits, loops: loops, bans: bans,
            onBan: { [bansMade] ban in bansMade.append(ban) },
            log: Logger(label: "sftp-tests", factory: { _ in SwiftLogNoOpLogHandler() }))
        self.host.start()
    }

    deinit {
        host.stop(drainingFor: 0)
        try? FileManager.default.removeItem(atPath: folder)
    }

    /// Options that keep the machine's own SSH settings out of a test.
    var clientOptions: [String] {
        ["-F", "/dev/null", "-i", clientKey]
            + [
                "IdentitiesOnly=yes", "IdentityAgent=none", "StrictHostKeyChecking=no",
                "UserKnownHostsFile=/dev/null",
                "GlobalKnownHostsFile=/dev/null", "PasswordAuthentication=no", "LogLevel=ERROR",
            ].flatMap { ["-o", $0] }
    }

    /// Runs OpenSSH's `sftp` with lines of commands.
    func sftp(
        _ lines: [String], options: [String] = [], user: String = "partner", port: UInt16? = nil
    ) async throws -> (status: Int32, output: String) {
        let batch = folder + "/batch-" + UUID().uuidString
        try lines.joined(separator: "\n").write(toFile: batch, atomically: true, encoding: .utf8)
        return try await Self.run(
            ["sftp", "-b", batch, "-P", "\(port ?? host.port)"] + clientOptions + options + [
                "\(user)@127.0.0.1"
            ])
    }

    /// Runs lines of Python with paramiko; `connect()` answers a transport whose keys are exchanged, `key` is
    /// the client's.
    func paramiko(_ lines: String) async throws -> (status: Int32, output: String) {
        let script = """
            import paramiko
            key = paramiko.Ed25519Key.from_private_key_file("\(clientKey)")
            def connect():
                transport = paramiko.Transport(("127.0.0.1", \(host.port)))
                transport.start_client(timeout=20)
                return transport
            \(lines)
            """
        let path = try localFile("script-\(UUID().uuidString).py", Array(script.utf8))
        return try await Self.run(["python3", path])
    }

    /// Writes a file for a client to send.
    func localFile(_ name: String, _ bytes: [UInt8]) throws -> String {
        let path = folder + "/" + name
        try Data(bytes).write(to: URL(fileURLWithPath: path))
        return path
    }

    /// Runs a program to its end; its output and errors together.
    static func run(_ words: [String]) async throws -> (status: Int32, output: String) {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = words
        let log = NSTemporaryDirectory() + "sftp-output-" + UUID().uuidString
        try #require(FileManager.default.createFile(atPath: log, contents: nil))
        defer { try? FileManager.default.removeItem(atPath: log) }
        let handle = try #require(FileHandle(forWritingAtPath: log))
        process.standardOutput = handle
        process.standardError = handle
        process.standardInput = FileHandle.nullDevice
        let status: Int32 = try await withCheckedThrowingContinuation { continuation in
            process.terminationHandler = { continuation.resume(returning: $0.terminationStatus) }
            do { try process.run() } catch { continuation.resume(throwing: error) }
        }
        try handle.close()
        return (status, (try? String(contentsOfFile: log, encoding: .utf8)) ?? "")
    }

    /// Whether a module of Python is there.
    static func hasPython(_ module: String) async -> Bool {
        (try? await run(["python3", "-c", "import \(module)"]))?.status == 0
    }
}

/// A list that several threads write.
final class SharedList<Element: Sendable>: Sendable {
    private let elements = Mutex<[Element]>([])

    var all: [Element] { elements.withLock { $0 } }

    func append(_ element: Element) { elements.withLock { $0.append(element) } }
}

/// Waits until something is so, at most 20 seconds; answers whether it came to be.
func eventually(_ condition: () -> Bool) async -> Bool {
    let deadline = ContinuousClock.now + .seconds(20)
    while !condition() {
        if ContinuousClock.now > deadline { return false }
        try? await Task.sleep(for: .milliseconds(5))
    }
    return true
}
