/// What an agreement says of every set of a kind, whatever is in it: that it was agreed in another version.
public struct SetRemark: Sendable, Hashable {
    /// How bad it is; an error refuses the set, AK502 1.
    public var severity: Finding.Severity
    /// What came.
    public var found: String
    /// What was agreed.
    public var expected: String
    /// What is wrong, as a sentence.
    public var message: String
    /// What to do about it, as a sentence.
    public var fix: String

    /// Creates a remark.
    public init(severity: Finding.Severity, found: String, expected: String, message: String, fix: String) {
        self.severity = severity
        self.found = found
        self.expected = expected
        self.message = message
        self.fix = fix
    }
}
