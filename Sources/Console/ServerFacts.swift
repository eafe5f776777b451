public import Store

/// What the running server says of itself.
public struct ServerFacts: Sendable, Codable {
    /// The program's version.
    public var version: String
    /// The process.
    public var processID: Int32
    /// When it started, milliseconds UTC.
    public var startedAt: Int64
    /// Digest over the profiles in force.
    public var profiles: String
    /// Trading partners in force.
    public var partners: Int
    /// The SFTP port, when it listens.
    public var sftpPort: Int?
    /// Partners logged in now.
    public var sessions: Int
    /// Logins since the start.
    public var logins: Int
    /// Why no files are taken at the moment.
    public var refusal: String?
    /// Further numbers as of now, by the name of their metric.
    public var gauges: [String: Int]
    /// The books in numbers.
    public var counts: StatusCounts?

    /// Describes a server.
    public init(
        version: String, processID: Int32, startedAt: Int64, profiles: String, partners: Int, sftpPort: Int?,
        sessions: Int,
        logins: Int, refusal: String?, gauges: [String: Int] = [:], counts: StatusCounts?
    ) {
        self.version = version
        self.processID = processID
        self.startedAt = startedAt
        self.profiles = profiles
        self.partners = partners
        self.sftpPort = sftpPort
        self.sessions = sessions
        self.logins = logins
        self.refusal = refusal
        self.gauges = gauges
        self.counts = counts
    }
}
