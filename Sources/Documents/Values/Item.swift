/// What is ordered, shipped or billed: all its numbers, and words about it.
public struct Item: Sendable, Hashable {
    /// The buyer's part number, when one was sent.
    public var buyerPart: String?
    /// The vendor's part number, when one was sent.
    public var vendorPart: String?
    /// The trade item number (GTIN in any length), when one was sent.
    public var gtin: String?
    /// All numbers, in the order they were sent.
    public var identifiers: [ItemIdentifier] {
        get { Array([first, second, third].prefix(identifierCount)) + furtherIdentifiers }
        set {
            identifierCount = 0
            (first, second, third) = (.none, .none, .none)
            furtherIdentifiers = []
            for identifier in newValue { append(identifier) }
        }
    }
    /// How many ``identifiers`` there are.
    public private(set) var identifierCount = 0
    /// Most items have three numbers at most, which need no list; empty ones where there are fewer.
    private var first = ItemIdentifier.none
    private var second = ItemIdentifier.none
    private var third = ItemIdentifier.none
    private var furtherIdentifiers: [ItemIdentifier] = []
    /// Words about the item.
    public var descriptions: [ItemDescription] {
        get { descriptionCount == 0 ? [] : [firstDescription] + furtherDescriptions }
        set {
            descriptionCount = newValue.count
            firstDescription = newValue.first ?? ItemDescription()
            furtherDescriptions = Array(newValue.dropFirst())
        }
    }
    /// How many ``descriptions`` there are.
    public private(set) var descriptionCount = 0
    /// Most items have one description, which needs no list; an empty one when there is none.
    @usableFromInline var firstDescription = ItemDescription()
    @usableFromInline var furtherDescriptions: [ItemDescription] = []

    /// An item still to be filled.
    public init() {}

    /// Whether nothing is known of the item.
    public var isEmpty: Bool { identifierCount == 0 && descriptionCount == 0 }

    /// Adds to ``identifiers``.
    public mutating func append(_ identifier: consuming ItemIdentifier) {
        switch identifierCount {
        case 0: first = identifier
        case 1: second = identifier
        case 2: third = identifier
        default: furtherIdentifiers.append(identifier)
        }
        identifierCount += 1
    }

    /// Gives each of the ``identifiers`` to a function, without making a list of them.
    func forEachIdentifier(_ body: (ItemIdentifier) -> Void) {
        if identifierCount > 0 { body(first) }
        if identifierCount > 1 { body(second) }
        if identifierCount > 2 { body(third) }
        for identifier in furtherIdentifiers { body(identifier) }
    }

    /// Adds to ``descriptions``.
    public mutating func append(_ description: consuming ItemDescription) {
        descriptionCount += 1
        if descriptionCount == 1 {
            firstDescription = description
        } else {
            furtherDescriptions.append(description)
        }
    }
}

extension Item {
    /// Adds an empty description, to be filled as the ``lastDescription``: to put in one that is made
    /// elsewhere costs more than filling it.
    package mutating func appendDescription() {
        descriptionCount += 1
        if descriptionCount > 1 { furtherDescriptions.append(ItemDescription()) }
    }

    /// The description that was added last; there must be one.
    @inlinable
    package var lastDescription: ItemDescription {
        get { furtherDescriptions.last ?? firstDescription }
        @inline(__always)
        _modify {
            if furtherDescriptions.isEmpty {
                yield &firstDescription
            } else {
                yield &furtherDescriptions[furtherDescriptions.count - 1]
            }
        }
    }
}

extension Item: JSONWritable {
    func writeFields(to json: inout JSONWriter) {
        json.field("buyerPart", buyerPart)
        json.field("vendorPart", vendorPart)
        json.field("gtin", gtin)
        if identifierCount > 0 {
            json.list("identifiers") { json in
                forEachIdentifier { json.write($0) }
            }
        }
        guard descriptionCount > 0 else { return }
        json.list("descriptions", firstDescription, further: furtherDescriptions)
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

    /// Where there is no number.
    fileprivate static var none: ItemIdentifier { ItemIdentifier(qualifier: "", value: "") }

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
@dynamicMemberLookup
public struct ItemDescription: Sendable, Hashable {
    /// Our word for the characteristic, `color`, `size`; absent when we have none.
    public var kind: String?
    /// The partner's code for the characteristic, `08`.
    public var characteristic: String?
    /// A code from a list.
    public var code: String?
    /// The words.
    public var text: String?
    /// What is seldom said; empty or one.
    private var said: [Further] = []

    /// A description still to be filled.
    public init() {}

    /// A description as most are.
    public init(kind: String?, characteristic: String?, code: String?, text: String?) {
        self.kind = kind
        self.characteristic = characteristic
        self.code = code
        self.text = text
    }

    /// One field of what is seldom said.
    public subscript(dynamicMember field: WritableKeyPath<Further, String?>) -> String? {
        get { said.first?[keyPath: field] }
        set {
            if said.isEmpty, newValue == nil { return }
            if said.isEmpty { said.append(Further()) }
            said[0][keyPath: field] = newValue
            if said[0] == Further() { said = [] }
        }
    }

    /// What is seldom said, kept apart so that most descriptions stay small.
    public struct Further: Sendable, Hashable {
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
    }
}

extension ItemDescription: JSONWritable {
    func writeFields(to json: inout JSONWriter) {
        json.field("kind", kind)
        json.field("characteristic", characteristic)
        json.field("code", code)
        json.field("text", text)
        guard !said.isEmpty else { return }
        json.field("agency", said[0].agency)
        json.field("surface", said[0].surface)
        json.field("source", said[0].source)
        json.field("answer", said[0].answer)
        json.field("language", said[0].language)
        json.field("form", said[0].form)
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
