internal import Cryptography
internal import Failpoints
internal import Glibc
internal import Synchronization

/// One upload being written, locked inside: calls from several threads take turns.
///
/// While writes follow each other the digest is computed as they pass; a rewrite or a gap makes ``seal()``
/// read the file again. The caller bounds the size. All verbs block. Dropping the last reference closes the
/// file and leaves it in staging, as ``abandon()`` does.
public final class StagedFile: Sendable {
    private static let chunkByteCount = 262_144
    /// Smaller uploads are not worth resuming after a crash: their origin is written only when they are set aside, which saves
    /// most uploads a file.
    private static let resumableByteCount = 65_536

    /// Who began it and when; `nil` for bytes of our own.
    public let upload: StagedUpload?
    private let path: String
    private let originPath: String?
    private let folders: ArchiveFolders
    private let state: Mutex<State>

    /// What the lock guards.
    ///
    /// `file` is `nil` once the file was sealed, abandoned or discarded.
    private struct State: ~Copyable, Sendable {
        var file: Descriptor?
        var byteCount: Int
        /// Digests the first `digestedCount` bytes; `nil` when what it digested was overwritten.
        var stream: DigestStream?
        var digestedCount = 0
        var nameIsDurable = false
        /// Whether the origin lies beside the bytes.
        var hasOrigin: Bool
        /// A sync that failed: these bytes can never be promised.
        var failure: SpoolError?
    }

    /// Begins an empty file, or goes on with an existing one.
    init(
        path: String, upload: StagedUpload?, originPath: String?, folders: ArchiveFolders, isNew: Bool
    ) throws(SpoolError) {
        self.path = path
        self.upload = upload
        self.originPath = originPath
        self.folders = folders
        let file = try Disk.open(path, isNew ? O_RDWR | O_CREAT | O_EXCL : O_RDWR)
        let byteCount = isNew ? 0 : try Disk.status(of: file.number, path).byteCount
        state = Mutex(
            State(file: file, byteCount: byteCount, stream: isNew ? DigestStream() : nil, hasOrigin: !isNew))
        if isNew { Failpoint.reach(.stagingCreated) }
    }

    deinit {
        // Only while open: once closed, another may have resumed the same upload.
        if let upload, state.withLock({ $0.file != nil }) { folders.release(upload.id) }
    }

    /// How many bytes the file has.
    public var byteCount: Int { state.withLock { $0.byteCount } }

    /// Writes bytes at an offset; a gap before it reads as zeros.
    ///
    /// - Throws: `SpoolError` with the codes `diskFull`, `inputOutput`, `tooLarge` (an offset no file has),
    ///   `closed`. Some of the bytes may have been written.
    public func write(_ bytes: UnsafeRawBufferPointer, at offset: Int) throws(SpoolError) {
        try state.withLock { (state) throws(SpoolError) in
            try write(bytes, at: offset, &state)
        }
    }

    /// Writes bytes after the last one.
    public func append(_ bytes: UnsafeRawBufferPointer) throws(SpoolError) {
        try state.withLock { (state) throws(SpoolError) in
            try write(bytes, at: state.byteCount, &state)
        }
    }

    /// Writes an array of bytes after the last one.
    public func append(_ bytes: [UInt8]) throws(SpoolError) {
        try bytes.withUnsafeBufferPointer { (buffer) throws(SpoolError) in
            try append(UnsafeRawBufferPointer(buffer))
        }
    }

    /// Reads back what was written; returns fewer bytes only at the end.
    public func read(into buffer: UnsafeMutableRawBufferPointer, at offset: Int) throws(SpoolError) -> Int {
        guard offset >= 0 else { throw SpoolError(.tooLarge, path: path, detail: "has no byte \(offset)") }
        return try state.withLock { (state) throws(SpoolError) in
            try Disk.read(into: buffer, from: try openFile(state), at: offset, path)
        }
    }

    /// Sets the size; bytes that are added are zeros.
    public func truncate(to byteCount: Int) throws(SpoolError) {
        guard byteCount >= 0 else {
            throw SpoolError(.tooLarge, path: path, detail: "cannot have \(byteCount) bytes")
        }
        try state.withLock { (state) throws(SpoolError) in
            let file = try openFile(state)
            guard byteCount != state.byteCount else { return }
            try Disk.truncate(file, to: byteCount, path)
            state.byteCount = byteCount
            if byteCount == 0 {
                state.stream = DigestStream()
                state.digestedCount = 0
            } else if byteCount < state.digestedCount {
                state.stream = nil
            }
        }
    }

    /// Makes the bytes written so far, and what is needed to resume them, durable.
    public func synchronize() throws(SpoolError) {
        try state.withLock { (state) throws(SpoolError) in
            try saveOrigin(&state)
            try synchronizeBytes(&state)
            guard !state.nameIsDurable else { return }
            if let originPath { try Disk.synchronizeFile(originPath) }
            try Disk.synchronizeFolder(folders.layout.staging)
            state.nameIsDurable = true
        }
    }

    /// Stores the bytes in the archive under their digest.
    ///
    /// When this returns, bytes and folder entries are synced: a power cut cannot lose them. If it throws,
    /// nothing was promised: the file is still in staging (or, when only the last folder sync failed, in the
    /// archive without a row), and the caller abandons or discards it. Equal bytes that are archived already
    /// are kept, after a look at their size.
    ///
    /// - Throws: `SpoolError` with the codes `diskFull`, `inputOutput` (a sync failed: stop accepting),
    ///   `damaged` (the archive has another size under this digest), `closed`.
    public func seal() throws(SpoolError) -> Receipt {
        try state.withLock { (state) throws(SpoolError) in
            let file = try openFile(state)
            Failpoint.reach(.stagingWritten)
            // Invariant 1: bytes before rows.
            try synchronizeBytes(&state)
            Failpoint.reach(.stagingSynced)
            let receipt = Receipt(digest: try digest(&state), byteCount: state.byteCount)
            try Disk.setMode(0o440, of: file, path)
            try folders.adopt(path, as: receipt)
            close(&state)
            removeOrigin(state)
            return receipt
        }
    }

    /// Closes the file and leaves it in staging with its origin, to be resumed or swept.
    public func abandon() throws(SpoolError) {
        try state.withLock { (state) throws(SpoolError) in
            guard state.file != nil else { return }
            defer { close(&state) }
            try saveOrigin(&state)
        }
    }

    /// Closes the file and removes it; does nothing after ``seal()``.
    public func discard() {
        state.withLock { state in
            guard state.file != nil else { return }
            close(&state)
            Disk.removeLeftover(path)
            removeOrigin(state)
        }
    }

    /// Puts the origin beside the bytes, so that they can be resumed.
    private func saveOrigin(_ state: inout State) throws(SpoolError) {
        guard let upload, let originPath, !state.hasOrigin else { return }
        try upload.save(at: originPath)
        state.hasOrigin = true
    }

    private func removeOrigin(_ state: borrowing State) {
        guard let originPath, state.hasOrigin else { return }
        Disk.removeLeftover(originPath)
    }

    private func write(
        _ bytes: UnsafeRawBufferPointer, at offset: Int, _ state: inout State
    ) throws(SpoolError) {
        let file = try openFile(state)
        let (end, overflowed) = offset.addingReportingOverflow(bytes.count)
        guard offset >= 0, !overflowed else {
            throw SpoolError(.tooLarge, path: path, detail: "cannot write \(bytes.count) bytes at \(offset)")
        }
        guard !bytes.isEmpty else { return }
        if state.byteCount > 0 { Failpoint.reach(.stagingHalfWritten) }
        do throws(SpoolError) {
            try Disk.write(bytes, to: file, at: offset, path)
        } catch {
            state.stream = nil
            state.byteCount = try Disk.status(of: file, path).byteCount
            throw error
        }
        let isNext = offset == state.digestedCount && offset == state.byteCount
        state.byteCount = max(state.byteCount, end)
        if isNext {
            state.stream?.update(bytes)
            state.digestedCount = end
        } else if offset < state.digestedCount {
            state.stream = nil
        }
        if state.byteCount >= Self.resumableByteCount { try saveOrigin(&state) }
    }

    private func synchronizeBytes(_ state: inout State) throws(SpoolError) {
        let file = try openFile(state)
        if let failure = state.failure { throw failure }
        do throws(SpoolError) {
            try Disk.synchronize(file, path)
        } catch {
            state.failure = error
            throw error
        }
    }

    /// The digest of the whole file: the one that grew with it, or a new one after a rewrite, a gap or a
    /// resume.
    private func digest(_ state: inout State) throws(SpoolError) -> Digest {
        if state.digestedCount == state.byteCount, let stream = state.stream.take() {
            return stream.finish()
        }
        state.stream = nil
        return try StagedFile.digest(of: try openFile(state), byteCount: state.byteCount, path)
    }

    /// Reads a file from its start in pieces and digests it.
    static func digest(of descriptor: Int32, byteCount: Int, _ path: String) throws(SpoolError) -> Digest {
        var stream = DigestStream()
        var chunk = [UInt8](repeating: 0, count: min(chunkByteCount, max(1, byteCount)))
        var offset = 0
        while offset < byteCount {
            let wanted = min(chunk.count, byteCount - offset)
            let count = try chunk.withUnsafeMutableBufferPointer { (buffer) throws(SpoolError) in
                let part = UnsafeMutableRawBufferPointer(
                    rebasing: UnsafeMutableRawBufferPointer(buffer)[..<wanted])
                let count = try Disk.read(into: part, from: descriptor, at: offset, path)
                stream.update(UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(part)[..<count]))
                return count
            }
            guard count == wanted else {
                throw SpoolError(.damaged, path: path, detail: "ends before byte \(byteCount)")
            }
            offset += count
        }
        return stream.finish()
    }

    private func openFile(_ state: borrowing State) throws(SpoolError) -> Int32 {
        switch state.file {
        case .some(let file): return file.number
        case .none: throw SpoolError(.closed, path: path, detail: "was sealed, abandoned or discarded before")
        }
    }

    private func close(_ state: inout State) {
        guard state.file != nil else { return }
        state.file = nil
        state.stream = nil
        if let upload { folders.release(upload.id) }
    }
}
