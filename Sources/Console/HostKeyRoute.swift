/// What can be done to the keys by which clients recognise the SFTP host.
public enum HostKeyAct: String, Sendable, CaseIterable {
    /// Make the next keys, to be told to partners.
    case stage
    /// Show the staged keys to new connections from now on.
    case promote
    /// Give the staged keys up.
    case discard
    /// Remove the keys that were replaced.
    case retire
}

/// One key of the SFTP host, for people.
public struct HostKeyRecord: Sendable, Codable, Equatable {
    /// `staged`, `current` or `retired`.
    public var standing: String
    /// The type, such as `ssh-ed25519`.
    public var type: String
    /// As OpenSSH prints it.
    public var fingerprint: String
    /// The public half, as a line of a `.pub` file.
    public var publicLine: String
    /// The file of the private half.
    public var file: String

    /// Describes a key.
    public init(standing: String, type: String, fingerprint: String, publicLine: String, file: String) {
        self.standing = standing
        self.type = type
        self.fingerprint = fingerprint
        self.publicLine = publicLine
        self.file = file
    }
}
