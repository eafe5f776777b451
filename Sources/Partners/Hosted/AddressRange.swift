internal import Foundation

/// A range of IPv4 or IPv6 addresses, written as `203.0.113.0/28`, `2001:db8::/32` or one address.
public struct AddressRange: Sendable, Hashable, CustomStringConvertible {
    private let bytes: [UInt8]
    private let prefixLength: Int

    /// The range as written.
    public let description: String

    /// A range; `nil` when the text is no address or prefix, or has bits set behind the prefix.
    public init?(_ cidr: String) {
        let parts = cidr.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        guard parts.count <= 2, let first = parts.first, let bytes = Self.bytes(of: first) else { return nil }
        var length = bytes.count * 8
        if parts.count == 2 {
            let isDigits = !parts[1].isEmpty && parts[1].utf8.allSatisfy { (48...57).contains($0) }
            guard isDigits, let written = Int(parts[1]), written <= length else { return nil }
            length = written
        }
        let masked = bytes.enumerated().map { $0.element & Self.mask(byte: $0.offset, prefixLength: length) }
        guard masked == bytes else { return nil }
        self.bytes = bytes
        prefixLength = length
        description = cidr
    }

    /// Whether an address lies in the range.
    ///
    /// An IPv4 address written as IPv6 (`::ffff:203.0.113.5`) counts as
    /// IPv4.
    public func contains(_ ip: String) -> Bool {
        guard let address = Self.bytes(of: ip), address.count == bytes.count else { return false }
        return address.indices.allSatisfy {
            address[$0] & Self.mask(byte: $0, prefixLength: prefixLength) == bytes[$0]
        }
    }

    private static func mask(byte index: Int, prefixLength: Int) -> UInt8 {
        let bits = min(8, max(0, prefixLength - index * 8))
        return bits == 0 ? 0 : UInt8.max << UInt8(8 - bits)
    }

    private static func bytes(of address: String) -> [UInt8]? {
        // inet_pton stops at NUL; a zone id (fe80::1%eth0) is about this machine only and is dropped.
        guard !address.utf8.contains(0) else { return nil }
        let bare = address.split(separator: "%", maxSplits: 1).first.map(String.init) ?? ""
        var version4 = in_addr()
        if inet_pton(AF_INET, bare, &version4) == 1 {
            return withUnsafeBytes(of: version4) { Array($0) }
        }
        var version6 = in6_addr()
        guard inet_pton(AF_INET6, bare, &version6) == 1 else { return nil }
        let bytes = withUnsafeBytes(of: version6) { Array($0) }
        let isMapped = bytes[..<10].allSatisfy { $0 == 0 } && bytes[10] == 0xFF && bytes[11] == 0xFF
        return isMapped ? Array(bytes[12...]) : bytes
    }
}
