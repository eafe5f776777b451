/// Which addresses a profile may make us connect to.
///
/// A partner's server may stand anywhere, in a private network and on this machine too. Never reached are
/// addresses that only services of the machine itself or of its cloud answer at: link-local ones (the metadata
/// services of clouds lie there), unspecified, multicast and broadcast. A name must be judged by the
/// address it resolved to, and that address connected to.
public enum RemoteAddressRule {
    private static let refused = [
        ("169.254.0.0/16", "a link-local address"), ("fe80::/10", "a link-local address"),
        ("fd00:ec2::254", "a metadata service"), ("100.100.100.200", "a metadata service"),
        ("0.0.0.0/8", "no address of a server"), ("::", "no address of a server"),
        ("224.0.0.0/4", "a multicast address"), ("ff00::/8", "a multicast address"),
        ("255.255.255.255", "the broadcast address"),
    ].compactMap { text, what in AddressRange(text).map { (range: $0, what: what) } }

    /// What speaks against connecting to an address, as `169.254.169.254 is a link-local address`; `nil` when
    /// nothing does.
    public static func refusal(of address: String) -> String? {
        refused.first { $0.range.contains(address) }.map { "\(address) is \($0.what)" }
    }
}
