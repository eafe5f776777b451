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
    /// From where the partner may come; empty means from anywhere.
    public let allowFrom: [AddressRange]
    /// The names of the partner's folders.
    public let folders: Folders
    /// Which files are taken, and when they are whole.
    public let uploads: UploadRules
    /// How much may lie in the partner's mailbox.
    public let quota: Quota?

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

    /// How much may lie in a mailbox.
    public struct Quota: Sendable, Hashable {
        /// The most bytes; `nil` means no limit.
        public let bytes: Int?
        /// The most files; `nil` means no limit.
        public let files: Int?
    }
}

/// A public key that opens a login.
public struct ProfileKey: Sendable, Hashable {
    /// The key as in OpenSSH's authorized_keys: type, base64, comment.
    public let line: String
    /// What the key is for.
    public let label: String?
    /// The first day it opens the login, as CCYY-MM-DD.
    public let notBefore: String?
    /// The last day it opens the login, as CCYY-MM-DD.
    public let notAfter: String?

    /// Whether the key opens the login on a day given as CCYY-MM-DD.
    public func isValid(on day: String) -> Bool {
        // Days in this form sort as text in the order of the calendar.
        day >= notBefore ?? "" && day <= notAfter ?? "9999-12-31"
    }
}
