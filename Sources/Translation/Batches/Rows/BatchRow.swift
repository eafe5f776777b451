/// One value of a row.
struct BatchCell: Sendable, Equatable {
    /// What kind of value it is.
    enum Kind: Sendable {
        /// Text, as most formats know nothing else.
        case text
        /// A number of JSON, whose decimal mark is always the point.
        case number
        /// The row ends before it.
        case missing
    }

    /// The value without white space around it; empty when there is none.
    var text: String
    var kind = Kind.text

    static let empty = BatchCell(text: "")
    static let missing = BatchCell(text: "", kind: .missing)
}

/// A row of a batch file: a cell for each column of the agreement, or why it has none.
struct BatchRow: Sendable {
    /// The line of the file it begins in, from 1.
    let line: Int
    /// Its cells, in the order of the agreement's columns.
    var cells: [BatchCell] = []
    /// What is wrong with the row as such.
    var fault: BatchFault?
}

/// Where the columns of an agreement were found in a file.
struct FoundColumns: Sendable {
    /// One column.
    struct Place: Sendable {
        /// What the file calls it.
        var heading: String?
        /// From 1; `nil` where columns have no numbers.
        var column: Int?
        /// Its path; `nil` where columns have none.
        var path: String?
    }

    /// The columns of the agreement, in its order.
    var agreed: [Place] = []
    /// What else the file has.
    var unused: [Place] = []

    /// The most places without use that are remembered.
    static let unusedMaximum = 100
}

/// Reads the rows of a file from its first to its last, in memory that does not grow with the file.
protocol RowSource {
    /// Gives the rows one after the other.
    ///
    /// Throws ``BatchError`` when the file as a whole cannot be read, and what `take` or the disk throws.
    mutating func read(_ take: (BatchRow) throws -> Void) throws

    /// Where the columns were found; complete when the file was read.
    var found: FoundColumns { get }
}

/// What rows may measure, whatever their format.
enum RowLimits {
    /// The longest row, in bytes.
    static let rowBytes = 1 << 20
    /// The most cells of a row.
    static let cells = 1_000
    /// The longest value, in bytes.
    static let cellBytes = 64 << 10
    /// The most bytes of the values of one record of JSON or XML.
    static let recordBytes = 16 << 20
    /// The most rows that one record of JSON or XML becomes.
    static let linesPerRecord = 20_000
    /// How deep JSON and XML nest.
    static let depth = 64
}
