internal import COpenSSL

/// HMAC with SHA-256: proves that a message comes from somebody who holds the key, and is whole.
///
/// Source: RFC 2104, FIPS 198-1.
public enum MessageAuthentication {
    /// The 32 bytes of the code of a message under a key.
    public static func code(of message: some Collection<UInt8>, key: [UInt8]) -> [UInt8] {
        let bytes = Array(message)
        var count: UInt32 = 0
        let code = [UInt8](unsafeUninitializedCapacity: Digest.byteCount) { buffer, filled in
            let made = HMAC(
                EVP_sha256(), key, Int32(key.count), bytes, bytes.count, buffer.baseAddress, &count)
            precondition(made != nil && count == UInt32(Digest.byteCount), "libcrypto refuses HMAC-SHA-256")
            filled = Digest.byteCount
        }
        return code
    }

    /// Whether a code belongs to a message under a key; the time does not depend on where the bytes differ.
    public static func verify(_ code: [UInt8], of message: some Collection<UInt8>, key: [UInt8]) -> Bool {
        let expected = Self.code(of: message, key: key)
        return code.count == expected.count && CRYPTO_memcmp(code, expected, expected.count) == 0
    }
}
