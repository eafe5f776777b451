internal import Dispatch
internal import GRDB
internal import Synchronization

/// Connections that only read, lent out one at a time; each look sees one state of the books.
///
/// The engine's own pool asks for the schema's version and prepares its transactions anew at every look; looks are many and short
/// here, and the schema does not change under a running program.
final class Readers: Sendable {
    /// Looks at the same time; who comes later waits.
    private static let limit = 4

    private let path: String
    private let idle: Mutex<[DatabaseQueue]>
    private let free = DispatchSemaphore(value: Readers.limit)

    /// Opens the first connection, so that what keeps a reader out is known at once.
    init(path: String) throws(StoreError) {
        self.path = path
        idle = Mutex([try SQLiteEngine.openReadOnly(path: path)])
    }

    /// Runs the closure in a transaction of its own.
    ///
    /// - Throws: what the closure threw, or the engine's error.
    func read<Result>(_ body: (Database) throws -> Result) throws -> Result {
        free.wait()
        defer { free.signal() }
        let connection = try idle.withLock { $0.popLast() } ?? SQLiteEngine.openReadOnly(path: path)
        defer { idle.withLock { $0.append(connection) } }
        return try connection.unsafeRead { database in
            try database.run("BEGIN DEFERRED")
            do {
                let result = try body(database)
                try database.run("COMMIT")
                return result
            } catch {
                if database.isInsideTransaction { try database.run("ROLLBACK") }
                throw error
            }
        }
    }
}
