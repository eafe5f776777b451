internal import Failpoints
internal import Foundation
internal import GRDB
internal import Synchronization

/// The queue before the one writer: takes all closures that wait, runs them in one transaction, and answers them together.
///
/// Commits are written to the log without a sync; whoever asked for one is answered by the thread of ``LogSync``. While a sync is
/// under way its successors gather until they are many, and only what goes ahead is run meanwhile: so that a sender at the door never
/// waits for the syncs of work in the house. What goes ahead also cuts a long group short, and runs on its caller's own thread
/// when nobody writes.
final class CommitLine: Sendable {
    struct Waiting {
        let durability: StateStore.Durability
        /// Runs the closure, in a savepoint of its own if the last says so; tells whether it went well.
        let work: @Sendable (Database, CommitContext, Bool) -> Bool
        let answer: @Sendable (StoreError?) -> Void
    }

    private struct State {
        var ahead: [Waiting] = []
        var waiting: [Waiting] = []
        /// Whether some thread has the writer; it alone may change what the next four hold.
        var isWriting = false
        var head: LedgerHead
        var lastEvent: Int
        var sinceCheckpoint = 0
        var isClosed = false
        var isFinished = false
        var listener: (@Sendable (CommitEffects) -> Void)?
        var failureListener: (@Sendable (StoreError) -> Void)?
    }

    private enum Turn {
        case group([Waiting])
        case checkpoint
        case end
    }

    /// Closures in one transaction at most, so that no waiter waits for a very long group.
    private static let groupLimit = 256
    /// Closures that are enough of a group not to wait for the end of a sync.
    private static let fullGroup = 16
    /// Closures after which the log is checkpointed when it has been quiet, and when it has not.
    private static let idleCheckpoint = 1_000
    private static let busyCheckpoint = 4_000
    /// Without a commit for so long the house is quiet, in seconds.
    private static let quietSeconds = 0.2

    private let pool: DatabasePool
    private let path: String
    private let state: Mutex<State>
    private let bell = NSCondition()
    private let log: LogSync

    init(pool: DatabasePool, path: String) throws(StoreError) {
        self.pool = pool
        self.path = path
        log = LogSync(path: path + "-wal")
        let heads: (LedgerHead, Int)
        do {
            heads = try pool.read { (try LedgerHead.load(from: $0), try EventPages(database: $0).last()) }
        } catch {
            throw SQLiteEngine.storeError(error, path: path)
        }
        state = Mutex(State(head: heads.0, lastEvent: heads.1))
        log.start { [self] in ring() }
        let thread = Thread { [self] in serve() }
        thread.name = "wharf-commit"
        thread.stackSize = 1 << 20
        thread.start()
    }

    /// Queues the closure, waits for its group, and hands back its result.
    func run<Result: Sendable>(
        _ durability: StateStore.Durability, ahead: Bool,
        _ body: @escaping @Sendable (borrowing Commit) throws -> Result
    ) throws -> Result {
        guard let result = runEach(durability, ahead: ahead, [body]).first else {
            throw StoreError(.refused, "a commit came back without a result")
        }
        return try result.get()
    }

    /// Queues the closures side by side, so that one group takes them, and waits for all.
    func runEach<Result: Sendable>(
        _ durability: StateStore.Durability, ahead: Bool = false,
        _ bodies: [@Sendable (borrowing Commit) throws -> Result]
    ) -> [Swift.Result<Result, any Error>] {
        let slots = bodies.map { _ in Slot<Result>() }
        let waiting = zip(slots, bodies).map { slot, body in
            Waiting(
                durability: durability,
                work: { database, context, isApart in slot.run(body, database, context, isApart: isApart) },
                answer: { slot.answer(failure: $0) })
        }
        switch join(waiting, ahead: ahead) {
        case .refused:
            let closed = StoreError(.closed, "\(path): the server is stopping")
            return bodies.map { _ in .failure(closed) }
        case .queued: ring()
        case .writing:
            if write(waiting) { ring() }
        }
        return slots.map { slot in Swift.Result { try slot.wait() } }
    }

    private enum Place {
        case refused, queued, writing
    }

    private func join(_ waiting: [Waiting], ahead: Bool) -> Place {
        state.withLock { state in
            guard !state.isClosed else { return .refused }
            guard ahead else {
                state.waiting.append(contentsOf: waiting)
                return .queued
            }
            guard !state.isWriting, state.ahead.isEmpty else {
                state.ahead.append(contentsOf: waiting)
                return .queued
            }
            state.isWriting = true
            return .writing
        }
    }

    /// Returns when everything that was committed before is durable.
    func synchronize() throws(StoreError) {
        try log.synchronize()
    }

    func setListener(_ listener: @escaping @Sendable (CommitEffects) -> Void) {
        state.withLock { $0.listener = listener }
    }

    func setFailureListener(_ listener: @escaping @Sendable (StoreError) -> Void) {
        state.withLock { $0.failureListener = listener }
    }

    /// Lets the waiting closures finish, then ends the thread.
    func finish() {
        state.withLock { $0.isClosed = true }
        bell.lock()
        bell.broadcast()
        while !state.withLock({ $0.isFinished }) { bell.wait() }
        bell.unlock()
    }

    private func ring() {
        bell.lock()
        // Not a signal: who waits for the end waits at the same bell.
        bell.broadcast()
        bell.unlock()
    }

    private func serve() {
        serving: while true {
            switch nextTurn() {
            case .end: break serving
            case .checkpoint:
                checkpoint(.passive)
                state.withLock { state in
                    state.sinceCheckpoint = 0
                    state.isWriting = false
                }
            case .group(let group): _ = write(group)
            }
        }
        log.stop()
        checkpoint(.truncate)
        bell.lock()
        state.withLock { $0.isFinished = true }
        bell.broadcast()
        bell.unlock()
    }

    /// Commits a group; the caller has the writer, and gives it back here.
    ///
    /// - Returns: whether there is something for the commit thread to do.
    private func write(_ group: [Waiting]) -> Bool {
        let (head, lastEvent) = state.withLock { ($0.head, $0.lastEvent) }
        let context = CommitContext(ledgerHead: head, lastEvent: lastEvent)
        let (members, failure) = perform(group, context)
        let isCheckpointDue = state.withLock { state -> Bool in
            guard failure == nil else { return false }
            state.head = context.ledgerHead
            state.lastEvent = context.lastEvent
            let before = state.sinceCheckpoint
            state.sinceCheckpoint += members.count
            return before < Self.idleCheckpoint && state.sinceCheckpoint >= Self.idleCheckpoint
        }
        end(members, context.effects, failure)
        return state.withLock { state in
            state.isWriting = false
            return isCheckpointDue || state.isClosed || !state.ahead.isEmpty || !state.waiting.isEmpty
        }
    }

    /// A failed checkpoint loses nothing: the log keeps the pages, and the next commit meets the same disk and reports it.
    private func checkpoint(_ mode: Database.CheckpointMode) {
        do {
            _ = try pool.writeWithoutTransaction { try $0.checkpoint(mode) }
        } catch {
            return
        }
    }

    /// What the commit thread does next; it has the writer for it.
    private func nextTurn() -> Turn {
        bell.lock()
        defer { bell.unlock() }
        while true {
            let isSyncing = log.isBusy
            let (turn, written) = state.withLock { (takeTurn(&$0, isSyncing: isSyncing), $0.sinceCheckpoint) }
            if let turn { return turn }
            if written < Self.idleCheckpoint {
                bell.wait()
            } else if !bell.wait(until: Date(timeIntervalSinceNow: Self.quietSeconds)) {
                let isQuiet = state.withLock { $0.sinceCheckpoint == written && takeWriter(&$0) }
                if isQuiet { return .checkpoint }
            }
        }
    }

    private func takeWriter(_ state: inout State) -> Bool {
        guard !state.isWriting else { return false }
        state.isWriting = true
        return true
    }

    private func takeTurn(_ state: inout State, isSyncing: Bool) -> Turn? {
        guard !state.isWriting else { return nil }
        if state.sinceCheckpoint >= Self.busyCheckpoint, takeWriter(&state) { return .checkpoint }
        var group = state.ahead
        state.ahead = []
        if !isSyncing || state.waiting.count >= Self.fullGroup {
            group += state.waiting.prefix(Self.groupLimit)
            state.waiting.removeFirst(min(Self.groupLimit, state.waiting.count))
        }
        if !group.isEmpty, takeWriter(&state) { return .group(group) }
        return state.isClosed && state.waiting.isEmpty ? .end : nil
    }

    /// Answers the members of a group, those who want a sync after it, and tells of the group's effects before.
    ///
    /// Nobody acts upon an effect that a power cut could still take back while its cause was promised to be on disk.
    private func end(_ members: [Waiting], _ effects: CommitEffects, _ failure: StoreError?) {
        if let failure {
            for waiting in members { waiting.answer(failure) }
            if failure.code == .inputOutput || failure.code == .malformed {
                state.withLock { $0.failureListener }?(failure)
            }
            return
        }
        let tell: @Sendable () -> Void = { [self] in
            guard !effects.isEmpty, let listener = state.withLock({ $0.listener }) else { return }
            listener(effects)
        }
        let synced = members.filter { $0.durability == .synced }
        if synced.isEmpty {
            log.noteCommit()
            tell()
        } else {
            log.submit { [self] failure in
                if failure == nil { tell() }
                for waiting in synced { waiting.answer(failure) }
                if let failure { state.withLock { $0.failureListener }?(failure) }
            }
        }
        for waiting in members where waiting.durability == .processCrash { waiting.answer(nil) }
    }

    /// Runs the group in one transaction; the error returned is that of all who were in it.
    ///
    private func perform(_ group: [Waiting], _ context: CommitContext) -> (members: [Waiting], StoreError?) {
        var members: [Waiting] = []
        do {
            try pool.writeWithoutTransaction { database in
                try database.run("BEGIN IMMEDIATE")
                do {
                    var run = GroupRun(database, context, path: path)
                    defer { members = run.members }
                    var rest = group[...]
                    while let next = rest.popFirst() {
                        try run.admit(next)
                        let urgent = takeAhead()
                        guard !urgent.isEmpty else { continue }
                        for waiting in urgent { try run.admit(waiting) }
                        state.withLock { $0.waiting.insert(contentsOf: rest, at: 0) }
                        break
                    }
                    Failpoint.reach(.receiveCommitting)
                    try database.run("COMMIT")
                } catch {
                    if database.isInsideTransaction { try database.run("ROLLBACK") }
                    throw error
                }
            }
            return (members, nil)
        } catch {
            // Whoever did not get his turn is told the same: his turn would have met the same disk.
            let left = group.dropFirst(members.count)
            return (members + left, SQLiteEngine.storeError(error, path: path))
        }
    }

    private func takeAhead() -> [Waiting] {
        state.withLock { state in
            defer { state.ahead = [] }
            return state.ahead
        }
    }
}
