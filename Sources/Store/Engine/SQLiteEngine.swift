internal import Foundation
internal import GRDB

/// Opens the SQLite file as the durability contract wants it, and puts its errors into our words.
///
/// One process, one writing connection which alone checkpoints, all others read-only; WAL. SQLite itself syncs the log before a
/// checkpoint (`synchronous=NORMAL`); that a commit is on disk before it is answered is the work of ``LogSync``.
enum SQLiteEngine {
    /// Opens for reading and writing, creating the file when it is missing.
    static func open(path: String) throws(StoreError) -> DatabasePool {
        var configuration = Configuration()
        configuration.label = "wharf"
        configuration.busyMode = .timeout(5)
        configuration.prepareDatabase { database in
            try database.execute(sql: "PRAGMA synchronous = NORMAL")
            try database.execute(sql: "PRAGMA wal_autocheckpoint = 0")
            try database.execute(sql: "PRAGMA foreign_keys = ON")
            // KiB: the writer keeps the pages of many indexes at hand.
            try database.execute(sql: "PRAGMA cache_size = -32768")
        }
        do {
            let pool = try DatabasePool(path: path, configuration: configuration)
            try Migrations.apply(to: pool)
            return pool
        } catch {
            throw storeError(error, path: path)
        }
    }

    /// Opens a connection for reading only, to the file of this process or of another.
    static func openReadOnly(path: String) throws(StoreError) -> DatabaseQueue {
        guard FileManager.default.fileExists(atPath: path) else {
            throw StoreError(
                .notFound, "\(path): there is no database yet; start the server once with `wharf serve`")
        }
        var configuration = Configuration()
        configuration.readonly = true
        configuration.busyMode = .timeout(5)
        // KiB: readers look and go.
        configuration.prepareDatabase { try $0.execute(sql: "PRAGMA cache_size = -4096") }
        do {
            return try DatabaseQueue(path: path, configuration: configuration)
        } catch {
            throw storeError(error, path: path)
        }
    }

    /// Translates an error of the engine; one of ours passes unchanged.
    static func storeError(_ error: any Error, path: String) -> StoreError {
        if let known = error as? StoreError { return known }
        guard let engine = error as? DatabaseError else {
            return StoreError(.refused, "\(path): \(error)")
        }
        let text = engine.message ?? "no message"
        switch engine.resultCode.primaryResultCode {
        case .SQLITE_FULL:
            return StoreError(.diskFull, "\(path): the disk is full; free space, work goes on by itself")
        case .SQLITE_IOERR, .SQLITE_READONLY, .SQLITE_CANTOPEN:
            return StoreError(
                .inputOutput, "\(path): reading or writing failed (\(text)); check the disk and the rights")
        case .SQLITE_CORRUPT, .SQLITE_NOTADB:
            return StoreError(
                .malformed, "\(path): the database is damaged (\(text)); restore it from a backup")
        default:
            return StoreError(.refused, "\(path): \(text) (SQLite \(engine.extendedResultCode.rawValue))")
        }
    }
}
