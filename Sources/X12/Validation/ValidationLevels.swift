/// How strictly each family of rules is held, by agreement with a partner.
public struct ValidationLevels: Sendable, Hashable {
    /// What happens when a rule is broken.
    public enum Level: String, Sendable, Hashable, Codable, CaseIterable {
        /// An error, which is answered.
        case on
        /// A warning, which is not.
        case warn
        /// Nothing; the rule is not looked at.
        case off
    }

    /// The families of rules.
    public enum Family: String, Sendable, Hashable, Codable, CaseIterable {
        /// Which segments stand where, and how often.
        case structure
        /// Presence, type, length and characters of elements, components and repetitions.
        case elements
        /// Values of code lists.
        case codes
        /// Days of the calendar and times of the clock.
        case dates
        /// Conditions between the elements of a segment.
        case conditions
        /// Hierarchical levels and bounded loops.
        case hierarchy
        /// The counts of trailers: SE01, GE01.
        case counts
        /// CTT: the count of line items and the hash total.
        case totals
        /// The amounts of an invoice against its total.
        case amounts
    }

    private var levels: [Level]

    /// All families are on, but totals and amounts only warn.
    public static let standard = ValidationLevels()

    /// Creates levels from those that differ from the standard ones.
    public init(_ changed: [Family: Level] = [:]) {
        levels = Family.allCases.map { family in
            changed[family] ?? (family == .totals || family == .amounts ? .warn : .on)
        }
    }

    /// The level of a family.
    public subscript(_ family: Family) -> Level {
        get { levels[family.row] }
        set { levels[family.row] = newValue }
    }
}

extension ValidationLevels.Family {
    fileprivate var row: Int {
        switch self {
        case .structure: 0
        case .elements: 1
        case .codes: 2
        case .dates: 3
        case .conditions: 4
        case .hierarchy: 5
        case .counts: 6
        case .totals: 7
        case .amounts: 8
        }
    }
}

extension Finding.Code {
    /// The family of rules that a code belongs to; nil for what is no matter of agreement.
    var family: ValidationLevels.Family? {
        switch self {
        case .segmentUnknown, .segmentLoopNotOpen, .segmentMissing, .loopTooMany, .segmentTooMany,
            .segmentNotInSet, .segmentNotUsed, .segmentOutOfOrder:
            .structure
        case .elementMissing, .componentMissing, .tooManyElements, .tooManyComponents, .tooManyRepetitions,
            .elementTooShort, .elementTooLong, .elementCharacterInvalid, .elementNotUsed,
            .binaryLengthDiffers:
            .elements
        case .codeInvalid: .codes
        case .dateInvalid, .timeInvalid: .dates
        case .conditionBroken, .exclusionBroken: .conditions
        case .hierarchyParentUnknown, .hierarchyParentLate, .hierarchyNumberRepeated, .loopIdentifierMismatch:
            .hierarchy
        case .setSegmentCount, .groupSetCount: .counts
        case .lineCountDiffers, .hashTotalDiffers: .totals
        case .invoiceTotalDiffers: .amounts
        default: nil
        }
    }
}
