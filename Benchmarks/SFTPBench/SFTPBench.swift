internal import ArgumentParser
internal import Foundation
internal import Logging
internal import SFTP

/// The SFTP host alone, in front of a plain folder: what the transport costs without hashes, syncs and books.
///
/// `Scripts/bench-sftp.py` runs it beside the whole server and beside OpenSSH's.
@main
struct SFTPBench: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sftp-bench",
        abstract: "Serves a folder over SFTP until its input ends; prints the port.")
    @Option(help: "The folder that is served.") var folder: String
    @Option(help: "The file with the public key that may log in, under any name.") var key: String
    @Option(help: "The folder of the host keys; they are made when missing.") var hostKeys: String

    func run() throws {
        let line = try String(contentsOfFile: key, encoding: .utf8)
        var limits = HostLimits()
        limits.sessions = 5_000
        limits.sessionsPerLogin = 5_000
        limits.unauthenticated = 1_000
        let host = try SFTPHost(
            at: ListeningPlace(address: "127.0.0.1", port: 0),
            hostKeys: try HostKeys.ensure(in: hostKeys).map(\.path),
            fileSystem: PlainFolder(path: folder, key: try AuthorizedKey(line: line)), limits: limits,
            loops: ProcessInfo.processInfo.activeProcessorCount, log: Logger(label: "sftp-bench"))
        host.start()
        FileHandle.standardOutput.write(Data("\(host.port)\n".utf8))
        while readLine() != nil {}
        host.stop(drainingFor: 0)
    }
}
