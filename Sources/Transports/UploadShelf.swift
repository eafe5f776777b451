internal import Cryptography
internal import Spool
internal import Synchronization

/// What one partner sees in its upload folder besides the archive: files under a temporary name, broken-off uploads that
/// can be resumed, and for a while the names of files just taken.
///
/// Names are labels in memory; the bytes are staged files known by their ids.
final class UploadShelf: Sendable {
    /// A file that is not an arrival yet and rests in staging.
    struct Parked: Sendable {
        let id: ULID
        var byteCount: Int
        var modifiedSeconds: Int64
        /// The books have it as aborted.
        var isAborted: Bool
        /// What the books call it.
        var uploadKey: String
    }

    /// A file that was taken and stays visible because clients look at it after the upload.
    struct Ghost: Sendable {
        let digest: Digest
        let byteCount: Int
        let modifiedSeconds: Int64
        let visibleUntil: Int64
    }

    /// An upload under way, of a partner with a quota.
    private struct Open {
        let name: String
        var byteCount: Int
    }

    private struct State {
        var parked: [String: Parked] = [:]
        var ghosts: [String: Ghost] = [:]
        var open: [Int: Open] = [:]
        var lastToken = 0
        /// What the books had when they were last asked, and what came since: never less than they have now.
        var booked: MailboxUse?
        var reads: [String: PartialReads] = [:]
        var readOrder: [String] = []

        /// What is taken; bytes that rest under the name of an open upload are being replaced by it.
        var use: MailboxUse {
            let names = Set(open.values.map(\.name))
            let resting = parked.filter { !names.contains($0.key) }.values
            return (booked ?? .none)
                + MailboxUse(bytes: resting.reduce(0) { $0 + $1.byteCount }, files: resting.count)
                + MailboxUse(bytes: open.values.reduce(0) { $0 + $1.byteCount }, files: open.count)
        }
    }

    /// Ghosts kept at most; the oldest go first.
    private static let ghostLimit = 2_000
    private let state = Mutex(State())

    /// The name as the partner sees it now: parked bytes before a ghost.
    func parked(_ name: String) -> Parked? {
        state.withLock { $0.parked[name] }
    }

    func ghost(_ name: String, at now: Int64) -> Ghost? {
        state.withLock { state in
            guard let ghost = state.ghosts[name], ghost.visibleUntil > now else { return nil }
            return ghost
        }
    }

    /// All names with their sizes and times.
    func list(at now: Int64) -> [(name: String, byteCount: Int, modifiedSeconds: Int64)] {
        state.withLock { state in
            state.ghosts = state.ghosts.filter { $0.value.visibleUntil > now }
            var all = state.ghosts.mapValues { ($0.byteCount, $0.modifiedSeconds) }
            for (name, parked) in state.parked { all[name] = (parked.byteCount, parked.modifiedSeconds) }
            return all.map { ($0.key, $0.value.0, $0.value.1) }.sorted { $0.0 < $1.0 }
        }
    }

    func count() -> Int { state.withLock { $0.parked.count } }

    /// Rests a file under a name.
    ///
    /// - Returns: the id of another file that rested there and is now nobody's.
    func park(_ name: String, _ parked: Parked) -> ULID? {
        state.withLock { state in
            let before = state.parked.updateValue(parked, forKey: name)
            return before.flatMap { $0.id == parked.id ? nil : $0.id }
        }
    }

    /// Takes a parked file away for resuming, sealing or removing; only one caller gets it.
    func take(_ name: String) -> Parked? {
        state.withLock { $0.parked.removeValue(forKey: name) }
    }

    func show(_ name: String, _ ghost: Ghost) {
        state.withLock { state in
            state.ghosts[name] = ghost
            guard state.ghosts.count > Self.ghostLimit else { return }
            let oldest = state.ghosts.min { $0.value.visibleUntil < $1.value.visibleUntil }
            if let oldest { state.ghosts.removeValue(forKey: oldest.key) }
        }
    }

    /// What is taken at most and how many uploads are open; nil until the books were asked.
    var atMost: (use: MailboxUse, openUploads: Int)? {
        state.withLock { state in state.booked.map { _ in (state.use, state.open.count) } }
    }

    /// Notes a file that is in the books now.
    func noteBooked(byteCount: Int) {
        state.withLock { state in
            guard let booked = state.booked else { return }
            state.booked = booked + MailboxUse(bytes: byteCount, files: 1)
        }
    }

    /// Counts an upload that begins; answers what is taken with it.
    ///
    /// `booked`: what the books have, where they
    /// were asked.
    func begin(_ name: String, byteCount: Int, booked: MailboxUse?) -> (token: Int, use: MailboxUse) {
        state.withLock { state in
            if let booked { state.booked = booked }
            state.lastToken += 1
            state.open[state.lastToken] = Open(name: name, byteCount: byteCount)
            return (state.lastToken, state.use)
        }
    }

    /// Lets an upload grow; answers what is taken when it may not, and then it has not grown.
    func grow(_ token: Int, to byteCount: Int, atMost limit: Int) -> MailboxUse? {
        state.withLock { state in
            guard let open = state.open[token], byteCount > open.byteCount else { return nil }
            let use = state.use
            guard use.bytes - open.byteCount + byteCount <= limit else { return use }
            state.open[token]?.byteCount = byteCount
            return nil
        }
    }

    func end(_ token: Int) { state.withLock { _ = $0.open.removeValue(forKey: token) } }

    /// Works on what was read of the partner's downloads, and the order in which reading began.
    func withReads<Result: Sendable>(
        _ body: (inout [String: PartialReads], inout [String]) -> Result
    ) -> Result {
        state.withLock { body(&$0.reads, &$0.readOrder) }
    }

    /// What is taken, with what the books have now.
    func use(booked: MailboxUse) -> MailboxUse {
        state.withLock { state in
            state.booked = booked
            return state.use
        }
    }

    /// Gives a taken file another label.
    func relabel(_ name: String, to other: String) -> Bool {
        state.withLock { state in
            guard let ghost = state.ghosts.removeValue(forKey: name) else { return false }
            state.ghosts[other] = ghost
            return true
        }
    }
}
