internal import CLibSSH
internal import Glibc

/// One key by which clients recognise the host.
public struct HostKey: Sendable, Equatable {
    /// Where the private half lies.
    public let path: String
    /// The type, such as `ssh-ed25519`.
    public let type: String
    /// The SHA-256 fingerprint as OpenSSH prints it: what partners are told.
    public let fingerprint: String
    /// The public half as a line for a `known_hosts` or `.pub` file.
    public let publicLine: String
}

/// The host's own keys: made once, kept for ever.
public enum HostKeys {
    /// Answers the host keys of a folder and makes those that are missing: ed25519 and RSA with 3072 bits.
    ///
    /// The folder is made when missing (0700). A new key is written under another name (0600) and renamed
    /// when whole, so that a stop in between leaves no half key. Nothing is synced: a key lost to a power cut
    /// on the first start was known to nobody.
    ///
    /// - Throws: ``SFTPHostError`` when the folder or a key cannot be written, or an existing key not be
    ///   read.
    public static func ensure(in folder: String) throws(SFTPHostError) -> [HostKey] {
        SSHLibrary.start()
        if mkdir(folder, 0o700) != 0 && errno != EEXIST {
            throw SFTPHostError(code: .badHostKey, message: "\(folder): cannot be made: \(systemText(errno))")
        }
        let ed25519 = try load(folder + "/host_ed25519", kind: SSH_KEYTYPE_ED25519, bits: 0)
        let rsa = try load(folder + "/host_rsa", kind: SSH_KEYTYPE_RSA, bits: 3072)
        return [ed25519, rsa]
    }

    private static func load(_ path: String, kind: ssh_keytypes_e, bits: Int32) throws(SFTPHostError)
        -> HostKey
    {
        if access(path, F_OK) != 0 { try make(path, kind: kind, bits: bits) }
        var key: OpaquePointer?
        guard ssh_pki_import_privkey_file(path, nil, nil, nil, &key) == SSH_OK, let key else {
            throw SFTPHostError(code: .badHostKey, message: "\(path): is no private key this host can read")
        }
        defer { ssh_key_free(key) }
        var publicKey: OpaquePointer?
        guard ssh_pki_export_privkey_to_pubkey(key, &publicKey) == SSH_OK, let publicKey else {
            throw SFTPHostError(code: .badHostKey, message: "\(path): its public half cannot be told")
        }
        defer { ssh_key_free(publicKey) }
        var text: UnsafeMutablePointer<CChar>?
        guard let facts = PublicKeyFacts(key: publicKey),
            ssh_pki_export_pubkey_base64(publicKey, &text) == SSH_OK, let text
        else {
            throw SFTPHostError(code: .badHostKey, message: "\(path): its public half cannot be told")
        }
        defer { ssh_string_free_char(text) }
        return HostKey(
            path: path, type: facts.type, fingerprint: facts.fingerprint,
            publicLine: facts.type + " " + String(cString: text))
    }

    private static func make(_ path: String, kind: ssh_keytypes_e, bits: Int32) throws(SFTPHostError) {
        var key: OpaquePointer?
        guard ssh_pki_generate(kind, bits, &key) == SSH_OK, let key else {
            throw SFTPHostError(code: .badHostKey, message: "\(path): the library could not make a key")
        }
        defer { ssh_key_free(key) }
        let unfinished = "\(path).\(getpid()).new"
        // The file is made beforehand with its final mode: the library would make it readable for others
        // first.
        let descriptor = open(unfinished, O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            throw SFTPHostError(
                code: .badHostKey, message: "\(unfinished): cannot be made: \(systemText(errno))")
        }
        close(descriptor)
        guard ssh_pki_export_privkey_file(key, nil, nil, nil, unfinished) == SSH_OK,
            chmod(unfinished, 0o600) == 0
        else {
            unlink(unfinished)
            throw SFTPHostError(code: .badHostKey, message: "\(unfinished): cannot be written")
        }
        guard rename(unfinished, path) == 0 else {
            let reason = systemText(errno)
            unlink(unfinished)
            throw SFTPHostError(code: .badHostKey, message: "\(path): cannot be named so: \(reason)")
        }
    }
}

/// The system's sentence for an error number.
func systemText(_ number: Int32) -> String { String(cString: strerror(number)) }
