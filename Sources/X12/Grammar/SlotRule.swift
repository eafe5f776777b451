/// What may stand at one place of a segment or composite: all that a check needs, in one load.
///
/// A trivial value in contiguous memory. What can only be said in words, numbers and names, is kept apart and
/// found by ``row``.
struct SlotRule: Sendable, Hashable {
    /// The types of X12, and the composite.
    enum Kind: UInt8, Sendable, Hashable {
        case text, identifier, date, time, decimal, binary
        /// Nn with its implied decimals.
        case number
        /// Several components, each with a rule of its own.
        case composite
    }

    /// What else holds for the place.
    struct Flags: OptionSet, Sendable, Hashable {
        var rawValue: UInt8
        /// A value must stand here.
        static let mandatory = Flags(rawValue: 1)
        /// The code may be a form of three letters with a material of two: element 103.
        static let packaging = Flags(rawValue: 2)
        /// Nothing may stand here, by agreement.
        static let notUsed = Flags(rawValue: 4)
        /// Lengths are not enforced: the rule is borrowed from another release.
        static let lengthsOpen = Flags(rawValue: 8)
        /// The bits of what a first look leaves to the second one.
        static let unusual: UInt8 = notUsed.rawValue | lengthsOpen.rawValue
    }

    /// The type.
    var kind: Kind
    /// What else holds.
    var flags: Flags
    /// How often the element may be repeated; 65535 for any number.
    var maximumRepeat: UInt16 = 1
    /// The shortest value.
    var minimum: UInt32 = 1
    /// The longest value.
    var maximum: UInt32
    /// The row of the code list to enforce, -1 for none.
    var codes: Int32 = -1
    /// The row of the element's number and name; for a composite the row of its layout.
    var row: Int32

    /// Whether a value must stand here.
    @inline(__always)
    var isMandatory: Bool { flags.contains(.mandatory) }
}

/// The places of a segment or composite and the conditions between them, as ranges of the rule tables.
struct LayoutRule: Sendable, Hashable {
    /// The most places a layout has: they are bits of one number while it is checked.
    static let maximumSlots = 64

    /// The id of the segment or composite, packed.
    var id: UInt32
    var firstSlot: Int32
    var slotCount: Int32
    var firstCondition: Int32
    var conditionCount: Int32
    /// The mandatory places, place n being bit n - 1.
    var mandatory: UInt64 = 0
}

/// A condition between the elements of a segment or composite, as bits: place n is bit n - 1.
struct ConditionRule: Sendable, Hashable {
    /// The relations of X12.
    enum Kind: UInt8, Sendable, Hashable {
        /// All or none.
        case paired = 0x50
        /// At least one.
        case required = 0x52
        /// At most one.
        case exclusive = 0x45
        /// If the first, then all others.
        case conditional = 0x43
        /// If the first, then at least one other.
        case list = 0x4C
    }
    /// The relation.
    let kind: Kind
    /// The bit of the place that is named first.
    let first: UInt64
    /// The bits of all places.
    let all: UInt64

    /// Creates a condition from its kind and places, as `P` and 2, 3; places outside of 1 to 64 are left out.
    init(kind: Kind, positions: [Int]) {
        let bits = positions.map { (1...64).contains($0) ? 1 << UInt64($0 - 1) : UInt64(0) }
        self.kind = kind
        first = bits.first ?? 0
        all = bits.reduce(0) { $0 | $1 }
    }

    /// The places in order, the one named first in front.
    var positions: [Int] {
        let rest = all & ~first
        return ConditionRule.places(first) + ConditionRule.places(rest)
    }

    /// The places of the bits of a number, ascending.
    static func places(_ bits: UInt64) -> [Int] {
        var places: [Int] = []
        var left = bits
        while left != 0 {
            places.append(left.trailingZeroBitCount + 1)
            left &= left &- 1
        }
        return places
    }

    /// Whether the condition is broken where just the elements of the bits are present.
    @inline(__always)
    func isBroken(_ present: UInt64) -> Bool {
        let here = present & all
        // Most that are named together are absent together.
        if here == 0 { return kind == .required }
        return switch kind {
        case .paired: here != 0 && here != all
        case .required: here == 0
        case .exclusive: here & (here &- 1) != 0
        case .conditional: present & first != 0 && here != all
        case .list: present & first != 0 && here == first
        }
    }

    /// The place to report where the condition is broken: the absent one, for E the second present.
    func broken(_ present: UInt64) -> Int {
        let absent = all & ~present
        let wanted: UInt64 =
            switch kind {
            case .paired: absent
            case .required: first
            case .exclusive: (present & all) & ((present & all) &- 1)
            case .conditional, .list: absent & ~first
            }
        return wanted.trailingZeroBitCount + 1
    }
}
