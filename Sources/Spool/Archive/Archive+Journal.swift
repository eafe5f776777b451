internal import Cryptography
internal import Glibc
internal import Synchronization

/// What the journal held when its owner came back.
public struct JournalReplay: Sendable, Equatable {
    /// Records whose bytes and notes were handed back.
    public var replayed = 0
    /// Records that cannot be read: torn ones between whole ones, of which no sender was told unless the disk has lost bytes.
    public var unreadable = 0
}

extension Archive {
    /// Replays the journal and takes it into use; called once by the owner of the spool, before anything is taken in.
    ///
    /// Each record's archive file is made whole first; then `enter` writes down what its note says, which may be known already.
    /// `settleBooks` makes durable what `enter`, and the owners of contents sealed since, have written down; it is called before
    /// records are forgotten, then and later, on a thread of the journal. A failure there keeps the records.
    public func openJournal(
        settlingBooks settleBooks: @escaping @Sendable () throws -> Void,
        entering enter: (_ note: [UInt8], _ receipt: Receipt) throws -> Void
    ) throws -> JournalReplay {
        var replay = JournalReplay()
        var segments: [(segment: JournalSegment, generation: UInt64)] = []
        for name in try Disk.names(in: layout.journal) {
            let path = layout.journal + "/" + name
            guard name.hasSuffix(".journal") else {
                try Disk.remove(path)
                continue
            }
            let segment = try JournalSegment.open(path)
            if let generation = try segment.generation() {
                segments.append((segment, generation))
            } else {
                try Disk.remove(path)
            }
        }
        segments.sort { $0.generation < $1.generation }
        var digests: [Digest] = []
        var last = segments.last?.generation ?? 0
        for (segment, generation) in segments {
            digests += try self.replay(segment, of: generation, &replay, entering: enter)
        }
        if replay != JournalReplay() {
            try folders.makeDurable(digests)
            try settleBooks()
        }
        for index in segments.indices {
            last += 1
            try segments[index].segment.reset(to: last)
            segments[index].generation = last
        }
        if segments.isEmpty {
            last += 1
            do throws(SpoolError) {
                let path = "\(layout.journal)/\(last).journal"
                segments.append((try JournalSegment.create(path, generation: last), last))
            } catch {
                // Without room for a segment each content is synced by itself; the journal tries again when it is asked.
                guard error.code == .diskFull else { throw error }
            }
        }
        let folders = folders
        let journal = ReceiptJournal(folder: layout.journal, segments: segments, lastGeneration: last) {
            try folders.makeDurable($0)
            try settleBooks()
        }
        journal.start()
        folders.journal.withLock { $0 = journal }
        return replay
    }

    /// Settles all that the journal holds and closes it; later contents are synced one by one.
    public func closeJournal() {
        let journal = folders.journal.withLock { journal in
            defer { journal = nil }
            return journal
        }
        journal?.stop()
    }

    /// Tells that what belongs to a content is written down, though not necessarily on disk.
    public func settle(_ sealed: SealedContent) {
        folders.settle(sealed)
    }

    /// Tells that nothing may come of a content, because its sender was told that it failed.
    public func takeBack(_ sealed: SealedContent) throws(SpoolError) {
        try folders.takeBack(sealed)
    }

    /// Returns the digests of what was handed back.
    private func replay(
        _ segment: JournalSegment, of generation: UInt64, _ replay: inout JournalReplay,
        entering enter: (_ note: [UInt8], _ receipt: Receipt) throws -> Void
    ) throws -> [Digest] {
        var digests: [Digest] = []
        let (records, unreadable) = try segment.records(of: generation)
        replay.unreadable += unreadable
        for record in records where !record.isVoid {
            if let bytes = record.bytes {
                try folders.file(bytes, as: record.receipt)
            } else if try !isWhole(record.receipt.digest) {
                replay.unreadable += 1
                continue
            }
            replay.replayed += 1
            digests.append(record.receipt.digest)
            if !record.note.isEmpty { try enter(record.note, record.receipt) }
        }
        return digests
    }
}
