/// An address and port that a host listens on.
public struct ListeningPlace: Sendable, Equatable {
    /// An IPv4 or IPv6 address; `::` is every address of the machine, of both kinds.
    public var address: String
    /// The port; 0 takes any free one.
    public var port: UInt16
    /// Sources that send a PROXY header ahead of every connection: load balancers.
    public var proxies: [NetworkRange]

    /// A place to listen on.
    public init(address: String, port: UInt16, proxies: [NetworkRange] = []) {
        self.address = address
        self.port = port
        self.proxies = proxies
    }
}
