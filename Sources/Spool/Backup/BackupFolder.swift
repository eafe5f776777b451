public import Cryptography
internal import Glibc

/// A folder that holds copies of a spool: archived bytes once, and a snapshot of the books for each time.
///
/// `archive/` has the bytes by digest, shared by all snapshots; `snapshots/<stamp>/` has the database, the state files, the
/// audit trail's checkpoints, and a manifest with the digest of each of them. A snapshot without a manifest was never finished.
public struct BackupFolder: Sendable {
    static let manifestName = "manifest"

    /// Where the copies lie.
    public let path: String
    private var snapshots: String { path + "/snapshots" }

    /// Names a folder; nothing is touched.
    public init(path: String) {
        var path = path
        while path.count > 1, path.hasSuffix("/") { path.removeLast() }
        self.path = path
    }

    /// The stamps of the finished snapshots, oldest first.
    public func stamps() throws(SpoolError) -> [String] {
        guard try Disk.status(at: snapshots) != nil else { return [] }
        return try Disk.names(in: snapshots).filter { !$0.hasPrefix(".") }
    }

    /// A finished snapshot.
    ///
    /// - Throws: `SpoolError` with the code `notFound`.
    public func snapshot(_ stamp: String) throws(SpoolError) -> BackupSnapshot {
        try SafeName.check(stamp, in: snapshots)
        let folder = "\(snapshots)/\(stamp)"
        guard try Disk.status(at: "\(folder)/\(Self.manifestName)") != nil else {
            throw SpoolError(.notFound, path: folder, detail: "is no finished snapshot")
        }
        return BackupSnapshot(folder: folder, stamp: stamp)
    }

    /// Begins a snapshot under a working name; what an earlier try left under it is removed.
    public func begin(_ stamp: String) throws(SpoolError) -> BackupSnapshot {
        try SafeName.check(stamp, in: snapshots)
        for folder in [path, snapshots, path + "/archive"] { try Disk.createFolders(folder) }
        guard chmod(path, 0o700) == 0 else { throw SpoolError(errno: errno, "close to others", path) }
        let working = "\(snapshots)/.\(stamp)"
        try removeFolder(working)
        for part in BackupSnapshot.parts { try Disk.createFolders(working + "/" + part) }
        return BackupSnapshot(folder: working, stamp: stamp)
    }

    /// Gives a snapshot its final name; durable when it returns.
    public func finish(_ snapshot: BackupSnapshot) throws(SpoolError) {
        for part in BackupSnapshot.parts { try Disk.synchronizeFolder(snapshot.folder + "/" + part) }
        try Disk.synchronizeFolder(snapshot.folder)
        // The names of archived files, however many folders they lie in.
        try Disk.synchronizeFileSystem(path)
        try Disk.rename(snapshot.folder, to: "\(snapshots)/\(snapshot.stamp)")
        try Disk.synchronizeFolder(snapshots)
    }

    /// Copies archived bytes where they are missing here.
    ///
    /// - Returns: whether there was something to copy.
    public func keep(_ digest: Digest, from layout: SpoolLayout) throws(SpoolError) -> Bool {
        let target = archived(digest)
        guard try Disk.status(at: target) == nil else { return false }
        try Disk.createFolders(Disk.parent(of: target))
        try LinkedFile.placeCopy(of: layout.archived(digest), at: target)
        return true
    }

    /// Brings archived bytes back into a spool's archive where they are missing there.
    public func bringBack(_ digest: Digest, to layout: SpoolLayout) throws(SpoolError) {
        let target = layout.archived(digest)
        guard try Disk.status(at: target) == nil else { return }
        try Disk.createFolders(Disk.parent(of: target))
        try LinkedFile.placeCopy(of: archived(digest), at: target)
    }

    /// Whether archived bytes are here and still have their digest.
    public func isWhole(_ digest: Digest) throws(SpoolError) -> Bool {
        let path = archived(digest)
        guard let found = try Disk.status(at: path), found.isRegular else { return false }
        let reader = try ArchiveReader(path: path)
        return try StagedFile.digest(of: reader.descriptor, byteCount: reader.byteCount, path) == digest
    }

    private func archived(_ digest: Digest) -> String {
        "\(path)/archive/\(digest.hex.prefix(2))/\(digest.hex)"
    }

    private func removeFolder(_ folder: String) throws(SpoolError) {
        guard try Disk.status(at: folder) != nil else { return }
        for part in BackupSnapshot.parts where try Disk.status(at: folder + "/" + part) != nil {
            for name in try Disk.names(in: folder + "/" + part) {
                try Disk.remove("\(folder)/\(part)/\(name)")
            }
            guard rmdir(folder + "/" + part) == 0 else { throw SpoolError(errno: errno, "remove", folder) }
        }
        for name in try Disk.names(in: folder) { try Disk.remove("\(folder)/\(name)") }
        guard rmdir(folder) == 0 else { throw SpoolError(errno: errno, "remove", folder) }
    }
}
