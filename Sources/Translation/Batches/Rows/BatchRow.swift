/// One value of a row: where its bytes are among the row's.
struct BatchCell: Sendable {
    /// What kind of value it is.
    enum Kind: Sendable {
        /// Text, as most formats know nothing else.
        case text
        /// A number of JSON, whose decimal mark is always the point.
        case number
        /// The row ends before it.
        case missing
    }

    fileprivate(set) var start = 0
    /// How many bytes it has; none when there is no value.
    fileprivate(set) var count = 0
    fileprivate(set) var kind = Kind.text

    /// No value.
    static let empty = BatchCell()
}

/// A row of a batch file: a cell for each column of the agreement, or why it has none.
///
/// All values stand one behind the other in one run of bytes, and a source fills the same row again and again:
/// who keeps a row beyond the call that gave it copies it by that.
struct BatchRow: Sendable {
    /// The line of the file it begins in, from 1.
    private(set) var line: Int
    /// Its cells, in the order of the agreement's columns.
    private(set) var cells: [BatchCell] = []
    /// What is wrong with the row as such.
    var fault: BatchFault?
    /// Which kind of line it was.
    var record = RecordTypes.Kind.row
    /// Whether it is the first of a document that a line of its own began.
    var beginsDocument = false
    /// The line that began the document, where that is another one.
    var headerLine: Int?
    private var bytes: [UInt8] = []

    init(line: Int = 0, fault: BatchFault? = nil) {
        self.line = line
        self.fault = fault
    }

    /// Forgets everything, and begins with a row of another line.
    mutating func begin(line: Int) {
        self.line = line
        cells.removeAll(keepingCapacity: true)
        bytes.removeAll(keepingCapacity: true)
        if fault != nil { fault = nil }
        record = .row
        beginsDocument = false
        headerLine = nil
    }

    /// The value of a cell, without white space around it; empty when there is none.
    func text(_ index: Int) -> String {
        withBytes { String(decoding: $0(cells[index]), as: UTF8.self) }
    }

    /// Gives a function the bytes of cells, valid while it runs.
    @inline(__always)
    func withBytes<Result>(_ body: ((BatchCell) -> UnsafeBufferPointer<UInt8>) -> Result) -> Result {
        bytes.withUnsafeBufferPointer { bytes in
            body { UnsafeBufferPointer(rebasing: bytes[$0.start..<$0.start + $0.count]) }
        }
    }

    // MARK: Filling

    /// Adds a cell without a value.
    mutating func appendEmpty(_ kind: BatchCell.Kind = .text) {
        cells.append(BatchCell(kind: kind))
    }

    /// Adds a cell of bytes that are UTF-8, white space around them left out.
    @inline(__always)
    mutating func append(_ text: UnsafeBufferPointer<UInt8>, _ kind: BatchCell.Kind = .text) {
        let start = bytes.count
        CellText.appendTrimmed(text, to: &bytes)
        cells.append(BatchCell(start: start, count: bytes.count - start, kind: kind))
    }

    /// Adds the cell of another row.
    mutating func append(_ index: Int, of other: BatchRow) {
        var cell = other.cells[index]
        let start = bytes.count
        bytes.append(contentsOf: other.bytes[cell.start..<cell.start + cell.count])
        cell.start = start
        cells.append(cell)
    }
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
