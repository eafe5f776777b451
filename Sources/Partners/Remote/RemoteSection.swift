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
    /// Our private key, resolved: PEM or OpenSSH's own form.
    public let identityKey: SecretValue?
    /// What opens the private key; `nil` when it is not closed.
    public let identityPassphrase: SecretValue?
    /// Where our password comes from.
    public let password: SecretReference?
    /// Our password, resolved; given together with a key, the server may ask for both.
    public let passwordText: SecretValue?
    /// The fingerprints the server may show, as `SHA256:…`.
    public let hostKeys: [String]
    /// How long each step may take.
    public let deadlines: Deadlines
    /// After how long a silence the connection is tried with a message that asks for an answer.
    public let keepAlive: Duration
    /// The folders we take files from.
    public let pickups: [Pickup]
    /// Where we put files.
    public let deliver: Delivery?
    /// How often we look; `nil` when nothing is taken.
    public let poll: Poll?
    /// When the server is left alone, in the partner's zone.
    public let maintenance: [MaintenanceWindow]
    /// When we stop trying for a while.
    public let breaker: Breaker
    /// Leave to connect with algorithms that are too weak for others.
    public let legacy: LegacyException?

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

    /// How often we look.
    public struct Poll: Sendable, Hashable {
        /// The time between two visits.
        public let every: Duration
        /// At most so much is added at random, so that visits spread.
        public let jitter: Duration
        /// After so many failed attempts a file is parked, and a person decides.
        public let parkAfter: Int

        /// The rhythm that applies when a profile gives none.
        public static let standard = Poll(every: .seconds(300), jitter: .seconds(30), parkAfter: 5)
    }

    /// When we stop trying for a while.
    public struct Breaker: Sendable, Hashable {
        /// After so many failures of the connection in a row.
        public let after: Int
        /// The first pause; each one more is twice as long.
        public let pause: Duration
        /// The longest pause.
        public let longest: Duration

        /// The breaker that applies when a profile gives none.
        public static let standard = Breaker(after: 5, pause: .seconds(900), longest: .seconds(14_400))
    }
}
