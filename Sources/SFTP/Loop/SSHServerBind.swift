internal import CLibSSH

/// What every session of a loop starts from: the host keys and the algorithms offered.
///
/// Modern algorithms only: no SHA-1, no CBC, no MAC before encryption; the list order is our preference. Each
/// loop has one of its own, as the library does not lock it.
struct SSHServerBind: ~Copyable {
    let raw: OpaquePointer

    static let keyExchanges =
        "curve25519-sha256,curve25519-sha256@libssh.org,ecdh-sha2-nistp256,ecdh-sha2-nistp384,"
        + "ecdh-sha2-nistp521,diffie-hellman-group16-sha512,diffie-hellman-group14-sha256"
    static let ciphers =
        "aes128-gcm@openssh.com,aes256-gcm@openssh.com,chacha20-poly1305@openssh.com,aes256-ctr,aes192-ctr,"
        + "aes128-ctr"
    static let codes =
        "hmac-sha2-256-etm@openssh.com,hmac-sha2-512-etm@openssh.com,hmac-sha2-256,hmac-sha2-512"
    static let hostKeyTypes = "ssh-ed25519,rsa-sha2-512,rsa-sha2-256"
    static let clientKeyTypes =
        "ssh-ed25519,sk-ssh-ed25519@openssh.com,ecdsa-sha2-nistp256,ecdsa-sha2-nistp384,ecdsa-sha2-nistp521,"
        + "sk-ecdsa-sha2-nistp256@openssh.com,rsa-sha2-512,rsa-sha2-256"
    /// RSA keys of clients below this are not even looked at; whether 2048 bits will do is for the partner's
    /// profile to say.
    static let leastRSABits: Int32 = 2048

    /// - Throws: ``SFTPHostError`` when a key file cannot be used or an algorithm is not offered by the
    ///   library.
    init(hostKeys: [String]) throws(SFTPHostError) {
        guard let bind = ssh_bind_new() else {
            throw SFTPHostError(code: .noResources, message: "the SSH library gave no memory for a server")
        }
        do throws(SFTPHostError) {
            try Self.configure(bind, hostKeys: hostKeys)
        } catch {
            ssh_bind_free(bind)
            throw error
        }
        raw = bind
    }

    deinit { ssh_bind_free(raw) }

    private static func configure(_ bind: OpaquePointer, hostKeys: [String]) throws(SFTPHostError) {
        var isRead = false
        // Else the library reads the system's server configuration and follows it.
        _ = ssh_bind_options_set(bind, SSH_BIND_OPTIONS_PROCESS_CONFIG, &isRead)
        for (option, list) in [
            (SSH_BIND_OPTIONS_KEY_EXCHANGE, Self.keyExchanges), (SSH_BIND_OPTIONS_CIPHERS_C_S, Self.ciphers),
            (SSH_BIND_OPTIONS_CIPHERS_S_C, Self.ciphers), (SSH_BIND_OPTIONS_HMAC_C_S, Self.codes),
            (SSH_BIND_OPTIONS_HMAC_S_C, Self.codes),
            (SSH_BIND_OPTIONS_PUBKEY_ACCEPTED_KEY_TYPES, Self.clientKeyTypes),
        ] where ssh_bind_options_set(bind, option, list) != SSH_OK {
            throw SFTPHostError(code: .noResources, message: "the SSH library offers none of: \(list)")
        }
        var bits = Self.leastRSABits
        _ = ssh_bind_options_set(bind, SSH_BIND_OPTIONS_RSA_MIN_SIZE, &bits)
        for path in hostKeys {
            var key: OpaquePointer?
            guard ssh_pki_import_privkey_file(path, nil, nil, nil, &key) == SSH_OK else {
                throw SFTPHostError(
                    code: .badHostKey, message: "\(path): is no private key this host can read")
            }
            ssh_key_free(key)
            guard ssh_bind_options_set(bind, SSH_BIND_OPTIONS_HOSTKEY, path) == SSH_OK else {
                throw SFTPHostError(
                    code: .badHostKey, message: "\(path): is not a host key of a type we offer")
            }
        }
        guard !hostKeys.isEmpty,
            ssh_bind_options_set(bind, SSH_BIND_OPTIONS_HOSTKEY_ALGORITHMS, Self.hostKeyTypes) == SSH_OK
        else {
            throw SFTPHostError(
                code: .badHostKey, message: "the host has no key of type \(Self.hostKeyTypes)")
        }
    }
}
