public import Cryptography

/// Proof that bytes are on disk under their digest and survive a power cut.
public struct Receipt: Sendable, Hashable, Codable {
    /// The SHA-256 digest that names the bytes.
    public let digest: Digest
    /// How many bytes there are.
    public let byteCount: Int

    /// Puts a receipt together again from a record of it.
    public init(digest: Digest, byteCount: Int) {
        self.digest = digest
        self.byteCount = byteCount
    }
}
