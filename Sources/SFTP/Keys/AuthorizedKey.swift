internal import CLibSSH

/// One public key of a partner, read from a line as in OpenSSH's `.pub` files: `ssh-ed25519 AAAA… comment`.
public struct AuthorizedKey: Sendable, Equatable {
    /// The type, such as `ssh-ed25519`.
    public let type: String
    /// The key in SSH wire format: what a login is compared with.
    public let blob: [UInt8]
    /// The SHA-256 fingerprint as OpenSSH prints it.
    public let fingerprint: String
    /// The rest of the line; often a name and a machine.
    public let comment: String
    /// The size in bits, where the type has one.
    public let bits: Int?

    /// Reads a line; options in front of the type are not understood.
    ///
    /// - Throws: ``SFTPError`` with ``SFTPError/Status/badMessage`` and a sentence when the line is no public
    ///   key.
    public init(line: String) throws(SFTPError) {
        let words = line.split(maxSplits: 2, whereSeparator: \.isWhitespace).map(String.init)
        guard words.count >= 2 else {
            throw SFTPError(
                code: .badMessage, message: "a public key is a type and its base64 text, on one line")
        }
        let kind = words[0].withCString { ssh_key_type_from_name($0) }
        guard kind != SSH_KEYTYPE_UNKNOWN else {
            throw SFTPError(
                code: .badMessage, message: "\(words[0]) is no type of public key this host knows")
        }
        var key: OpaquePointer?
        let imported = words[1].withCString { ssh_pki_import_pubkey_base64($0, kind, &key) }
        guard imported == SSH_OK, let key else {
            throw SFTPError(code: .badMessage, message: "the text after \(words[0]) is no key of that type")
        }
        defer { ssh_key_free(key) }
        guard let facts = PublicKeyFacts(key: key), facts.type == words[0] else {
            throw SFTPError(code: .badMessage, message: "the text after \(words[0]) is a key of another type")
        }
        type = facts.type
        blob = facts.blob
        fingerprint = facts.fingerprint
        bits = facts.bits
        comment = words.count > 2 ? words[2].trimmingCharacters() : ""
    }
}

extension String {
    /// The text without white space at both ends.
    fileprivate func trimmingCharacters() -> String {
        let start = drop(while: \.isWhitespace)
        guard let last = start.lastIndex(where: { !$0.isWhitespace }) else { return "" }
        return String(start[...last])
    }
}
