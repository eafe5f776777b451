internal import COpenSSL

/// A key that signs, and whose public half proves to anybody that it did: Ed25519.
///
/// Source: RFC 8032.
public struct SigningKey: Sendable {
    /// How many bytes the private and the public half have each.
    public static let byteCount = 32
    /// How many bytes a signature has.
    public static let signatureByteCount = 64

    /// The private half.
    public let seed: [UInt8]
    /// The public half.
    public let publicKey: [UInt8]

    /// A fresh key.
    public init() {
        guard let key = SigningKey(seed: RandomBytes.bytes(Self.byteCount)) else {
            preconditionFailure("libcrypto refuses to make an Ed25519 key of 32 random bytes")
        }
        self = key
    }

    /// The key of a private half; `nil` when it has not 32 bytes.
    public init?(seed: [UInt8]) {
        guard seed.count == Self.byteCount else { return nil }
        let publicKey = Self.withKey(EVP_PKEY_new_raw_private_key, seed) { key -> [UInt8] in
            var count = Self.byteCount
            return [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
                let isMade = EVP_PKEY_get_raw_public_key(key, buffer.baseAddress, &count) == 1
                filled = isMade ? count : 0
            }
        }
        guard let publicKey, publicKey.count == Self.byteCount else { return nil }
        self.seed = seed
        self.publicKey = publicKey
    }

    /// The signature of a message.
    public func signature(of message: [UInt8]) -> [UInt8] {
        let signature = Self.withKey(EVP_PKEY_new_raw_private_key, seed) { key -> [UInt8] in
            guard let context = EVP_MD_CTX_new() else { return [] }
            defer { EVP_MD_CTX_free(context) }
            guard EVP_DigestSignInit(context, nil, nil, nil, key) == 1 else { return [] }
            var count = Self.signatureByteCount
            return [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
                let isMade =
                    EVP_DigestSign(context, buffer.baseAddress, &count, message, message.count) == 1
                filled = isMade ? count : 0
            }
        }
        guard let signature, signature.count == Self.signatureByteCount else {
            preconditionFailure("libcrypto refuses to sign with a key that it made")
        }
        return signature
    }

    /// Whether a signature was made over this message with the private half of this public key.
    public static func isValid(_ signature: [UInt8], of message: [UInt8], by publicKey: [UInt8]) -> Bool {
        guard publicKey.count == byteCount, signature.count == signatureByteCount else { return false }
        return withKey(EVP_PKEY_new_raw_public_key, publicKey) { key -> Bool in
            guard let context = EVP_MD_CTX_new() else { return false }
            defer { EVP_MD_CTX_free(context) }
            return EVP_DigestVerifyInit(context, nil, nil, nil, key) == 1
                && EVP_DigestVerify(context, signature, signature.count, message, message.count) == 1
        } ?? false
    }

    private typealias Make = (Int32, OpaquePointer?, UnsafePointer<UInt8>?, Int) -> OpaquePointer?

    private static func withKey<Result>(
        _ make: Make, _ bytes: [UInt8], _ body: (OpaquePointer) -> Result
    ) -> Result? {
        guard let key = make(EVP_PKEY_ED25519, nil, bytes, bytes.count) else { return nil }
        defer { EVP_PKEY_free(key) }
        return body(key)
    }
}
