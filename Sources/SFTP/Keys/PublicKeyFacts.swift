internal import CLibSSH
internal import Foundation

/// A public key as its wire bytes, with what can be told of them.
///
/// Shape: the wire form begins with the length and the name of the type (RFC 4253, section 6.6).
struct PublicKeyFacts: Equatable {
    let type: String
    let blob: [UInt8]
    let fingerprint: String

    /// Reads the facts of a key the library holds; nil when it cannot tell them.
    init?(key: OpaquePointer) {
        var text: UnsafeMutablePointer<CChar>?
        guard ssh_pki_export_pubkey_base64(key, &text) == SSH_OK, let text else { return nil }
        defer { ssh_string_free_char(text) }
        guard let data = Data(base64Encoded: String(cString: text)) else { return nil }
        var hash: UnsafeMutablePointer<UInt8>?
        var length = 0
        guard ssh_get_publickey_hash(key, SSH_PUBLICKEY_HASH_SHA256, &hash, &length) == 0, let hash else {
            return nil
        }
        defer {
            var freed: UnsafeMutablePointer<UInt8>? = hash
            ssh_clean_pubkey_hash(&freed)
        }
        let digest = Data(bytes: hash, count: length).base64EncodedString()
        blob = [UInt8](data)
        fingerprint = "SHA256:" + String(digest.prefix { $0 != "=" })
        guard let name = Self.typeName(of: blob) else { return nil }
        type = name
    }

    /// The name in front of the wire form.
    static func typeName(of blob: [UInt8]) -> String? {
        var reader = PacketReader(blob)
        guard let name = reader.bytes() else { return nil }
        return String(validating: name, as: UTF8.self)
    }

    /// The size of the key in bits, as its owner would say it; nil for types without a usual number.
    var bits: Int? {
        switch type {
        case "ssh-ed25519": return 256
        case "ecdsa-sha2-nistp256": return 256
        case "ecdsa-sha2-nistp384": return 384
        case "ecdsa-sha2-nistp521": return 521
        case "ssh-rsa":
            var reader = PacketReader(blob)
            guard reader.bytes() != nil, reader.bytes() != nil, let modulus = reader.bytes() else {
                return nil
            }
            let digits = modulus.drop { $0 == 0 }
            guard let first = digits.first else { return nil }
            return digits.count * 8 - first.leadingZeroBitCount
        default: return nil
        }
    }
}
