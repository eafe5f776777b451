/// How far a partner's answer may lie from our order before a person decides.
public struct Tolerances: Sendable, Hashable {
    /// Less than ordered, as a share of the ordered quantity.
    public let quantityUnder: Percentage
    /// More than ordered, as a share of the ordered quantity.
    public let quantityOver: Percentage
    /// Cheaper than ordered; `nil` when any lower price will do.
    public let priceUnder: Percentage?
    /// Dearer than ordered, as a share of the ordered price.
    public let priceOver: Percentage
    /// How many days before the wanted day.
    public let daysEarly: Int
    /// How many days after the wanted day.
    public let daysLate: Int

    /// No difference is tolerated.
    public static let exact = Tolerances(
        quantityUnder: .zero, quantityOver: .zero, priceUnder: nil, priceOver: .zero, daysEarly: 0,
        daysLate: 0)
}
