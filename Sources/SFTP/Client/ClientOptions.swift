/// Where and how a client logs in, what it trusts and how long it waits.
public struct ClientOptions: Sendable {
    /// The server's name or address.
    public var host: String
    /// The server's port.
    public var port: UInt16
    /// The name to log in with.
    public var user: String
    /// What proves who we are, in the order in which it is shown.
    public var credentials: [ClientCredential]
    /// The fingerprints the server may show, as `SHA256:…`; with none, every server is refused.
    public var hostKeys: [String]
    /// How long each step may take.
    public var deadlines: ClientDeadlines
    /// Which algorithms are offered.
    public var algorithms: AlgorithmOffer
    /// How long the line may be silent before we say something; zero sends nothing.
    public var keepAlive: Duration
    /// What speaks against connecting to an address that the name stands for, in words; nil when nothing does.
    ///
    /// Asked for each address once the name is looked up, so that no name leads to where no address may.
    public var addressRefusal: (@Sendable (_ address: String) -> String?)?

    /// Makes options; what is not given takes its usual value.
    public init(
        host: String, port: UInt16 = 22, user: String, credentials: [ClientCredential], hostKeys: [String],
        deadlines: ClientDeadlines = ClientDeadlines(), algorithms: AlgorithmOffer = .modern,
        keepAlive: Duration = .seconds(30)
    ) {
        self.host = host
        self.port = port
        self.user = user
        self.credentials = credentials
        self.hostKeys = hostKeys
        self.deadlines = deadlines
        self.algorithms = algorithms
        self.keepAlive = keepAlive
    }

    /// The server as sentences name it.
    var server: String { host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)" }
}

/// One thing that proves to a server who we are; its text never shows it.
public enum ClientCredential: Sendable, CustomStringConvertible, CustomDebugStringConvertible,
    CustomReflectable
{
    /// A private key in any form that OpenSSH writes, with its passphrase where it has one.
    case privateKey(pem: [UInt8], passphrase: String?)
    /// A password; it also answers a server that asks for it interactively.
    case password(String)

    /// The kind of credential alone.
    public var description: String {
        switch self {
        case .privateKey: "a private key"
        case .password: "a password"
        }
    }

    /// The kind of credential alone.
    public var debugDescription: String { description }

    /// Nothing to look into: a dump must not show a secret.
    public var customMirror: Mirror { Mirror(self, children: []) }
}

/// How long each step of a client may take.
public struct ClientDeadlines: Sendable, Hashable {
    /// From looking up the name until the server's key is checked.
    public var connect: Duration
    /// From there until we are logged in and the file protocol is agreed.
    public var auth: Duration
    /// One listing, or one request about a name.
    public var list: Duration
    /// One file, from opening to closing it.
    public var file: Duration
    /// Everything, from the beginning of the connection.
    public var total: Duration

    /// Makes deadlines; what is not given takes its usual value.
    public init(
        connect: Duration = .seconds(10), auth: Duration = .seconds(10), list: Duration = .seconds(30),
        file: Duration = .seconds(120), total: Duration = .seconds(600)
    ) {
        self.connect = connect
        self.auth = auth
        self.list = list
        self.file = file
        self.total = total
    }
}
