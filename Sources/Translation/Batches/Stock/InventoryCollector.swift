internal import Documents

/// Makes reports of stock of the rows of a file: one, or parts of some thousand lines when it is long.
struct InventoryCollector: RowCollector {
    /// The most lines of one document; a longer report comes in parts.
    static let linesPerDocument = 5_000

    private let columns: InventoryColumns
    private let arrivalDay: CalendarDay
    private let stem: String
    /// What the first reading found; `nil` while this is it.
    private let known: BatchReading?
    private(set) var reading = BatchReading()
    /// How many lines the present part has; they themselves are only kept when the whole report is known.
    private var lineCount = 0
    private var found: InventoryRow
    private var lines: [InventoryLine] = []
    private var days: [CalendarDay?] = []
    private var fileLines: [Int] = []

    init(_ columns: InventoryColumns, arrivalDay: CalendarDay, stem: String, after known: BatchReading?) {
        self.columns = columns
        self.arrivalDay = arrivalDay
        self.stem = stem
        self.known = known
        found = InventoryRow(columns, makesLines: known != nil)
    }

    mutating func take(_ row: BatchRow, _ ready: inout [BatchDocument]) throws {
        if let fault = row.fault { return reading.refuse([fault]) }
        guard found.read(row) else { return reading.refuse(found.faults) }
        if let other = found.reference {
            if let reference = reading.stock.reference, reference != other {
                return reading.refuse([mixedReference(row, other, reference)])
            }
            reading.stock.reference = other
        }
        if let day = found.asOf, reading.stock.newestDay.map({ Self.isBefore($0, day) }) ?? true {
            reading.stock.newestDay = day
        }
        reading.stock.lineCount += 1
        reading.acceptedRows += 1
        lineCount += 1
        if known != nil, let line = found.takeLine() {
            lines.append(line)
            days.append(found.asOf)
            fileLines.append(row.line)
        }
        if lineCount == Self.linesPerDocument { close(&ready) }
    }

    mutating func finish(_ ready: inout [BatchDocument]) throws {
        if lineCount > 0 { close(&ready) }
    }

    private mutating func close(_ ready: inout [BatchDocument]) {
        defer {
            lineCount = 0
            lines.removeAll(keepingCapacity: true)
            days.removeAll(keepingCapacity: true)
            fileLines.removeAll(keepingCapacity: true)
        }
        reading.documentCount += 1
        // What the report says as a whole is not known before it was read to its end.
        guard let whole = known?.stock else { return }
        let asOf = whole.newestDay ?? arrivalDay
        var inventory = Inventory(
            reference: whole.reference ?? stem, reportedOn: arrivalDay, asOf: asOf,
            isAsOfStated: whole.newestDay != nil)
        let parts = (whole.lineCount + Self.linesPerDocument - 1) / Self.linesPerDocument
        if parts > 1 { (inventory.part, inventory.parts) = (reading.documentCount, parts) }
        for place in lines.indices {
            let day = days[place] ?? arrivalDay
            if day != asOf { lines[place].asOf = day }
        }
        swap(&inventory.lines, &lines)
        ready.append(
            BatchDocument(
                document: .inventory(inventory), lines: fileLines[...], columns: columns.sources,
                unused: columns.unused))
    }

    private static func isBefore(_ day: CalendarDay, _ other: CalendarDay) -> Bool {
        (day.year, day.month, day.day) < (other.year, other.month, other.day)
    }

    private func mixedReference(_ row: BatchRow, _ found: String, _ expected: String) -> BatchFault {
        let place = columns.columns.first { $0.role == .reference }?.place
        return BatchFault(
            line: row.line, column: place?.column, heading: place?.heading, path: place?.path, found: found,
            message: "The row belongs to another report than the rows before it, which is \(expected).",
            fix: "Send each report in a file of its own.")
    }
}
