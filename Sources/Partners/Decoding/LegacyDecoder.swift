/// Turns a `legacy` section into a ``LegacyException``.
struct LegacyDecoder {
    /// The day that expiry is judged by, CCYY-MM-DD.
    let today: String?

    private static let words = ExpiryRemark.Words(
        subject: "this exception", over: "this exception no longer holds",
        remedy: "ask the partner for newer software before, or agree on a later day",
        remedyOnceOver: "delete it, or agree with the partner on a later day")

    /// The exception; `nil` when its day was wrong, which was then reported.
    ///
    /// One that is over still loads: that a day passes must not break the folder, and what it allowed is
    /// refused when it is asked for.
    func decode(_ section: Section) -> LegacyException? {
        let until = section.day("until")
        let reason = section.text("reason") ?? ""
        if let until {
            ExpiryRemark.report("until", of: section, last: until, today: today, Self.words)
        }
        let bits =
            section.shape == .legacy ? section.integer("rsa", in: 2_048...PublicKeyLine.minimumRSABits) : nil
        return until.map { LegacyException(until: $0, reason: reason, rsaBits: bits) }
    }
}
