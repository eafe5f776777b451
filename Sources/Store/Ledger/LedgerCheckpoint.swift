public import Cryptography
internal import Foundation
public import Spool

/// A signed word on where the audit trail stood: whoever holds one can prove that nothing before it was changed or removed.
public struct LedgerCheckpoint: Sendable, Codable, Equatable {
    /// The last entry then.
    public var sequence: Int64
    /// That entry's hash, in hexadecimal.
    public var head: String
    /// When it was signed, milliseconds UTC.
    public var at: Int64
    /// The public key, in base64.
    public var publicKey: String
    /// The signature over ``message``, in base64.
    public var signature: String

    /// Signs where the trail stands.
    public init(sequence: Int64, head: String, at now: Int64, with key: SigningKey) {
        self.sequence = sequence
        self.head = head
        at = now
        publicKey = Data(key.publicKey).base64EncodedString()
        signature = ""
        signature = Data(key.sign(message)).base64EncodedString()
    }

    /// The bytes that are signed: four lines of text, each with its line feed.
    public var message: [UInt8] { Array("wharf audit checkpoint 1\n\(sequence)\n\(head)\n\(at)\n".utf8) }

    /// Whether the signature belongs to what is said and to the key beside it.
    public var isAuthentic: Bool {
        guard let signature = Data(base64Encoded: signature), let key = Data(base64Encoded: publicKey) else {
            return false
        }
        return SigningKey.verify(Array(signature), of: message, publicKey: Array(key))
    }
}

/// The checkpoints of a spool and the key that signs them, both files outside the database.
public struct CheckpointFile: Sendable {
    private let file: StateFile
    private let key: StateFile

    /// Names the files of a spool.
    public init(_ layout: SpoolLayout) throws(SpoolError) {
        file = try StateFile(layout, name: "audit-checkpoints.ndjson")
        key = try StateFile(layout, name: "audit-key", isSecret: true)
    }

    /// All checkpoints, oldest first.
    ///
    /// - Throws: `SpoolError` with the code `damaged` for a line that is none.
    public func all() throws(SpoolError) -> [LedgerCheckpoint] {
        var all: [LedgerCheckpoint] = []
        for line in (try file.read() ?? []).split(separator: UInt8(ascii: "\n")) {
            guard let one = try? JSONDecoder().decode(LedgerCheckpoint.self, from: Data(line)) else {
                throw SpoolError(.damaged, path: file.path, detail: "line \(all.count + 1) is no checkpoint")
            }
            all.append(one)
        }
        return all
    }

    /// Signs where the trail stands and keeps it; durable when it returns. The key is made at the first one.
    public func add(sequence: Int64, head: String, at now: Int64) throws -> LedgerCheckpoint {
        let signed = LedgerCheckpoint(sequence: sequence, head: head, at: now, with: try signingKey())
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let line = try Array(encoder.encode(signed)) + [UInt8(ascii: "\n")]
        try file.replace((try file.read() ?? []) + line)
        return signed
    }

    private func signingKey() throws(SpoolError) -> SigningKey {
        if let bytes = try key.read() {
            guard let found = SigningKey(seed: bytes) else {
                throw SpoolError(.damaged, path: key.path, detail: "is no key of 32 bytes")
            }
            return found
        }
        let made = SigningKey.make()
        try key.replace(made.seed)
        return made
    }
}
