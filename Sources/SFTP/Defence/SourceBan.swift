/// A source that may not connect for a while.
public struct SourceBan: Sendable, Equatable {
    /// The source: an IPv4 address, or an IPv6 network of 64 bits such as `2001:db8:1:2::/64`.
    public var source: String
    /// How long it still lasts.
    public var remaining: Duration
    /// How many bans this source had, this one included; each is longer than the one before.
    public var count: Int
    /// Why, for people.
    public var reason: String

    /// Describes a ban.
    public init(source: String, remaining: Duration, count: Int, reason: String) {
        self.source = source
        self.remaining = remaining
        self.count = count
        self.reason = reason
    }

    /// The source that an address or range of a source stands for; nil when the text is neither.
    ///
    /// `2001:db8::7` and `2001:db8::/64` are the same source.
    public static func source(of text: String) -> String? { address(of: text)?.sourceText }

    static func address(of text: String) -> NetworkAddress? {
        let isNetwork = text.hasSuffix("/64") && text.contains(":")
        return NetworkAddress(isNetwork ? String(text.dropLast(3)) : text)?.source
    }
}
