internal import Cryptography
internal import Foundation
internal import Logging
internal import Partners
internal import Spool
internal import Store
internal import Synchronization

/// Makes checkpoints: the head outside the database every minute, and once a day one that is kept.
public final class CheckpointDesk: Sendable {
    /// How often the head is told, in seconds.
    static let headSeconds = 60.0

    private let context: ExchangeContext
    private let book: CheckpointBook
    private let key: SigningKey
    /// One backup at a time.
    private let backingUp = Mutex<Void>(())
    /// One word outside the database at a time.
    private let telling = Mutex<Void>(())

    init(_ context: ExchangeContext) throws {
        self.context = context
        book = try CheckpointBook(context.archive.layout)
        try book.requireWhole(context.store)
        key = try book.key()
    }

    /// One round of the day's work; what fails is logged and tried again in the next.
    func run() {
        do {
            let now = context.clock.now
            try telling.withLock { _ in
                if try book.lastDay() != CivilTime(milliseconds: now).dayText {
                    _ = try keep(by: "wharf")
                } else {
                    try book.tellHead(try durableEnd(), at: now, house: house, key: key)
                }
            }
        } catch {
            context.log.error(
                "the head of the audit trail was not told outside the database",
                metadata: ["error": "\(error)"])
        }
    }

    /// Makes a checkpoint now, and enters it into the trail.
    ///
    /// - Returns: the checkpoint and the file it lies in.
    public func make(by actor: String) throws -> (checkpoint: Checkpoint, path: String) {
        try telling.withLock { _ in try keep(by: actor) }
    }

    private func keep(by actor: String) throws -> (checkpoint: Checkpoint, path: String) {
        let now = context.clock.now
        let checkpoint = Checkpoint(try durableEnd(), at: now, house: house, key: key)
        let path = try book.keep(checkpoint)
        let bytes = checkpoint.bytes
        try context.store.commit { books in
            try books.ledger.append(
                LedgerDraft(
                    at: now, actor: actor, act: .checkpointed, story: nil, subject: "audit",
                    digest: Digest.of(bytes),
                    detail: "entry \(checkpoint.sequence) with hash \(checkpoint.hash)"))
        }
        try book.tellHead(try durableEnd(), at: now, house: house, key: key)
        return (checkpoint, path)
    }

    /// Enters into the trail that an operator took a part of it out.
    public func noteExport(_ what: String) throws {
        let now = context.clock.now
        try context.store.commit { books in
            try books.ledger.append(
                LedgerDraft(
                    at: now, actor: "operator", act: .exported, story: nil, subject: "audit",
                    detail: "entries of the audit trail: \(what)"))
        }
    }

    /// Copies everything into a folder outside the spool, and enters that into the trail.
    public func backUp(into folder: String) throws -> BackupReport {
        let layout = context.archive.layout
        let report = try backingUp.withLock { _ in
            try BackupMaking.make(
                into: BackupFolder(path: folder), context.store, layout, at: context.clock.now)
        }
        let now = context.clock.now
        try context.store.commit { books in
            try books.ledger.append(
                LedgerDraft(
                    at: now, actor: "operator", act: .backedUp, story: nil, subject: "spool",
                    detail: "\(folder), snapshot \(report.snapshot), \(report.files) archived files"))
        }
        return report
    }

    private var house: String { context.book.generation.directory.house.id }

    /// The last entry that a power cut cannot take back.
    private func durableEnd() throws -> LedgerEnd {
        let end = try context.store.read { try $0.ledger.end() }
        try context.store.synchronize()
        return end
    }
}
