/// Why the two sides could not agree, read from the library's sentence.
struct KeyExchangeFailure {
    let text: String
    /// The server's greeting, when it got so far.
    let banner: String

    func error(_ limit: StepLimit) -> ClientError {
        let text = PlainText.line(text)
        let details = ["text": text, "banner": banner]
        if text.contains("no match for method") || text.contains("kex error") {
            return limit.error(
                .negotiationFailed,
                "\(limit.server): no algorithm that both sides offer (\(text)); ask the server's operator for"
                    + " newer ones, or allow older ones in the profile until a date", details)
        }
        if text.contains("nvalid key size") || text.contains("too small") || text.contains("too short") {
            return limit.error(
                .negotiationFailed,
                "\(limit.server): the server's key is too short (\(text)); ask its operator for a longer one",
                details)
        }
        if banner.isEmpty, text.contains("banner") || text.contains("rotocol mismatch") {
            return limit.error(
                .protocolViolation, "\(limit.server): this is no SSH server (\(text)); check host and port",
                details)
        }
        let advice =
            banner.isEmpty ? "before its greeting; it may refuse our address" : "while agreeing on keys"
        return limit.error(
            .connectionLost, "\(limit.server): the server ended the connection \(advice) (\(text))", details)
    }
}
