/// How a partner logs in to us, and what it finds there.
public struct HostedSection: Sendable {
    /// The name the partner logs in with.
    public let login: String
    /// The public keys that open the login.
    public let keys: [ProfileKey]
    /// Where the password's hash comes from.
    public let password: SecretReference?
    /// The password's scrypt text, resolved; `nil` when the login has no password.
    public let passwordHash: String?
    /// What a login needs where there are both keys and a password.
    public let requirement: Requirement
    /// From where the partner may come; empty means from anywhere.
    public let allowFrom: [AddressRange]
    /// The names of the partner's folders.
    public let folders: Folders
    /// Which files are taken, and when they are whole.
    public let uploads: UploadRules
    /// How much the partner may take of us; `nil` means no limit but those of the house.
    public let quota: Quota?
    /// Leave to log in at the legacy listener with algorithms that are too weak for others.
    public let legacy: LegacyException?

    /// What a login needs.
    public enum Requirement: String, Sendable, Hashable, CaseIterable {
        /// A key or the password.
        case any
        /// A key and the password.
        case both
    }

    /// The names of the folders a partner sees, without the leading slash.
    public struct Folders: Sendable, Hashable {
        /// Where it puts files.
        public let upload: String
        /// Where it takes files.
        public let download: String
        /// Where it reads what became of its files.
        public let reports: String

        /// The names that apply when a profile gives none.
        public static let standard = Folders(upload: "upload", download: "download", reports: "reports")
    }

    /// How much a partner may take of us; `nil` means no limit but those of the house.
    public struct Quota: Sendable, Hashable {
        /// The most bytes that lie in the mailbox.
        public let bytes: Int?
        /// The most files that lie in the mailbox.
        public let files: Int?
        /// The most files and listings that one session holds open.
        public let openFiles: Int?
        /// The most sessions at once.
        public let sessions: Int?
        /// The most bytes a second of all sessions of the login together, both ways.
        public let bytesPerSecond: Int?

        /// A quota.
        public init(
            bytes: Int? = nil, files: Int? = nil, openFiles: Int? = nil, sessions: Int? = nil,
            bytesPerSecond: Int? = nil
        ) {
            self.bytes = bytes
            self.files = files
            self.openFiles = openFiles
            self.sessions = sessions
            self.bytesPerSecond = bytesPerSecond
        }
    }
}
