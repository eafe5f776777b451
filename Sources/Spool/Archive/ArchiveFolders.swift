internal import Cryptography
internal import Failpoints
internal import Synchronization

/// Brings synced files into the archive and knows which of its folders are durable; shared by all users of
/// one archive.
final class ArchiveFolders: Sendable {
    let layout: SpoolLayout
    /// Folders whose entry in their parent was synced by this process.
    ///
    /// An earlier process may have died
    /// between making a folder and syncing it, so each is synced once before it is believed.
    private let durable = Mutex<Set<String>>([])
    /// Held while an entry is looked at and then kept or condemned: the two must not cross.
    let deciding = Mutex<Void>(())
    /// How much small uploads may hold in memory.
    let allowance = HeldAllowance()
    /// Where small contents become durable; `nil` until the owner of the spool opens it.
    let journal = Mutex<ReceiptJournal?>(nil)
    /// Uploads that this process is writing.
    private let open = Mutex<Set<ULID>>([])

    init(layout: SpoolLayout) {
        self.layout = layout
    }

    /// Moves a synced file to its place; when this returns its name is durable too.
    ///
    /// Equal bytes that are there already stay, and the given file is removed.
    func adopt(_ path: String, as receipt: Receipt) throws(SpoolError) {
        let target = layout.archived(receipt.digest)
        let leaf = Disk.parent(of: target)
        if !durable.withLock({ $0.contains(leaf) }) {
            try Disk.createFolder(leaf)
        }
        if try keepExisting(receipt, at: target) {
            Disk.removeLeftover(path)
        } else {
            try Disk.rename(path, to: target)
        }
        Failpoint.reach(.archiveRenamed)
        try synchronize(leaf)
        Failpoint.reach(.archiveSynced)
    }

    /// Whether the bytes are in the archive already; if so their entry counts as new, so that no sweep takes
    /// it.
    func keepExisting(_ receipt: Receipt, at target: String) throws(SpoolError) -> Bool {
        try deciding.withLock { (_) throws(SpoolError) in
            guard let found = try Disk.status(at: target) else { return false }
            guard found.isRegular, found.byteCount == receipt.byteCount else {
                throw SpoolError(
                    .damaged, path: target,
                    detail:
                        "the archive has \(found.byteCount) bytes under this digest, not \(receipt.byteCount)"
                )
            }
            try Disk.touch(target)
            return true
        }
    }

    /// Syncs a leaf folder, and those above it when this process has not done so before.
    func synchronize(_ leaf: String) throws(SpoolError) {
        try Disk.synchronizeFolder(leaf)
        var folder = leaf
        while folder != layout.archive, !durable.withLock({ $0.contains(folder) }) {
            let parent = Disk.parent(of: folder)
            try Disk.synchronizeFolder(parent)
            durable.withLock { _ = $0.insert(folder) }
            folder = parent
        }
    }

    /// Moves an entry out of the way when it is old enough; returns whether it did.
    func condemn(_ digest: Digest, changedBefore limit: Int64) throws(SpoolError) -> Bool {
        let path = layout.archived(digest)
        return try deciding.withLock { (_) throws(SpoolError) in
            guard let found = try Disk.status(at: path), found.changedSeconds < limit else { return false }
            try Disk.rename(path, to: layout.trash + "/" + digest.hex)
            return true
        }
    }

    /// Notes that this process writes an upload; false when it does already.
    func claim(_ id: ULID) -> Bool {
        open.withLock { $0.insert(id).inserted }
    }

    /// Notes that an upload is no longer written.
    func release(_ id: ULID) {
        open.withLock { _ = $0.remove(id) }
    }

    /// The uploads that this process is writing now.
    var claimed: Set<ULID> { open.withLock { $0 } }

    func isClaimed(_ id: ULID) -> Bool {
        open.withLock { $0.contains(id) }
    }
}
