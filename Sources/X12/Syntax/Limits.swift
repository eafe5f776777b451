/// How much of anything one file may cost us.
public struct Limits: Sendable, Hashable {
    /// The longest element that is read.
    public var maximumElementBytes = 64 * 1024
    /// The longest segment that is read; a longer one is skipped up to its terminator.
    public var maximumSegmentBytes = 1024 * 1024
    /// The largest transaction set that is kept as a tree; a larger one is validated and rejected.
    public var maximumSetBytes = 256 * 1024 * 1024
    /// Interchanges of one file that are looked at.
    public var maximumInterchanges = 10_000
    /// Groups, and TA1s, of one interchange that are looked at; with more it is rejected.
    public var maximumGroups = 10_000
    /// Groups of all interchanges of a file together, and TA1s, that are looked at.
    public var maximumFileGroups = 50_000
    /// Findings that are kept, of a file, an interchange and a set each; the rest is counted.
    public var maximumFindings = 1_000
    /// Findings about all interchanges of a file together that are kept; the rest is counted.
    public var maximumFileFindings = 20_000
    /// Control numbers of one group, and HL numbers of one set, that are remembered one by one to find
    /// repeated ones; numbers that count upward are remembered without limit.
    public var maximumRemembered = 250_000

    /// The limits used where nothing else is said.
    public static let standard = Limits()

    /// Creates the standard limits, to be changed.
    public init() {}
}
