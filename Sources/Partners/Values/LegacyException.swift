/// Leave for one partner to use algorithms that are too weak for the others, until a day.
public struct LegacyException: Sendable, Hashable {
    /// The last day of the exception, as CCYY-MM-DD.
    public let until: String
    /// Why it was made.
    public let reason: String
    /// The fewest bits of the partner's RSA keys; `nil` when the exception is not about them.
    public let rsaBits: Int?

    /// An exception.
    public init(until: String, reason: String, rsaBits: Int? = nil) {
        self.until = until
        self.reason = reason
        self.rsaBits = rsaBits
    }

    /// Whether the exception holds on a day given as CCYY-MM-DD.
    public func isOpen(on day: String) -> Bool {
        // Days in this form sort as text in the order of the calendar.
        day <= until
    }
}
