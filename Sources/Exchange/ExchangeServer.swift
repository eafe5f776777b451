internal import Cryptography
internal import Foundation
public import Logging
internal import Partners
public import Spool
public import Store
internal import Synchronization
public import Transports

/// The hall: assembles the stages, the doors and the sinks over one spool, and runs them.
public final class ExchangeServer: Sendable {
    /// What the server needs to begin.
    public struct Options: Sendable {
        /// Where the bytes lie; the caller holds its lock.
        public var layout: SpoolLayout
        /// The profiles to begin with.
        public var generation: ProfileBook.Generation
        /// The clock.
        public var clock: ExchangeClock
        /// Where it logs.
        public var log: Logger
        /// Jobs worked on side by side.
        public var workers: Int
        /// The program's version, for the audit trail.
        public var version: String
        /// How partners' own servers are reached.
        public var dialer: any RemoteDialer

        /// Describes a server.
        public init(
            layout: SpoolLayout, generation: ProfileBook.Generation, clock: ExchangeClock = .system,
            log: Logger,
            workers: Int? = nil, version: String,
            dialer: any RemoteDialer = SFTPDialer()
        ) {
            self.layout = layout
            self.generation = generation
            self.clock = clock
            self.log = log
            // Most of a worker's time is waiting for the disk.
            self.workers = workers ?? max(4, ProcessInfo.processInfo.activeProcessorCount)
            self.version = version
            self.dialer = dialer
        }
    }

    /// The books; for the window and the command line, read-only by agreement.
    public let store: StateStore
    /// The partners' mailboxes, to be served by an SFTP host.
    public let mailboxes: MailboxHost
    /// The profiles in force.
    public let book: ProfileBook
    /// Counters since the start.
    public let metrics: ExchangeMetrics
    /// The archived bytes.
    public let archive: Archive
    /// The bans of sources.
    public let bans: BanBook
    /// The visits to partners' own servers.
    public let remote: RemoteDesk
    /// What people may decide about the supplier master.
    public let suppliers: SupplierDesk
    /// The schedules of the house and the partners.
    public let scheduler: Scheduler
    /// The sinks of our applications.
    public let sinks: SinkDesk
    /// The audit trail's signed checkpoints.
    public let checkpoints: CheckpointDesk

    /// What people do about documents that we owe partners.
    public let outbound: OutboundDesk
    /// How our own programs bring orders by request.
    public let orders: OrderDesk

    private let context: ExchangeContext
    private let receiver: Receiver
    private let dispatcher: Dispatcher
    private let drop: DropTransport
    private let erp: ErpTransport
    private let version: String
    private let sweeping: PeriodicThread
    private let checkpointing: PeriodicThread
    private let purging: PeriodicThread

    /// Opens the books and prepares everything; nothing runs before ``start()``.
    ///
    /// - Throws: `StoreError`, `SpoolError` or `SinkError`, each a sentence for the operator.
    public init(_ options: Options) throws {
        let layout = options.layout
        try layout.create()
        for partner in options.generation.directory.partners { try layout.createFolders(for: partner.id) }
        let clock = options.clock
        archive = Archive(layout, clock: { clock.now })
        store = try StateStore(path: layout.database)
        try Self.openJournal(archive, store, options.log)
        book = ProfileBook(options.generation)
        metrics = ExchangeMetrics()
        version = options.version
        let context = ExchangeContext(
            store: store, archive: archive, marks: try ControlNumberMarks(layout), book: book, clock: clock,
            log: options.log, metrics: metrics)
        self.context = context
        bans = BanBook(context)
        suppliers = SupplierDesk(context)
        outbound = OutboundDesk(context)
        receiver = Receiver(context)
        orders = OrderDesk(context, receiver: receiver)
        remote = RemoteDesk(context, receiver: receiver, dialer: options.dialer)
        scheduler = Scheduler(context)
        let (sweep, desk) = (Sweep(context: context), try CheckpointDesk(context))
        sweeping = PeriodicThread("wharf-sweep", every: Sweep.intervalSeconds) { sweep.run() }
        checkpoints = desk
        checkpointing = PeriodicThread("wharf-checkpoint", every: CheckpointDesk.headSeconds) { desk.run() }
        let retention = Retention(context)
        purging = PeriodicThread("wharf-retention", every: Retention.intervalSeconds) { retention.run() }
        let running = try RunningJobs(layout)
        dispatcher = Dispatcher(
            context, running: running,
            stages: [
                Identify(context: context), Interpret(context: context), ImportBatch(context: context),
                ImportSuppliers(context: context), SyncSuppliers(context: context),
                Expire(context: context), Compose(context: context), Deliver(context: context),
                Reconcile(context: context), Deadline(context: context),
                ImportOrders(context: context), ReleaseOrders(context: context),
            ], threads: options.workers,
            poison: { job, why in try Poison(context: context).quarantine(job, because: why) })
        sinks = try SinkDesk(context, layout: layout, profiles: options.generation.directory.house.sinks)
        let published = sinks.lastPosition
        let inTest = Self.partnersInTest(options.generation)
        // Jobs that ran when the last process died are found before anything new is taken in.
        try store.commit { books in
            try books.queue.recoverRunning(running.left)
            try books.remoteEntries.recoverClaimed()
            try books.queue.releaseHeld()
            try books.arrivals.releaseHeld()
            // A restored older database must not give new events positions that a sink has seen.
            books.outbox.skip(to: published)
            try books.sinks.setPartnersInTest(inTest)
        }
        try running.reset(threads: options.workers)
        let office = try Office(context, desk: ReportDesk(context))
        mailboxes = try MailboxHost(office: office, reception: receiver, archive: archive, log: options.log)
        let book = book
        drop = try DropTransport(
            archive: archive, reception: receiver, log: options.log, clock: { clock.now },
            partners: {
                book.generation.directory.partners.filter { $0.state == .live || $0.state == .test }.map(\.id)
            })
        erp = try ErpTransport(
            archive: archive, reception: receiver,
            sources: [
                .init(folder: ErpFolder(path: layout.erpOrders), door: "erp-orders"),
                .init(folder: ErpFolder(path: layout.erpSuppliers), door: "erp-suppliers"),
            ], log: options.log, clock: { clock.now }, house: { book.generation.directory.house.id },
            ending: { [store] in try ErpEndings.ending(of: $0, in: store) })
    }

    /// Begins to work and opens the local door; the caller opens the SFTP host afterwards.
    public func start() throws {
        let context = context
        let dispatcher = dispatcher
        let sinks = sinks
        let remote = remote
        let scheduler = scheduler
        store.onCommit { effects in
            dispatcher.accept(effects.jobs.filter { $0.kind != .push })
            remote.accept(effects.jobs)
            if effects.hasEvents { sinks.wake() }
            if effects.hasFirings { scheduler.wake() }
            for (name, amount) in effects.counts { context.metrics.add(name, amount) }
        }
        let generation = book.generation
        let version = version
        try store.commit { books in
            try books.ledger.append(
                LedgerDraft(
                    at: context.clock.now, actor: "wharf", act: .started, story: nil, subject: "server",
                    detail: "wharf \(version) with profiles \(generation.revision.prefix(16))"))
        }
        dispatcher.start(with: try store.read { try $0.jobs.open() }.filter { $0.kind != .push })
        sinks.start()
        drop.start()
        erp.start()
        sweeping.start()
        checkpointing.start()
        purging.start()
        try remote.start()
        scheduler.start()
    }

    /// Puts new profiles in force; work under way goes on with the old ones.
    public func adopt(_ generation: ProfileBook.Generation) throws {
        for partner in generation.directory.partners { try archive.layout.createFolders(for: partner.id) }
        try sinks.adopt(generation.directory.house.sinks)
        let now = context.clock.now
        let inTest = Self.partnersInTest(generation)
        try store.commit { books in
            try books.sinks.setPartnersInTest(inTest)
            try books.ledger.append(
                LedgerDraft(
                    at: now, actor: "operator", act: .profilesLoaded, story: nil, subject: "profiles",
                    digest: Digest(hex: generation.revision),
                    detail: "\(generation.directory.partners.count) partners in force"))
        }
        book.swap(to: generation)
        remote.wake()
        scheduler.wake()
    }

    /// Records that new profiles had faults and were not adopted.
    public func noteRefusedProfiles(_ faults: Int) {
        let now = context.clock.now
        do {
            try store.commit { books in
                try books.ledger.append(
                    LedgerDraft(
                        at: now, actor: "operator", act: .profilesRefused, story: nil, subject: "profiles",
                        detail: "\(faults) fault(s); the profiles in force stay"))
            }
        } catch {
            context.log.error("the audit trail was not written", metadata: ["error": "\(error)"])
        }
    }

    /// Why no files are taken at the moment, for people; `nil` when all is well.
    public var refusal: String? { receiver.refusal() }

    /// Finishes what is under way and closes the books.
    ///
    /// The SFTP host must have stopped.
    public func stop() {
        receiver.close()
        scheduler.stop()
        remote.stop()
        sweeping.stop()
        checkpointing.stop()
        purging.stop()
        drop.stop()
        erp.stop()
        dispatcher.stop()
        sinks.stop()
        let now = context.clock.now
        do {
            try store.commit { books in
                try books.ledger.append(
                    LedgerDraft(
                        at: now, actor: "wharf", act: .stopped, story: nil, subject: "server",
                        detail: "in good order"))
            }
        } catch {
            context.log.error("the stop was not recorded", metadata: ["error": "\(error)"])
        }
        checkpoints.run()
        archive.closeJournal()
        store.close()
    }

    /// Whose events are marked as test data.
    private static func partnersInTest(_ generation: ProfileBook.Generation) -> [String] {
        generation.directory.partners.filter { $0.state == .test }.map(\.id)
    }

    /// Enters what was promised before a crash and is not in the books yet.
    private static func openJournal(_ archive: Archive, _ store: StateStore, _ log: Logger) throws {
        let settleBooks: @Sendable () throws -> Void = {
            do {
                try store.synchronize()
            } catch {
                log.error("the journal is not emptied", metadata: ["error": "\(error)"])
                throw error
            }
        }
        let replay = try archive.openJournal(settlingBooks: settleBooks) { note, receipt in
            try Receiver.replay(note, receipt, into: store)
        }
        if replay.replayed > 0 {
            log.notice(
                "files taken shortly before the last stop were looked after",
                metadata: ["count": "\(replay.replayed)"])
        }
        if replay.unreadable > 0 {
            log.warning(
                "the journal has records that cannot be read; their senders were not answered, unless the disk has lost bytes",
                metadata: ["count": "\(replay.unreadable)"])
        }
    }
}
