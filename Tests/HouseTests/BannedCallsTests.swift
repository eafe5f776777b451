import Testing

/// What may not be called, and where it may.
@Suite struct BannedCallsTests {
    private let project = SourceTree.project

    private func offences(_ ban: BannedCalls.Ban, in rooms: Set<String>? = nil) -> [Offence] {
        project.sources.filter { rooms?.contains($0.target) ?? true }.flatMap(BannedCalls.rule(ban))
    }

    @Test func `only the command line prints`() {
        expectNone(offences(BannedCalls.printing), "prints")
    }

    @Test func `nothing is made to crash without a sentence`() {
        expectNone(offences(BannedCalls.crashing), "crashes")
        expectNone(project.sources.flatMap(BannedCalls.forceUnwrapping), "unwraps by force")
    }

    @Test func `no error is caught and dropped`() {
        expectNone(project.sources.flatMap(BannedCalls.emptyCatches), "empty catches")
    }

    @Test func `only the hall's clock and the command line read the time of day`() {
        expectNone(offences(BannedCalls.clocks), "clocks")
    }

    @Test func `only the disk is told to sync`() {
        expectNone(offences(BannedCalls.syncing), "syncs")
    }

    @Test func `no global is unsafe`() {
        expectNone(offences(BannedCalls.unsafeGlobals), "unsafe globals")
    }

    @Test func `the pure rooms wait for nothing, throw no dice and have no clock`() {
        let pure: Set<String> = ["X12", "Documents", "Partners", "Translation"]
        expectNone(offences(BannedCalls.impureCode, in: pure), "impure")
    }

    @Test func `values reach a statement as arguments`() {
        expectNone(project.sources.flatMap(StatementRules.constantSQL), "SQL built from values")
    }
}
