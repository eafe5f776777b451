/// The header that a proxy sends ahead of a connection, to say whose it is: the PROXY protocol, versions 1 and 2.
///
/// Source: HAProxy, The PROXY protocol, versions 1 & 2, sections 2.1 and 2.2.
struct ProxyHeader: Equatable {
    /// Whose connection it is.
    enum Origin: Equatable {
        /// A client's, at this address.
        case client(NetworkAddress)
        /// The proxy's own, or one it knows nothing about: `LOCAL`, `UNSPEC` or `UNKNOWN`.
        case proxy
    }

    /// How far the bytes at hand go.
    enum Reading: Equatable {
        /// All of them belong to a header that is not complete.
        case incomplete
        case complete(ProxyHeader)
        /// They are no header, for a reason that people can read.
        case wrong(String)
    }

    let origin: Origin
    /// Bytes of the header; behind them the client's begin.
    let byteCount: Int

    /// The longest header that is read.
    static let byteCountMaximum = 4_096

    private static let textStart = Array("PROXY ".utf8)
    private static let textMaximum = 107
    private static let signature: [UInt8] = [
        0x0D, 0x0A, 0x0D, 0x0A, 0x00, 0x0D, 0x0A, 0x51, 0x55, 0x49, 0x54, 0x0A,
    ]
    private static let fixedCount = 16

    /// Reads the begin of a connection.
    static func read(_ bytes: [UInt8]) -> Reading {
        if bytes.starts(with: signature) { return binary(bytes) }
        if bytes.starts(with: textStart) { return text(bytes) }
        if signature.starts(with: bytes) || textStart.starts(with: bytes) { return .incomplete }
        return .wrong("it does not begin with a PROXY header")
    }

    /// Version 1: one line such as `PROXY TCP4 203.0.113.9 198.51.100.1 56324 22`.
    private static func text(_ bytes: [UInt8]) -> Reading {
        let window = bytes.prefix(textMaximum)
        guard let end = window.firstIndex(of: 0x0A) else {
            return bytes.count < textMaximum ? .incomplete : .wrong("the line is longer than 107 bytes")
        }
        guard end > 0, bytes[end - 1] == 0x0D else { return .wrong("the line does not end with CR LF") }
        let words = bytes[textStart.count..<(end - 1)].split(
            separator: 0x20, omittingEmptySubsequences: false
        ).map { String(decoding: $0, as: UTF8.self) }
        if words[0] == "UNKNOWN" { return .complete(ProxyHeader(origin: .proxy, byteCount: end + 1)) }
        guard words.count == 5, words[0] == "TCP4" || words[0] == "TCP6" else {
            return .wrong("the line is not of the form `PROXY TCP4 source destination port port`")
        }
        let isIPv6 = words[0] == "TCP6"
        guard words[1].contains(":") == isIPv6, words[2].contains(":") == isIPv6,
            let client = NetworkAddress(words[1]), NetworkAddress(words[2]) != nil
        else { return .wrong("an address is not one of \(words[0])") }
        guard words[3...].allSatisfy(isPort) else { return .wrong("a port is no number up to 65535") }
        return .complete(ProxyHeader(origin: .client(client), byteCount: end + 1))
    }

    private static func isPort(_ word: String) -> Bool {
        word.utf8.allSatisfy { (48...57).contains($0) } && UInt16(word) != nil
            && (word == "0" || !word.hasPrefix("0"))
    }

    /// Version 2: sixteen fixed bytes, addresses, and fields of which none matters here.
    private static func binary(_ bytes: [UInt8]) -> Reading {
        guard bytes.count >= fixedCount else { return .incomplete }
        let (command, family) = (bytes[12], bytes[13])
        guard command >> 4 == 2 else { return .wrong("the version is \(command >> 4), not 2") }
        guard command & 0x0F <= 1 else { return .wrong("the command is \(command & 0x0F)") }
        let length = Int(bytes[14]) << 8 | Int(bytes[15])
        let total = fixedCount + length
        guard total <= byteCountMaximum else {
            return .wrong("the header is longer than \(byteCountMaximum) bytes")
        }
        let isLocal = command & 0x0F == 0
        let addressCount: Int
        switch family {
        case _ where isLocal, 0x00: addressCount = 0
        case 0x11: addressCount = 4
        case 0x21: addressCount = 16
        default: return .wrong("the addresses are not those of TCP over IPv4 or IPv6")
        }
        // Two addresses and two ports of two bytes.
        guard addressCount == 0 || length >= 2 * addressCount + 4 else {
            return .wrong("the header is too short for its addresses")
        }
        guard bytes.count >= total else { return .incomplete }
        let client = NetworkAddress(bytes: bytes[fixedCount..<(fixedCount + addressCount)])
        return .complete(ProxyHeader(origin: client.map(Origin.client) ?? .proxy, byteCount: total))
    }
}
