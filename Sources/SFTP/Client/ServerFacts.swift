/// What a client learned of its server while connecting.
public struct ServerFacts: Sendable, Equatable {
    /// How long a step of connecting took.
    public struct Step: Sendable, Equatable {
        /// The step.
        public let phase: ClientPhase
        /// Its time.
        public let milliseconds: Double
    }

    /// The server's own name for its software, as `SSH-2.0-OpenSSH_9.2`.
    public internal(set) var banner = ""
    /// The address that answered.
    public internal(set) var address = ""
    /// The type of the key it showed.
    public internal(set) var hostKeyType = ""
    /// The fingerprint of the key it showed, as `SHA256:…`.
    public internal(set) var hostKeyFingerprint = ""
    /// The agreed key exchange.
    public internal(set) var keyExchange = ""
    /// The agreed cipher, from us to the server.
    public internal(set) var cipher = ""
    /// The agreed message code, from us to the server; that of the cipher itself where it has one.
    public internal(set) var mac = ""
    /// The extensions of the file protocol it offers, with their versions.
    public internal(set) var extensions: [String: String] = [:]
    /// How much it takes and gives at once.
    public internal(set) var limits = TransferLimits()
    /// The steps of connecting with their times, in order.
    public internal(set) var steps: [Step] = []

    /// Nothing learned yet.
    init() {}

    /// Whether the server can replace a name by another in one step.
    public var canReplace: Bool { extensions["posix-rename@openssh.com"] != nil }
    /// Whether a file may be written by two handles at once: so with OpenSSH's own file server, whose file is one of the disk.
    ///
    /// Other servers may take the second handle for another file, or keep only bytes that come in their order.
    var canWriteBeside: Bool {
        banner.hasPrefix("SSH-2.0-OpenSSH_") && extensions["lsetstat@openssh.com"] != nil && canSynchronize
    }
    /// Whether the server can be asked to put a file on its disk.
    public var canSynchronize: Bool { extensions["fsync@openssh.com"] != nil }
}

/// How much a server takes and gives in one request.
public struct TransferLimits: Sendable, Equatable {
    /// The most bytes asked for in one READ.
    public var readBytes = 32 * 1024
    /// The most bytes sent in one WRITE.
    public var writeBytes = 32 * 1024
    /// Open handles the server allows; 0 when it does not say.
    public var handles: UInt64 = 0

    /// What every server of version 3 has to take.
    public init() {}
}
