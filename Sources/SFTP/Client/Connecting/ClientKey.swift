internal import CLibSSH

/// A private key of ours, in the library's hands.
struct ClientKey: ~Copyable {
    let raw: OpaquePointer
    let facts: PublicKeyFacts

    /// - Throws: ``ClientError`` when the text is no private key, or its passphrase is missing or wrong.
    init(pem: [UInt8], passphrase: String?, _ limit: StepLimit) throws(ClientError) {
        // Without a callback the library below would ask the terminal for a passphrase, and wait.
        let refuse: ssh_auth_callback = { _, _, _, _, _, _ in -1 }
        var key: OpaquePointer?
        let text = String(decoding: pem, as: UTF8.self)
        guard ssh_pki_import_privkey_base64(text, passphrase, refuse, nil, &key) == SSH_OK, let key else {
            throw limit.error(
                .localFailure,
                "our private key for \(limit.server) cannot be read"
                    + (passphrase == nil
                        ? "; is it a private key, and has it a passphrase?" : "; is the passphrase right?"))
        }
        var publicKey: OpaquePointer?
        guard ssh_pki_export_privkey_to_pubkey(key, &publicKey) == SSH_OK, let publicKey else {
            ssh_key_free(key)
            throw limit.error(.localFailure, "our private key for \(limit.server) has no public half")
        }
        defer { ssh_key_free(publicKey) }
        guard let facts = PublicKeyFacts(key: publicKey) else {
            ssh_key_free(key)
            throw limit.error(.localFailure, "our private key for \(limit.server) is of an unknown type")
        }
        raw = key
        self.facts = facts
    }

    deinit { ssh_key_free(raw) }
}
