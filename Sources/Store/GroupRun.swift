internal import Dispatch
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

    /// What a closure may change, as of now.
    var mark: Mark { Mark(ledgerHead: ledgerHead, lastEvent: lastEvent, effects: effects) }

    func reset(to mark: Mark) {
        ledgerHead = mark.ledgerHead
        lastEvent = mark.lastEvent
        effects = mark.effects
    }

    struct Mark {
        let ledgerHead: LedgerHead
        let lastEvent: Int
        let effects: CommitEffects
    }
}

/// One transaction of a group, while its members come in.
///
/// They run without savepoints, since within one the engine keeps a copy of each page that changes. When one throws, the
/// transaction is undone and begun again, and from then on each member has a savepoint of its own, those that ran before too.
struct GroupRun {
    /// Who has been let in.
    private(set) var members: [CommitLine.Waiting] = []

    private let database: Database
    private let context: CommitContext
    private let path: String
    private let start: CommitContext.Mark
    private var isApart = false

    /// `database`: in a transaction that has just begun.
    init(_ database: Database, _ context: CommitContext, path: String) {
        self.database = database
        self.context = context
        self.path = path
        start = context.mark
    }

    /// Runs one more; only what breaks the whole transaction throws.
    mutating func admit(_ waiting: CommitLine.Waiting) throws {
        members.append(waiting)
        if try run(waiting) || isApart { return }
        isApart = true
        try database.run("ROLLBACK")
        try database.run("BEGIN IMMEDIATE")
        context.reset(to: start)
        for member in members { _ = try run(member) }
    }

    private func run(_ waiting: CommitLine.Waiting) throws -> Bool {
        let isGood = waiting.work(database, context, isApart)
        // A full disk or a failing one makes SQLite undo the whole transaction by itself.
        guard database.isInsideTransaction else {
            throw StoreError(.diskFull, "\(path): the disk is full or failing; the commit was undone")
        }
        return isGood
    }
}

extension Database {
    /// Runs a statement without arguments that is needed again and again.
    func run(_ sql: String) throws {
        try cachedStatement(sql: sql).execute()
    }
}

/// One waiter's closure, its result, and the door it waits at.
final class Slot<Result: Sendable>: Sendable {
    private let outcome = Mutex<Swift.Result<Result, any Error>?>(nil)
    private let done = DispatchSemaphore(value: 0)

    /// Runs the closure and tells whether it went well.
    ///
    /// `isApart`: in a savepoint, so that a throw undoes its effects on the database and on the shared context; else undoing them is
    /// the caller's.
    func run(
        _ body: (borrowing Commit) throws -> Result, _ database: Database, _ context: CommitContext,
        isApart: Bool
    ) -> Bool {
        let start = isApart ? context.mark : nil
        do {
            if isApart { try database.run("SAVEPOINT apart") }
            let result = try body(Commit(database: database, context: context))
            if isApart { try database.run("RELEASE apart") }
            outcome.withLock { $0 = .success(result) }
            return true
        } catch {
            outcome.withLock { $0 = .failure(error) }
            if let start { undo(database, context, to: start) }
            return false
        }
    }

    private func undo(_ database: Database, _ context: CommitContext, to start: CommitContext.Mark) {
        context.reset(to: start)
        // The engine may have undone the whole transaction already; the line sees that.
        guard database.isInsideTransaction else { return }
        do {
            try database.run("ROLLBACK TO apart")
            try database.run("RELEASE apart")
        } catch {
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
