internal import Cryptography
internal import Failpoints
internal import Glibc
internal import Synchronization

/// One upload being written, locked inside: calls from several threads take turns.
///
/// A small one stays in memory until it is sealed or set aside; a larger one has a file in staging. While writes follow each other the digest is computed as they pass; a rewrite or a gap makes ``seal()``
/// read the file again. The caller bounds the size. All verbs block. Dropping the last reference closes the
/// file and leaves it in staging, as ``abandon()`` does.
public final class StagedFile: Sendable {
    private static let chunkByteCount = 262_144
    /// Bytes after which the kernel is asked to begin writing, so that the sync at the end finds little left to do.
    private static let writingByteCount = 8 << 20

    /// Who began it and when; `nil` for bytes of our own.
    public let upload: StagedUpload?
    private let path: String
    private let originPath: String?
    private let folders: ArchiveFolders
    private let state: Mutex<State>

    /// What the lock guards.
    ///
    /// `held` and `file` are `nil` once the upload was sealed, abandoned or discarded.
    private struct State: ~Copyable, Sendable {
        /// The bytes, while they are few.
        var held: HeldBytes?
        var file: Descriptor?
        var byteCount: Int
        /// Digests the first `digestedCount` bytes; `nil` when what it digested was overwritten.
        var stream: DigestStream?
        var digestedCount = 0
        /// Up to here the kernel was asked to begin writing.
        var writingCount = 0
        var nameIsDurable = false
        /// Whether the origin lies beside the bytes.
        var hasOrigin: Bool
        /// A sync that failed: these bytes can never be promised.
        var failure: SpoolError?
    }

    /// Begins an empty upload in memory.
    init(path: String, upload: StagedUpload?, originPath: String?, folders: ArchiveFolders) {
        self.path = path
        self.upload = upload
        self.originPath = originPath
        self.folders = folders
        state = Mutex(
            State(held: HeldBytes(folders.allowance), file: nil, byteCount: 0, stream: nil, hasOrigin: false))
    }

    /// Goes on with an existing file.
    init(
        resuming upload: StagedUpload, path: String, originPath: String, folders: ArchiveFolders
    ) throws(SpoolError) {
        self.path = path
        self.upload = upload
        self.originPath = originPath
        self.folders = folders
        let file = try Disk.open(path, O_RDWR)
        let byteCount = try Disk.status(of: file.number, path).byteCount
        state = Mutex(State(held: nil, file: file, byteCount: byteCount, stream: nil, hasOrigin: true))
    }

    deinit {
        // Only while open: once closed, another may have resumed the same upload.
        if let upload, state.withLock({ Self.isOpen($0) }) { folders.release(upload.id) }
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
            if let count = state.held?.read(into: buffer, at: offset) { return count }
            return try Disk.read(into: buffer, from: try openFile(state), at: offset, path)
        }
    }

    /// Sets the size; bytes that are added are zeros.
    public func truncate(to byteCount: Int) throws(SpoolError) {
        guard byteCount >= 0 else {
            throw SpoolError(.tooLarge, path: path, detail: "cannot have \(byteCount) bytes")
        }
        try state.withLock { (state) throws(SpoolError) in
            if state.held?.resize(to: byteCount) ?? false {
                state.byteCount = byteCount
                return
            }
            try moveToDisk(&state)
            let file = try openFile(state)
            guard byteCount != state.byteCount else { return }
            try Disk.truncate(file, to: byteCount, path)
            state.byteCount = byteCount
            state.writingCount = min(state.writingCount, byteCount)
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
            try moveToDisk(&state)
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
        let sealed = try seal(noting: [])
        folders.settle(sealed)
        return sealed.receipt
    }

    /// Stores the bytes as ``seal()`` does, and a note with them where they go through the journal.
    ///
    /// A replay after a crash hands the note back, so that what belongs to the bytes need not be on disk when this returns:
    /// see ``SealedContent``. The caller settles the content, or takes it back.
    public func seal(noting note: [UInt8]) throws(SpoolError) -> SealedContent {
        try state.withLock { (state) throws(SpoolError) in
            if let held = state.held?.bytes, let sealed = try folders.keep(held, note: note) {
                close(&state)
                return sealed
            }
            try moveToDisk(&state)
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
            return SealedContent(receipt: receipt, mark: nil)
        }
    }

    /// Writes held bytes and their note into the journal; `nil` when they are many or the journal has no room.
    ///
    /// The caller confirms the content, and then discards this file, whose bytes are elsewhere.
    func enter(noting note: [UInt8]) throws(SpoolError) -> SealedContent? {
        try state.withLock { (state) throws(SpoolError) in
            guard let held = state.held?.bytes else { return nil }
            return try folders.enter(held, note: note)
        }
    }

    /// Closes the file and leaves it in staging with its origin, to be resumed or swept.
    public func abandon() throws(SpoolError) {
        try state.withLock { (state) throws(SpoolError) in
            guard Self.isOpen(state) else { return }
            defer { close(&state) }
            try moveToDisk(&state)
            try saveOrigin(&state)
        }
    }

    /// Closes the file and removes it; does nothing after ``seal()``.
    public func discard() {
        state.withLock { state in
            guard Self.isOpen(state) else { return }
            let hasFile = state.file != nil
            close(&state)
            guard hasFile else { return }
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

    /// Gives an upload that became large, or must survive, its file in staging.
    private func moveToDisk(_ state: inout State) throws(SpoolError) {
        guard let held = state.held?.bytes else { return }
        let file = try Disk.open(path, O_RDWR | O_CREAT | O_EXCL)
        Failpoint.reach(.stagingCreated)
        var stream = DigestStream()
        do throws(SpoolError) {
            try held.withUnsafeBufferPointer { (buffer) throws(SpoolError) in
                let bytes = UnsafeRawBufferPointer(buffer)
                try Disk.write(bytes, to: file.number, at: 0, path)
                stream.update(bytes)
            }
        } catch {
            Disk.removeLeftover(path)
            throw error
        }
        state.held = nil
        state.file = consume file
        state.stream = consume stream
        state.digestedCount = held.count
    }

    private func write(
        _ bytes: UnsafeRawBufferPointer, at offset: Int, _ state: inout State
    ) throws(SpoolError) {
        let (end, overflowed) = offset.addingReportingOverflow(bytes.count)
        guard offset >= 0, !overflowed else {
            throw SpoolError(.tooLarge, path: path, detail: "cannot write \(bytes.count) bytes at \(offset)")
        }
        guard !bytes.isEmpty else { return try checkOpen(state) }
        if state.held?.write(bytes, at: offset) ?? false {
            state.byteCount = max(state.byteCount, end)
            return
        }
        try moveToDisk(&state)
        let file = try openFile(state)
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
        try saveOrigin(&state)
        if state.byteCount - state.writingCount >= Self.writingByteCount {
            Disk.startWriting(file, state.writingCount..<state.byteCount)
            state.writingCount = state.byteCount
        }
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

    private static func isOpen(_ state: borrowing State) -> Bool {
        state.held != nil || state.file != nil
    }

    private func checkOpen(_ state: borrowing State) throws(SpoolError) {
        guard Self.isOpen(state) else {
            throw SpoolError(.closed, path: path, detail: "was sealed, abandoned or discarded before")
        }
    }

    private func openFile(_ state: borrowing State) throws(SpoolError) -> Int32 {
        switch state.file {
        case .some(let file): return file.number
        case .none: throw SpoolError(.closed, path: path, detail: "was sealed, abandoned or discarded before")
        }
    }

    private func close(_ state: inout State) {
        guard Self.isOpen(state) else { return }
        state.held = nil
        state.file = nil
        state.stream = nil
        if let upload { folders.release(upload.id) }
    }
}
