/// Where the values of records lie in JSON or XML.
struct RecordLayout: Sendable {
    /// The path of the records; `nil` for the elements of the top.
    var rows: String?
    /// The path, within a record, of what becomes a row of its own; `nil` when a record is a row.
    var lines: String?
    /// The path of each column within a record, or behind ``lines``; `nil` for one that the file does not have.
    var columns: [String?] = []
}

/// Makes rows of the values of records, as they come with their paths.
///
/// A record is held until its end, for what belongs to all of its rows may stand behind them.
struct RecordBuilder {
    private struct Line {
        let line: Int
        var cells: [BatchCell]
        var fault: BatchFault?
    }

    private let layout: RecordLayout
    private let separator: Character
    private let columnsByPath: [String: [Int]]
    private let isOfLine: [Bool]
    private var path = ""
    private var lengths: [Int] = []
    private var record: Line?
    private var lines: [Line] = []
    /// Whether a line is open, so that values belong to it.
    private var isInLine = false
    private var byteCount = 0
    private var unused: Set<String> = []

    /// `separator`: what stands between the names of a path.
    init(_ layout: RecordLayout, separator: Character) {
        self.layout = layout
        self.separator = separator
        var columns: [String: [Int]] = [:]
        for (index, path) in layout.columns.enumerated() {
            if let path { columns[path, default: []].append(index) }
        }
        columnsByPath = columns
        isOfLine = layout.columns.map { path in
            guard let path, let lines = layout.lines else { return false }
            return path == lines || path.hasPrefix("\(lines)\(separator)")
        }
    }

    /// Whether values that come now belong to a record.
    var isInRecord: Bool { record != nil }

    /// Where the columns are, and what else was seen.
    var found: FoundColumns {
        FoundColumns(
            agreed: layout.columns.map { FoundColumns.Place(path: $0) },
            unused: unused.sorted().map { FoundColumns.Place(path: $0) })
    }

    mutating func beginRecord(line: Int) {
        record = Line(line: line, cells: emptyCells)
        lines.removeAll(keepingCapacity: true)
        byteCount = 0
        path = ""
        lengths.removeAll(keepingCapacity: true)
    }

    /// Goes down to what has a name in the record.
    mutating func enter(_ name: String) {
        lengths.append(path.utf8.count)
        if !path.isEmpty { path.append(separator) }
        path += name
    }

    /// Goes up again.
    mutating func leave() {
        guard let length = lengths.popLast() else { return }
        path = String(decoding: path.utf8.prefix(length), as: UTF8.self)
    }

    /// An object or element begins at the present path.
    mutating func beginElement(line: Int) {
        guard let wanted = layout.lines, wanted == path, !isInLine else { return }
        guard lines.count < RowLimits.linesPerRecord else {
            return complain(
                line, "The record has more than \(RowLimits.linesPerRecord) rows.", "Send it in parts.")
        }
        lines.append(Line(line: line, cells: emptyCells))
        isInLine = true
    }

    /// The object or element at the present path ends.
    mutating func endElement() {
        if layout.lines == path { isInLine = false }
    }

    /// A value at the present path.
    mutating func value(_ text: String, _ kind: BatchCell.Kind, line: Int) {
        guard let columns = columnsByPath[path] else {
            if !path.isEmpty, unused.count < FoundColumns.unusedMaximum { unused.insert(path) }
            return
        }
        byteCount += text.utf8.count
        guard byteCount <= RowLimits.recordBytes else {
            return complain(
                line, "The values of the record have more than \(RowLimits.recordBytes) bytes.",
                "Send it in parts.")
        }
        let cell = BatchCell(text: CellText.trimmed(text), kind: kind)
        if cell.text.isEmpty { return }
        for column in columns { put(cell, column, line) }
    }

    private mutating func put(_ cell: BatchCell, _ column: Int, _ line: Int) {
        let place = isOfLine[column] && isInLine ? lines.count - 1 : nil
        let before = place.map { lines[$0].cells[column] } ?? record?.cells[column]
        guard before == .empty else {
            let fault = BatchFault(
                line: line, path: path, found: cell.text, message: "The value stands twice.",
                fix: "Send it once.")
            if let place { lines[place].fault = lines[place].fault ?? fault }
            if place == nil, record?.fault == nil { record?.fault = fault }
            return
        }
        if let place { lines[place].cells[column] = cell } else { record?.cells[column] = cell }
    }

    private mutating func complain(_ line: Int, _ message: String, _ fix: String) {
        guard record?.fault == nil else { return }
        record?.fault = BatchFault(line: line, path: path, message: message, fix: fix)
    }

    /// Gives the rows of the record; a record without lines is one row.
    mutating func endRecord(_ take: (BatchRow) throws -> Void) throws {
        guard let record else { return }
        self.record = nil
        isInLine = false
        if lines.isEmpty {
            return try take(BatchRow(line: record.line, cells: record.cells, fault: record.fault))
        }
        for line in lines {
            var cells = line.cells
            for (column, isOfLine) in isOfLine.enumerated() where !isOfLine {
                cells[column] = record.cells[column]
            }
            try take(BatchRow(line: line.line, cells: cells, fault: record.fault ?? line.fault))
        }
    }

    private var emptyCells: [BatchCell] { Array(repeating: .empty, count: layout.columns.count) }
}
