/// How we log in to a partner's SFTP server, what we take there and where we put our files.
public struct RemoteSection: Sendable, Hashable {
    /// The server's name or address.
    public let host: String
    /// The server's port.
    public let port: UInt16
    /// The name we log in with.
    public let user: String
    /// Where our private key comes from.
    public let identity: SecretReference?
    /// Where our password comes from.
    public let password: SecretReference?
    /// The fingerprints the server may show, as `SHA256:…`.
    public let hostKeys: [String]
    /// How long each step may take.
    public let deadlines: Deadlines
    /// The folders we take files from.
    public let pickups: [Pickup]
    /// Where we put files.
    public let deliver: Delivery?
    /// How often we look; `nil` when nothing is taken.
    public let poll: Poll?

    /// How long each step of a visit may take.
    public struct Deadlines: Sendable, Hashable {
        /// Until the connection stands.
        public let connect: Duration
        /// Until we are logged in.
        public let auth: Duration
        /// Until a folder is listed.
        public let list: Duration
        /// Until one file is moved.
        public let file: Duration
        /// Until the whole visit is over.
        public let poll: Duration

        /// The deadlines that apply when a profile gives none.
        public static let standard = Deadlines(
            connect: .seconds(10), auth: .seconds(10), list: .seconds(30), file: .seconds(120),
            poll: .seconds(600))
    }

    /// A folder on the server that we take files from.
    public struct Pickup: Sendable, Hashable {
        /// What becomes of a file at the server once we hold it.
        public enum Afterwards: Sendable, Hashable {
            /// It is moved to a folder.
            case move(to: String)
            /// It is deleted.
            case delete
            /// It stays; our ledger remembers it.
            case leave
        }

        /// The folder.
        public let path: String
        /// The names that are taken.
        public let match: [NamePattern]
        /// The names that are passed over.
        public let ignore: [NamePattern]
        /// How long size and time must have stood still.
        public let stableFor: Duration
        /// What becomes of a file once we hold it.
        public let afterwards: Afterwards
    }

    /// Where and under what name we put files.
    public struct Delivery: Sendable, Hashable {
        /// The folder.
        public let path: String
        /// The name while it is being written; `nil` writes under the final name.
        public let temporary: FileNameTemplate?
        /// The final name.
        public let fileName: FileNameTemplate
    }

    /// How often we look.
    public struct Poll: Sendable, Hashable {
        /// The time between two visits.
        public let every: Duration
        /// At most so much is added at random, so that visits spread.
        public let jitter: Duration
    }
}
