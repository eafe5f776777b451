import ArgumentParser
import Foundation
import SFTP
import Synchronization

/// Measures our SFTP client against any server, one operation a run.
@main
struct SFTPClientBench: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sftp-client-bench", abstract: "Measures our SFTP client against a server.")

    enum Operation: String, ExpressibleByArgument, CaseIterable {
        case get, put, list, login, facts
    }

    @Argument(help: "get, put, list, login (connect and leave, --rounds times) or facts.")
    var operation: Operation
    @Option(help: "The server's name or address.") var host = "127.0.0.1"
    @Option(help: "Its port.") var port: UInt16 = 22
    @Option(help: "The login.") var user: String
    @Option(help: "Our private key.") var identity: String?
    @Option(help: "Our password.") var password: String?
    @Option(help: "The server's fingerprint.") var hostKey: [String] = []
    @Option(help: "The file or folder at the server.") var path = "/"
    @Option(help: "Bytes to write.") var bytes: UInt64 = 256 << 20
    @Option(help: "Rounds of login.") var rounds = 1
    @Flag(help: "Offer old algorithms as well.") var legacy = false

    func run() throws {
        // The client blocks: it gets a thread of its own.
        let outcome = Mutex<Result<String, any Error>?>(nil)
        let ended = DispatchSemaphore(value: 0)
        let thread = Thread {
            let result = Result { try measure() }
            outcome.withLock { $0 = result }
            ended.signal()
        }
        thread.start()
        ended.wait()
        if let line = try outcome.withLock({ $0 })?.get() { print(line) }
    }

    private var options: ClientOptions {
        get throws {
            var credentials: [ClientCredential] = []
            if let identity {
                let pem = try [UInt8](Data(contentsOf: URL(fileURLWithPath: identity)))
                credentials.append(.privateKey(pem: pem, passphrase: nil))
            }
            if let password { credentials.append(.password(password)) }
            return ClientOptions(
                host: host, port: port, user: user, credentials: credentials, hostKeys: hostKey,
                deadlines: ClientDeadlines(list: .seconds(300), file: .seconds(600), total: .seconds(3_600)),
                algorithms: legacy ? .legacy : .modern)
        }
    }

    private func measure() throws -> String {
        let options = try options
        if operation == .login {
            let started = ContinuousClock.now
            for _ in 0..<rounds { try SFTPClient.connect(options).close() }
            return line(started, count: UInt64(rounds), unit: "logins")
        }
        let client = try SFTPClient.connect(options)
        defer { client.close() }
        let started = ContinuousClock.now
        var count: UInt64 = 0
        switch operation {
        case .get:
            count = try client.read(path) { _ in }
            return line(started, count: count, unit: "bytes")
        case .put:
            try client.write(path, byteCount: bytes, mode: .create(exclusive: false), synchronize: false) {
                buffer, _ in
                buffer.count
            }
            return line(started, count: bytes, unit: "bytes")
        case .list:
            try client.list(path, limit: 10_000_000) { _ in
                count += 1
                return true
            }
            return line(started, count: count, unit: "names")
        case .login, .facts: return "\(client.facts)"
        }
    }

    /// What was done, its seconds, and how much of it a second.
    private func line(_ started: ContinuousClock.Instant, count: UInt64, unit: String) -> String {
        let seconds = started.duration(to: .now) / .seconds(1)
        let rate = Double(count) / seconds
        return unit == "bytes"
            ? String(format: "%.3f s, %llu bytes, %.1f MiB/s", seconds, count, rate / 1_048_576)
            : String(format: "%.3f s, %llu %@, %.0f a second", seconds, count, unit, rate)
    }
}
