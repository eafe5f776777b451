/// What a client shows to log in.
public enum LoginCredential: Sendable, Equatable {
    /// A public key in SSH wire format, its type, its fingerprint (`SHA256:…`), and whether the client proved
    /// to hold the private half. Without proof the client only asks whether the key would do.
    case publicKey(blob: [UInt8], type: String, fingerprint: String, proven: Bool)
    /// A password.
    case password(String)

    /// The way this is.
    public var method: LoginMethods {
        switch self {
        case .publicKey: .publicKey
        case .password: .password
        }
    }
}

/// One try to log in.
public struct LoginAttempt: Sendable, Equatable {
    /// The login name the client gave.
    public var user: String
    /// The address of the client, without the port.
    public var peer: String
    /// What the client shows.
    public var credential: LoginCredential
    /// The door it came through.
    public var door: HostDoor
    /// What it has proven before on this connection, under this name.
    public var proven: LoginMethods
    /// The fingerprint of the key among that, if there is one.
    public var provenKey: String?
    /// Whether a right credential opens a session; else it is a step on the way, as for a key that is only
    /// asked about.
    public var opensSession: Bool

    /// Makes an attempt from its facts.
    public init(
        user: String, peer: String, credential: LoginCredential, door: HostDoor = .standard,
        proven: LoginMethods = [], provenKey: String? = nil, opensSession: Bool = true
    ) {
        self.user = user
        self.peer = peer
        self.credential = credential
        self.door = door
        self.proven = proven
        self.provenKey = provenKey
        self.opensSession = opensSession
    }
}

/// What the host serves: the door between the SSH side and the files behind it.
///
/// One instance serves all connections. **Thread**: called from several worker threads at once; blocking is
/// allowed.
public protocol HostFileSystem: Sendable {
    /// The ways a name may log in; asked anew at every attempt.
    ///
    /// A name that nobody has must get an answer that a real one could get, always the same. Called on the
    /// loop: it must not sleep.
    func ways(for user: String, from peer: String, at door: HostDoor) -> LoginWays

    /// Answers an attempt with the session it opens, or nil when it is refused.
    ///
    /// For an attempt that opens no session (``LoginAttempt/opensSession``) an answer other than nil means
    /// "would be accepted"; that answer is dropped without a call of ``HostSession/ended()`` and must leave
    /// no trace. Runs on a worker, never on the loop.
    func logIn(_ attempt: LoginAttempt) -> (any HostSession)?

    /// Whether a login of that name exists, whatever its state.
    ///
    /// Called on the loop's thread: it must not sleep. The answer reaches no client.
    func knows(_ user: String) -> Bool

    /// Tells that a connection ended without a login, or that a login was refused.
    ///
    /// For the log and for counting; called on a worker.
    func refused(peer: String, user: String?, reason: String)
}

extension HostFileSystem {
    /// Either way is enough for everybody.
    public func ways(for user: String, from peer: String, at door: HostDoor) -> LoginWays { .either }

    /// Does nothing.
    public func refused(peer: String, user: String?, reason: String) {}
}

/// One logged-in connection.
///
/// Paths are normalised: `/` or `/a/b`, never with `.`, `..` or an empty name; names keep the client's bytes.
/// **Thread**: called one at a time, on worker threads, where blocking is allowed; ``attributesAtHand(of:)`` and
/// ``openAtHand(_:flags:)`` run on the loop's thread and must not sleep.
public protocol HostSession: AnyObject, Sendable {
    /// What the login may take of the host; asked once, when the session begins.
    var allowance: SessionAllowance { get }
    /// The attributes of a name.
    func attributes(of path: String) throws(SFTPError) -> FileAttributes
    /// The attributes of a name as far as they are in memory; nil when ``attributes(of:)`` has to be asked.
    func attributesAtHand(of path: String) throws(SFTPError) -> FileAttributes?
    /// The entries of a folder, without `.` and `..`.
    func list(_ path: String) throws(SFTPError) -> [DirectoryEntry]
    /// Opens a folder whose entries are asked for in pages; by default ``list(_:)`` has them at hand.
    func openFolder(_ path: String) throws(SFTPError) -> any HostListing
    /// Opens a file.
    func open(_ path: String, flags: OpenFlags) throws(SFTPError) -> any HostFile
    /// Opens a file where that takes memory only; nil when ``open(_:flags:)`` has to do it.
    func openAtHand(_ path: String, flags: OpenFlags) throws(SFTPError) -> (any HostFile)?
    /// Renames a file; an existing target is an error unless `replacing`.
    func rename(_ from: String, to: String, replacing: Bool) throws(SFTPError)
    /// Removes a file.
    func remove(_ path: String) throws(SFTPError)
    /// Is asked when a client sets attributes: nothing is changed, but the name must exist.
    func setAttributes(of path: String) throws(SFTPError)
    /// The room there is and the room that is left, in bytes.
    func space() -> (totalBytes: UInt64, freeBytes: UInt64)
    /// The connection is gone; every open file was closed or abandoned before.
    func ended()
}

extension HostSession {
    /// No limit but those of the host.
    public var allowance: SessionAllowance { .unlimited }
}

extension HostSession {
    /// Nothing is at hand: a worker asks.
    public func attributesAtHand(of path: String) throws(SFTPError) -> FileAttributes? { nil }

    /// Nothing is at hand: a worker opens.
    public func openAtHand(_ path: String, flags: OpenFlags) throws(SFTPError) -> (any HostFile)? { nil }

    /// Lists the folder at once.
    public func openFolder(_ path: String) throws(SFTPError) -> any HostListing {
        ReadyListing(try list(path))
    }
}

/// One open file of a session.
///
/// **Thread**: ``write(_:at:)``, ``read(into:at:)`` and ``attributes()`` run on the loop's thread and must
/// not sleep; the others run on a worker. No two calls of one session overlap.
public protocol HostFile: AnyObject, Sendable {
    /// Writes all the bytes at an offset from the file's start.
    func write(_ bytes: UnsafeRawBufferPointer, at offset: UInt64) throws(SFTPError)
    /// Fills the buffer from an offset and answers how many bytes it got; 0 is the end of the file.
    func read(into buffer: UnsafeMutableRawBufferPointer, at offset: UInt64) throws(SFTPError) -> Int
    /// The attributes as of now.
    func attributes() -> FileAttributes
    /// Brings what was written to the disk (`fsync@openssh.com`).
    func synchronize() throws(SFTPError)
    /// Ends the file; the client hears OK only after this returned.
    func close() throws(SFTPError)
    /// Ends the file without a CLOSE from the client: the connection was lost.
    func abandon()
}
