public import Cryptography
internal import Glibc

/// Bytes kept once, under their digest, and never changed.
///
/// A copy of this value is the same archive. All verbs block.
public struct Archive: Sendable {
    /// Where it lies.
    public let layout: SpoolLayout
    let folders: ArchiveFolders
    private let clock: @Sendable () -> Int64

    /// An archive in a spool whose folders exist.
    ///
    /// Make one for a spool and share it: it remembers which uploads are open. The clock gives milliseconds
    /// since 1970.
    public init(
        _ layout: SpoolLayout, clock: @escaping @Sendable () -> Int64
    ) {
        self.layout = layout
        self.clock = clock
        folders = ArchiveFolders(layout: layout)
    }

    /// Begins an upload, in memory as long as it is small.
    ///
    /// It gets a file in staging, with its origin beside it, when it is worth resuming: over 64 KiB, when it is synced, or when it
    /// is set aside.
    /// Name, login and peer are recorded as data; none of them becomes a path.
    public func begin(
        partner: String, name: String, login: String, peer: String
    ) throws(SpoolError) -> StagedFile {
        try Disk.checkHealth(layout.staging)
        let now = clock()
        let upload = StagedUpload(
            id: ULID(milliseconds: now), partner: partner, name: name, login: login, peer: peer,
            startedMilliseconds: now)
        _ = folders.claim(upload.id)
        return StagedFile(
            path: partPath(upload.id), upload: upload, originPath: originPath(upload.id), folders: folders)
    }

    /// Goes on with an upload that was abandoned; its digest is computed when it is sealed.
    ///
    /// - Throws: `SpoolError` with the codes `notFound`, `locked` (this process is writing it).
    public func resume(_ id: ULID) throws(SpoolError) -> StagedFile {
        guard folders.claim(id) else {
            throw SpoolError(.locked, path: partPath(id), detail: "is being written")
        }
        do throws(SpoolError) {
            guard let upload = try StagedUpload.load(from: originPath(id)) else {
                throw SpoolError(.notFound, path: partPath(id), detail: "has no readable origin beside it")
            }
            try Disk.makeWritable(partPath(id))
            return try StagedFile(
                resuming: upload, path: partPath(id), originPath: originPath(id), folders: folders)
        } catch {
            folders.release(id)
            throw error
        }
    }

    /// Stores whole bytes of our own; durable when it returns, as ``StagedFile/seal()``.
    public func store(_ bytes: [UInt8]) throws(SpoolError) -> Receipt {
        try Disk.checkHealth(layout.archive)
        let id = ULID(milliseconds: clock())
        // Claimed while it is written: a sweep takes what nobody writes.
        _ = folders.claim(id)
        defer { folders.release(id) }
        if bytes.count <= HeldBytes.byteCountMaximum, let sealed = try folders.keep(bytes, note: []) {
            folders.settle(sealed)
            return sealed.receipt
        }
        let path = layout.staging + "/" + id.text + ".own"
        let receipt = Receipt(digest: Digest.of(bytes), byteCount: bytes.count)
        let target = layout.archived(receipt.digest)
        if try folders.keepExisting(receipt, at: target) {
            try folders.synchronize(Disk.parent(of: target))
            return receipt
        }
        let file = StagedFile(path: path, upload: nil, originPath: nil, folders: folders)
        do throws(SpoolError) {
            try file.append(bytes)
            return try file.seal()
        } catch {
            file.discard()
            throw error
        }
    }

    /// Stores bytes of our own as they are written, in flat memory; durable when it returns.
    ///
    /// `body`: appends the bytes. When it throws, nothing is stored.
    public func store(streaming body: (StagedFile) throws -> Void) throws -> Receipt {
        try Disk.checkHealth(layout.archive)
        let id = ULID(milliseconds: clock())
        _ = folders.claim(id)
        defer { folders.release(id) }
        let file = StagedFile(
            path: layout.staging + "/" + id.text + ".own", upload: nil, originPath: nil, folders: folders)
        do {
            try body(file)
            return try file.seal()
        } catch {
            file.discard()
            throw error
        }
    }

    /// Opens archived bytes.
    ///
    /// - Throws: `SpoolError` with the code `notFound` when the archive does not have them.
    public func open(_ digest: Digest) throws(SpoolError) -> ArchiveReader {
        try ArchiveReader(path: layout.archived(digest))
    }

    /// Whether bytes with this digest are there; says nothing about their health.
    public func contains(_ digest: Digest) -> Bool {
        access(layout.archived(digest), F_OK) == 0
    }

    /// Reads archived bytes again and says whether they still have their digest.
    public func verify(_ digest: Digest) throws(SpoolError) -> Bool {
        let reader = try open(digest)
        let found = try StagedFile.digest(
            of: reader.descriptor, byteCount: reader.byteCount, layout.archived(digest))
        return found == digest
    }

    /// Whether archived bytes are there and still have their digest.
    public func isWhole(_ digest: Digest) throws(SpoolError) -> Bool {
        do {
            return try verify(digest)
        } catch {
            guard error.code == .notFound else { throw error }
            return false
        }
    }

    func partPath(_ id: ULID) -> String { layout.staging + "/" + id.text + ".part" }

    func originPath(_ id: ULID) -> String { layout.staging + "/" + id.text + ".meta" }
}
