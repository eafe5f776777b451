struct GroupReading: ~Copyable {
    init(
        feed: ByteFeed, group: GroupOutline, interchange: InterchangeOutline, library: GrammarLibrary,
        policy: ValidationPolicy, limits: Limits
    ) {}
    mutating func next() throws -> SetResult? { nil }
    func verdict() -> GroupVerdict {
        GroupVerdict(status: .accepted, codes: [], claimed: 0, received: 0, accepted: 0, findings: [])
    }
}
