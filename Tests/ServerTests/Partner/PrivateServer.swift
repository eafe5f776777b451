import Foundation

/// OpenSSH's own server for one test, on a port and in folders of its own.
final class PrivateServer {
    let port: Int
    let folder: String
    let fingerprint: String
    private let program: Program

    /// Whether there is one to start.
    static let exists = Program.exists("sshd")

    struct NotStarted: Error {
        let why: String
    }

    /// Starts the server; `key` is the private key whose public half opens it, `options` are lines of its
    /// configuration that stand before the usual ones.
    init(_ house: TestHouse, key: String, options: [String] = []) throws {
        folder = house.folder + "/theirs"
        for name in ["/out/taken", "/in"] {
            try FileManager.default.createDirectory(atPath: folder + name, withIntermediateDirectories: true)
        }
        let hostKey = house.folder + "/their-host-key"
        let made = try Program.run(
            ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", hostKey], log: house.logPath("keygen"))
        guard made.ending == .exited(0) else { throw NotStarted(why: "ssh-keygen: \(made)") }
        let shown = try Program.run(["ssh-keygen", "-l", "-f", hostKey], log: house.logPath("fingerprint"))
        guard let print = shown.output.split(separator: " ").dropFirst().first else {
            throw NotStarted(why: shown.output)
        }
        fingerprint = String(print)
        port = try Self.freePort()
        let lines =
            options + [
                "Port \(port)", "ListenAddress 127.0.0.1", "HostKey \(hostKey)", "PidFile none",
                "AuthorizedKeysFile \(key).pub", "StrictModes no", "UsePAM no", "PasswordAuthentication no",
                "Subsystem sftp internal-sftp", "LogLevel VERBOSE",
            ]
        let configuration = house.folder + "/sshd_config"
        try Data((lines.joined(separator: "\n") + "\n").utf8).write(to: URL(fileURLWithPath: configuration))
        program = try Program(
            ["/usr/sbin/sshd", "-D", "-e", "-f", configuration], log: house.logPath("sshd"))
        let server = program
        let isReady = Patience.wait(within: 20) { () -> Bool? in
            if server.complaints.contains("Server listening") { return true }
            return server.poll() == nil ? nil : false
        }
        guard isReady == true else { throw NotStarted(why: server.complaints) }
    }

    deinit { stop() }

    /// Ends the server.
    func stop() {
        program.send(SIGTERM)
        _ = program.wait(within: 10)
    }

    /// The names in one of its folders.
    func names(_ path: String) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: folder + path).sorted()
    }

    /// A port that nobody listens on at this moment.
    static func freePort() throws -> Int {
        let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(listener) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let bound = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { plain in
                bind(listener, plain, length) == 0 && getsockname(listener, plain, &length) == 0
            }
        }
        guard bound else { throw NotStarted(why: "no free port") }
        return Int(UInt16(bigEndian: address.sin_port))
    }
}
