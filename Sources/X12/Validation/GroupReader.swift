/// The second pass: one functional group, its sets validated one by one.
///
/// Give it the bytes of exactly the group (``GroupOutline/bytes``), then call ``next()`` until it returns
/// nil, then ``finish()``. Memory is the window and one set. Blocks where its source blocks.
public struct GroupReader<Source: ByteSource & ~Copyable>: ~Copyable {
    private var reading: GroupReading

    /// Prepares to read a group.
    public init(
        _ source: consuming Source, group: GroupOutline, in interchange: InterchangeOutline,
        library: GrammarLibrary = .standard, policy: ValidationPolicy = .strict, limits: Limits = .standard
    ) {
        reading = GroupReading(
            feed: FeedOf(source), group: group, interchange: interchange, library: library, policy: policy,
            limits: limits)
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
