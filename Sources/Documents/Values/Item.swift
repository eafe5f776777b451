/// What is ordered, shipped or billed: all its numbers, and words about it.
public struct Item: Sendable, Hashable {
    /// The buyer's part number, when one was sent.
    public var buyerPart: String?
    /// The vendor's part number, when one was sent.
    public var vendorPart: String?
    /// The trade item number (GTIN in any length), when one was sent.
    public var gtin: String?
    /// All numbers, in the order they were sent.
    public var identifiers: [ItemIdentifier] = []
    /// Words about the item.
    public var descriptions: [ItemDescription] = []

    /// An item still to be filled.
    public init() {}

    /// Whether nothing is known of the item.
    public var isEmpty: Bool { identifiers.isEmpty && descriptions.isEmpty }
}

extension Item: JSONWritable {
    func writeFields(to json: inout JSONWriter) {
        json.field("buyerPart", buyerPart)
        json.field("vendorPart", vendorPart)
        json.field("gtin", gtin)
        json.list("identifiers", identifiers)
        json.list("descriptions", descriptions)
    }
}

/// One number of an item.
public struct ItemIdentifier: Sendable, Hashable {
    /// Our word, `gtin12`, `vendorPart`, `lot`; absent when the partner's code is not one we name.
    public var kind: String?
    /// The partner's code, `UP`.
    public var qualifier: String
    /// The number.
    public var value: String

    /// A number of the kind of this code.
    public init(kind: String? = nil, qualifier: String, value: String) {
        self.kind = kind
        self.qualifier = qualifier
        self.value = value
    }
}

extension ItemIdentifier: JSONWritable {
    func writeFields(to json: inout JSONWriter) {
        json.field("kind", kind)
        json.field("qualifier", qualifier)
        json.field("value", value)
    }
}

/// Words or a code about an item: its colour, its size, what it is.
public struct ItemDescription: Sendable, Hashable {
    /// Our word for the characteristic, `color`, `size`; absent when we have none.
    public var kind: String?
    /// The partner's code for the characteristic, `08`.
    public var characteristic: String?
    /// A code from a list.
    public var code: String?
    /// The words.
    public var text: String?
    /// The partner's code for who keeps the list of the code.
    public var agency: String?
    /// The partner's code for the surface or layer.
    public var surface: String?
    /// Which of the agency's lists.
    public var source: String?
    /// The partner's yes or no to whether it holds.
    public var answer: String?
    /// The language of the words.
    public var language: String?
    /// The partner's code for coded, in words, or both.
    public var form: String?

    /// A description still to be filled.
    public init() {}
}

extension ItemDescription: JSONWritable {
    func writeFields(to json: inout JSONWriter) {
        json.field("kind", kind)
        json.field("characteristic", characteristic)
        json.field("code", code)
        json.field("text", text)
        json.field("agency", agency)
        json.field("surface", surface)
        json.field("source", source)
        json.field("answer", answer)
        json.field("language", language)
        json.field("form", form)
    }
}

/// How an item is packed: how many in a pack, how large, how heavy.
public struct PackSize: Sendable, Hashable {
    /// How many inner units are in one outer pack.
    public var unitsPerPack: Int?
    /// The size of one unit.
    public var size: Quantity?
    /// The partner's code for the kind of pack.
    public var packaging: String?
    /// Gross weight of one pack.
    public var weight: Quantity?
    /// Gross volume of one pack.
    public var volume: Quantity?
    /// How many inner packs are in one outer pack.
    public var innerPacks: Int?
    /// The partner's code for the kind of weight.
    public var weightQualifier: String?
    /// The length of one pack.
    public var length: ExactDecimal?
    /// The width of one pack.
    public var width: ExactDecimal?
    /// The height of one pack.
    public var height: ExactDecimal?
    /// The unit of length, width and height.
    public var dimensionUnit: String?
    /// The partner's code for the layer.
    public var layer: String?
    /// The number of the pack, or of the first of several.
    public var number: String?
    /// The number of the last of several packs.
    public var numberThrough: String?
    /// How many packs.
    public var count: Int?

    /// A pack still to be filled.
    public init() {}
}

extension PackSize: JSONWritable {
    func writeFields(to json: inout JSONWriter) {
        json.field("unitsPerPack", unitsPerPack)
        json.field("size", size)
        json.field("packaging", packaging)
        json.field("weight", weight)
        json.field("volume", volume)
        json.field("innerPacks", innerPacks)
        json.field("weightQualifier", weightQualifier)
        json.field("length", length)
        json.field("width", width)
        json.field("height", height)
        json.field("dimensionUnit", dimensionUnit)
        json.field("layer", layer)
        json.field("number", number)
        json.field("numberThrough", numberThrough)
        json.field("count", count)
    }
}
