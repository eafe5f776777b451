/// Which room stands on which floor and what it may import: the floor plan, as a table.
///
/// SwiftPM lets a target import whatever it can reach through a declared dependency, so the manifest alone
/// is no wall.
struct Walls: Sendable {
    struct Room: Sendable {
        let name: String
        let floor: Int
        let rooms: Set<String>
        let modules: Set<String>

        /// `rooms` are ours, `modules` those of packages and the system, both separated by spaces.
        init(_ name: String, floor: Int, rooms: String = "", modules: String = "") {
            self.name = name
            self.floor = floor
            self.rooms = Set(rooms.split(separator: " ").map(String.init))
            self.modules = Set(modules.split(separator: " ").map(String.init))
        }
    }

    static let plan: [Room] = [
        Room("Failpoints", floor: 0, modules: "Glibc"),
        Room("Cryptography", floor: 1, modules: "COpenSSL Glibc"),
        Room("X12", floor: 1, modules: "Glibc"),
        Room("Documents", floor: 1),
        Room("SFTP", floor: 1, modules: "CLibSSH Glibc Logging"),
        Room("Partners", floor: 2, rooms: "X12 Documents", modules: "Yams"),
        Room("Spool", floor: 2, rooms: "Cryptography Failpoints", modules: "CLinux Glibc"),
        Room("Translation", floor: 3, rooms: "X12 Documents Partners", modules: "FoundationXML"),
        Room(
            "Store", floor: 3, rooms: "Cryptography X12 Documents Partners Spool Failpoints",
            modules: "GRDB Logging"),
        Room(
            "Transports", floor: 3, rooms: "Cryptography Partners Spool SFTP Failpoints", modules: "Logging"),
        Room(
            "Sinks", floor: 3, rooms: "Cryptography Documents Partners Spool",
            modules: "AsyncHTTPClient NIOCore NIOHTTP1 NIOSSL"),
        Room(
            "Exchange", floor: 4,
            rooms: """
                Cryptography X12 Documents Partners Spool Translation Store Transports Sinks Failpoints
                """, modules: "Logging"),
        Room(
            "Console", floor: 5, rooms: "Exchange Store Partners Cryptography",
            modules: "Hummingbird HTTPTypes NIOCore ServiceLifecycle Logging"),
        Room(
            "wharf", floor: 6,
            rooms: """
                Cryptography X12 Documents SFTP Partners Spool Translation Store Transports Sinks Exchange \
                Console Failpoints
                """,
            modules: "ArgumentParser NIOCore NIOPosix NIOHTTP1 ServiceLifecycle UnixSignals Logging Glibc"),
    ]

    /// Part of the language's own distribution: open to every room.
    static let everywhere: Set<String> = [
        "Swift", "Foundation", "FoundationEssentials", "Synchronization", "Dispatch", "RegexBuilder",
    ]

    /// Module maps over C libraries: pipes, not rooms, each of which ends in one room.
    static let pipes: Set<String> = ["CLibSSH", "CLinux", "COpenSSL"]

    static func room(_ name: String) -> Room? { plan.first { $0.name == name } }

    /// The imports of a file that go through a wall.
    static let breaches: Rule = { file in
        guard let room = room(file.target) else { return [] }
        return Imports.of(file.text).compactMap { found in
            if found.isExported {
                return Offence(
                    path: file.path, line: found.line, what: "passes \(found.module) on to whoever imports it"
                )
            }
            let allowed = everywhere.union(room.rooms).union(room.modules)
            if allowed.contains(found.module) { return nil }
            return Offence(
                path: file.path, line: found.line, what: "\(room.name) may not import \(found.module)")
        }
    }
}
