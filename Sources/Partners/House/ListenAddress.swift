/// An address and port to listen on, and the name under which others reach it.
public struct ListenAddress: Sendable, Hashable {
    /// An IPv4 or IPv6 address.
    public let address: String
    /// The port; 0 lets the system choose one.
    public let port: UInt16
    /// From where a load balancer may tell a client's address in front of the connection (PROXY protocol).
    ///
    /// Empty when nobody may.
    public let proxyFrom: [AddressRange]
    /// The name or address that partners connect to, where it is not ``address``.
    public let publicName: String?
    /// The port that partners connect to, where it is not ``port``.
    public let publicPort: UInt16?

    /// An address to listen on.
    public init(
        address: String, port: UInt16, proxyFrom: [AddressRange] = [], publicName: String? = nil,
        publicPort: UInt16? = nil
    ) {
        self.address = address
        self.port = port
        self.proxyFrom = proxyFrom
        self.publicName = publicName
        self.publicPort = publicPort
    }
}
