/// What is seldom said at a level of a document, kept apart so that most levels stay small.
///
/// In JSON its fields stand beside those of ``Details``. Lists without a value are left out.
public struct FurtherDetails: Sendable, Hashable {
    /// Further quantities: shipped, returned, on order.
    public var quantities: [NamedQuantity] = []
    /// How long something takes.
    public var leadTimes: [LeadTime] = []
    /// Questions answered with yes or no.
    public var conditions: [Condition] = []
    /// What the buyer allows or demands: back orders, substitutes, a limit.
    public var requirements: [SalesRequirement] = []
    /// The accounts it is booked on.
    public var accounting: [AccountingEntry] = []
    /// Sums and quantities of a period.
    public var periodAmounts: [PeriodAmount] = []
    /// Percentages.
    public var percentages: [NamedPercentage] = []
    /// Restrictions in words, with a quantity or a sum.
    public var restrictions: [Restriction] = []
    /// Dangerous or delicate goods.
    public var specialHandling: [SpecialHandling] = []
    /// Papers that come with it or are asked for.
    public var paperwork: [Paperwork] = []
    /// Codes of the lists of a trade.
    public var industryCodes: [IndustryCode] = []
    /// Codes for services.
    public var services: [ServiceCode] = []
    /// Codes of goods for customs and freight.
    public var commodities: [Commodity] = []
    /// Prices that replace the one of the line.
    public var priceChanges: [PriceChange] = []
    /// Who has allowed freight that costs more than agreed.
    public var premiumFreight: [PremiumFreight] = []

    /// Nothing said.
    public init() {}

    /// Whether nothing was said.
    public var isEmpty: Bool { self == FurtherDetails() }
}

extension FurtherDetails: JSONWritable {
    func writeFields(to json: inout JSONWriter) {
        json.list("furtherQuantities", quantities)
        json.list("leadTimes", leadTimes)
        json.list("conditions", conditions)
        json.list("requirements", requirements)
        json.list("accounting", accounting)
        json.list("periodAmounts", periodAmounts)
        json.list("percentages", percentages)
        json.list("restrictions", restrictions)
        json.list("specialHandling", specialHandling)
        json.list("paperwork", paperwork)
        json.list("industryCodes", industryCodes)
        json.list("services", services)
        json.list("commodities", commodities)
        json.list("priceChanges", priceChanges)
        json.list("premiumFreight", premiumFreight)
    }
}
