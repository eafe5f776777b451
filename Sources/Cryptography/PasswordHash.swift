internal import COpenSSL

/// Password hashes by scrypt, for host logins and tokens.
///
/// The text is `$scrypt$ln=15,r=8,p=1$<salt>$<hash>` with unpadded Base64: `ln` is the logarithm of the cost,
/// so one check takes 32 MiB and some tens of milliseconds. Blocks: call it away from threads that must stay
/// quick.
///
/// Source: RFC 7914 (scrypt); the PHC string format.
public enum PasswordHash {
    private static let saltByteCount = 16
    private static let hashByteCount = 32

    /// A hash of the password with a fresh salt.
    public static func make(_ password: String) -> String {
        let cost = Cost.standard
        let salt = RandomBytes.bytes(saltByteCount)
        guard let hash = derive(Array(password.utf8), salt: salt, cost: cost, byteCount: hashByteCount) else {
            preconditionFailure("libcrypto refuses scrypt with the standard cost")
        }
        return text(cost: cost, salt: salt, hash: hash)
    }

    /// Whether the password belongs to the hash.
    ///
    /// The time does not depend on where the bytes differ. A text that is not well formed never matches.
    public static func verify(_ password: String, against text: String) -> Bool {
        guard let parts = parse(text) else { return false }
        let derived = derive(
            Array(password.utf8), salt: parts.salt, cost: parts.cost, byteCount: parts.hash.count)
        guard let derived, derived.count == parts.hash.count else { return false }
        return CRYPTO_memcmp(derived, parts.hash, derived.count) == 0
    }

    /// A hash that no password fits, at the cost of a real one.
    ///
    /// Verify against it when the user is unknown, so that the time of the answer does not tell.
    public static let dummy = text(
        cost: .standard, salt: RandomBytes.bytes(saltByteCount), hash: RandomBytes.bytes(hashByteCount))

    /// Whether a text is a hash that ``verify(_:against:)`` would accept to compute.
    public static func isWellFormed(_ text: String) -> Bool {
        parse(text) != nil
    }

    /// What scrypt costs: memory is 128 · 2^ln · r bytes.
    struct Cost: Equatable {
        var logarithm: Int
        var blockSize: Int
        var parallelism: Int

        static let standard = Cost(logarithm: 15, blockSize: 8, parallelism: 1)

        /// A profile cannot make a login cost more than 256 MiB and four rounds.
        var isBearable: Bool {
            (1...17).contains(logarithm) && (1...16).contains(blockSize) && (1...4).contains(parallelism)
        }
    }

    /// The bytes of scrypt, or `nil` when libcrypto refuses the parameters or has no memory.
    static func derive(_ password: [UInt8], salt: [UInt8], cost: Cost, byteCount: Int) -> [UInt8]? {
        let rounds = UInt64(1) << UInt64(cost.logarithm)
        let blockBytes = 128 * UInt64(cost.blockSize)
        let memoryMaximum = blockBytes * (rounds + UInt64(cost.parallelism) + 2) + 1_048_576
        var hash = [UInt8](repeating: 0, count: byteCount)
        let succeeded = password.withUnsafeBytes { password in
            // An empty password still needs an address: without one libcrypto only checks the parameters.
            withUnsafeTemporaryAllocation(byteCount: max(1, password.count), alignment: 1) { copy in
                copy.copyMemory(from: password)
                return EVP_PBE_scrypt(
                    copy.bindMemory(to: CChar.self).baseAddress, password.count, salt, salt.count,
                    rounds, UInt64(cost.blockSize), UInt64(cost.parallelism), memoryMaximum, &hash, byteCount)
            }
        }
        return succeeded == 1 ? hash : nil
    }

    private static func text(cost: Cost, salt: [UInt8], hash: [UInt8]) -> String {
        "$scrypt$ln=\(cost.logarithm),r=\(cost.blockSize),p=\(cost.parallelism)"
            + "$\(Base64.text(of: salt))$\(Base64.text(of: hash))"
    }

    private static func parse(_ text: String) -> (cost: Cost, salt: [UInt8], hash: [UInt8])? {
        guard text.utf8.count <= 256 else { return nil }
        let fields = text.split(separator: "$", omittingEmptySubsequences: false)
        guard fields.count == 5, fields[0].isEmpty, fields[1] == "scrypt", let cost = parseCost(fields[2]),
            let salt = Base64.bytes(of: fields[3]), (8...64).contains(salt.count),
            let hash = Base64.bytes(of: fields[4]), (16...64).contains(hash.count)
        else { return nil }
        return (cost, salt, hash)
    }

    private static func parseCost(_ text: Substring) -> Cost? {
        let fields = text.split(separator: ",", omittingEmptySubsequences: false)
        guard fields.count == 3, let logarithm = number(fields[0], named: "ln"),
            let blockSize = number(fields[1], named: "r"), let parallelism = number(fields[2], named: "p")
        else { return nil }
        let cost = Cost(logarithm: logarithm, blockSize: blockSize, parallelism: parallelism)
        return cost.isBearable ? cost : nil
    }

    private static func number(_ field: Substring, named name: String) -> Int? {
        guard field.hasPrefix(name + "=") else { return nil }
        let digits = field.dropFirst(name.count + 1)
        guard (1...2).contains(digits.utf8.count), digits.utf8.allSatisfy({ (48...57).contains($0) }) else {
            return nil
        }
        return Int(digits)
    }
}
