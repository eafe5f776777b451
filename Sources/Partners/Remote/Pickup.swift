extension RemoteSection {
    /// A folder on the server that we take files from; folders below it are not looked into.
    public struct Pickup: Sendable, Hashable {
        /// In which order files are taken.
        public enum Order: String, Sendable, Hashable, CaseIterable {
            /// By name.
            case name
            /// The oldest first, equal times by name.
            case time
            /// The smallest first, equal sizes by name.
            case size
        }

        /// What becomes of a file at the server once we hold it.
        public enum Afterwards: Sendable, Hashable {
            /// It is moved to a folder.
            case move(to: String)
            /// It gets another name in its folder.
            case rename(to: FileNameTemplate)
            /// It is deleted.
            case delete
            /// It stays; our ledger remembers it.
            case leave
        }

        /// What shows that a file is whole; all of it must hold.
        public struct Readiness: Sendable, Hashable {
            /// How long size and time must have stood still, by our own looking; zero does not ask.
            public let stableFor: Duration
            /// How long the file must be known to us; zero does not ask.
            public let minimumAge: Duration
            /// The name of the file that must lie beside it; `nil` does not ask.
            ///
            /// Such files are no files to be taken themselves.
            public let doneFile: FileNameTemplate?
            /// The partner writes under other names and renames: what matches is whole.
            public let isRenamed: Bool

            /// What applies when a profile gives nothing.
            public static let standard = Readiness(
                stableFor: .seconds(30), minimumAge: .zero, doneFile: nil, isRenamed: false)
        }

        /// The folder.
        public let path: String
        /// The names that are taken.
        public let match: [NamePattern]
        /// The names that are passed over.
        public let ignore: [NamePattern]
        /// What shows that a file is whole.
        public let ready: Readiness
        /// In which order files are taken.
        public let order: Order
        /// The largest file that is taken, in bytes.
        public let maximumFileBytes: Int
        /// The most files of one visit.
        public let maximumFiles: Int
        /// The most bytes of one visit.
        public let maximumBytes: Int
        /// What becomes of a file once we hold it.
        public let afterwards: Afterwards

        /// The largest file when a profile gives none.
        static let usualFileBytes = 100 << 20
        /// The most files of a visit when a profile gives none.
        static let usualFiles = 1_000
        /// The most bytes of a visit when a profile gives none.
        static let usualBytes = 2 << 30

        /// Whether a name is one that is taken here, by `match` and `ignore`.
        public func takes(name: String) -> Bool {
            match.contains { $0.matches(name) } && !ignore.contains { $0.matches(name) }
        }
    }
}
