import Foundation
import Glibc

/// The real program, started on a house's spool, to be asked, stopped and killed.
final class ServerProcess {
    struct NotReady: Error {
        let why: String
    }

    /// A dead process must not wait for its backtrace.
    static let quiet = ["SWIFT_BACKTRACE": "enable=no"]

    let program: Program
    private let house: TestHouse

    /// Starts it; it is not ready yet.
    ///
    /// `prefix`: a program and its arguments that runs the server, such as a tracer.
    init(_ house: TestHouse, environment: [String: String] = [:], under prefix: [String] = []) throws {
        self.house = house
        program = try Program(
            prefix + [
                Checkout.program, "serve", "--partners", house.partners, "--spool", house.spool,
                "--sftp", "127.0.0.1:0", "--http", "127.0.0.1:0", "--log-level", "notice",
            ], environment: Self.quiet.merging(environment) { $1 }, log: house.logPath("serve"))
    }

    /// Starts it and waits until it takes files.
    static func ready(
        _ house: TestHouse, environment: [String: String] = [:], under prefix: [String] = []
    ) throws -> (server: ServerProcess, port: Int) {
        let server = try ServerProcess(house, environment: environment, under: prefix)
        guard let port = try server.waitUntilReady() else {
            throw NotReady(why: "it ended: \(server.program.complaints)")
        }
        return (server, port)
    }

    /// The port of the SFTP host, or `nil` when the process ended before it was ready.
    func waitUntilReady(within seconds: Double = 60) throws -> Int? {
        let state = Patience.wait(within: seconds) { () -> Result<Int, NotReady>? in
            if let port = announcedPort() { return .success(port) }
            return program.poll() == nil ? nil : .failure(NotReady(why: "it ended"))
        }
        switch state {
        case .success(let port): return port
        case .failure: return nil
        case nil: throw NotReady(why: "nothing after \(seconds) s: \(program.output) \(program.complaints)")
        }
    }

    /// Ends it at once, as a power switch would.
    func kill() {
        program.send(SIGKILL)
        _ = program.wait(within: 20)
    }

    /// Ends it in good order.
    func stop() {
        program.send(SIGTERM)
        if program.wait(within: 20) == nil { kill() }
    }

    private func announcedPort() -> Int? {
        let text = program.output
        guard let found = text.firstMatch(of: /\n  sftp      127\.0\.0\.1:(\d+)\n/) else { return nil }
        return Int(found.1)
    }
}
