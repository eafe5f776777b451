import Foundation

/// Keys of an SFTP host, made once by the program itself: an RSA key costs more time than all else that a test does.
enum HostKeys {
    /// The files by name.
    private static let made: Result<[String: Data], any Error> = Result {
        let house = try TestHouse(hasHostKeys: false)
        let (server, _) = try ServerProcess.ready(house)
        defer { server.kill() }
        let state = house.spool + "/state"
        return try FileManager.default.contentsOfDirectory(atPath: state).filter { $0.hasPrefix("host_") }
            .reduce(into: [:]) {
                $0[$1] = FileManager.default.contents(atPath: state + "/" + $1)
            }
    }

    /// Puts them into a new spool.
    static func place(in spool: String) throws {
        let state = spool + "/state"
        try FileManager.default.createDirectory(atPath: state, withIntermediateDirectories: true)
        for (name, bytes) in try made.get() {
            let isWritten = FileManager.default.createFile(
                atPath: state + "/" + name, contents: bytes, attributes: [.posixPermissions: 0o600])
            guard isWritten else { throw TestHouse.NotPrepared(why: "\(state)/\(name) cannot be written") }
        }
    }
}
