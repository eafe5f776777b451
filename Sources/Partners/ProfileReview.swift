/// What a look at the whole profile folder gave: every fault, and the directory if it can be used.
public struct ProfileReview: Sendable {
    /// All faults of all files, sorted by file, line and column.
    public let faults: [ProfileFault]
    /// The directory; `nil` when any fault is an error.
    public let directory: PartnerDirectory?

    init(faults: [ProfileFault], directory: PartnerDirectory?) {
        let unique = Set(faults)
        self.faults = unique.sorted {
            ($0.file, $0.line, $0.column, $0.path, $0.message) < (
                $1.file, $1.line, $1.column, $1.path, $1.message
            )
        }
        self.directory = unique.contains { $0.severity == .error } ? nil : directory
    }
}
