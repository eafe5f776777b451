internal import CLibSSH

/// The public half of a private key of our own: what a partner needs to let us in.
public struct IdentityKey: Sendable, Equatable {
    /// The type, such as `ssh-ed25519`.
    public let type: String
    /// The SHA-256 fingerprint as OpenSSH prints it.
    public let fingerprint: String
    /// The public half as a line for an `authorized_keys` or `known_hosts` file.
    public let publicLine: String
    /// The size in bits, where the type has one.
    public let bits: Int?

    /// Derives the public half.
    ///
    /// - Parameters:
    ///   - privateKey: the private key in OpenSSH's form or PEM.
    ///   - passphrase: what opens it, when it is closed.
    /// - Throws: ``SFTPError`` with ``SFTPError/Status/badMessage`` and a sentence that repeats nothing of the
    ///   key.
    public init(privateKey: String, passphrase: String? = nil) throws(SFTPError) {
        SSHLibrary.start()
        var key: OpaquePointer?
        // The library wants the line break behind the last line, which secrets lose.
        guard ssh_pki_import_privkey_base64(privateKey + "\n", passphrase, nil, nil, &key) == SSH_OK, let key
        else {
            let hint = passphrase == nil ? "" : ", or the passphrase does not open it"
            throw SFTPError(code: .badMessage, message: "the private key cannot be read\(hint)")
        }
        defer { ssh_key_free(key) }
        var publicKey: OpaquePointer?
        guard ssh_pki_export_privkey_to_pubkey(key, &publicKey) == SSH_OK, let publicKey else {
            throw SFTPError(code: .badMessage, message: "the public half of the private key cannot be told")
        }
        defer { ssh_key_free(publicKey) }
        var text: UnsafeMutablePointer<CChar>?
        guard let facts = PublicKeyFacts(key: publicKey),
            ssh_pki_export_pubkey_base64(publicKey, &text) == SSH_OK, let text
        else {
            throw SFTPError(code: .badMessage, message: "the public half of the private key cannot be told")
        }
        defer { ssh_string_free_char(text) }
        type = facts.type
        fingerprint = facts.fingerprint
        publicLine = facts.type + " " + String(cString: text)
        bits = facts.bits
    }
}
