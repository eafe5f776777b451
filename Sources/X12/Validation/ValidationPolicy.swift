/// What a partner's agreement says of data that is not clean.
public struct ValidationPolicy: Sendable, Hashable {
    /// What happens to a set that has errors.
    public enum OnError: String, Sendable, Hashable, Codable {
        /// The set is rejected, AK501 R.
        case rejectSet
        /// The set is processed if its structure can be read, AK501 E.
        case acceptGood
    }

    /// What happens by set identifier; a set not named is rejected on error.
    public var onError: [String: OnError]
    /// The sets that are taken from this partner, nil for any.
    public var acceptedSets: Set<String>?
    /// What happens when GE01 differs from the sets counted: the group is rejected, or taken with an error noted.
    public var onGroupCount: OnError
    /// Elements whose code lists are not enforced, by number, as `355`.
    public var openCodeLists: Set<String>
    /// How strictly each family of rules is held.
    public var levels: ValidationLevels
    /// What is said of every set of a kind, by set identifier.
    public var remarks: [String: SetRemark] = [:]

    /// Any error rejects its set; every set of the dictionary is taken.
    public static let strict = ValidationPolicy()

    /// Creates a policy.
    public init(
        onError: [String: OnError] = [:], acceptedSets: Set<String>? = nil,
        onGroupCount: OnError = .rejectSet, openCodeLists: Set<String> = [],
        levels: ValidationLevels = .standard
    ) {
        self.onError = onError
        self.acceptedSets = acceptedSets
        self.onGroupCount = onGroupCount
        self.openCodeLists = openCodeLists
        self.levels = levels
    }
}
