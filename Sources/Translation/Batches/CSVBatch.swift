internal import Documents
public import Partners

/// Files with separators between their columns, as stock reports come.
///
/// UTF-8 or Latin-1; comma, semicolon or tab; values in quotation marks may hold line breaks. A row that
/// cannot be read is told of and left out, and all others are taken.
public enum CSVBatch: BatchFormat {
    /// Columns with separators.
    public static let format = BatchAgreement.Format.csv
    /// Stock.
    public static let documents: Set<CanonicalKind> = [.inventory]
    /// The largest file that is read.
    public static let byteMaximum = 32 << 20
    /// The most rows of a file: what is read is held in memory until it is whole.
    public static let rowsMaximum = 500_000
    /// The most lines of one document; a longer report comes in parts.
    public static let linesPerDocument = 5_000

    /// The reports of stock in a file.
    public static func read(
        _ bytes: [UInt8], as agreement: BatchAgreement, arrivedOn day: String, name: String,
    ) throws(BatchError) -> BatchReading {
        guard let arrivalDay = CellText.day(day) else {
            throw BatchError(.agreementUnusable, "'\(day)' is no day to count the file as arrived on.")
        }
        let text = try CSVText(bytes)
        let (separator, first) = try opening(of: text, agreement)
        let columns = try InventoryColumns(agreement, first: first)
        var collector = InventoryCollector(columns, separator: separator)
        var rows = CSVRows(text, separator: separator)
        if InventoryColumns.hasHeading(agreement) { _ = rows.next() }
        var last = rows.next()
        while let row = last {
            guard collector.rowCount <= rowsMaximum else {
                throw BatchError(
                    .tooLarge,
                    "The file has more than \(rowsMaximum) rows, the most that is read. Send it in parts.")
            }
            last = rows.next()
            if last == nil, agreement.trailer == .counts {
                try check(trailer: row, after: collector.rowCount)
            } else {
                collector.take(row)
            }
        }
        guard collector.rowCount > 0 else {
            throw BatchError(.noRows, "The file has a heading at most, and no rows. Send it with its rows.")
        }
        return collector.finish(arrivalDay: arrivalDay, stem: stem(of: name))
    }

    /// The separator, and the cells of the first row.
    ///
    /// Of all readings the one that finds the most agreed headings, then the most cells.
    private static func opening(
        of text: CSVText, _ agreement: BatchAgreement,
    ) throws(BatchError) -> (separator: UInt8, first: [String]) {
        var best: (separator: UInt8, first: [String], headings: Int)?
        for separator in text.namedSeparator.map({ [$0] }) ?? CSVText.separators {
            var rows = CSVRows(text, separator: separator)
            guard let row = rows.next(), row.fault == nil else { continue }
            let headings = InventoryColumns.agreedHeadings(agreement, in: row.cells)
            if let best, (best.headings, best.first.count) >= (headings, row.cells.count) { continue }
            best = (separator, row.cells, headings)
        }
        guard let best else {
            var rows = CSVRows(text, separator: text.namedSeparator ?? UInt8(ascii: ";"))
            guard let fault = rows.next()?.fault else { throw BatchError(.noRows, "The file has no rows.") }
            throw BatchError(
                .notText,
                "The first row, in line \(fault.line), cannot be read: \(fault.message) \(fault.fix)")
        }
        return (best.separator, best.first)
    }

    /// The last row says how many came before it: a number alone, or a word without digits and a number.
    private static func check(trailer row: CSVRow, after rowCount: Int) throws(BatchError) {
        let cells = row.cells.filter { !$0.isEmpty }
        let isDigits = { (text: String) in text.utf8.allSatisfy { (48...57).contains($0) } }
        let hasWord = cells.count == 2 && !cells[0].utf8.contains { (48...57).contains($0) }
        guard row.fault == nil, cells.count == 1 || hasWord, let text = cells.last, isDigits(text),
            let told = Int(text)
        else {
            throw BatchError(
                .trailerMissing,
                "The file's last line, line \(row.line), does not say how many rows came before it "
                    + "as agreed: only a part of the file arrived. Send it again as a whole.")
        }
        guard told == rowCount else {
            throw BatchError(
                .countDisagrees,
                "The file's last line says that \(told) rows came before it, but there are \(rowCount). "
                    + "Nothing in it was processed; send it again.")
        }
    }

    private static func stem(of name: String) -> String {
        guard let dot = name.lastIndex(of: "."), dot != name.startIndex else { return name }
        return String(name[..<dot])
    }
}

/// Collects the rows of a file of stock, and makes its documents.
private struct InventoryCollector {
    private let columns: InventoryColumns
    private let separator: UInt8
    private var reading = BatchReading()
    private var lines: [InventoryLine] = []
    private var days: [CalendarDay?] = []
    private var fileLines: [Int] = []
    private var reference: String?

    init(_ columns: InventoryColumns, separator: UInt8) {
        self.columns = columns
        self.separator = separator
    }

    var rowCount: Int { reading.rowCount }

    mutating func take(_ row: CSVRow) {
        if let fault = row.fault { return reading.refuse([fault]) }
        switch InventoryRow.read(row, columns, separator: separator) {
        case .failure(let faults): reading.refuse(faults.all)
        case .success(let found):
            if let other = found.reference {
                if let reference, reference != other {
                    return reading.refuse([mixedReference(row, other, reference)])
                }
                reference = other
            }
            lines.append(found.line)
            days.append(found.asOf)
            fileLines.append(row.line)
            reading.acceptedRows += 1
        }
    }

    consuming func finish(arrivalDay: CalendarDay, stem: String) -> BatchReading {
        let stated = days.lazy.compactMap { $0 }.max { $0.description < $1.description }
        let asOf = stated ?? arrivalDay
        let parts = (lines.count + CSVBatch.linesPerDocument - 1) / CSVBatch.linesPerDocument
        for part in 0..<parts {
            let range =
                part * CSVBatch.linesPerDocument..<min((part + 1) * CSVBatch.linesPerDocument, lines.count)
            var inventory = Inventory(
                reference: reference ?? stem, reportedOn: arrivalDay, asOf: asOf, isAsOfStated: stated != nil)
            if parts > 1 { (inventory.part, inventory.parts) = (part + 1, parts) }
            inventory.lines = range.map { place in
                var line = lines[place]
                let day = days[place] ?? arrivalDay
                if day != asOf { line.asOf = day }
                return line
            }
            reading.documents.append(.inventory(inventory))
            reading.origin.lines.append(fileLines[range])
        }
        reading.origin.sources = columns.columns.map {
            BatchOrigin.Source(field: $0.field, heading: $0.heading, column: $0.index + 1)
        }
        reading.origin.unused = columns.unused
        return reading
    }

    private func mixedReference(_ row: CSVRow, _ found: String, _ expected: String) -> BatchFault {
        let column = columns.columns.first { $0.role == .reference }
        return BatchFault(
            line: row.line, column: column.map { $0.index + 1 }, heading: column?.heading, found: found,
            message: "The row belongs to another report than the rows before it, which is \(expected).",
            fix: "Send each report in a file of its own.")
    }
}
