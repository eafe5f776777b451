internal import Cryptography
internal import Foundation
internal import GRDB
internal import Synchronization

/// Follows the chain from an entry on and stops at the first that does not follow; works on the bytes that the engine shows.
struct LedgerProof {
    private var head: LedgerHead
    private var entries: Int64 = 0
    private var broken: LedgerPages.Verification.Broken?
    private var bytes: [UInt8] = []

    init(after head: LedgerHead) {
        self.head = head
        bytes.reserveCapacity(512)
    }

    /// Whether everything read so far follows.
    var isSound: Bool { broken == nil }

    var verification: LedgerPages.Verification {
        .init(entries: entries, head: head.hash.hex, broken: broken, filesVerified: 0, filesDamaged: [])
    }

    /// Adds what a proof of the entries behind this one's found.
    mutating func append(_ next: LedgerProof) {
        entries += next.entries
        if next.entries > 0 { head = next.head }
        broken = next.broken
    }

    /// Reads the entries behind the head, up to a position.
    mutating func read(_ database: Database, through last: Int64) throws {
        let rows = try Row.fetchCursor(
            database,
            sql: """
                SELECT sequence, at, actor, act, story, subject, digest, detail, previous, hash FROM ledger
                WHERE sequence > ? AND sequence <= ? ORDER BY sequence
                """, arguments: [head.sequence, last])
        while let row = try rows.next() {
            let sequence: Int64 = row[0]
            if let reason = try fault(of: row, sequence) {
                broken = .init(sequence: sequence, reason: reason)
                return
            }
            entries += 1
        }
    }

    /// Why an entry does not follow from the head; where it does, it becomes the head.
    private mutating func fault(of row: Row, _ sequence: Int64) throws -> String? {
        guard sequence == head.sequence + 1 else {
            return
                "the entry before it should be \(sequence - 1), but is \(head.sequence): entries were removed"
        }
        let isLinked = try row.withUnsafeData(atIndex: 8) { [head] in
            $0.map { head.hash.bytes.elementsEqual($0) } ?? false
        }
        guard isLinked else { return "it does not name the hash of the entry before it" }
        guard let digest = try storedDigest(in: row, at: 9) else { return "its hash is not 32 bytes" }
        bytes.removeAll(keepingCapacity: true)
        bytes.append(contentsOf: head.hash.bytes)
        LedgerChain.append(sequence, to: &bytes)
        LedgerChain.append(row[1] as Int64, to: &bytes)
        for column in [2, 3] { try appendText(of: row, at: column) }
        // What is absent is hashed as empty; nothing else may stand for it.
        let story = try appendText(of: row, at: 4)
        guard story != 0 else { return "its content cannot be ours: it was changed" }
        try appendText(of: row, at: 5)
        let subjectDigest = try storedDigest(in: row, at: 6)
        guard (subjectDigest == nil) == row.hasNull(atIndex: 6) else {
            return "its content cannot be ours: it was changed"
        }
        LedgerChain.append(subjectDigest?.hex ?? "", to: &bytes)
        try appendText(of: row, at: 7)
        guard Digest.of(bytes) == digest else { return "its content does not give its hash: it was changed" }
        head = LedgerHead(sequence: sequence, hash: digest)
        return nil
    }

    private func storedDigest(in row: Row, at column: Int) throws -> Digest? {
        try row.withUnsafeData(atIndex: column) { $0.flatMap { Digest(bytes: $0) } }
    }

    /// Adds a text with its length; answers how many bytes it has, `nil` when it is absent.
    @discardableResult
    private mutating func appendText(of row: Row, at column: Int) throws -> Int? {
        var bytes: [UInt8] = []
        swap(&bytes, &self.bytes)
        defer { swap(&bytes, &self.bytes) }
        return try row.withUnsafeData(atIndex: column) { data in
            LedgerChain.append(Int64(data?.count ?? 0), to: &bytes)
            guard let data else { return nil }
            data.withUnsafeBytes { bytes.append(contentsOf: $0) }
            return data.count
        }
    }
}

extension StateStore {
    /// Computes the chain again, as ``LedgerPages/verify()``, with connections of its own on several cores.
    ///
    /// Each of them takes a stretch of the trail and begins with the hash that is stored before it; that hash is proven by the
    /// stretch before. Entries that are added meanwhile are not looked at.
    public func verifyLedger() throws -> LedgerPages.Verification {
        try verifyLedger(smallestStretch: Self.smallestStretch)
    }

    func verifyLedger(smallestStretch: Int64) throws -> LedgerPages.Verification {
        let last = try readApart { try LedgerPages(database: $0).end().sequence }
        let cores = min(4, max(1, ProcessInfo.processInfo.activeProcessorCount))
        let size = max(smallestStretch, last / Int64(cores) + 1)
        let starts = Array(stride(from: Int64(0), to: max(last, 1), by: Int64.Stride(size)))
        let proofs = StretchProofs(count: starts.count)
        DispatchQueue.concurrentPerform(iterations: starts.count) { index in
            let start = starts[index]
            proofs.set(index, Result { try prove(from: start, through: min(start + size, last)) })
        }
        var whole = LedgerProof(after: .genesis)
        for result in proofs.results {
            whole.append(try result.get())
            guard whole.isSound else { break }
        }
        return whole.verification
    }

    /// Entries that are not worth a connection of their own.
    private static let smallestStretch: Int64 = 20_000

    private func prove(from start: Int64, through last: Int64) throws -> LedgerProof {
        try readApart { database in
            var head = LedgerHead.genesis
            if start > 0 {
                let stored = try Data.fetchOne(
                    database, sql: "SELECT hash FROM ledger WHERE sequence = ?", arguments: [start])
                // Without the entry before it the stretch cannot begin: its first entry then says what is missing.
                head = LedgerHead(
                    sequence: stored == nil ? start - 1 : start,
                    hash: stored.flatMap { Digest(bytes: $0) } ?? LedgerHead.genesis.hash)
            }
            var proof = LedgerProof(after: head)
            try proof.read(database, through: last)
            return proof
        }
    }
}

/// Collects the proofs of stretches that are read side by side.
private final class StretchProofs: Sendable {
    private let slots: Mutex<[Result<LedgerProof, any Error>]>

    init(count: Int) {
        slots = Mutex(Array(repeating: .success(LedgerProof(after: .genesis)), count: count))
    }

    func set(_ index: Int, _ result: Result<LedgerProof, any Error>) {
        slots.withLock { $0[index] = result }
    }

    var results: [Result<LedgerProof, any Error>] { slots.withLock { $0 } }
}
