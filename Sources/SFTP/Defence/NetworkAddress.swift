internal import Glibc

/// An IPv4 or IPv6 address as 128 bits; IPv4 is kept the way IPv6 writes it, as `::ffff:a.b.c.d`.
struct NetworkAddress: Sendable, Hashable {
    let high: UInt64
    let low: UInt64

    private static let mapped: UInt64 = 0xFFFF << 32

    init(high: UInt64, low: UInt64) {
        self.high = high
        self.low = low
    }

    /// Reads an address in text form, without a zone and without a port.
    init?(_ text: String) {
        // The system's function stops at NUL.
        guard text.utf8.count <= 45, !text.utf8.contains(0) else { return nil }
        var four = in_addr()
        if inet_pton(AF_INET, text, &four) == 1 {
            self.init(high: 0, low: Self.mapped | UInt64(UInt32(bigEndian: four.s_addr)))
            return
        }
        var six = in6_addr()
        guard inet_pton(AF_INET6, text, &six) == 1 else { return nil }
        let bytes = withUnsafeBytes(of: &six) { Array($0) }
        self.init(bytes: bytes[...])
    }

    /// Takes 4 or 16 bytes in network order; nil for any other count.
    init?(bytes: some Collection<UInt8>) {
        switch bytes.count {
        case 4: self.init(high: 0, low: Self.mapped | bytes.reduce(0) { $0 << 8 | UInt64($1) })
        case 16:
            self.init(
                high: bytes.prefix(8).reduce(0) { $0 << 8 | UInt64($1) },
                low: bytes.dropFirst(8).reduce(0) { $0 << 8 | UInt64($1) })
        default: return nil
        }
    }

    var isIPv4: Bool { high == 0 && low >> 32 == 0xFFFF }

    /// The address as people write it; an IPv4 address always as IPv4.
    var text: String {
        var bytes = (0..<16).map { UInt8(truncatingIfNeeded: ($0 < 8 ? high : low) >> (56 - 8 * ($0 % 8))) }
        if isIPv4 { bytes.removeFirst(12) }
        var buffer = [CChar](repeating: 0, count: Int(INET6_ADDRSTRLEN))
        guard inet_ntop(isIPv4 ? AF_INET : AF_INET6, bytes, &buffer, socklen_t(buffer.count)) != nil else {
            return "unknown"
        }
        return String(decoding: buffer.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
    }

    /// Who is held to account for what comes from here: an IPv4 address itself, an IPv6 address's `/64`, since
    /// whoever has one address of such a network has all.
    var source: NetworkAddress { isIPv4 ? self : NetworkAddress(high: high, low: 0) }

    /// A source as people write it: `203.0.113.9` or `2001:db8:1:2::/64`.
    var sourceText: String { isIPv4 ? text : source.text + "/64" }
}

/// A range of addresses, written as `203.0.113.0/28`, `2001:db8::/32` or one address.
public struct NetworkRange: Sendable, Hashable {
    private let first: NetworkAddress
    private let prefixLength: Int

    /// Reads a range; nil when the text is no address or prefix.
    ///
    /// Bits behind the prefix are taken as zero.
    public init?(_ text: String) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count <= 2, let first = parts.first, let address = NetworkAddress(String(first)) else {
            return nil
        }
        let width = first.contains(":") ? 128 : 32
        var length = width
        if parts.count == 2 {
            guard let written = UInt8(parts[1]), parts[1].utf8.allSatisfy({ (48...57).contains($0) }),
                Int(written) <= width
            else { return nil }
            length = Int(written)
        }
        prefixLength = length + 128 - width
        self.first = Self.masked(address, prefixLength)
    }

    /// Whether an address lies in the range.
    func contains(_ address: NetworkAddress) -> Bool { Self.masked(address, prefixLength) == first }

    private static func masked(_ address: NetworkAddress, _ length: Int) -> NetworkAddress {
        // A shift by the full width answers zero in Swift.
        NetworkAddress(
            high: address.high & ~(UInt64.max >> UInt64(min(length, 64))),
            low: address.low & ~(UInt64.max >> UInt64(max(length - 64, 0))))
    }
}
