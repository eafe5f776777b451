public import X12

/// How seriously the findings of each family of checks are taken: what a profile says under `checks`.
public struct AgreedChecks: Sendable, Hashable {
    /// What the profile says; a family it does not name has its usual level.
    public let levels: [ValidationLevels.Family: ValidationLevels.Level]

    /// Every family has its usual level.
    public static let usual = AgreedChecks(levels: [:])

    /// The levels with the usual ones filled in.
    public var validationLevels: ValidationLevels { ValidationLevels(levels) }

    /// These levels, with those of a narrower agreement in their place where it has any.
    func narrowed(by other: AgreedChecks) -> AgreedChecks {
        AgreedChecks(levels: levels.merging(other.levels) { $1 })
    }
}
