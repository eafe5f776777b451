internal import COpenSSL
internal import Synchronization

// @unchecked Sendable: unique ownership takes the place of a lock; the pool has its own (`DigestContexts`).
/// Computes a SHA-256 digest while bytes pass.
///
/// Contexts of the library are costly to allocate and are reused. The value may move between threads, but
/// only one at a time can use it, because it cannot be copied.
public struct DigestStream: ~Copyable, @unchecked Sendable {
    private let context: OpaquePointer

    /// Starts with no bytes.
    public init() {
        context = DigestContexts.shared.take()
    }

    deinit {
        DigestContexts.shared.giveBack(context)
    }

    /// Adds bytes to what is digested.
    public mutating func update(_ bytes: UnsafeRawBufferPointer) {
        guard let start = bytes.baseAddress, !bytes.isEmpty else { return }
        precondition(EVP_DigestUpdate(context, start, bytes.count) == 1, "libcrypto refuses to hash bytes")
    }

    /// Ends the stream and returns the digest of all bytes it was given.
    public consuming func finish() -> Digest {
        var count: UInt32 = 0
        let bytes = [UInt8](unsafeUninitializedCapacity: Digest.byteCount) { buffer, filled in
            precondition(
                EVP_DigestFinal_ex(context, buffer.baseAddress, &count) == 1,
                "libcrypto refuses to end a digest")
            filled = Int(count)
        }
        guard let digest = Digest(bytes: bytes) else {
            preconditionFailure("SHA-256 gave \(count) bytes")
        }
        return digest
    }
}

extension Digest {
    /// The digest of bytes in memory.
    public static func of(_ bytes: UnsafeRawBufferPointer) -> Digest {
        var stream = DigestStream()
        stream.update(bytes)
        return stream.finish()
    }

    /// The digest of an array of bytes.
    public static func of(_ bytes: [UInt8]) -> Digest {
        bytes.withUnsafeBytes { Digest.of($0) }
    }

    /// The digest of a text's UTF-8 bytes.
    public static func of(_ text: String) -> Digest {
        Digest.of(Array(text.utf8))
    }
}

/// Idle SHA-256 contexts, kept for the next stream.
private final class DigestContexts: Sendable {
    static let shared = DigestContexts()

    /// How many idle contexts are kept; one is about 200 bytes.
    private static let idleMaximum = 128

    /// Their addresses; a context belongs to nobody else while it is here.
    private let idle = Mutex<[UInt]>([])

    func take() -> OpaquePointer {
        let reused = idle.withLock { $0.popLast() }.flatMap { OpaquePointer(bitPattern: $0) }
        guard let context = reused ?? EVP_MD_CTX_new() else {
            preconditionFailure("no memory for a digest context")
        }
        // A context that is reused keeps its algorithm: no lookup of the provider.
        let algorithm = reused == nil ? EVP_sha256() : nil
        precondition(EVP_DigestInit_ex(context, algorithm, nil) == 1, "libcrypto has no SHA-256")
        return context
    }

    func giveBack(_ context: OpaquePointer) {
        let isKept = idle.withLock { contexts in
            guard contexts.count < DigestContexts.idleMaximum else { return false }
            contexts.append(UInt(bitPattern: context))
            return true
        }
        if !isKept { EVP_MD_CTX_free(context) }
    }
}
