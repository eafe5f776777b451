public import Partners
internal import SFTP

/// Reaches partners' servers by SFTP.
public struct SFTPDialer: RemoteDialer {
    /// Makes a dialer.
    public init() {}

    /// Connects, checks the server's key and logs in.
    public func dial(_ remote: RemoteSection, day: String, cancellation: VisitCancellation)
        throws(RemoteError)
        -> any RemoteServer
    {
        let flag = ClientCancellation()
        cancellation.onCancel { flag.cancel() }
        do {
            return SFTPRemoteServer(
                try SFTPClient.connect(ClientOptions(reaching: remote, on: day), cancellation: flag))
        } catch {
            throw SFTPRemoteServer.remoteError(error)
        }
    }
}
