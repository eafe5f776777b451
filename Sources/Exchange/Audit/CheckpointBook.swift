internal import Cryptography
internal import Foundation
public import Spool
public import Store

/// Why the audit trail does not fit what is known of it outside the database.
public struct AuditError: Error, Sendable, Equatable, CustomStringConvertible {
    /// A sentence that says what does not fit and what to do.
    public let description: String
}

/// The checkpoints of a spool, and the key that signs them.
public struct CheckpointBook: Sendable {
    /// What became of looking at all checkpoints.
    public struct Review: Sendable, Codable, Equatable {
        /// How many were looked at.
        public var checkpoints = 0
        /// Those that do not fit the trail or their signature, with why.
        public var faults: [String] = []
        /// The public key, Base64; `nil` when there is none yet.
        public var key: String?
    }

    private let files: CheckpointFiles
    private let keyFile: StateFile

    /// Opens the book of a spool; nothing is written.
    public init(_ layout: SpoolLayout) throws(SpoolError) {
        files = CheckpointFiles(layout)
        keyFile = try StateFile(layout, name: "audit-key", isSecret: true)
    }

    /// The key; made when there is none.
    func key() throws -> SigningKey {
        if let key = try storedKey() { return key }
        let key = SigningKey()
        try keyFile.replace(key.seed)
        return key
    }

    private func storedKey() throws -> SigningKey? {
        guard let seed = try keyFile.read() else { return nil }
        guard let key = SigningKey(seed: seed) else {
            throw SpoolError(
                .damaged, path: keyFile.path, detail: "is not a key of 32 bytes; restore a backup")
        }
        return key
    }

    /// Tells the head outside the database, when it has moved on.
    ///
    /// The caller has made everything up to `end` durable.
    func tellHead(_ end: LedgerEnd, at now: Int64, house: String, key: SigningKey) throws {
        if let told = try files.head().flatMap({ Checkpoint($0) }), told.sequence >= end.sequence { return }
        try files.replaceHead(Checkpoint(end, at: now, house: house, key: key).bytes)
    }

    /// Keeps a checkpoint for good.
    func keep(_ checkpoint: Checkpoint) throws -> String {
        try files.keep(checkpoint.bytes, stamp: checkpoint.at.replacing(":", with: ""))
    }

    /// The day of the newest checkpoint, `YYYY-MM-DD`; `nil` when there is none.
    func lastDay() throws -> String? {
        try files.names().last.map { String($0.prefix(10)) }
    }

    /// Fails when the trail lacks entries that its head outside the database has, or has other ones.
    func requireWhole(_ store: StateStore) throws {
        guard let bytes = try files.head() else { return }
        guard let told = Checkpoint(bytes) else {
            throw AuditError(
                description:
                    "Spool/audit/head cannot be read: it was changed or cut short. Compare the last checkpoint, then put "
                    + "it aside with `wharf audit accept-gap`")
        }
        let (end, hash) = try store.read { (try $0.ledger.end(), try $0.ledger.hash(of: told.sequence)) }
        guard end.sequence >= told.sequence else {
            throw AuditError(
                description:
                    "the audit trail ends at entry \(end.sequence), but \(told.sequence) was told outside the database at "
                    + "\(told.at): entries \(end.sequence + 1) to \(told.sequence) are lost, so the database is older than what was "
                    + "promised. Bring the newer database back, or accept the loss with `wharf audit accept-gap --reason …`"
            )
        }
        guard hash == told.hash else {
            throw AuditError(
                description:
                    "entry \(told.sequence) of the audit trail is not the one that was told outside the database at "
                    + "\(told.at): the trail was changed, or the database is another house's. Restore a backup, or accept it with "
                    + "`wharf audit accept-gap --reason …`")
        }
    }

    /// Puts the head aside, and the checkpoints behind an entry, so that a server may begin with the database as it is.
    ///
    /// - Returns: what the head said, in words; `nil` when there was none.
    func retireHead(behind sequence: Int64, at now: Int64) throws -> String? {
        for name in try files.names() {
            guard let checkpoint = Checkpoint(try files.read(name)), checkpoint.sequence > sequence else {
                continue
            }
            try files.retire(name)
        }
        guard let bytes = try files.head() else { return nil }
        let stamp = CivilTime(milliseconds: now).instantText.replacing(":", with: "")
        try files.retireHead(stamp: stamp)
        return Checkpoint(bytes).map { "entry \($0.sequence) with hash \($0.hash), told at \($0.at)" }
            ?? "something unreadable"
    }

    /// Compares every checkpoint with the trail.
    public func review(against store: StateStore) throws -> Review {
        var review = Review()
        let key = try storedKey()
        review.key = key.map { Data($0.publicKey).base64EncodedString() }
        for name in try files.names() {
            review.checkpoints += 1
            guard let checkpoint = Checkpoint(try files.read(name)) else {
                review.faults.append("\(name): is no checkpoint any more")
                continue
            }
            guard let key, checkpoint.isSigned(by: key.publicKey) else {
                review.faults.append("\(name): is not signed by this house's key")
                continue
            }
            let hash = try store.read { try $0.ledger.hash(of: checkpoint.sequence) }
            if hash != checkpoint.hash {
                review.faults.append(
                    "\(name): entry \(checkpoint.sequence) "
                        + (hash == nil ? "is gone from the trail" : "is another one in the trail now"))
            }
        }
        return review
    }
}
