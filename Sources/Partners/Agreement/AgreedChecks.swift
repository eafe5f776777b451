/// How seriously the findings of each family of checks are taken.
public struct AgreedChecks: Sendable, Hashable {
    /// Checks that go together.
    public enum Family: String, Sendable, Hashable, CaseIterable {
        /// Order, loops, mandatory segments and maximum use.
        case structure
        /// Mandatory elements, their types, lengths and repetitions.
        case elements
        /// Code lists.
        case codes
        /// Days and times that exist.
        case dates
        /// Conditions between elements of a segment.
        case conditions
        /// HL numbers and their parents.
        case hierarchy
        /// Control counts and numbers of the set, SE01 and SE02.
        case counts
        /// CTT line counts and hash totals.
        case totals
        /// The amounts of an invoice against its lines.
        case amounts
    }

    /// What becomes of a finding.
    public enum Level: String, Sendable, Hashable, CaseIterable {
        /// It is an error, and answered as one.
        case on
        /// It is a warning, and the partner's acknowledgment does not speak of it.
        case warn
        /// It is not looked for.
        case off
    }

    /// What the profile says; a family it does not name has its usual level.
    public let levels: [Family: Level]

    /// Every family has its usual level.
    public static let usual = AgreedChecks(levels: [:])

    /// These levels, with those of a narrower agreement in their place where it has any.
    func narrowed(by other: AgreedChecks) -> AgreedChecks {
        AgreedChecks(levels: levels.merging(other.levels) { $1 })
    }
}
