/// What a data element may hold.
struct ElementRule: Sendable {
    /// The types of X12.
    enum Kind: Sendable, Hashable {
        case text, identifier, date, time, decimal, binary
        /// Nn with its implied decimals.
        case number
    }
    /// Its row, where its number and name are kept: without text a rule is copied for nothing.
    var row: Int
    var kind: Kind
    var minimum: Int
    var maximum: Int
    /// The row of its code list, -1 when there is none to enforce.
    var codes: Int
    /// Whether the code may be a form of three letters with a material of two: element 103.
    var isPackagingCode: Bool
}

/// How a data element is called.
struct ElementText: Sendable {
    /// The data element's number, as `373`; empty for one that stands in its segment without a number.
    var number: String
    var name: String
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

/// A condition as bits of positions, to be tested without walking: position n is bit n - 1.
struct ConditionMask: Sendable {
    private let kind: ConditionRule.Kind
    private let first: UInt64
    private let all: UInt64

    init(_ rule: ConditionRule) {
        kind = rule.kind
        first = rule.positions.first.map { 1 << UInt64($0 - 1) } ?? 0
        all = rule.positions.reduce(0) { $0 | 1 << UInt64($1 - 1) }
    }

    /// Whether the condition is broken where just the elements of the bits are present.
    @inline(__always)
    func isBroken(_ present: UInt64) -> Bool {
        let here = present & all
        return switch kind {
        case .paired: here != 0 && here != all
        case .required: here == 0
        case .exclusive: here & (here &- 1) != 0
        case .conditional: present & first != 0 && here != all
        case .list: present & first != 0 && here == first
        }
    }
}

/// A segment or composite: its places and the conditions between them.
struct LayoutRule: Sendable {
    var id: String
    var slots: [SlotRule]
    var conditions: [ConditionRule]
    /// The conditions again, as bits.
    var masks: [ConditionMask] = []
}

/// The elements, composites, segments and code lists of one release.
final class ReleaseDictionary: Sendable {
    let release: String
    let elements: [ElementRule]
    /// The numbers and names of `elements`, row by row.
    let elementTexts: [ElementText]
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
        release: String, elements: [ElementRule], elementTexts: [ElementText], composites: [LayoutRule],
        segments: [LayoutRule],
        codeLists: [PackedTable], codeListRows: [String: Int], segmentNames: [String: String]
    ) {
        self.release = release
        self.elements = elements
        self.elementTexts = elementTexts
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
