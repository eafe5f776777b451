public import Cryptography
internal import Foundation
internal import GRDB

/// Reads the audit trail in order, and proves its chain.
public struct LedgerPages {
    let database: Database

    /// What a verification found.
    public struct Verification: Sendable, Codable {
        /// Entries whose hash was computed again.
        public var entries: Int64
        /// The last entry's hash, in hexadecimal.
        public var head: String
        /// The first entry that does not follow from the one before, with the reason.
        public var broken: Broken?
        /// How many archived files were named and hashed again, when asked for.
        public var filesVerified: Int
        /// Archived files whose bytes are gone or changed.
        public var filesDamaged: [String]
        /// How many signed checkpoints were compared.
        public var checkpoints = 0
        /// Checkpoints that do not fit the trail or their signature, with why.
        public var checkpointFaults: [String] = []
        /// Whether nothing was found.
        public var isSound: Bool { broken == nil && filesDamaged.isEmpty && checkpointFaults.isEmpty }

        /// A link of the chain that does not hold.
        public struct Broken: Sendable, Codable {
            /// The entry's sequence.
            public var sequence: Int64
            /// What is wrong with it.
            public var reason: String
        }

        /// Adds the outcome of comparing the checkpoints.
        public mutating func recordCheckpoints(_ count: Int, faults: [String]) {
            checkpoints = count
            checkpointFaults = faults
        }

        /// Adds the outcome of hashing archived files again.
        public mutating func recordFiles(verified: Int, damaged: [String]) {
            filesVerified = verified
            filesDamaged = damaged
        }
    }

    /// Computes the chain again from its first entry and names the first that does not follow.
    ///
    /// Memory stays flat. ``StateStore/verifyLedger()`` does the same with all cores.
    public func verify() throws -> Verification {
        var proof = LedgerProof(after: .genesis)
        try proof.read(database, through: .max)
        return proof.verification
    }

    /// The entries of one arrival's story, in order.
    public func entries(ofStory story: String) throws -> [LedgerEntry] {
        let rows = try Row.fetchAll(
            database,
            sql: """
                SELECT sequence, at, actor, act, story, subject, digest, detail, hash FROM ledger
                WHERE story = ? ORDER BY sequence LIMIT 10000
                """, arguments: [story])
        return rows.map(entry)
    }

    private func entry(_ row: Row) -> LedgerEntry {
        let digest: Data? = row["digest"]
        let hash: Data = row["hash"]
        return LedgerEntry(
            sequence: row["sequence"], at: row["at"], actor: row["actor"], act: row["act"],
            story: row["story"],
            subject: row["subject"], digest: digest.flatMap { Digest(bytes: $0)?.hex }, detail: row["detail"],
            hash: Digest(bytes: hash)?.hex ?? "damaged")
    }

    /// Where the trail ends.
    public func end() throws -> LedgerEnd {
        let head = try LedgerHead.load(from: database)
        return LedgerEnd(sequence: head.sequence, hash: head.hash.hex)
    }

    /// The hash of an entry, in hexadecimal; `nil` when there is no such entry.
    public func hash(of sequence: Int64) throws -> String? {
        if sequence == LedgerHead.genesis.sequence { return LedgerHead.genesis.hash.hex }
        let bytes = try Data.fetchOne(
            database, sql: "SELECT hash FROM ledger WHERE sequence = ?", arguments: [sequence])
        return bytes.flatMap { Digest(bytes: $0)?.hex }
    }

    /// The entries that a filter lets through, oldest first.
    public func search(_ filter: LedgerFilter) throws -> [LedgerEntry] {
        let rows = try Row.fetchAll(
            database,
            sql: """
                SELECT sequence, at, actor, act, story, subject, digest, detail, hash FROM ledger
                WHERE sequence > :after AND (:actor IS NULL OR actor = :actor) AND (:act IS NULL OR act = :act)
                AND (:subject IS NULL OR subject = :subject OR story = :subject)
                AND (:since IS NULL OR at >= :since) AND (:until IS NULL OR at < :until)
                AND (:text IS NULL OR instr(lower(detail), lower(:text)) > 0 OR instr(lower(subject), lower(:text)) > 0)
                ORDER BY sequence LIMIT :limit
                """,
            arguments: [
                "after": filter.after, "actor": filter.actor, "act": filter.act, "subject": filter.subject,
                "since": filter.since, "until": filter.until, "text": filter.text, "limit": filter.limit,
            ])
        return rows.map(entry)
    }

    /// Digests of all bytes that arrivals and outgoing interchanges name, a page after the given one.
    ///
    /// - Returns: at most `limit` digests in order, empty after the last.
    public func archivedDigests(after: Digest?, limit: Int) throws -> [Digest] {
        let rows = try Data.fetchAll(
            database,
            sql: """
                SELECT digest FROM (SELECT digest FROM arrival WHERE digest IS NOT NULL AND state <> 'aborted'
                UNION SELECT digest FROM interchange WHERE direction = 'outbound')
                WHERE digest > ? ORDER BY digest LIMIT ?
                """, arguments: [Data(after?.bytes ?? []), limit])
        return rows.compactMap { Digest(bytes: $0) }
    }
}
