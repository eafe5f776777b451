internal import Cryptography
internal import Foundation
public import Spool
public import Store

/// Copies a spool's books, state and archived bytes into a folder outside it, also while the server runs.
public enum BackupMaking {
    /// Digests asked for at once.
    private static let page = 500
    /// So much of the database's size must be free, that the copy does not fill the disk.
    private static let roomFactor = 2

    /// Makes a snapshot.
    ///
    /// The database is copied as of one moment; then the bytes it names, which never change; then the state, of which the
    /// control-number marks may be ahead of the database and never behind. Until all is there it has no name of a snapshot.
    ///
    /// - Parameters:
    ///   - folder: where copies lie; made when it is not there.
    ///   - store: the books, for reading.
    ///   - layout: the spool.
    ///   - now: milliseconds UTC.
    /// - Returns: what was copied.
    /// - Throws: `SpoolError`, `StoreError`, or ``AuditError`` when there is too little room.
    public static func make(
        into folder: BackupFolder, _ store: StateStore, _ layout: SpoolLayout, at now: Int64
    ) throws -> BackupReport {
        let stamp = CivilTime(milliseconds: now).instantText.replacing(":", with: "")
        let snapshot = try folder.begin(stamp)
        let needed = try Disk.byteCount(of: layout.database) * roomFactor
        let free = try Disk.freeBytes(at: folder.path)
        guard free > needed else {
            throw AuditError(
                description: "\(folder.path) has \(free) bytes free; a copy of the database wants \(needed)")
        }
        try store.copy(to: snapshot.database)
        var report = BackupReport(snapshot: stamp)
        let copy = try StateStore.readOnly(path: snapshot.database)
        report.entry = try copy.read { try $0.ledger.end().sequence }
        try each(in: copy) { digest in
            report.files += 1
            if try folder.keep(digest, from: layout) { report.copied += 1 }
        }
        copy.close()
        try snapshot.keepState(of: layout)
        try snapshot.writeManifest()
        try folder.finish(snapshot)
        return report
    }

    /// Calls the closure with every digest of archived bytes that the books name.
    static func each(in store: StateStore, _ take: (Digest) throws -> Void) throws {
        var after: Digest?
        while true {
            let digests = try store.read { [after] in
                try $0.ledger.archivedDigests(after: after, limit: page)
            }
            guard let last = digests.last else { return }
            for digest in digests { try take(digest) }
            after = last
        }
    }
}
