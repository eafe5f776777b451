/// What was met and done while a file was written anew.
public struct WritingReport: Sendable, Hashable {
    /// The interchanges met.
    public var interchanges = 0
    /// The segments met, the ISAs not counted.
    public var segments = 0
    /// Tolerances used and faults met on the way, up to the limit; a file may have many more, which only
    /// validation finds.
    public var findings: [Finding] = []
    /// How many findings more there were.
    public var suppressedFindings = 0
    /// The first bytes that were replaced because they separate, with their places.
    public var replacements: [WriteError] = []
    /// How many bytes were replaced in all.
    public var replacementCount = 0

    /// Creates a report of nothing.
    public init() {}

    mutating func add(_ finding: Finding, _ limits: Limits) {
        if findings.count < limits.maximumFindings {
            findings.append(finding)
        } else {
            suppressedFindings += 1
        }
    }

    mutating func add(_ writer: SegmentWriter) {
        replacements += writer.replacements.prefix(
            WritingRules.maximumReplacements - min(replacements.count, WritingRules.maximumReplacements))
        replacementCount += writer.replacementCount
    }
}
