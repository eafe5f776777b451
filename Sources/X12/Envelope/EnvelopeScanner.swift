/// The first pass over a file: its interchanges and groups, without any grammar.
public enum EnvelopeScanner {
    /// Reads a file from front to end and outlines it.
    ///
    /// Memory is the window and the outline; content is not kept. What is wrong with the data is a finding.
    ///
    /// - Throws: only what the source throws.
    public static func scan<Source: ByteSource & ~Copyable>(
        _ source: consuming Source, limits: Limits = .standard
    ) throws -> FileOutline {
        var scan = EnvelopeScan(feed: FeedOf(source), limits: limits)
        return try scan.run()
    }
}
