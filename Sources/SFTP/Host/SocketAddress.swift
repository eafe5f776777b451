internal import Glibc

/// An IPv4 or IPv6 address with its port, as the socket calls want it.
struct SocketAddress {
    private var storage = sockaddr_storage()

    var family: Int32 { Int32(storage.ss_family) }

    init(_ storage: sockaddr_storage) { self.storage = storage }

    /// Reads an address in text form; an empty text or `*` is every address of the machine.
    init?(address: String, port: UInt16) {
        let text = address.isEmpty || address == "*" ? "::" : address
        var four = sockaddr_in()
        if inet_pton(AF_INET, text, &four.sin_addr) == 1 {
            four.sin_family = sa_family_t(AF_INET)
            four.sin_port = port.bigEndian
            withUnsafeMutableBytes(of: &storage) { $0.storeBytes(of: four, as: sockaddr_in.self) }
            return
        }
        var six = sockaddr_in6()
        guard inet_pton(AF_INET6, text, &six.sin6_addr) == 1 else { return nil }
        six.sin6_family = sa_family_t(AF_INET6)
        six.sin6_port = port.bigEndian
        withUnsafeMutableBytes(of: &storage) { $0.storeBytes(of: six, as: sockaddr_in6.self) }
    }

    /// Asks a bound socket for its own address.
    init?(boundTo socket: Int32) {
        var length = socklen_t(MemoryLayout<sockaddr_storage>.size)
        let status = withUnsafeMutableBytes(of: &storage) { bytes in
            getsockname(socket, bytes.baseAddress?.assumingMemoryBound(to: sockaddr.self), &length)
        }
        guard status == 0 else { return nil }
    }

    /// Binds a socket to the address; answers what the system answered.
    func bind(_ socket: Int32) -> Int32 {
        let size = family == AF_INET ? MemoryLayout<sockaddr_in>.size : MemoryLayout<sockaddr_in6>.size
        return withUnsafeBytes(of: storage) { bytes in
            Glibc.bind(socket, bytes.baseAddress?.assumingMemoryBound(to: sockaddr.self), socklen_t(size))
        }
    }

    /// Lets a closure see the address as the socket calls want it.
    func withAddress<Result>(_ body: (UnsafePointer<sockaddr>?) -> Result) -> Result {
        withUnsafeBytes(of: storage) { body($0.baseAddress?.assumingMemoryBound(to: sockaddr.self)) }
    }

    var port: UInt16 {
        // Both forms have the port in the same place, after the family.
        withUnsafeBytes(of: storage) {
            UInt16(bigEndian: $0.loadUnaligned(fromByteOffset: 2, as: UInt16.self))
        }
    }

    /// The address without its port; nil for a family other than the two.
    var network: NetworkAddress? {
        guard family == AF_INET || family == AF_INET6 else { return nil }
        return withUnsafeBytes(of: storage) { bytes in
            NetworkAddress(bytes: family == AF_INET ? bytes[4..<8] : bytes[8..<24])
        }
    }
}
