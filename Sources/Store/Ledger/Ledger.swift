public import Cryptography
internal import Foundation
internal import GRDB

/// What an entry of the audit trail tells about; the cases are the acts we keep for ever.
public enum LedgerAct: String, Sendable, Codable, CaseIterable {
    /// Bytes came and are on disk.
    case received
    /// The sender broke off before the end; the bytes are kept for a resume.
    case aborted
    /// The bytes were taken apart into interchanges.
    case identified
    /// An interchange was refused as a whole.
    case interchangeRejected = "interchange-rejected"
    /// The bytes or the interchange had come before.
    case duplicate
    /// The end of the file is missing.
    case incomplete
    /// A complete file took the place of an incomplete one.
    case superseded
    /// Nothing of ours could read it; it waits for a person.
    case quarantined
    /// A functional group was validated.
    case interpreted
    /// A transaction set became a document.
    case mapped
    /// A batch file became documents.
    case imported
    /// An extract of the supplier master was entered into the books.
    case suppliersApplied = "suppliers-applied"
    /// An extract of the supplier master waits for a person.
    case suppliersHeld = "suppliers-held"
    /// A person let an extract of the supplier master pass.
    case suppliersReleased = "suppliers-released"
    /// A document of our own applications was entered, to be sent to a partner.
    case entered
    /// A document was put into an interchange for a partner.
    case released
    /// A document or an interchange is kept from being sent until a person lets it go.
    case heldBack = "held-back"
    /// A document that was held back may be sent.
    case letGo = "let-go"
    /// A document was taken back before the partner had it.
    case recalled
    /// An interchange is handed over once more, or a document is to be sent in a new one.
    case resent
    /// The partner acknowledged something we sent.
    case reconciled
    /// The partner did not acknowledge or answer in the agreed time.
    case overdue
    /// Control numbers of a partner have not come, or came after all.
    case numbersMissing = "numbers-missing"
    /// The file reached its final state.
    case settled
    /// An interchange for a partner was written.
    case composed
    /// It lies in the partner's download folder.
    case placed
    /// It lies on the partner's own server.
    case pushed
    /// A file on a partner's server, which we hold, was deleted, moved or renamed there.
    case cleared
    /// A file on a partner's server failed too often and waits for a person.
    case parked
    /// A person asked for a file on a partner's server to be taken again.
    case retaken
    /// A partner's server is not visited any more until a person has looked.
    case endpointHeld = "endpoint-held"
    /// A partner's server is visited again.
    case endpointReleased = "endpoint-released"
    /// The partner has read it to the last byte.
    case collected
    /// The partner removed it from its download folder.
    case removed
    /// An event was handed to a sink.
    case published
    /// A job failed and waits for a person.
    case held
    /// Profiles were loaded.
    case profilesLoaded = "profiles-loaded"
    /// New profiles were refused; the old ones stay.
    case profilesRefused = "profiles-refused"
    /// A schedule came due, or a person had it run.
    case scheduleFired = "schedule-fired"
    /// A run of a schedule did not take place, because the one before had not ended.
    case scheduleSkipped = "schedule-skipped"
    /// Runs of a schedule did not take place, because the server stood still.
    case scheduleMissed = "schedule-missed"
    /// A run of a schedule failed.
    case scheduleFailed = "schedule-failed"
    /// A run of a schedule had not ended when it must have.
    case scheduleLate = "schedule-late"
    /// A person let a schedule rest.
    case schedulePaused = "schedule-paused"
    /// A schedule that rested runs again.
    case scheduleResumed = "schedule-resumed"
    /// The server started.
    case started
    /// The server stopped in good order.
    case stopped
    /// A person or program logged in.
    case loggedIn = "logged-in"
    /// A login was refused.
    case loginRefused = "login-refused"
    /// New host keys were made, to be told to partners.
    case hostKeyStaged = "host-key-staged"
    /// Staged host keys took the place of those in force.
    case hostKeyPromoted = "host-key-promoted"
    /// Host keys that were staged or replaced were removed.
    case hostKeyRemoved = "host-key-removed"
    /// A source of the network was banned for what it did.
    case sourceBanned = "source-banned"
    /// A person banned a source of the network.
    case banAdded = "ban-added"
    /// A person lifted the ban of a source.
    case banLifted = "ban-lifted"
    /// A sink gets no events until a person has looked.
    case sinkPaused = "sink-paused"
    /// A sink gets events again.
    case sinkResumed = "sink-resumed"
    /// A person sent a sink an event to try it.
    case sinkTested = "sink-tested"
    /// A sink will not take an event; it waits for a person.
    case eventDead = "event-dead"
    /// A person had a dead letter sent again.
    case deadLetterRequeued = "dead-letter-requeued"
    /// A person gave a dead letter up.
    case deadLetterDiscarded = "dead-letter-discarded"
    /// A person had events of the past sent to a sink once more.
    case replayRequested = "replay-requested"
    /// The end of the trail was signed and kept outside the database.
    case checkpointed
    /// A part of the trail was given out.
    case exported
    /// A person let the server begin with a database that is older than what was promised.
    case gapAccepted = "gap-accepted"
    /// A copy of everything was made.
    case backedUp = "backed-up"
    /// The server's state was brought back from a copy.
    case restored
    /// Bytes and rows were removed when their time was over.
    case purged
}

/// One entry before it is chained.
public struct LedgerDraft: Sendable {
    /// Milliseconds UTC.
    public var at: Int64
    /// Who did it: `partner/acme-castings`, `wharf`, `operator`.
    public var actor: String
    /// What was done.
    public var act: LedgerAct
    /// The arrival whose story this belongs to.
    public var story: String?
    /// What it was done to: `arrival/01…`, `interchange/01…`.
    public var subject: String
    /// Digest of the bytes concerned.
    public var digest: Digest?
    /// A sentence for people, without payload.
    public var detail: String

    /// Makes a draft.
    public init(
        at: Int64, actor: String, act: LedgerAct, story: String?, subject: String, digest: Digest? = nil,
        detail: String
    ) {
        self.at = at
        self.actor = actor
        self.act = act
        self.story = story
        self.subject = subject
        self.digest = digest
        self.detail = detail
    }
}

/// One chained entry, as read back.
public struct LedgerEntry: Sendable, Codable {
    /// Position from 1, without gaps.
    public let sequence: Int64
    /// Milliseconds UTC.
    public let at: Int64
    /// Who did it.
    public let actor: String
    /// What was done; a text, so that a database of a newer program can be shown.
    public let act: String
    /// The arrival whose story this belongs to.
    public let story: String?
    /// What it was done to.
    public let subject: String
    /// Digest of the bytes concerned, in hexadecimal.
    public let digest: String?
    /// A sentence for people.
    public let detail: String
    /// SHA-256 over the entry before and this one, in hexadecimal.
    public let hash: String
}

/// Where the chain stands.
struct LedgerHead {
    var sequence: Int64
    var hash: Digest

    /// The hash before the first entry: the digest of the chain's own name.
    static let genesis = LedgerHead(sequence: 0, hash: Digest.of("wharf ledger 1"))

    static func load(from database: Database) throws -> LedgerHead {
        let row = try Row.fetchOne(
            database, sql: "SELECT sequence, hash FROM ledger ORDER BY sequence DESC LIMIT 1")
        guard let row else { return genesis }
        let bytes: Data = row["hash"]
        guard let hash = Digest(bytes: bytes) else {
            throw StoreError(
                .malformed,
                "ledger entry \(row["sequence"] as Int64): its hash is not 32 bytes; restore a backup")
        }
        return LedgerHead(sequence: row["sequence"], hash: hash)
    }
}

/// The append-only audit trail, chained by digest: `hash = SHA-256(previous ‖ entry)` over length-prefixed fields.
public struct Ledger {
    let database: Database
    let context: CommitContext

    /// Appends one entry to the chain, in the commit it describes.
    public func append(_ draft: LedgerDraft) throws {
        let head = context.ledgerHead
        let sequence = head.sequence + 1
        let hash = LedgerChain.hash(of: draft, act: draft.act.rawValue, sequence: sequence, after: head.hash)
        let statement = try database.cachedStatement(
            sql: """
                INSERT INTO ledger (sequence, at, actor, act, story, subject, digest, detail, previous, hash)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """)
        try statement.execute(arguments: [
            sequence, draft.at, draft.actor, draft.act.rawValue, draft.story, draft.subject,
            draft.digest.map { Data($0.bytes) }, draft.detail, Data(head.hash.bytes), Data(hash.bytes),
        ])
        context.ledgerHead = LedgerHead(sequence: sequence, hash: hash)
    }
}

/// The arithmetic of the chain, used by writer and verifier alike.
enum LedgerChain {
    static func hash(of draft: LedgerDraft, act: String, sequence: Int64, after previous: Digest) -> Digest {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(256)
        bytes.append(contentsOf: previous.bytes)
        append(sequence, to: &bytes)
        append(draft.at, to: &bytes)
        for text in [draft.actor, act, draft.story ?? "", draft.subject] { append(text, to: &bytes) }
        append(draft.digest?.hex ?? "", to: &bytes)
        append(draft.detail, to: &bytes)
        return Digest.of(bytes)
    }

    static func append(_ number: Int64, to bytes: inout [UInt8]) {
        withUnsafeBytes(of: number.bigEndian) { bytes.append(contentsOf: $0) }
    }

    static func append(_ text: String, to bytes: inout [UInt8]) {
        append(Int64(text.utf8.count), to: &bytes)
        bytes.append(contentsOf: text.utf8)
    }
}
