internal import Cryptography
internal import Failpoints
internal import Glibc
internal import Synchronization

/// Small contents: durable through the journal, and filed at once without a sync of their own.
extension ArchiveFolders {
    /// Makes bytes durable with a note and files them; `nil` when there is no journal or no room in it.
    func keep(_ bytes: [UInt8], note: [UInt8]) throws(SpoolError) -> SealedContent? {
        guard let sealed = try enter(bytes, note: note) else { return nil }
        try confirm([sealed])
        return sealed
    }

    /// Writes bytes and note into the journal and files the bytes; durable after ``confirm(_:)``.
    func enter(_ bytes: [UInt8], note: [UInt8]) throws(SpoolError) -> SealedContent? {
        guard let journal = journal.withLock({ $0 }) else { return nil }
        let receipt = Receipt(digest: Digest.of(bytes), byteCount: bytes.count)
        guard let mark = try journal.append(bytes, digest: receipt.digest, note: note) else { return nil }
        do throws(SpoolError) {
            // The record is on its way to the disk meanwhile.
            try file(bytes, as: receipt)
            Failpoint.reach(.journalWritten)
            return SealedContent(receipt: receipt, mark: mark)
        } catch {
            try journal.void(mark)
            throw error
        }
    }

    /// Makes contents that were entered durable, with one sync; when it throws, none of them counts.
    func confirm(_ contents: [SealedContent]) throws(SpoolError) {
        let marks = contents.compactMap(\.mark)
        guard let last = marks.max(by: { $0.ordinal < $1.ordinal }), let journal = journal.withLock({ $0 })
        else {
            return
        }
        do throws(SpoolError) {
            // Invariant 1: bytes before rows.
            try journal.synchronize(last)
            Failpoint.reach(.journalSynced)
        } catch {
            for mark in marks { try journal.void(mark) }
            throw error
        }
    }

    /// Tells the journal that a content's owner has written down what belongs to it.
    func settle(_ sealed: SealedContent) {
        guard let mark = sealed.mark else { return }
        journal.withLock { $0 }?.settle(mark)
    }

    /// Tells the journal that nothing may come of a content: its sender was told that it failed.
    func takeBack(_ sealed: SealedContent) throws(SpoolError) {
        guard let mark = sealed.mark else { return }
        try journal.withLock { $0 }?.void(mark)
    }

    /// Writes the archive file of bytes whose truth is in the journal; nothing is synced.
    ///
    /// What a power cut left of an unsynced file is written again in its place, so that other names of it are whole again too.
    func file(_ bytes: [UInt8], as receipt: Receipt) throws(SpoolError) {
        let target = layout.archived(receipt.digest)
        if try keepOrRepair(bytes, at: target) { return }
        do throws(SpoolError) {
            try create(bytes, at: target)
        } catch {
            switch error.code {
            case .exists: _ = try keepOrRepair(bytes, at: target)
            case .notFound:
                try Disk.createFolder(Disk.parent(of: target))
                try create(bytes, at: target)
            default: throw error
            }
        }
    }

    /// Writes under the final name: whoever finds a part of it meanwhile has the same bytes in hand, and completes it.
    private func create(_ bytes: [UInt8], at target: String) throws(SpoolError) {
        try write(bytes, to: try Disk.open(target, O_WRONLY | O_CREAT | O_EXCL, mode: 0o440), target)
    }

    /// Makes files durable that ``file(_:as:)`` wrote, with their names: at once where the system can be believed.
    func makeDurable(_ digests: [Digest]) throws(SpoolError) {
        guard !Disk.fileSystemSyncTellsFailures else { return try Disk.synchronizeFileSystem(layout.archive) }
        for digest in digests {
            let path = layout.archived(digest)
            guard try Disk.status(at: path) != nil else { continue }
            try Disk.synchronizeFile(path)
            try synchronize(Disk.parent(of: path))
        }
    }

    /// Whether an archive file of these bytes is there, made whole if it was not; its entry counts as new.
    private func keepOrRepair(_ bytes: [UInt8], at target: String) throws(SpoolError) -> Bool {
        try deciding.withLock { (_) throws(SpoolError) in
            guard try Disk.status(at: target) != nil else { return false }
            let found = try ArchiveReader(path: target)
            if found.byteCount == bytes.count, try found.allBytes() == bytes {
                try Disk.touch(target)
                return true
            }
            try Disk.makeWritable(target)
            let file = try Disk.open(target, O_WRONLY)
            let number = file.number
            try write(bytes, to: file, target)
            try Disk.truncate(number, to: bytes.count, target)
            try Disk.setMode(0o440, of: number, target)
            return true
        }
    }

    private func write(_ bytes: [UInt8], to file: borrowing Descriptor, _ path: String) throws(SpoolError) {
        let number = file.number
        try bytes.withUnsafeBufferPointer { (buffer) throws(SpoolError) in
            try Disk.write(UnsafeRawBufferPointer(buffer), to: number, at: 0, path)
        }
    }
}
