public import Cryptography

/// What a sweeper and a restart need: uploads left in staging, and archived bytes that no row names.
extension Archive {
    /// Uploads left in staging by a crash, a lost connection or ``StagedFile/abandon()``, oldest first.
    ///
    /// Those that this process is writing are not among them.
    public func abandoned() throws(SpoolError) -> [AbandonedUpload] {
        var uploads: [AbandonedUpload] = []
        for name in try Disk.names(in: layout.staging) where name.hasSuffix(".part") {
            guard let id = ULID(String(name.dropLast(5))), !folders.isClaimed(id),
                let upload = try StagedUpload.load(from: originPath(id)),
                let status = try Disk.status(at: partPath(id))
            else { continue }
            uploads.append(
                AbandonedUpload(
                    upload: upload, byteCount: status.byteCount, modifiedSeconds: status.modifiedSeconds))
        }
        return uploads
    }

    /// Removes an upload that nobody will resume; does nothing while this process is writing it.
    public func discardAbandoned(_ id: ULID) throws(SpoolError) {
        guard !folders.isClaimed(id) else { return }
        try Disk.remove(partPath(id))
        try Disk.remove(originPath(id))
    }

    /// Removes what a dead process left in staging and nobody can resume; what this process writes is spared.
    ///
    /// That is bytes of our own that were not sealed (they are composed again), uploads without a readable
    /// origin and origins without bytes. Returns how many files it removed.
    @discardableResult
    public func removeLeftovers() throws(SpoolError) -> Int {
        let names = try Disk.names(in: layout.staging)
        // Asked before the look at what rests: an upload that is set aside meanwhile is found by one of the two.
        let busy = folders.claimed
        let resumable = Set(try abandoned().map(\.upload.id.text))
        var removedCount = 0
        for name in names {
            let stem = String(name.prefix { $0 != "." })
            let isOpen = ULID(stem).map { busy.contains($0) || folders.isClaimed($0) } ?? false
            guard !isOpen, !resumable.contains(stem) else { continue }
            if try Disk.remove(layout.staging + "/" + name) { removedCount += 1 }
        }
        return removedCount
    }

    /// Archived digests that are older than a time (seconds since 1970) and that no row names, in order.
    ///
    /// An entry that was sealed again later counts as young.
    public func orphans(
        olderThan limit: Int64, isNamed: (Digest) throws(SpoolError) -> Bool
    ) throws(SpoolError) -> [Digest] {
        var orphans: [Digest] = []
        for first in try Disk.names(in: layout.archive) where first.utf8.count == 2 {
            for name in try Disk.names(in: "\(layout.archive)/\(first)") {
                guard let digest = Digest(hex: name),
                    let status = try Disk.status(at: layout.archived(digest)),
                    status.changedSeconds < limit
                else { continue }
                if try !isNamed(digest) { orphans.append(digest) }
            }
        }
        return orphans
    }

    /// Takes an orphan out of the archive into the trash; returns false when it is gone or became young
    /// meanwhile.
    ///
    /// Commit "no row names it" first; a row that comes later brings the bytes back with ``restore(_:)``.
    public func condemn(_ digest: Digest, olderThan limit: Int64) throws(SpoolError) -> Bool {
        try folders.condemn(digest, changedBefore: limit)
    }

    /// Brings condemned bytes back and makes that durable; returns false when the trash does not have them.
    public func restore(_ digest: Digest) throws(SpoolError) -> Bool {
        let trashed = layout.trash + "/" + digest.hex
        guard let found = try Disk.status(at: trashed) else { return false }
        try folders.adopt(trashed, as: Receipt(digest: digest, byteCount: found.byteCount))
        return true
    }

    /// Removes for good what was condemned before a time (seconds since 1970); returns how many files that
    /// were.
    public func emptyTrash(olderThan limit: Int64) throws(SpoolError) -> Int {
        var removedCount = 0
        for name in try Disk.names(in: layout.trash) {
            let path = layout.trash + "/" + name
            guard let status = try Disk.status(at: path), status.changedSeconds < limit else { continue }
            if try Disk.remove(path) { removedCount += 1 }
        }
        return removedCount
    }
}
