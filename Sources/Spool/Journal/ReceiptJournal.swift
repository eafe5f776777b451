internal import Cryptography
internal import Foundation
internal import Synchronization

/// Makes small contents durable with one sync that all who wait share.
///
/// A content is written in place into a preallocated segment, together with a note of its writer, and synced. Its archive file is
/// written without a sync. When a segment is full, or has rested a while, the archive files and the rows of its records are made durable all
/// at once in the background, and only then it is emptied. A start after a crash replays what the segments hold, so between the two
/// the journal is the truth.
///
/// Nobody waits for a segment: when none is free, ``append(_:digest:note:)`` answers `nil` and the caller syncs its own file.
final class ReceiptJournal: Sendable {
    /// Where a record lies, until it is settled.
    struct Mark: Sendable {
        let segment: Int
        let offset: Int
        /// Counts the records of this process.
        let ordinal: Int
    }

    /// Makes everything durable that the emptied records stand for; blocks.
    typealias Settlement = @Sendable ([Digest]) throws -> Void

    struct Book {
        let segment: JournalSegment
        var generation: UInt64
        var end = JournalFormat.alignment
        var digests: [Digest] = []
        /// Records whose writers have not said that they are settled.
        var openCount = 0
        var hasRested = false

        var isEmpty: Bool { digests.isEmpty }
    }

    struct State {
        var books: [Book] = []
        /// The segment that takes records now.
        var active: Int?
        var free: [Int] = []
        /// Segments that take no more, the oldest first.
        var full: [Int] = []
        var lastGeneration: UInt64
        var written = 0
        var synced = 0
        var isSyncing = false
        /// Emptying or growing failed; it is tried again after a rest.
        var isPaused = false
        var isStopped = false
        var isRunning = false
    }

    /// Segments at most; with all of them full, contents are synced one by one.
    static let segmentLimit = 4
    /// How often the keeper looks whether a segment rests, in seconds.
    static let restSeconds = 2.0

    let folder: String
    let settlement: Settlement
    let state: Mutex<State>
    let bell = NSCondition()

    /// Goes on with segments that are empty and of the given generations.
    init(
        folder: String, segments: [(JournalSegment, generation: UInt64)], lastGeneration: UInt64,
        settlement: @escaping Settlement
    ) {
        self.folder = folder
        self.settlement = settlement
        var state = State(lastGeneration: lastGeneration)
        state.books = segments.map { Book(segment: $0.0, generation: $0.generation) }
        state.free = Array(state.books.indices)
        self.state = Mutex(state)
    }

    /// Starts the thread that empties segments and makes new ones.
    func start() {
        state.withLock { $0.isRunning = true }
        let thread = Thread { [self] in keepUntilStopped() }
        thread.name = "wharf-journal"
        thread.stackSize = 1 << 20
        thread.start()
    }

    /// Settles all that is left and ends the thread; nothing may be appended afterwards.
    func stop() {
        bell.lock()
        state.withLock { $0.isStopped = true }
        bell.broadcast()
        while state.withLock({ $0.isRunning }) { bell.wait() }
        bell.unlock()
    }

    /// Writes a record; it is durable after ``synchronize(_:)``.
    ///
    /// - Returns: where it lies, or `nil` when no segment has room now.
    func append(_ bytes: [UInt8], digest: Digest, note: [UInt8]) throws(SpoolError) -> Mark? {
        try Disk.checkHealth(folder)
        let span = JournalFormat.span(note: note.count, bytes: bytes.count)
        guard note.count <= JournalFormat.noteByteCountMaximum,
            span <= JournalSegment.byteCount - JournalFormat.alignment
        else { return nil }
        bell.lock()
        defer { bell.unlock() }
        return try state.withLock { (state) throws(SpoolError) in
            guard let index = try activeSegment(withRoomFor: span, &state) else { return nil }
            // Not the whole book: a second owner of its digests would have them copied.
            let (segment, offset) = (state.books[index].segment, state.books[index].end)
            let record = JournalFormat.encode(
                generation: state.books[index].generation, number: state.books[index].digests.count,
                note: note,
                bytes, digest: digest)
            // Alone, a record is on its way while its file is written; in company, the next sync takes many at once.
            try segment.write(record, at: offset, starting: state.written == state.synced)
            state.books[index].end += span
            state.books[index].digests.append(digest)
            state.books[index].openCount += 1
            state.books[index].hasRested = false
            state.written += 1
            return Mark(segment: index, offset: offset, ordinal: state.written)
        }
    }

    /// Returns when a record is durable: the first who waits syncs for all who wrote before.
    func synchronize(_ mark: Mark) throws(SpoolError) {
        bell.lock()
        defer { bell.unlock() }
        while state.withLock({ $0.synced < mark.ordinal }) {
            try Disk.checkHealth(folder)
            let lead = state.withLock { state -> (segment: JournalSegment, upTo: Int)? in
                guard !state.isSyncing, let active = state.active else { return nil }
                state.isSyncing = true
                return (state.books[active].segment, state.written)
            }
            guard let lead else {
                bell.wait()
                continue
            }
            bell.unlock()
            let outcome = Result { () throws(SpoolError) in try lead.segment.synchronize() }
            bell.lock()
            state.withLock { state in
                state.isSyncing = false
                if case .success = outcome { state.synced = max(state.synced, lead.upTo) }
            }
            bell.broadcast()
            try outcome.get()
        }
    }

    /// Tells that what a record stands for is in the archive and in the books, though not on disk yet.
    func settle(_ mark: Mark) {
        bell.lock()
        let isWaitedFor = state.withLock { state in
            state.books[mark.segment].openCount -= 1
            return state.books[mark.segment].openCount == 0 && state.full.contains(mark.segment)
        }
        if isWaitedFor { bell.broadcast() }
        bell.unlock()
    }

    /// Takes a record back whose writer was told that it failed, and settles it.
    func void(_ mark: Mark) throws(SpoolError) {
        defer { settle(mark) }
        let segment = state.withLock { $0.books[mark.segment].segment }
        try segment.write(JournalFormat.voidMark, at: mark.offset)
    }

    /// The segment that a record goes to; takes the next free one when the active one has no room.
    private func activeSegment(withRoomFor span: Int, _ state: inout State) throws(SpoolError) -> Int? {
        if let active = state.active, state.books[active].end + span <= JournalSegment.byteCount {
            return active
        }
        guard let next = state.free.first else {
            bell.broadcast()
            return nil
        }
        try retireActive(&state)
        state.free.removeFirst()
        state.active = next
        // The keeper provides for the time when this one is full.
        bell.broadcast()
        return next
    }

    /// Closes the active segment: all its records are synced, so that whoever waits needs only look at the next one.
    func retireActive(_ state: inout State) throws(SpoolError) {
        guard let active = state.active else { return }
        try state.books[active].segment.synchronize()
        state.synced = state.written
        state.full.append(active)
        state.active = nil
    }
}
