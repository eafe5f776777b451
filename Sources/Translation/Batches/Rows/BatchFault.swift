/// What is wrong with one row of a batch file, and how to put it right.
public struct BatchFault: Sendable, Hashable, Codable {
    /// The line of the file the row begins in, from 1.
    public let line: Int
    /// The column, from 1; absent when the fault is of the row as a whole, or columns have no numbers.
    public let column: Int?
    /// The column's heading.
    public let heading: String?
    /// The value's path; only in formats that have paths.
    public let path: String?
    /// What was found there, at most 80 characters.
    public let found: String?
    /// What is wrong, in a sentence.
    public let message: String
    /// What the sender can do.
    public let fix: String

    /// Describes a fault; what was found is cut.
    public init(
        line: Int, column: Int? = nil, heading: String? = nil, path: String? = nil, found: String? = nil,
        message: String, fix: String,
    ) {
        self.line = line
        self.column = column
        self.heading = heading
        self.path = path
        self.found = found.map { String($0.prefix(80)) }
        self.message = message
        self.fix = fix
    }
}
