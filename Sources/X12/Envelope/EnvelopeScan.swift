struct EnvelopeScan: ~Copyable {
    init(feed: ByteFeed, limits: Limits) {}
    mutating func run() throws -> FileOutline {
        FileOutline(interchanges: [], findings: [], suppressedFindings: 0, byteCount: 0, looksLikeX12: false)
    }
}
