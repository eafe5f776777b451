/// Which uploads are taken, and when one is whole.
public struct UploadRules: Sendable, Hashable {
    /// What happens when a name comes a second time.
    public enum SameName: String, Sendable, Hashable, CaseIterable {
        /// Both are arrivals of their own.
        case keepBoth = "keep-both"
        /// The second is refused at the door.
        case refuse
    }

    /// What shows that a file came whole.
    public enum Proof: String, Sendable, Hashable, CaseIterable {
        /// Every interchange has its IEA.
        case x12Envelope = "x12-envelope"
        /// The last line is the trailer that the batch agreement names.
        case trailer
        /// Nothing: a file is whole when it is closed.
        case none
    }

    /// The names that are taken.
    public let accept: [NamePattern]
    /// The largest file that is taken.
    public let maximumFileBytes: Int
    /// What happens when a name comes a second time.
    public let sameName: SameName
    /// What shows that a file came whole.
    public let proof: Proof
    /// How long an incomplete file waits for its resend before a person is told.
    public let waitFor: Duration
    /// How long a file stays in sight after its upload.
    public let keepVisible: Duration

    /// The rules that apply when a profile gives none.
    public static let standard = UploadRules(
        accept: [], maximumFileBytes: 100 << 20, sameName: .keepBoth, proof: .x12Envelope,
        waitFor: .seconds(15 * 60), keepVisible: .seconds(5 * 60))

    /// Whether a file of this name is taken.
    ///
    /// Upper and lower case are the same; no patterns means every name.
    public func accepts(name: String) -> Bool {
        accept.isEmpty || accept.contains { $0.matches(name) }
    }

    /// Whether the name marks a file that its client is still writing and will rename.
    public func isTemporary(name: String) -> Bool {
        let lowered = name.lowercased()
        return lowered.hasPrefix(".") || lowered.hasSuffix("~")
            || Self.temporaryEndings.contains { lowered.hasSuffix($0) }
    }

    /// The endings of names that are still being written: WinSCP, lftp and FileZilla, browsers' and scripts'
    /// habits.
    public static let temporaryEndings = [".filepart", ".part", ".tmp", ".partial", ".uploading"]
}
