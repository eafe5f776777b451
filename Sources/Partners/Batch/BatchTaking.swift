extension BatchAgreement {
    /// How a file that comes in is read, and when it is whole.
    public struct Taking: Sendable, Hashable {
        /// How characters are written.
        public enum Encoding: String, Sendable, Hashable, CaseIterable {
            /// What a byte order mark says; without one UTF-8 when all of the file is, else Latin-1.
            case auto
            /// UTF-8.
            case utf8 = "utf-8"
            /// Latin-1, with the signs that Windows-1252 adds.
            case latin1 = "latin-1"
            /// UTF-16, the lower byte first unless a byte order mark says otherwise.
            case utf16 = "utf-16"
        }

        /// Which character stands before decimals.
        public enum DecimalMark: String, Sendable, Hashable, CaseIterable {
            /// The point; in files whose columns are separated by semicolons a comma.
            case auto
            /// The point; commas may stand between thousands.
            case point
            /// The comma; points may stand between thousands.
            case comma
        }

        /// What places in fixed width lines are counted in.
        public enum Unit: String, Sendable, Hashable, CaseIterable {
            /// Unicode scalars: what an editor shows as a column, for the letters of Europe.
            case characters
            /// Bytes of the file.
            case bytes
        }

        /// What becomes of rows that cannot be taken.
        public enum OnFault: String, Sendable, Hashable, CaseIterable {
            /// They are left out, all others are taken.
            case skipRow = "skip-row"
            /// The documents they belong to are left out, all others are taken.
            case skipDocument = "skip-document"
            /// Nothing of the file is taken.
            case refuseFile = "refuse-file"
        }

        /// A line that ends a file, known by how it begins.
        public struct TrailerLine: Sendable, Hashable {
            /// What the line begins with.
            public let prefix: String
            /// Where it says how many rows came before it; it may not say.
            public let count: BatchColumn.Place?
        }

        /// Two kinds of lines, told apart by a word in them: one that begins a document, and those within it.
        public struct Records: Sendable, Hashable {
            /// Where the word stands.
            public let place: BatchColumn.Place
            /// The word of a line that begins a document.
            public let header: String
            /// The word of a line within it.
            public let detail: String
        }

        /// How characters are written.
        public var encoding = Encoding.auto
        /// The byte between the columns of CSV; `nil` when the file is to show it.
        public var separator: UInt8?
        /// Which character stands before decimals.
        public var decimal = DecimalMark.auto
        /// How days are written, as `dd.MM.yyyy`; `nil` for every way that cannot be mistaken.
        public var dates: String?
        /// The path of the records in JSON (`data.items`) or XML (`orders/order`); `nil` for the top.
        public var rows: String?
        /// The path, within a record, of what becomes a row of its own.
        public var lines: String?
        /// What places in fixed width lines are counted in.
        public var unit = Unit.characters
        /// How long every fixed width line is, in ``unit``.
        public var lineLength: Int?
        /// How many lines before the rows, or before the heading, say nothing.
        public var skipLines = 0
        /// The kinds of lines, where a file has two.
        public var records: Records?
        /// The line that ends the file.
        public var trailerLine: TrailerLine?
        /// The name of the empty file that says the file is whole; `{name}` is the file's own.
        public var doneFile: String?
        /// How long nothing newer must have come under the name before the file counts as whole.
        public var quiet: Duration?
        /// What becomes of rows that cannot be taken; `nil` for what suits the document.
        public var onFault: OnFault?

        /// What holds when a profile says nothing.
        public init() {}

        /// The done-file's name for a file; `nil` when none is agreed.
        public func doneFile(for name: String) -> String? {
            doneFile?.replacing("{name}", with: name)
        }
    }
}

extension BatchColumn {
    /// What is done to a value before it is read.
    public struct Rule: Sendable, Hashable {
        /// Holds for all rows: the file has no such column.
        public var constant: String?
        /// What the file's words stand for, under `*` all others; empty when values stand for themselves.
        public var map: [String: String] = [:]
        /// How days are written, as `dd.MM.yyyy`.
        public var format: String?
        /// Which character stands before decimals.
        public var decimal: BatchAgreement.Taking.DecimalMark?

        /// Values as they are.
        public init() {}
    }
}
