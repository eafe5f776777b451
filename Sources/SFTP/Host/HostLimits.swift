/// The bounds that keep one client from harming the others.
public struct HostLimits: Sendable, Equatable {
    /// Connections at once, logged in or not.
    public var sessions = 1_000
    /// Logged-in connections of one login name at once.
    public var sessionsPerLogin = 100
    /// Connections at once of one source, logged in or not.
    public var perSource = 100
    /// Connections at once that have not logged in, of sources without a login lately, on one listener.
    public var unauthenticated = 100
    /// Of these, connections of one source.
    public var unauthenticatedPerSource = 20
    /// From so many connections without a login on, some are dropped early.
    public var earlyDropStart = 10
    /// How many of a hundred are dropped early to begin with.
    public var earlyDropPercent = 30
    /// How failures add up to penalties and bans.
    public var penalties = PenaltyRules()
    /// Sources that are never dropped for what they did: monitors.
    public var neverBanned: [NetworkRange] = []
    /// Refused tries to log in before the connection is cut.
    public var authenticationTries = 6
    /// The time a client has from connecting to being logged in.
    public var graceSeconds = 30.0
    /// The time a client has from connecting to its identification, the first line.
    public var identificationSeconds = 10.0
    /// The same while so many wait that connections are dropped early.
    public var crowdedIdentificationSeconds = 2.0
    /// The time a logged-in client may say nothing.
    public var idleSeconds = 300.0
    /// The time after which a session takes no new work and ends once it has nothing open.
    public var sessionSeconds = 86_400.0
    /// The time in which an open upload has to move ``uploadFloorBytes``.
    public var uploadFloorSeconds = 300.0
    /// The bytes that an open upload has to move in ``uploadFloorSeconds``.
    public var uploadFloorBytes: UInt64 = 1_024
    /// A refusal is answered at a multiple of this time after the attempt arrived, so that its cost does not
    /// show.
    public var failureDelaySeconds = 0.25
    /// Open files and listings of one session.
    public var handlesPerSession = 64
    /// The largest packet of the file protocol that is taken, in bytes: a WRITE of 256 KiB with its fields.
    public var maximumPacket = 257 * 1024
    /// The most bytes one READ gets: OpenSSH's client takes no packet above 256 KiB.
    public var readBytes = 255 * 1024
    /// The bytes of one WRITE that clients are told of; more is taken as long as the packet fits.
    ///
    /// A piece of this size is still in the processor's cache when it is decrypted, hashed and written, and it fills whole pages: with
    /// 255 KiB the host needs about a fifth more processor time. OpenSSH's client keeps 64 pieces on the way, 4 MiB in all.
    public var writeBytes = 64 * 1024
    /// The longest path in bytes.
    public var pathBytes = 1_024
    /// Entries in one answer to READDIR.
    public var entriesPerPage = 100
    /// Bytes after which the keys of a connection are renewed.
    public var rekeyBytes: UInt64 = 1 << 30
    /// Time after which the keys of a connection are renewed.
    public var rekeySeconds: UInt32 = 3_600
    /// Threads for work on files that may sleep.
    public var fileWorkers = 64
    /// Threads for logins, kept apart so that a flood of passwords cannot hold up a commit.
    public var loginWorkers = 8

    /// The usual limits.
    public init() {}

    var startupDrop: StartupDrop {
        StartupDrop(start: earlyDropStart, percent: earlyDropPercent, full: unauthenticated)
    }
}

/// What a host did and does, for the metrics.
public struct HostCounts: Sendable, Equatable {
    /// Connections now, logged in or not.
    public var sessions = 0
    /// Connections now that have not logged in.
    public var unauthenticated = 0
    /// Open files and listings now.
    public var handles = 0
    /// Connections taken since the start.
    public var connections = 0
    /// Successful logins since the start.
    public var logins = 0
    /// Refused connections and login tries since the start.
    public var refused = 0
    /// Connections closed at the door since the start, by reason: `early`, `full`, `source-limit`, `banned`,
    /// `penalised`, `proxy`.
    public var dropped: [String: Int] = [:]
    /// Connections since the start that ended without so much as an identification.
    public var probes = 0
    /// Bans made since the start.
    public var bans = 0
    /// Sources that are banned now.
    public var banned = 0
    /// Bytes written by clients to files since the start.
    public var bytesIn: UInt64 = 0
    /// Bytes read by clients from files since the start.
    public var bytesOut: UInt64 = 0

    /// All zero.
    public init() {}

    mutating func note(_ reason: DropReason) {
        refused += 1
        dropped[reason.rawValue, default: 0] += 1
    }
}
