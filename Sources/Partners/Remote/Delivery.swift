extension RemoteSection {
    /// Where and under what name we put files.
    public struct Delivery: Sendable, Hashable {
        /// How we make sure that a file arrived.
        public enum Verification: String, Sendable, Hashable, CaseIterable {
            /// The server tells the size of what it holds.
            case stat
            /// The server tells a digest of what it holds, or gives the file back.
            case hash
            /// Not at all: the server lets us only write.
            case nothing = "none"
        }

        /// The folder.
        public let path: String
        /// The name while it is being written; `nil` writes under the final name (servers without rename).
        public let temporary: FileNameTemplate?
        /// The final name.
        public let fileName: FileNameTemplate
        /// How we make sure that a file arrived.
        public let verification: Verification
        /// Why it cannot be verified; there when ``verification`` is ``Verification/nothing``.
        public let unverifiedReason: String?
        /// Whether the server is asked to put the file on disk before it is renamed, where it can.
        public let isSynchronized: Bool
        /// Whether a file of the final name may be replaced.
        public let isReplacing: Bool

        /// Whether files get their final name by a rename.
        public var isRenaming: Bool { temporary != nil }
    }
}
