/// What AK501 says of a transaction set.
public enum SetStatus: String, Sendable, Hashable, Codable {
    /// No error.
    case accepted
    /// Errors were noted, the set is processed.
    case acceptedWithErrors
    /// The set is not processed.
    case rejected

    /// The code of AK501.
    public var code: String {
        switch self {
        case .accepted: "A"
        case .acceptedWithErrors: "E"
        case .rejected: "R"
        }
    }
}

/// What AK901 says of a functional group.
public enum GroupStatus: String, Sendable, Hashable, Codable {
    /// Every set is accepted.
    case accepted
    /// No set is rejected, at least one has errors, or the group has.
    case acceptedWithErrors
    /// At least one set is rejected and at least one is not.
    case partiallyAccepted
    /// Every set, or the group itself, is rejected.
    case rejected

    /// The code of AK901.
    public var code: String {
        switch self {
        case .accepted: "A"
        case .acceptedWithErrors: "E"
        case .partiallyAccepted: "P"
        case .rejected: "R"
        }
    }
}

/// What was found of one transaction set, and what follows from it.
public struct SetVerdict: Sendable {
    /// The answer of AK501.
    public var status: SetStatus
    /// The codes of AK502 to AK506.
    public var codes: [String]
    /// Everything found, in the order of the bytes.
    public var findings: [Finding]
    /// How many findings more there were than the limit keeps.
    public var suppressed: Int
    /// The segments counted, ST and SE among them.
    public var segmentCount: Int

    /// Creates a verdict.
    public init(
        status: SetStatus, codes: [String], findings: [Finding], suppressed: Int, segmentCount: Int
    ) {
        self.status = status
        self.codes = codes
        self.findings = findings
        self.suppressed = suppressed
        self.segmentCount = segmentCount
    }
}

/// One transaction set of a group, read and validated.
public struct SetResult: Sendable {
    /// Its place in the group, from 1.
    public var ordinal: Int
    /// ST01, as `856`.
    public var setID: String
    /// ST02.
    public var controlNumber: String
    /// ST03, when given.
    public var implementation: String?
    /// Its bytes in the file, ST to the terminator of SE.
    public var bytes: Range<Int>
    /// What was found.
    public var verdict: SetVerdict
    /// Its content, nil when it is rejected.
    public var content: TransactionSet?
}

/// What was found of a whole group, the answer of AK9.
public struct GroupVerdict: Sendable {
    /// The answer of AK901.
    public var status: GroupStatus
    /// The codes of AK905 to AK909.
    public var codes: [String]
    /// AK902: the sets claimed in GE01, or counted where GE01 is missing.
    public var claimed: Int
    /// AK903: the sets counted.
    public var received: Int
    /// AK904: the sets accepted, with or without errors.
    public var accepted: Int
    /// What is wrong with the group itself.
    public var findings: [Finding]
}
