/// The second pass: one functional group, its sets validated one by one.
///
/// Give it the bytes of exactly the group (``GroupOutline/bytes``), then call ``next()`` until it returns
/// nil, then ``finish()``. Memory is the window and one set. Blocks where its source blocks.
public struct GroupReader<Source: ByteSource & ~Copyable>: ~Copyable {
    private var reading: GroupReading

    /// Prepares to read a group.
    ///
    /// - Parameters:
    ///   - source: the bytes of the group, GS to GE.
    ///   - group: the group as the first pass saw it.
    ///   - interchange: the interchange around it.
    ///   - library: the dictionaries to validate with.
    ///   - policy: what the partner's agreement says of errors.
    ///   - limits: how much the group may cost.
    ///   - keepsContent: whether results carry the content of their sets; without it memory does not grow with
    ///     the size of a set.
    public init(
        _ source: consuming Source, group: GroupOutline, in interchange: InterchangeOutline,
        library: GrammarLibrary = .standard, policy: ValidationPolicy = .strict, limits: Limits = .standard,
        keepsContent: Bool = true
    ) {
        reading = GroupReading(
            feed: FeedOf(source), group: group, interchange: interchange, library: library, policy: policy,
            limits: limits, keepsContent: keepsContent)
    }

    /// The next transaction set, validated; nil after the last.
    ///
    /// - Throws: only what the source throws.
    public mutating func next() throws -> SetResult? {
        try reading.next()
    }

    /// The verdict on the group, after the last set.
    public consuming func finish() -> GroupVerdict {
        reading.verdict()
    }
}
