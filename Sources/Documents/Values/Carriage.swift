/// Who carries the goods, and how.
public struct Carrier: Sendable, Hashable {
    /// The partner's code for the place in the routing.
    public var sequence: String?
    /// The carrier's four-letter code (SCAC).
    public var scac: String?
    /// The carrier's number in another numbering.
    public var identifier: PartyIdentifier?
    /// Our word for the mode, `motor`, `air`, `parcel`; absent when the partner's code is not one we name.
    public var mode: String?
    /// The partner's code for the mode, `M`.
    public var modeCode: String?
    /// The routing in words, often the carrier's name.
    public var routing: String?
    /// The partner's code for the state of the shipment or order.
    public var status: String?
    /// A place of the routing.
    public var location: PartyIdentifier?
    /// The partner's codes for the service.
    public var serviceLevels: [String] = []
    /// A number the carrier knows the shipment by.
    public var reference: Reference?
    /// The partner's code for the direction of transit.
    public var transitDirection: String?
    /// The partner's code for what the transit time is reckoned in.
    public var transitTimeQualifier: String?
    /// The transit time.
    public var transitTime: ExactDecimal?
    /// The country of the service.
    public var country: String?

    /// A carrier still to be filled.
    public init() {}
}

extension Carrier: JSONWritable {
    func writeFields(to json: inout JSONWriter) {
        json.field("sequence", sequence)
        json.field("scac", scac)
        json.field("identifier", identifier)
        json.field("mode", mode)
        json.field("modeCode", modeCode)
        json.field("routing", routing)
        json.field("status", status)
        json.field("location", location)
        json.list("serviceLevels", serviceLevels)
        json.field("reference", reference)
        json.field("transitDirection", transitDirection)
        json.field("transitTimeQualifier", transitTimeQualifier)
        json.field("transitTime", transitTime)
        json.field("country", country)
    }
}

/// A trailer, container or other equipment.
public struct Equipment: Sendable, Hashable {
    /// The partner's code for the type, `TL`.
    public var type: String?
    /// The owner's letters in front of the number.
    public var initial: String?
    /// The number.
    public var number: String?
    /// The seal.
    public var seal: String?
    /// The partner's code for the kind of weight.
    public var weightQualifier: String?
    /// The weight.
    public var weight: Quantity?
    /// The partner's code for the owner.
    public var ownership: String?
    /// The partner's code for the state of the seal.
    public var sealStatus: String?
    /// The size and type by the list of ISO 6346, `45G1`.
    public var sizeType: String?

    /// Equipment still to be filled.
    public init() {}
}

extension Equipment: JSONWritable {
    func writeFields(to json: inout JSONWriter) {
        json.field("type", type)
        json.field("initial", initial)
        json.field("number", number)
        json.field("seal", seal)
        json.field("weightQualifier", weightQualifier)
        json.field("weight", weight)
        json.field("ownership", ownership)
        json.field("sealStatus", sealStatus)
        json.field("sizeType", sizeType)
    }
}

/// How many packages of a kind, and what they weigh.
public struct Packaging: Sendable, Hashable {
    /// The partner's code for the kind of package, `CTN25`.
    public var code: String?
    /// How many.
    public var count: Int?
    /// How much is in each.
    public var contents: ExactDecimal?
    /// What is in them, in words.
    public var description: String?
    /// The partner's code for the kind of weight, `G` gross.
    public var weightQualifier: String?
    /// The weight.
    public var weight: Quantity?
    /// The volume.
    public var volume: Quantity?
    /// What is in them, by a code for freight.
    public var commodity: Commodity?
    /// The size of one package.
    public var size: Quantity?
    /// The labels of the packages, in the order of the packages.
    public var references: [Reference] = []
    /// Days of the packages.
    public var dates: [NamedDate] = []

    /// Packaging still to be filled.
    public init() {}
}

extension Packaging: JSONWritable {
    func writeFields(to json: inout JSONWriter) {
        json.field("code", code)
        json.field("count", count)
        json.field("contents", contents)
        json.field("description", description)
        json.field("weightQualifier", weightQualifier)
        json.field("weight", weight)
        json.field("volume", volume)
        json.field("commodity", commodity)
        json.field("size", size)
        json.list("references", references)
        json.list("dates", dates)
    }
}

/// Freight that costs more than agreed: why, who pays, and who has allowed it.
public struct PremiumFreight: Sendable, Hashable {
    /// The partner's code for the reason.
    public var reason: String
    /// The partner's code for who pays.
    public var responsibility: String?
    /// The number of the permission.
    public var reference: Reference?
    /// The partner's code for who pays for the way of the containers.
    public var containerResponsibility: String?

    /// Premium freight for a reason.
    public init(reason: String) {
        self.reason = reason
    }
}

extension PremiumFreight: JSONWritable {
    func writeFields(to json: inout JSONWriter) {
        json.field("reason", reason)
        json.field("responsibility", responsibility)
        json.field("reference", reference)
        json.field("containerResponsibility", containerResponsibility)
    }
}

/// What is written or bar-coded on a package.
public struct Mark: Sendable, Hashable {
    /// Our word, `sscc`, `trackingNumber`; absent when the partner's code is not one we name.
    public var kind: String?
    /// The partner's code, `GM`.
    public var qualifier: String
    /// The mark as it was sent.
    public var value: String
    /// The last mark of a range.
    public var through: String?

    /// A mark of the kind of this code.
    public init(kind: String? = nil, qualifier: String, value: String, through: String? = nil) {
        self.kind = kind
        self.qualifier = qualifier
        self.value = value
        self.through = through
    }

    /// The eighteen digits of a serial shipping container code, sent with or without the `00` in front.
    public static func serialShippingContainerCode(in text: String) -> String? {
        var digits = Substring(text)
        if digits.hasPrefix("(00)") { digits = digits.dropFirst(4) }
        if digits.utf8.count == 20, digits.hasPrefix("00") { digits = digits.dropFirst(2) }
        guard digits.utf8.count == 18, digits.utf8.allSatisfy({ $0 >= 48 && $0 <= 57 }) else { return nil }
        return String(digits)
    }
}

extension Mark: JSONWritable {
    func writeFields(to json: inout JSONWriter) {
        json.field("kind", kind)
        json.field("qualifier", qualifier)
        json.field("value", value)
        json.field("through", through)
    }
}
