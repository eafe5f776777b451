/// The two kinds of lines of a file: one that begins a document, and those within it.
struct RecordTypes: Sendable {
    /// What a line is.
    enum Kind: Sendable {
        /// A row of its own: the file has but one kind of line.
        case row
        /// It begins a document.
        case header
        /// It is within the document begun last.
        case detail
    }

    /// The word of a line that begins a document.
    var header: String
    /// The word of a line within it.
    var detail: String
    /// Of each column of the agreement, whether it stands in the lines that begin documents.
    var isOfHeader: [Bool]

    /// The kind of a line with a word; `nil` when the word is none of the two.
    func kind(of word: String) -> Kind? {
        word == header ? .header : word == detail ? .detail : nil
    }

    /// A line whose word was not agreed.
    func unknown(_ word: String, line: Int) -> BatchFault {
        BatchFault(
            line: line, found: word, message: "The line is of no kind that was agreed.",
            fix: "Begin documents with '\(header)' lines and send what is in them as '\(detail)' lines.")
    }
}

/// Makes one row of each line within a document and the line that began it.
///
/// A line that begins a document and has none behind it is a row by itself.
struct RecordJoin {
    private enum State {
        /// No document was begun.
        case none
        /// The line that begins a document was read, and no line within it.
        case begun
        case within
        /// The line that begins the document cannot be read.
        case unreadable(line: Int)
    }

    private let types: RecordTypes?
    private var state = State.none
    private var header = BatchRow()
    private var joined = BatchRow()

    /// `types`: `nil` where each line is a row.
    init(_ types: RecordTypes?) {
        self.types = types
    }

    /// Takes a line as a row of its columns, the others left empty.
    mutating func pass(_ row: BatchRow, _ take: (BatchRow) throws -> Void) throws {
        guard let types else { return try take(row) }
        switch row.record {
        case .row:
            // Nobody knows what the line was: it may have begun the document of the lines behind it.
            try finish(take)
            state = .unreadable(line: row.line)
            try take(row)
        case .header:
            try finish(take)
            if row.fault != nil {
                state = .unreadable(line: row.line)
                return try take(row)
            }
            header = row
            state = .begun
        case .detail: try join(row, types, take)
        }
    }

    /// Gives the last document's beginning when nothing is within it.
    mutating func finish(_ take: (BatchRow) throws -> Void) throws {
        guard case .begun = state else { return }
        state = .within
        header.beginsDocument = true
        try take(header)
    }

    private mutating func join(
        _ row: BatchRow, _ types: RecordTypes, _ take: (BatchRow) throws -> Void
    ) throws {
        let isFirst: Bool
        switch state {
        case .none: return try take(lost(row, "No '\(types.header)' line stands before this one."))
        case .unreadable(let line):
            return try take(lost(row, "The line that begins its document cannot be read, line \(line)."))
        case .begun: isFirst = true
        case .within: isFirst = false
        }
        state = .within
        joined.begin(line: row.line)
        joined.fault = row.fault
        joined.beginsDocument = isFirst
        joined.headerLine = header.line
        // Of a line that cannot be read it is known at least which document it is within.
        for (column, isOfHeader) in types.isOfHeader.enumerated() {
            if isOfHeader {
                joined.append(column, of: header)
            } else if row.fault == nil {
                joined.append(column, of: row)
            } else {
                joined.appendEmpty()
            }
        }
        try take(joined)
    }

    private func lost(_ row: BatchRow, _ message: String) -> BatchRow {
        guard row.fault == nil else { return row }
        return BatchRow(
            line: row.line,
            fault: BatchFault(
                line: row.line, message: message, fix: "Send each document with the line that begins it."))
    }
}
