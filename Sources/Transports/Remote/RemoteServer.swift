public import Partners
internal import Synchronization

/// A file as a partner's server lists it.
public struct ListedFile: Sendable, Hashable {
    /// What stands behind a name.
    public enum Kind: String, Sendable, Hashable {
        /// A file.
        case file
        /// A folder.
        case folder
        /// A link or a device.
        case other
    }

    /// Its name in the folder.
    public let name: String
    /// Bytes.
    public let byteCount: Int
    /// The time of its last change by the server's clock, in seconds; 0 when the server does not say.
    public let modifiedSeconds: Int64
    /// What it is.
    public let kind: Kind

    /// Describes a file.
    public init(name: String, byteCount: Int, modifiedSeconds: Int64, kind: Kind = .file) {
        self.name = name
        self.byteCount = byteCount
        self.modifiedSeconds = modifiedSeconds
        self.kind = kind
    }
}

/// What lies in a folder of a partner's server.
public struct RemoteListing: Sendable {
    /// The files, in the server's order.
    public var files: [ListedFile]
    /// Whether there are more than were asked for.
    public var isCut: Bool

    /// Makes a listing.
    public init(files: [ListedFile], isCut: Bool) {
        self.files = files
        self.isCut = isCut
    }
}

/// A partner's server while we are logged in; used on one thread, blocks, and every call is bounded by the profile's deadlines.
public protocol RemoteServer: AnyObject {
    /// The address it answers at, for the audit trail.
    var address: String { get }

    /// What lies in a folder, at most `limit` names.
    func list(_ folder: String, limit: Int) throws(RemoteError) -> RemoteListing

    /// One file; `nil` when there is nothing of that name.
    func status(of path: String) throws(RemoteError) -> ListedFile?

    /// Reads a file from its start to its end and gives the pieces in order.
    ///
    /// - Returns: how many bytes there were.
    /// - Throws: ``RemoteError``, or what the closure throws, which ends the reading.
    func read(_ path: String, expecting byteCount: Int, _ take: (UnsafeRawBufferPointer) throws -> Void)
        throws -> Int

    /// Writes a file from its start, replacing what is there, and closes it.
    ///
    /// `source` fills a buffer from an offset and returns how many bytes it put there.
    /// - Parameters:
    ///   - path: the file.
    ///   - byteCount: its size.
    ///   - synchronize: whether the server is asked to put it on disk, where it can.
    ///   - source: gives the bytes.
    /// - Throws: ``RemoteError``, or what the closure throws, which ends the writing.
    func write(
        _ path: String, byteCount: Int, synchronize: Bool,
        from source: (UnsafeMutableRawBufferPointer, Int) throws -> Int
    ) throws

    /// Gives a file another name.
    func rename(_ path: String, to target: String, replacing: Bool) throws(RemoteError)

    /// Removes a file.
    func remove(_ path: String) throws(RemoteError)

    /// The digest that the server computes of a file it holds; `nil` when it cannot.
    func digest(of path: String) throws(RemoteError) -> RemoteDigest?

    /// Ends the session.
    func close()
}

/// A digest as a partner's server computes it.
public struct RemoteDigest: Sendable, Hashable {
    /// SHA-256 of the file.
    public let sha256: [UInt8]

    /// Takes the 32 bytes.
    public init(sha256: [UInt8]) {
        self.sha256 = sha256
    }
}

/// Ends a visit from another thread.
public final class VisitCancellation: Sendable {
    private struct State {
        var isCancelled = false
        var handler: (@Sendable () -> Void)?
    }

    private let state = Mutex(State())

    /// Makes one that is not cancelled.
    public init() {}

    /// Whether the visit shall end.
    public var isCancelled: Bool { state.withLock { $0.isCancelled } }

    /// Ends the visit; waits under way end within a fraction of a second.
    public func cancel() {
        let handler = state.withLock { state in
            state.isCancelled = true
            return state.handler
        }
        handler?()
    }

    /// Calls the closure when the visit is cancelled, at once when it is already.
    public func onCancel(_ handler: @escaping @Sendable () -> Void) {
        let isCancelled = state.withLock { state in
            state.handler = handler
            return state.isCancelled
        }
        if isCancelled { handler() }
    }
}

/// Opens sessions on partners' servers.
public protocol RemoteDialer: Sendable {
    /// Connects, checks the server's key and logs in, each within its deadline.
    ///
    /// `day` is today's date as CCYY-MM-DD, which exceptions in the profile are judged by.
    func dial(_ remote: RemoteSection, day: String, cancellation: VisitCancellation) throws(RemoteError)
        -> any RemoteServer
}
