import Foundation
import Glibc

/// OpenSSH's own server in a folder of its own, which stands for a partner's.
final class PartnerSSHServer {
    struct NotStarted: Error {
        let why: String
    }

    static let exists = FileManager.default.isExecutableFile(atPath: "/usr/sbin/sshd")

    let folder: String
    let port: Int
    let fingerprint: String
    private let process = Process()

    init() throws {
        let files = FileManager.default
        folder = files.temporaryDirectory.appendingPathComponent("wharf-sshd-" + UUID().uuidString).path
        for name in ["out", "in", "taken"] {
            try files.createDirectory(atPath: "\(folder)/\(name)", withIntermediateDirectories: true)
        }
        for key in ["host", "client"] {
            _ = try Self.run("/usr/bin/ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", "\(folder)/\(key)")
        }
        let shown = try Self.run("/usr/bin/ssh-keygen", "-lf", "\(folder)/host.pub")
        fingerprint = shown.split(separator: " ").dropFirst().first.map(String.init) ?? ""
        port = try Self.freePort()
        process.executableURL = URL(fileURLWithPath: "/usr/sbin/sshd")
        process.arguments = [
            "-D", "-e", "-f", "/dev/null", "-h", "\(folder)/host", "-p", "\(port)", "-o",
            "ListenAddress=127.0.0.1",
            "-o", "AuthorizedKeysFile=\(folder)/client.pub", "-o", "StrictModes=no", "-o", "PidFile=none",
            "-o", "UsePAM=no", "-o", "PasswordAuthentication=no", "-o", "Subsystem=sftp internal-sftp",
            "-o", "PermitRootLogin=yes",
        ]
        process.standardError = FileHandle.nullDevice
        try process.run()
    }

    deinit {
        process.terminate()
        process.waitUntilExit()
        try? FileManager.default.removeItem(atPath: folder)
    }

    /// Our key for it, in the form that a profile's secret has.
    var key: String {
        get throws { try String(contentsOfFile: folder + "/client", encoding: .utf8) }
    }

    func names(_ name: String) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: "\(folder)/\(name)").sorted()
    }

    func put(_ name: String, _ bytes: [UInt8], modified: Int = 1_700_000_000) throws {
        let path = "\(folder)/out/\(name)"
        try Data(bytes).write(to: URL(fileURLWithPath: path))
        let date = Date(timeIntervalSince1970: Double(modified))
        try FileManager.default.setAttributes([.modificationDate: date], ofItemAtPath: path)
    }

    private static func run(_ words: String...) throws -> String {
        let process = Process()
        let pipe = Pipe()
        process.executableURL = URL(fileURLWithPath: words[0])
        process.arguments = Array(words.dropFirst())
        process.standardOutput = pipe
        try process.run()
        let output = pipe.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { throw NotStarted(why: words.joined(separator: " ")) }
        return String(decoding: output, as: UTF8.self)
    }

    private static func freePort() throws -> Int {
        let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(listener) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isBound = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { plain in
                bind(listener, plain, length) == 0 && getsockname(listener, plain, &length) == 0
            }
        }
        guard isBound else { throw NotStarted(why: "no free port") }
        return Int(UInt16(bigEndian: address.sin_port))
    }
}
