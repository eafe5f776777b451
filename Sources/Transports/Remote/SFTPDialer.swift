public import Partners

/// Reaches partners' servers by SFTP.
public struct SFTPDialer: RemoteDialer {
    /// Makes a dialer.
    public init() {}

    /// Connects, checks the server's key and logs in.
    public func dial(_ remote: RemoteSection, day: String, cancellation: VisitCancellation) throws(RemoteError)
        -> any RemoteServer
    {
        throw RemoteError(.local, "not yet")
    }
}
