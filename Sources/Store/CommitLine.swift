internal import Failpoints
internal import Foundation
internal import GRDB
internal import Synchronization

/// State of the commit under way that closures share, and that a rolled-back closure must leave as it was.
final class CommitContext {
    /// The last entry of the ledger, committed or written by an earlier closure of this group.
    var ledgerHead: LedgerHead
    /// The last event's position in the outbox.
    var lastEvent: Int
    /// What the closures left for others.
    var effects = CommitEffects()

    init(ledgerHead: LedgerHead, lastEvent: Int) {
        self.ledgerHead = ledgerHead
        self.lastEvent = lastEvent
    }
}

/// The queue before the one writer: takes all closures that wait, runs them in one transaction, and answers them together.
final class CommitLine: Sendable {
    private struct Waiting {
        let durability: StateStore.Durability
        let work: @Sendable (Database, CommitContext) -> Void
        let answer: @Sendable (StoreError?) -> Void
    }

    private struct State {
        var waiting: [Waiting] = []
        var isClosed = false
        var isFinished = false
        var listener: (@Sendable (CommitEffects) -> Void)?
        var failureListener: (@Sendable (StoreError) -> Void)?
    }

    /// Closures in one transaction at most, so that no waiter waits for a very long group.
    private static let groupLimit = 256
    /// Closures after which the log is checkpointed when nobody waits, and when somebody does.
    private static let idleCheckpoint = 1_000
    private static let busyCheckpoint = 16_000

    private let pool: DatabasePool
    private let path: String
    private let state = Mutex(State())
    private let bell = NSCondition()

    init(pool: DatabasePool, path: String) throws(StoreError) {
        self.pool = pool
        self.path = path
        let heads: (LedgerHead, Int)
        do {
            heads = try pool.read { (try LedgerHead.load(from: $0), try EventPages(database: $0).last()) }
        } catch {
            throw SQLiteEngine.storeError(error, path: path)
        }
        let thread = Thread { [self] in serve(from: heads.0, lastEvent: heads.1) }
        thread.name = "wharf-commit"
        thread.stackSize = 1 << 20
        thread.start()
    }

    /// Queues the closure, waits for its group, and hands back its result.
    func run<Result: Sendable>(
        _ durability: StateStore.Durability, _ body: @escaping @Sendable (borrowing Commit) throws -> Result
    ) throws -> Result {
        guard let result = runEach(durability, [body]).first else {
            throw StoreError(.refused, "a commit came back without a result")
        }
        return try result.get()
    }

    /// Queues the closures side by side, so that one group takes them, and waits for all.
    func runEach<Result: Sendable>(
        _ durability: StateStore.Durability, _ bodies: [@Sendable (borrowing Commit) throws -> Result]
    ) -> [Swift.Result<Result, any Error>] {
        let slots = bodies.map { _ in Slot<Result>() }
        let waiting = zip(slots, bodies).map { slot, body in
            Waiting(
                durability: durability,
                work: { database, context in slot.run(body, database, context) },
                answer: { slot.answer(failure: $0) })
        }
        let accepted = state.withLock { state in
            guard !state.isClosed else { return false }
            state.waiting.append(contentsOf: waiting)
            return true
        }
        guard accepted else {
            let closed = StoreError(.closed, "\(path): the server is stopping")
            return bodies.map { _ in .failure(closed) }
        }
        bell.lock()
        bell.signal()
        bell.unlock()
        return slots.map { slot in Swift.Result { try slot.wait() } }
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

    private func serve(from head: LedgerHead, lastEvent: Int) {
        var head = head
        var lastEvent = lastEvent
        var sinceCheckpoint = 0
        while let group = nextGroup() {
            let context = CommitContext(ledgerHead: head, lastEvent: lastEvent)
            let failure = perform(group, context)
            if failure == nil {
                head = context.ledgerHead
                lastEvent = context.lastEvent
                sinceCheckpoint += group.count
                if !context.effects.isEmpty, let listener = state.withLock({ $0.listener }) {
                    listener(context.effects)
                }
            }
            for waiting in group { waiting.answer(failure) }
            if let failure, failure.code == .inputOutput || failure.code == .malformed {
                state.withLock { $0.failureListener }?(failure)
            }
            let isIdle = state.withLock { $0.waiting.isEmpty }
            if sinceCheckpoint >= (isIdle ? Self.idleCheckpoint : Self.busyCheckpoint) {
                checkpoint(.passive)
                sinceCheckpoint = 0
            }
        }
        checkpoint(.truncate)
        bell.lock()
        state.withLock { $0.isFinished = true }
        bell.broadcast()
        bell.unlock()
    }

    /// A failed checkpoint loses nothing: the log keeps the pages, and the next commit meets the same disk and reports it.
    private func checkpoint(_ mode: Database.CheckpointMode) {
        do {
            _ = try pool.writeWithoutTransaction { try $0.checkpoint(mode) }
        } catch {
            return
        }
    }

    private func nextGroup() -> [Waiting]? {
        bell.lock()
        defer { bell.unlock() }
        while true {
            let (group, closed) = state.withLock { state -> ([Waiting], Bool) in
                let group = Array(state.waiting.prefix(Self.groupLimit))
                state.waiting.removeFirst(group.count)
                return (group, state.isClosed)
            }
            if !group.isEmpty { return group }
            if closed { return nil }
            bell.wait()
        }
    }

    /// Runs the group in one transaction; the error returned is the whole group's.
    private func perform(_ group: [Waiting], _ context: CommitContext) -> StoreError? {
        let mustSync = group.contains { $0.durability == .synced }
        do {
            try pool.writeWithoutTransaction { database in
                if !mustSync { try database.execute(sql: "PRAGMA synchronous = NORMAL") }
                defer { restoreSynchronous(database, unless: mustSync) }
                try database.execute(sql: "BEGIN IMMEDIATE")
                do {
                    for waiting in group {
                        waiting.work(database, context)
                        // A full disk or a failing one makes SQLite undo the whole transaction by itself.
                        guard database.isInsideTransaction else {
                            throw StoreError(
                                .diskFull, "\(path): the disk is full or failing; the commit was undone")
                        }
                    }
                    Failpoint.reach(.receiveCommitting)
                    try database.execute(sql: "COMMIT")
                } catch {
                    if database.isInsideTransaction { try database.execute(sql: "ROLLBACK") }
                    throw error
                }
            }
            return nil
        } catch {
            return SQLiteEngine.storeError(error, path: path)
        }
    }

    private func restoreSynchronous(_ database: Database, unless mustSync: Bool) {
        guard !mustSync else { return }
        do {
            try database.execute(sql: "PRAGMA synchronous = FULL")
        } catch {
            preconditionFailure("\(path): the database refuses PRAGMA synchronous: \(error)")
        }
    }
}

/// One waiter's closure, its result, and the door it waits at.
private final class Slot<Result: Sendable>: Sendable {
    private let outcome = Mutex<Swift.Result<Result, any Error>?>(nil)
    private let done = DispatchSemaphore(value: 0)

    /// Runs the closure in a savepoint; a throw undoes its effects on the database and on the shared context.
    func run(_ body: (borrowing Commit) throws -> Result, _ database: Database, _ context: CommitContext) {
        let head = context.ledgerHead
        let lastEvent = context.lastEvent
        let effects = context.effects
        do {
            var result: Result?
            try database.inSavepoint {
                result = try body(Commit(database: database, context: context))
                return .commit
            }
            guard let result else { preconditionFailure("a savepoint ended without running its closure") }
            outcome.withLock { $0 = .success(result) }
        } catch {
            context.ledgerHead = head
            context.lastEvent = lastEvent
            context.effects = effects
            outcome.withLock { $0 = .failure(error) }
        }
    }

    func answer(failure: StoreError?) {
        if let failure { outcome.withLock { $0 = .failure(failure) } }
        done.signal()
    }

    func wait() throws -> Result {
        done.wait()
        guard let outcome = outcome.withLock({ $0 }) else {
            throw StoreError(.refused, "a commit was answered before it ran")
        }
        do {
            return try outcome.get()
        } catch let error as DatabaseError {
            throw SQLiteEngine.storeError(error, path: "the database")
        }
    }
}
