internal import CLibSSH
internal import Glibc

/// One key by which clients recognise the host.
public struct HostKey: Sendable, Equatable {
    /// How far a key has come.
    public enum Standing: String, Sendable, Codable {
        /// Made and told to partners; not shown to clients yet.
        case staged
        /// Shown to every client.
        case current
        /// Replaced by another; kept until it is removed.
        case retired
    }

    /// How far it has come.
    public let standing: Standing
    /// Where the private half lies.
    public let path: String
    /// The type, such as `ssh-ed25519`.
    public let type: String
    /// The SHA-256 fingerprint as OpenSSH prints it: what partners are told.
    public let fingerprint: String
    /// The public half as a line for a `known_hosts` or `.pub` file.
    public let publicLine: String
}

/// The host's own keys: made once, replaced only by command.
///
/// A key's file is `host_` and its kind; what is staged or retired lies beside it under a longer name.
public enum HostKeys {
    private static let kinds: [(name: String, type: ssh_keytypes_e, bits: Int32)] = [
        ("host_ed25519", SSH_KEYTYPE_ED25519, 0), ("host_rsa", SSH_KEYTYPE_RSA, 3072),
    ]
    private static let stagedEnding = ".staged"
    private static let retiredEnding = ".retired-"

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
        var keys: [HostKey] = []
        for kind in kinds {
            let path = folder + "/" + kind.name
            if !exists(path) { try make(path, kind: kind.type, bits: kind.bits) }
            keys.append(try load(path, .current))
        }
        return keys
    }

    /// All keys of a folder: those in force, those that are staged, and those that were replaced.
    ///
    /// - Throws: ``SFTPHostError`` when a key cannot be read.
    public static func list(in folder: String) throws(SFTPHostError) -> [HostKey] {
        SSHLibrary.start()
        var keys: [HostKey] = []
        for kind in kinds where exists(folder + "/" + kind.name) {
            keys.append(try load(folder + "/" + kind.name, .current))
        }
        for kind in kinds where exists(folder + "/" + kind.name + stagedEnding) {
            keys.append(try load(folder + "/" + kind.name + stagedEnding, .staged))
        }
        for path in retiredPaths(in: folder) { keys.append(try load(path, .retired)) }
        return keys
    }

    /// Makes the keys that shall follow those in force; clients see them after ``promote(in:stamp:)``.
    ///
    /// - Throws: ``SFTPHostError`` when some are staged already, or a key cannot be written.
    public static func stage(in folder: String) throws(SFTPHostError) -> [HostKey] {
        SSHLibrary.start()
        for kind in kinds where exists(folder + "/" + kind.name + stagedEnding) {
            throw SFTPHostError(
                code: .badHostKey,
                message: "keys are staged already; promote or discard them before others are made")
        }
        var staged: [HostKey] = []
        for kind in kinds {
            let path = folder + "/" + kind.name + stagedEnding
            try make(path, kind: kind.type, bits: kind.bits)
            staged.append(try load(path, .staged))
        }
        return staged
    }

    /// Puts the staged keys in the place of those in force, which are kept as retired.
    ///
    /// At every moment there is a key of each kind. `stamp`: what names the retired, such as a time; the same
    /// stamp goes on with a promotion that was cut off.
    ///
    /// - Returns: the keys in force now.
    /// - Throws: ``SFTPHostError`` when nothing is staged or a file cannot be renamed.
    public static func promote(in folder: String, stamp: String) throws(SFTPHostError) -> [HostKey] {
        SSHLibrary.start()
        let staged = kinds.filter { exists(folder + "/" + $0.name + stagedEnding) }
        guard !staged.isEmpty else {
            throw SFTPHostError(code: .badHostKey, message: "no keys are staged; stage some first")
        }
        for kind in staged { _ = try load(folder + "/" + kind.name + stagedEnding, .staged) }
        for kind in staged {
            let current = folder + "/" + kind.name
            let isKept =
                link(current, current + retiredEnding + stamp) == 0 || errno == EEXIST || errno == ENOENT
            guard isKept, rename(current + stagedEnding, current) == 0 else {
                throw SFTPHostError(
                    code: .badHostKey, message: "\(current): cannot be replaced: \(systemText(errno))")
            }
        }
        return try ensure(in: folder)
    }

    /// Removes the staged keys; answers what they were.
    public static func discardStaged(in folder: String) throws(SFTPHostError) -> [HostKey] {
        try remove(.staged, in: folder)
    }

    /// Removes the keys that were replaced; answers what they were.
    public static func removeRetired(in folder: String) throws(SFTPHostError) -> [HostKey] {
        try remove(.retired, in: folder)
    }

    private static func remove(_ standing: HostKey.Standing, in folder: String) throws(SFTPHostError)
        -> [HostKey]
    {
        let keys = try list(in: folder).filter { $0.standing == standing }
        for key in keys where unlink(key.path) != 0 {
            throw SFTPHostError(
                code: .badHostKey, message: "\(key.path): cannot be removed: \(systemText(errno))")
        }
        return keys
    }

    private static func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }

    /// The files of replaced keys, oldest first.
    private static func retiredPaths(in folder: String) -> [String] {
        guard let entries = opendir(folder) else { return [] }
        defer { closedir(entries) }
        var names: [String] = []
        while let entry = readdir(entries) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) { tuple in
                tuple.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            let isRetired = kinds.contains { name.hasPrefix($0.name + retiredEnding) }
            if isRetired { names.append(name) }
        }
        return names.sorted().map { folder + "/" + $0 }
    }

    private static func load(_ path: String, _ standing: HostKey.Standing) throws(SFTPHostError) -> HostKey {
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
            standing: standing, path: path, type: facts.type, fingerprint: facts.fingerprint,
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
