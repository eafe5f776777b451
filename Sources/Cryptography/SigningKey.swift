internal import COpenSSL

/// A key that signs what we say, so that others can prove that we said it: Ed25519.
///
/// Source: RFC 8032.
public struct SigningKey: Sendable {
    /// How many bytes a seed and a public key have.
    public static let byteCount = 32
    /// How many bytes a signature has.
    public static let signatureByteCount = 64

    /// The secret half, to be kept.
    public let seed: [UInt8]

    /// Takes a seed of 32 bytes; any other count gives `nil`.
    public init?(seed: [UInt8]) {
        guard seed.count == Self.byteCount else { return nil }
        self.seed = seed
    }

    /// A fresh key.
    public static func make() -> SigningKey {
        guard let key = SigningKey(seed: RandomBytes.bytes(byteCount)) else {
            preconditionFailure("random bytes come in the count that was asked for")
        }
        return key
    }

    /// The public half, to be told to everybody.
    public var publicKey: [UInt8] {
        withKey { key in
            var count = Self.byteCount
            var bytes = [UInt8](repeating: 0, count: count)
            let told = EVP_PKEY_get_raw_public_key(key, &bytes, &count)
            precondition(told == 1 && count == Self.byteCount, "libcrypto does not tell a public key")
            return bytes
        }
    }

    /// The 64 bytes of a signature.
    public func sign(_ message: [UInt8]) -> [UInt8] {
        withKey { key in
            guard let context = EVP_MD_CTX_new() else { preconditionFailure("there is no memory to sign") }
            defer { EVP_MD_CTX_free(context) }
            var count = Self.signatureByteCount
            var signature = [UInt8](repeating: 0, count: count)
            let signed =
                EVP_DigestSignInit(context, nil, nil, nil, key) == 1
                && EVP_DigestSign(context, &signature, &count, message, message.count) == 1
            precondition(signed && count == Self.signatureByteCount, "libcrypto refuses to sign")
            return signature
        }
    }

    /// Whether a signature over a message was made with the secret half of a public key.
    public static func verify(_ signature: [UInt8], of message: [UInt8], publicKey: [UInt8]) -> Bool {
        guard signature.count == signatureByteCount, publicKey.count == byteCount,
            let key = EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, nil, publicKey, publicKey.count)
        else { return false }
        defer { EVP_PKEY_free(key) }
        guard let context = EVP_MD_CTX_new() else { return false }
        defer { EVP_MD_CTX_free(context) }
        return EVP_DigestVerifyInit(context, nil, nil, nil, key) == 1
            && EVP_DigestVerify(context, signature, signature.count, message, message.count) == 1
    }

    private func withKey<Result>(_ body: (OpaquePointer) -> Result) -> Result {
        guard let key = EVP_PKEY_new_raw_private_key(EVP_PKEY_ED25519, nil, seed, seed.count) else {
            preconditionFailure("libcrypto refuses a seed of 32 bytes")
        }
        defer { EVP_PKEY_free(key) }
        return body(key)
    }
}
