internal import Cryptography
internal import Documents
internal import Spool

/// Makes the fingerprints of bank accounts: the same for equal accounts, and worth nothing without the house's key.
///
/// Account numbers are few enough to be tried out one after the other, so a plain digest would not hide them.
struct SupplierSeal {
    private static let keyBytes = 32

    private let key: [UInt8]

    /// Reads the house's key, and makes one on the first day.
    ///
    /// - Throws: `SpoolError` when it can be neither read nor written.
    init(_ layout: SpoolLayout) throws(SpoolError) {
        let file = try StateFile(layout, name: "supplier-fingerprint-key", isSecret: true)
        if let known = try file.read(), known.count == Self.keyBytes {
            key = known
        } else {
            key = RandomBytes.bytes(Self.keyBytes)
            try file.replace(key)
        }
    }

    func sealed(_ supplier: Supplier) -> Supplier {
        supplier.sealed { account in
            // Keyed twice, so that nothing can be appended to what was digested.
            Digest.of(key + Digest.of(key + Array(account.utf8)).bytes).hex
        }
    }
}
