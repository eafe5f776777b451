internal import Foundation

/// Which addresses of the network a webhook may lead to.
///
/// A name is looked up once for a client, every address it has is judged, and the connection goes to one that was judged:
/// a name that changes between the look and the connection gains nothing.
struct AddressRule: Sendable {
    /// What an address is, as far as we care.
    enum Kind: Equatable {
        /// Anybody's.
        case `public`
        /// This machine.
        case loopback
        /// A network of our own.
        case `private`
        /// No place for events under any rule: link-local with the clouds' metadata, multicast, unspecified, reserved.
        case forbidden
    }

    let allowsLoopback: Bool
    let allowsPrivate: Bool

    /// Whether the rule lets a connection go there.
    func allows(_ kind: Kind) -> Bool {
        switch kind {
        case .public: true
        case .loopback: allowsLoopback || allowsPrivate
        case .private: allowsPrivate
        case .forbidden: false
        }
    }

    /// What an address is: 4 bytes for IPv4, 16 for IPv6.
    static func kind(of bytes: [UInt8]) -> Kind {
        switch bytes.count {
        case 4: kind(ofIPv4: bytes)
        case 16: kind(ofIPv6: bytes)
        default: .forbidden
        }
    }

    private static func kind(ofIPv4 bytes: [UInt8]) -> Kind {
        switch (bytes[0], bytes[1], bytes[2]) {
        case (127, _, _): .loopback
        case (10, _, _), (172, 16...31, _), (192, 168, _), (100, 64...127, _), (198, 18...19, _): .private
        case (0, _, _), (169, 254, _), (192, 0, 0), (224..., _, _): .forbidden
        default: .public
        }
    }

    private static func kind(ofIPv6 bytes: [UInt8]) -> Kind {
        let zeros = bytes.prefix(10).allSatisfy { $0 == 0 }
        if zeros, bytes[10...11].allSatisfy({ $0 == 0xFF }) { return kind(ofIPv4: Array(bytes[12...])) }
        if zeros, bytes[10...14].allSatisfy({ $0 == 0 }) {
            return bytes[15] == 1 ? .loopback : .forbidden
        }
        if zeros, bytes[10] == 0, bytes[11] == 0 { return kind(ofIPv4: Array(bytes[12...])) }
        // Translated and tunnelled addresses carry an IPv4 address that is judged in their place.
        if bytes[0] == 0, bytes[1] == 0x64, bytes[2] == 0xFF, bytes[3] == 0x9B {
            return kind(ofIPv4: Array(bytes[12...]))
        }
        if bytes[0] == 0x20, bytes[1] == 0x02 { return kind(ofIPv4: Array(bytes[2...5])) }
        // fd00:ec2::254, where a cloud tells its machines their secrets.
        if bytes == [0xFD, 0, 0x0E, 0xC2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x02, 0x54] { return .forbidden }
        switch (bytes[0], bytes[1]) {
        case (0xFC...0xFD, _): return .private
        case (0xFE, 0x80...), (0xFF, _), (0, _): return .forbidden
        default: return .public
        }
    }
}

/// A host's addresses, looked up by the system.
enum HostLookup {
    /// An address as bytes and as text.
    struct Found: Sendable, Equatable {
        let bytes: [UInt8]
        let text: String
    }

    /// All addresses of a name or an address in text; empty when there are none.
    ///
    /// Blocks.
    static func addresses(of host: String) -> [Found] {
        var hints = addrinfo()
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        var list: UnsafeMutablePointer<addrinfo>?
        guard getaddrinfo(host, nil, &hints, &list) == 0 else { return [] }
        defer { freeaddrinfo(list) }
        var found: [Found] = []
        var next = list
        while let entry = next?.pointee {
            if let address = Self.found(entry), !found.contains(address) { found.append(address) }
            next = entry.ai_next
        }
        return found
    }

    private static func found(_ entry: addrinfo) -> Found? {
        guard let address = entry.ai_addr else { return nil }
        var text = [CChar](repeating: 0, count: Int(NI_MAXHOST))
        guard
            getnameinfo(
                address, entry.ai_addrlen, &text, socklen_t(text.count), nil, 0, NI_NUMERICHOST) == 0
        else { return nil }
        let raw = UnsafeRawPointer(address)
        let bytes: [UInt8]
        switch entry.ai_family {
        case AF_INET:
            bytes = withUnsafeBytes(of: raw.loadUnaligned(as: sockaddr_in.self).sin_addr) { Array($0) }
        case AF_INET6:
            bytes = withUnsafeBytes(of: raw.loadUnaligned(as: sockaddr_in6.self).sin6_addr) { Array($0) }
        default: return nil
        }
        let end = text.firstIndex(of: 0) ?? text.endIndex
        return Found(
            bytes: bytes, text: String(decoding: text[..<end].map { UInt8(bitPattern: $0) }, as: UTF8.self))
    }
}
