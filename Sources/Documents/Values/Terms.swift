/// When and with which discount a bill is to be paid.
public struct PaymentTerms: Sendable, Hashable {
    /// The partner's code for the type of terms.
    public var type: String?
    /// The partner's code for the date the days count from.
    public var basisDate: String?
    /// Discount in percent.
    public var discountPercent: ExactDecimal?
    /// The last day for the discount.
    public var discountDueDay: CalendarDay?
    /// The days for the discount.
    public var discountDays: Int?
    /// The day the whole sum is due.
    public var netDueDay: CalendarDay?
    /// The days the whole sum is due in.
    public var netDays: Int?
    /// The discount as a sum.
    public var discountAmount: ExactDecimal?
    /// The day a deferred part is due.
    public var deferredDueDay: CalendarDay?
    /// The deferred sum.
    public var deferredAmount: ExactDecimal?
    /// Percent of the bill that is payable.
    public var payablePercent: ExactDecimal?
    /// The terms in words.
    public var description: String?
    /// The day of the month that payment is due.
    public var dayOfMonth: Int?
    /// The partner's code for the way of payment.
    public var paymentMethod: String?
    /// A further percentage.
    public var percent: ExactDecimal?

    /// Terms still to be filled.
    public init() {}
}

extension PaymentTerms: JSONWritable {
    func writeFields(to json: inout JSONWriter) {
        json.field("type", type)
        json.field("basisDate", basisDate)
        json.field("discountPercent", discountPercent)
        json.field("discountDueDay", discountDueDay?.description)
        json.field("discountDays", discountDays)
        json.field("netDueDay", netDueDay?.description)
        json.field("netDays", netDays)
        json.field("discountAmount", discountAmount)
        json.field("deferredDueDay", deferredDueDay?.description)
        json.field("deferredAmount", deferredAmount)
        json.field("payablePercent", payablePercent)
        json.field("description", description)
        json.field("dayOfMonth", dayOfMonth)
        json.field("paymentMethod", paymentMethod)
        json.field("percent", percent)
    }
}

/// Who pays the freight, where title and risk pass.
public struct FreightTerms: Sendable, Hashable {
    /// Our word, `collect`, `prepaid`, `thirdParty`; absent when the partner's code is not one we name.
    public var payment: String?
    /// The partner's code for who pays, `CC`.
    public var code: String?
    /// The partner's code for the kind of place.
    public var placeQualifier: String?
    /// The place.
    public var place: String?
    /// The partner's code for the list the trade terms are from, `01` Incoterms.
    public var termsQualifier: String?
    /// The trade terms, `DDP`.
    public var terms: String?
    /// The partner's code for the kind of place where title passes.
    public var titleQualifier: String?
    /// Where title passes.
    public var titlePlace: String?
    /// The partner's code for who bears the risk.
    public var risk: String?
    /// Where the risk passes.
    public var riskPlace: String?

    /// Terms still to be filled.
    public init() {}
}

extension FreightTerms: JSONWritable {
    func writeFields(to json: inout JSONWriter) {
        json.field("payment", payment)
        json.field("code", code)
        json.field("placeQualifier", placeQualifier)
        json.field("place", place)
        json.field("termsQualifier", termsQualifier)
        json.field("terms", terms)
        json.field("titleQualifier", titleQualifier)
        json.field("titlePlace", titlePlace)
        json.field("risk", risk)
        json.field("riskPlace", riskPlace)
    }
}
