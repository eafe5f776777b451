/// What making, verifying or restoring a backup gave.
public struct BackupReport: Sendable, Codable, Equatable {
    /// The snapshot it is about.
    public var snapshot: String
    /// The last entry of the audit trail in it.
    public var entry: Int64
    /// Archived files that it names.
    public var files: Int
    /// Those that were copied this time.
    public var copied: Int
    /// What is wrong with it; none when all is well.
    public var faults: [String]

    init(snapshot: String, entry: Int64 = 0, files: Int = 0, copied: Int = 0, faults: [String] = []) {
        self.snapshot = snapshot
        self.entry = entry
        self.files = files
        self.copied = copied
        self.faults = faults
    }
}
