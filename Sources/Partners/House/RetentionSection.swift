/// How long what came and went is kept; without a time it is kept for ever.
public struct RetentionSection: Sendable, Hashable {
    /// The shortest time that can be agreed: duplicates are known for as long.
    public static let shortest = Duration.seconds(90 * 86_400)

    /// For files with all that was read in them, from their end on; the audit trail keeps that they were there.
    public let files: Duration?
    /// For events that every sink has.
    public let events: Duration?
    /// The partners of whom nothing is removed, because of a legal hold.
    public let hold: Set<String>

    /// Everything is kept for ever.
    public static let standard = RetentionSection(files: nil, events: nil, hold: [])
}
