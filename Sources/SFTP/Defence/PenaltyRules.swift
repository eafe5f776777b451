/// How failures of a source add up, and how long it is kept out for them.
///
/// Two measures run side by side. **Points** add up to a ban of half an hour and more. **Penalties** are seconds: once
/// they reach ``leastPenaltySeconds`` the source waits until they have passed; they stop a fast guesser long before it
/// has the points.
///
/// Source: points and bans as SFTPGo's defender, penalties as OpenSSH's `PerSourcePenalties`.
public struct PenaltyRules: Sendable, Equatable {
    /// Points at which a source is banned.
    public var threshold = 15.0
    /// Points for a refused login under a name nobody has.
    public var unknownLogin = 2.0
    /// Points for a refused login under a name somebody has.
    public var knownLogin = 1.0
    /// Points for more connections at once than a source may have, of which one at least is a client's.
    public var limitBreach = 3.0
    /// The time in which a full score is forgotten.
    public var windowSeconds = 1_800.0
    /// How long the first ban lasts.
    public var banSeconds = 1_800.0
    /// What each further ban lasts, as a multiple of the one before.
    public var banGrowth = 1.5
    /// How long a ban lasts at most.
    public var longestBanSeconds = 86_400.0
    /// The time after a ban in which the next one counts as a repeat.
    public var repeatSeconds = 86_400.0
    /// Penalty for a refused login.
    public var failureSeconds = 5.0
    /// Penalty for staying without a login until the time is over.
    public var graceSeconds = 10.0
    /// Penalties below this keep nobody out.
    public var leastPenaltySeconds = 15.0
    /// Penalties do not add up beyond this.
    public var longestPenaltySeconds = 600.0
    /// The time for which a login makes its source a known one.
    public var knownSeconds = 86_400.0
    /// Sources remembered; the oldest are forgotten first.
    public var sources = 65_536

    /// The usual rules.
    public init() {}

    /// How long the ban lasts that is the `count`th of its source.
    func duration(ofBan count: Int) -> Duration {
        var seconds = banSeconds
        for _ in 1..<max(count, 1) where seconds < longestBanSeconds { seconds *= banGrowth }
        return .seconds(min(seconds, longestBanSeconds))
    }
}
