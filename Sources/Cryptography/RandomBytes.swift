internal import COpenSSL

/// Unpredictable bytes for identifiers, salts and tokens.
public enum RandomBytes {
    /// Bytes from libcrypto's seeded generator.
    ///
    /// A generator that cannot be seeded ends the process: nothing that needs randomness may go on without
    /// it.
    public static func bytes(_ count: Int) -> [UInt8] {
        precondition(count >= 0 && count <= Int(Int32.max), "a count of random bytes is between 0 and 2^31")
        return [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
            if let start = buffer.baseAddress, count > 0 {
                precondition(RAND_bytes(start, Int32(count)) == 1, "libcrypto has no random bytes")
            }
            filled = count
        }
    }
}
