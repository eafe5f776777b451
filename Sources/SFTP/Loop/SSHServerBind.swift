internal import CLibSSH

/// What every session of a loop starts from: the host keys and the algorithms offered.
///
/// Each loop has its own, as the library does not lock it.
struct SSHServerBind: ~Copyable {
    let raw: OpaquePointer

    /// - Throws: ``SFTPHostError`` when a key file cannot be used or an algorithm is not offered by the
    ///   library.
    init(hostKeys: [String], algorithms: SSHAlgorithms) throws(SFTPHostError) {
        guard let bind = ssh_bind_new() else {
            throw SFTPHostError(code: .noResources, message: "the SSH library gave no memory for a server")
        }
        do throws(SFTPHostError) {
            try Self.configure(bind, hostKeys: hostKeys, algorithms)
        } catch {
            ssh_bind_free(bind)
            throw error
        }
        raw = bind
    }

    deinit { ssh_bind_free(raw) }

    private static func configure(
        _ bind: OpaquePointer, hostKeys: [String], _ algorithms: SSHAlgorithms
    ) throws(SFTPHostError) {
        var isRead = false
        // Else the library reads the system's server configuration and follows it.
        _ = ssh_bind_options_set(bind, SSH_BIND_OPTIONS_PROCESS_CONFIG, &isRead)
        for (option, list) in [
            (SSH_BIND_OPTIONS_KEY_EXCHANGE, algorithms.keyExchanges),
            (SSH_BIND_OPTIONS_CIPHERS_C_S, algorithms.ciphers),
            (SSH_BIND_OPTIONS_CIPHERS_S_C, algorithms.ciphers),
            (SSH_BIND_OPTIONS_HMAC_C_S, algorithms.codes), (SSH_BIND_OPTIONS_HMAC_S_C, algorithms.codes),
            (SSH_BIND_OPTIONS_PUBKEY_ACCEPTED_KEY_TYPES, algorithms.clientKeyTypes),
        ] where ssh_bind_options_set(bind, option, list) != SSH_OK {
            throw SFTPHostError(code: .noResources, message: "the SSH library offers none of: \(list)")
        }
        var bits = SSHAlgorithms.leastRSABits
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
            ssh_bind_options_set(bind, SSH_BIND_OPTIONS_HOSTKEY_ALGORITHMS, algorithms.hostKeyTypes) == SSH_OK
        else {
            throw SFTPHostError(
                code: .badHostKey, message: "the host has no key of type \(algorithms.hostKeyTypes)")
        }
    }
}

/// What sessions start from at each of the host's doors.
struct HostBinds: ~Copyable {
    private let standard: SSHServerBind
    private let legacy: SSHServerBind

    /// - Throws: ``SFTPHostError`` when a key file cannot be used or an algorithm is not offered by the
    ///   library.
    init(hostKeys: [String]) throws(SFTPHostError) {
        let standard = try SSHServerBind(hostKeys: hostKeys, algorithms: .standard)
        let legacy = try SSHServerBind(hostKeys: hostKeys, algorithms: .legacy)
        self.standard = standard
        self.legacy = legacy
    }

    /// Takes over a connected descriptor; nil when the library refuses, and then the descriptor is closed.
    func accept(_ descriptor: Int32, at door: HostDoor, limits: HostLimits) -> SSHSession? {
        switch door {
        case .standard: SSHSession(accepting: descriptor, from: standard, limits: limits)
        case .legacy: SSHSession(accepting: descriptor, from: legacy, limits: limits)
        }
    }
}
