/// What a data element may hold.
struct ElementRule: Sendable {
    /// The types of X12.
    enum Kind: Sendable, Hashable {
        case text, identifier, date, time, decimal, binary
        /// Nn with its implied decimals.
        case number
    }
    /// The data element's number, as `373`; empty for one that stands in its segment without a number.
    var number: String
    var kind: Kind
    var minimum: Int
    var maximum: Int
    var name: String
    /// The row of its code list, -1 when there is none to enforce.
    var codes: Int
}

/// One place of a segment or composite.
struct SlotRule: Sendable {
    /// The row of the element, or of the composite.
    var row: Int
    var isComposite: Bool
    var isMandatory: Bool
    /// How often the element may be repeated.
    var maximumRepeat: Int
}

/// A condition between the elements of a segment or composite.
struct ConditionRule: Sendable {
    /// The relations of X12.
    enum Kind: Character, Sendable {
        /// All or none.
        case paired = "P"
        /// At least one.
        case required = "R"
        /// At most one.
        case exclusive = "E"
        /// If the first, then all others.
        case conditional = "C"
        /// If the first, then at least one other.
        case list = "L"
    }
    var kind: Kind
    var positions: [Int]
}

/// A segment or composite: its places and the conditions between them.
struct LayoutRule: Sendable {
    var id: String
    var slots: [SlotRule]
    var conditions: [ConditionRule]
}

/// The elements, composites, segments and code lists of one release.
final class ReleaseDictionary: Sendable {
    let release: String
    let elements: [ElementRule]
    let composites: [LayoutRule]
    let segments: [LayoutRule]
    /// Rows of `segments` by packed id.
    let segmentRows: PackedTable
    let codeLists: [PackedTable]
    /// Code lists by element number.
    let codeListRows: [String: Int]
    let segmentNames: [String: String]
    /// 004020 and later have repetitions, 005010 and later other codes for some errors.
    let isLate: Bool

    init(
        release: String, elements: [ElementRule], composites: [LayoutRule], segments: [LayoutRule],
        codeLists: [PackedTable], codeListRows: [String: Int], segmentNames: [String: String]
    ) {
        self.release = release
        self.elements = elements
        self.composites = composites
        self.segments = segments
        self.codeLists = codeLists
        self.codeListRows = codeListRows
        self.segmentNames = segmentNames
        isLate = release >= "005010"
        segmentRows = PackedTable(
            segments.enumerated().map { (PackedTable.pack($0.element.id.utf8), Int32($0.offset)) })
    }

    /// Whether a value is in the list of an element; true when there is no list.
    func allows(_ value: String, in element: String) -> Bool {
        guard let row = codeListRows[element] else { return true }
        return codeLists[row].value(PackedTable.pack(value.utf8)) >= 0
    }
}
