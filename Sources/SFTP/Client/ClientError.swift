/// The steps of a client, in their order.
public enum ClientPhase: String, Sendable, CaseIterable {
    /// The name is looked up.
    case resolve
    /// A connection is opened.
    case connect
    /// Algorithms and keys are agreed.
    case keyExchange
    /// The server's key is compared with those we know.
    case hostKey
    /// We show who we are.
    case login
    /// The file protocol is started.
    case subsystem
    /// A folder is listed.
    case list
    /// A name is looked at.
    case stat
    /// A file is read.
    case read
    /// A file is written and closed.
    case write
    /// The server is asked to put a file on its disk.
    case synchronize
    /// A name is changed.
    case rename
    /// A name is deleted.
    case remove
    /// A folder is made.
    case makeFolder

    /// What is going on, as a sentence goes on after "while".
    var doing: String {
        switch self {
        case .resolve: "looking up its name"
        case .connect: "connecting"
        case .keyExchange: "agreeing on keys"
        case .hostKey: "checking its key"
        case .login: "logging in"
        case .subsystem: "starting the file protocol"
        case .list: "listing"
        case .stat: "looking at a name"
        case .read: "reading"
        case .write: "writing"
        case .synchronize: "asking it to keep the file"
        case .rename: "renaming"
        case .remove: "deleting"
        case .makeFolder: "making a folder"
        }
    }
}

/// Why a client could not do what it was asked, with a sentence for the person who has to act.
public struct ClientError: Error, Sendable, Equatable, CustomStringConvertible {
    /// The situations a client can be in.
    public enum Code: String, Sendable, CaseIterable {
        /// The name has no address.
        case unresolved
        /// No way leads to the address.
        case unreachable
        /// The machine is there and refuses the connection.
        case refused
        /// A deadline passed.
        case timedOut
        /// The two sides have no algorithm in common.
        case negotiationFailed
        /// The server showed a key that is not pinned.
        case hostKeyUnknown
        /// The server accepts none of our credentials.
        case loginRefused
        /// The server wants a new password.
        case passwordExpired
        /// The server does not offer SFTP to this login.
        case noSubsystem
        /// The name does not exist.
        case noSuchFile
        /// The login may not do that.
        case permissionDenied
        /// The name is taken.
        case alreadyExists
        /// The server's disk or our share of it is full.
        case noSpace
        /// The server does not know the request.
        case unsupported
        /// The server could not do it, for a reason of its own.
        case remoteFailure
        /// The file changed while it was read.
        case changed
        /// The connection ended.
        case connectionLost
        /// The server sent what the protocol does not allow.
        case protocolViolation
        /// The server sent more than we take.
        case limitExceeded
        /// We were told to stop.
        case cancelled
        /// Something on our own side: a key that cannot be read, no descriptor.
        case localFailure
    }

    /// The step that failed.
    public let phase: ClientPhase
    /// The situation.
    public let code: Code
    /// What happened, at which server, and what to do about it.
    public let description: String
    /// Facts to act on, such as `seenFingerprint`, `ourOffer`, `theirOffer`, `methods`, `status`, `text`.
    public let details: [String: String]
    /// Whether the request went out and its answer was lost: only a look at the server can tell.
    public let mayHaveHappened: Bool

    /// Makes an error from its facts.
    public init(
        phase: ClientPhase, code: Code, description: String, details: [String: String] = [:],
        mayHaveHappened: Bool = false
    ) {
        self.phase = phase
        self.code = code
        self.description = description
        self.details = details
        self.mayHaveHappened = mayHaveHappened
    }

    /// Whether trying again later may help without a person doing something.
    public var isTransient: Bool {
        switch code {
        case .unresolved, .unreachable, .refused, .timedOut, .noSpace, .remoteFailure, .changed,
            .connectionLost,
            .protocolViolation, .cancelled:
            true
        case .negotiationFailed, .hostKeyUnknown, .loginRefused, .passwordExpired, .noSubsystem, .noSuchFile,
            .permissionDenied, .alreadyExists, .unsupported, .limitExceeded, .localFailure:
            false
        }
    }

    /// The same error about a request whose answer is missing.
    func inDoubt(_ isInDoubt: Bool) -> ClientError {
        ClientError(
            phase: phase, code: code, description: description, details: details,
            mayHaveHappened: mayHaveHappened || isInDoubt)
    }
}
