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
    /// The values of the record itself, or of one of its lines.
    private struct Line {
        let line: Int
        /// Where its cells begin among all of the record.
        let cells: Int
    }

    /// A value that a record holds.
    private struct Held {
        var start = 0
        var count = 0
        var kind = BatchCell.Kind.text
    }

    private let layout: RecordLayout
    private let isOfLine: [Bool]
    private var paths: RecordPaths
    private var isInRecord = false
    private var lines: [Line] = []
    /// The record's own cells, then those of its lines.
    private var cells: [Held] = []
    private var text: [UInt8] = []
    /// What is wrong with the record, and with lines by their place.
    private var recordFault: BatchFault?
    private var lineFaults: [Int: BatchFault] = [:]
    private var recordLine = 0
    /// Whether a line is open, so that values belong to it.
    private var isInLine = false
    private var byteCount = 0
    private var row = BatchRow()

    /// `separator`: what stands between the names of a path.
    init(_ layout: RecordLayout, separator: Character) {
        self.layout = layout
        paths = RecordPaths(layout, separator: separator)
        isOfLine = layout.columns.map { path in
            guard let path, let lines = layout.lines else { return false }
            return path == lines || path.hasPrefix("\(lines)\(separator)")
        }
    }

    /// Where the columns are, and what else was seen.
    var found: FoundColumns {
        FoundColumns(
            agreed: layout.columns.map { FoundColumns.Place(path: $0) },
            unused: paths.unused.sorted().map { FoundColumns.Place(path: $0) })
    }

    mutating func beginRecord(line: Int) {
        isInRecord = true
        recordLine = line
        recordFault = nil
        if !lineFaults.isEmpty { lineFaults.removeAll() }
        lines.removeAll(keepingCapacity: true)
        cells.removeAll(keepingCapacity: true)
        text.removeAll(keepingCapacity: true)
        addCells()
        byteCount = 0
        isInLine = false
        paths.begin()
    }

    /// Goes down to what has a name in the record.
    mutating func enter(_ name: UnsafeBufferPointer<UInt8>) { paths.enter(name) }

    /// Goes up again.
    mutating func leave() { paths.leave() }

    /// An object or element begins at the present path.
    mutating func beginElement(line: Int) {
        guard !isInLine, paths.isAtLines else { return }
        guard lines.count < RowLimits.linesPerRecord else {
            return complain(
                line, "The record has more than \(RowLimits.linesPerRecord) rows.", "Send it in parts.")
        }
        lines.append(Line(line: line, cells: cells.count))
        addCells()
        isInLine = true
    }

    /// The object or element at the present path ends.
    mutating func endElement() {
        if isInLine, paths.isAtLines { isInLine = false }
    }

    /// A value at the present path; its bytes are UTF-8.
    mutating func value(_ value: UnsafeBufferPointer<UInt8>, _ kind: BatchCell.Kind, line: Int) {
        guard paths.isColumn else { return paths.noteUnused() }
        byteCount += value.count
        guard byteCount <= RowLimits.recordBytes else {
            return complain(
                line, "The values of the record have more than \(RowLimits.recordBytes) bytes.",
                "Send it in parts.")
        }
        let start = text.count
        CellText.appendTrimmed(value, to: &text)
        guard text.count > start else { return }
        let held = Held(start: start, count: text.count - start, kind: kind)
        for column in paths.columns { put(held, column, line) }
    }

    private mutating func put(_ value: Held, _ column: Int, _ line: Int) {
        let place = isOfLine[column] && isInLine ? lines.count - 1 : nil
        let cell = (place.map { lines[$0].cells } ?? 0) + column
        guard cells[cell].count == 0 else {
            let found = String(decoding: text[value.start..<value.start + value.count], as: UTF8.self)
            let fault = BatchFault(
                line: line, path: paths.text, found: found, message: "The value stands twice.",
                fix: "Send it once.")
            if let place {
                lineFaults[place] = lineFaults[place] ?? fault
            } else {
                recordFault = recordFault ?? fault
            }
            return
        }
        cells[cell] = value
    }

    private mutating func complain(_ line: Int, _ message: String, _ fix: String) {
        guard isInRecord, recordFault == nil else { return }
        recordFault = BatchFault(line: line, path: paths.text, message: message, fix: fix)
    }

    /// Gives the rows of the record; a record without lines is one row.
    mutating func endRecord(_ take: (BatchRow) throws -> Void) throws {
        guard isInRecord else { return }
        isInRecord = false
        isInLine = false
        if lines.isEmpty {
            fill(line: recordLine, cells: 0, recordFault)
            return try take(row)
        }
        for (place, line) in lines.enumerated() {
            fill(line: line.line, cells: line.cells, recordFault ?? lineFaults[place])
            try take(row)
        }
    }

    private mutating func fill(line: Int, cells first: Int, _ fault: BatchFault?) {
        row.begin(line: line)
        row.fault = fault
        for (column, isOfLine) in isOfLine.enumerated() {
            let held = cells[(isOfLine ? first : 0) + column]
            guard held.count > 0 else {
                row.appendEmpty(held.kind)
                continue
            }
            text.withUnsafeBufferPointer { text in
                row.append(
                    UnsafeBufferPointer(rebasing: text[held.start..<held.start + held.count]), held.kind)
            }
        }
    }

    private mutating func addCells() {
        for _ in layout.columns { cells.append(Held()) }
    }
}
