internal import Foundation
internal import GRDB
internal import Synchronization

/// The facts that survive a power cut: one SQLite file, one writer, many readers.
///
/// ``commit(_:_:)`` is a *group commit*: closures that wait at the same time run in one transaction and share one fsync; one that
/// throws rolls back alone. Nobody ever waits for a group to fill.
public final class StateStore: Sendable {
    /// What a commit promises when it returns.
    public enum Durability: Sendable {
        /// On disk: a power cut cannot lose it.
        case synced
        /// In the operating system's hands: a crash of this process cannot lose it, a power cut may. For bookkeeping
        /// such as a job's attempt, which a power cut may forget without harm.
        case processCrash
    }

    private let readers: Readers
    private let line: CommitLine?
    private let path: String

    /// Opens the database for writing, bringing its schema up to date.
    ///
    /// Blocks. The caller must own the spool's lock: two writers are not supported.
    public init(path: String) throws(StoreError) {
        let pool = try SQLiteEngine.open(path: path)
        self.path = path
        readers = try Readers(path: path)
        line = try CommitLine(pool: pool, path: path)
    }

    private init(readOnly path: String) throws(StoreError) {
        self.path = path
        line = nil
        readers = try Readers(path: path)
    }

    /// Opens the database for reading only, for a look while no server runs.
    public static func readOnly(path: String) throws(StoreError) -> StateStore {
        try StateStore(readOnly: path)
    }

    /// Runs a closure in the next group commit and returns when its effects have the asked durability.
    ///
    /// Blocks for the time of a group, usually one to ten milliseconds. The closure runs on the writer's thread; it may only read by
    /// key and write: parsing and I/O belong before it. It runs a second time when another of its group throws, so it may do nothing
    /// but what the commit holds.
    ///
    /// `ahead`: someone at the door waits, so work of the house stands back.
    ///
    /// - Throws: what the closure threw (its effects are rolled back, the group goes on), or ``StoreError``.
    public func commit<Result: Sendable>(
        _ durability: Durability = .synced, ahead: Bool = false,
        _ body: @escaping @Sendable (borrowing Commit) throws -> Result
    ) throws -> Result {
        guard let line else { throw StoreError(.closed, "\(path): was opened for reading only") }
        return try line.run(durability, ahead: ahead, body)
    }

    /// Returns when everything committed so far is on disk, also what asked for less.
    ///
    /// A reader may see a commit before its sync has ended; call this between reading and showing the outside what was read.
    public func synchronize() throws(StoreError) {
        guard let line else { return }
        try line.synchronize()
    }

    /// Runs several closures in the next group commit, in their order, each to succeed or fail by itself, and waits for all.
    ///
    /// - Returns: a result for each closure, in order.
    public func commitEach<Result: Sendable>(
        _ durability: Durability = .synced, _ bodies: [@Sendable (borrowing Commit) throws -> Result]
    ) -> [Swift.Result<Result, any Error>] {
        guard let line else {
            let closed = StoreError(.closed, "\(path): was opened for reading only")
            return bodies.map { _ in .failure(closed) }
        }
        return line.runEach(durability, bodies)
    }

    /// Reads a consistent state of the books.
    ///
    /// Blocks; keep it short, a long reader lets the log grow.
    public func read<Result>(_ body: (borrowing Snapshot) throws -> Result) throws -> Result {
        do {
            return try readers.read { try body(Snapshot(database: $0)) }
        } catch let error as DatabaseError {
            throw SQLiteEngine.storeError(error, path: path)
        }
    }

    /// Copies the database as of now into a file that is not there yet; commits go on meanwhile.
    ///
    /// Blocks, about a second for 150 MB.
    public func copy(to target: String) throws(StoreError) {
        do {
            // A connection of its own: no reader of the pool is kept from others for so long.
            let source = try SQLiteEngine.openReadOnly(path: path)
            try source.writeWithoutTransaction { try $0.execute(sql: "VACUUM INTO ?", arguments: [target]) }
            try source.close()
        } catch {
            throw SQLiteEngine.storeError(error, path: target)
        }
    }

    /// What the engine itself finds wrong with the file, at most a hundred sentences.
    public func integrityFaults() throws(StoreError) -> [String] {
        do {
            return try readers.read { database in
                try String.fetchAll(database, sql: "PRAGMA integrity_check(100)").filter { $0 != "ok" }
            }
        } catch {
            throw SQLiteEngine.storeError(error, path: path)
        }
    }

    /// Reads by a connection of its own, so that a long look keeps no reader from others.
    func readApart<Result>(_ body: (Database) throws -> Result) throws -> Result {
        let connection = try SQLiteEngine.openReadOnly(path: path)
        do {
            let result = try connection.read(body)
            try connection.close()
            return result
        } catch {
            throw SQLiteEngine.storeError(error, path: path)
        }
    }

    /// Calls the closure after every commit that enqueued jobs or events; set once, before work starts.
    public func onCommit(_ notify: @escaping @Sendable (CommitEffects) -> Void) {
        line?.setListener(notify)
    }

    /// Calls the closure when the disk below failed a commit: nothing more can be promised, the process should end.
    public func onFailure(_ notify: @escaping @Sendable (StoreError) -> Void) {
        line?.setFailureListener(notify)
    }

    /// Finishes the commits under way, checkpoints and closes.
    ///
    /// Later calls throw ``StoreError/Code/closed``.
    public func close() {
        line?.finish()
    }
}

/// What a commit left behind for others to pick up.
public struct CommitEffects: Sendable {
    /// Jobs that became ready, with their lanes.
    public var jobs: [Job] = []
    /// Whether events were added to the outbox.
    public var hasEvents = false
    /// Whether a run of a schedule ended.
    public var hasFirings = false
    /// What is to be added to counters, by their names.
    public var counts: [String: Int] = [:]
    /// Whether anything is to be told.
    public var isEmpty: Bool { jobs.isEmpty && !hasEvents && !hasFirings && counts.isEmpty }
}

/// The right to change the books, alive only inside one closure of ``StateStore/commit(_:_:)``.
public struct Commit: ~Copyable {
    let database: Database
    let context: CommitContext

    /// Adds to a counter, once and only if the commit comes about.
    public func count(_ name: String, _ amount: Int = 1) {
        context.effects.counts[name, default: 0] += amount
    }

    /// The audit trail.
    public var ledger: Ledger { Ledger(database: database, context: context) }
    /// The jobs.
    public var queue: WorkQueue { WorkQueue(database: database, context: context) }
    /// The files that came.
    public var arrivals: ArrivalRegister { ArrivalRegister(database: database) }
    /// The interchanges in and out, with their groups and sets.
    public var interchanges: InterchangeRegister { InterchangeRegister(database: database) }
    /// The files seen on partners' servers.
    public var remoteEntries: RemoteEntryRegister { RemoteEntryRegister(database: database) }
    /// Where the visits to partners' servers stand.
    public var remoteEndpoints: RemoteEndpointRegister { RemoteEndpointRegister(database: database) }
    /// The attempts to put files on partners' servers.
    public var deliveryAttempts: DeliveryAttemptRegister { DeliveryAttemptRegister(database: database) }
    /// The canonical documents.
    public var documents: DocumentRegister { DocumentRegister(database: database) }
    /// The events for our applications.
    public var outbox: Outbox { Outbox(database: database, context: context) }
    /// The numbers of what we send.
    public var controlNumbers: ControlNumbers { ControlNumbers(database: database) }
    /// The numbers that partners have used up.
    public var acceptedNumbers: AcceptedNumbers { AcceptedNumbers(database: database) }
    /// The last use of keys and passwords.
    public var credentialUses: CredentialUses { CredentialUses(database: database) }
    /// The bans of sources.
    public var bans: BanRegister { BanRegister(database: database) }
}

/// A consistent state of the books, alive only inside one closure of ``StateStore/read(_:)``.
public struct Snapshot: ~Copyable {
    let database: Database

    /// The files that came.
    public var arrivals: ArrivalRegister { ArrivalRegister(database: database) }
    /// The interchanges in and out.
    public var interchanges: InterchangeRegister { InterchangeRegister(database: database) }
    /// The files seen on partners' servers.
    public var remoteEntries: RemoteEntryRegister { RemoteEntryRegister(database: database) }
    /// Where the visits to partners' servers stand.
    public var remoteEndpoints: RemoteEndpointRegister { RemoteEndpointRegister(database: database) }
    /// The attempts to put files on partners' servers.
    public var deliveryAttempts: DeliveryAttemptRegister { DeliveryAttemptRegister(database: database) }
    /// The canonical documents.
    public var documents: DocumentRegister { DocumentRegister(database: database) }
    /// The numbers that jobs have reserved.
    public var controlNumbers: ControlNumbers { ControlNumbers(database: database) }
    /// The events in order of position.
    public var events: EventPages { EventPages(database: database) }
    /// The last use of keys and passwords.
    public var credentialUses: CredentialUses { CredentialUses(database: database) }
    /// The open jobs.
    public var jobs: JobPages { JobPages(database: database) }
    /// The bans of sources.
    public var bans: BanRegister { BanRegister(database: database) }
    /// The audit trail in order.
    public var ledger: LedgerPages { LedgerPages(database: database) }
    /// Lists and stories for people.
    public var views: ExchangeViews { ExchangeViews(database: database) }
}
