public import Logging

/// An SFTP server.
public final class SFTPHost: Sendable {
    /// Binds and listens.
    public init(
        address: String, port: UInt16, hostKeys: [String], fileSystem: any HostFileSystem, limits: HostLimits,
        loops: Int, log: Logger
    ) throws(SFTPHostError) {
        throw SFTPHostError(code: .cannotListen, message: "")
    }
    /// The port the host listens on.
    public var port: UInt16 { 0 }
    /// What the host did and does.
    public var counts: HostCounts { HostCounts() }
    /// Starts.
    public func start() {}
    /// Stops.
    public func stop(drainingFor seconds: Double) {}
}
