/// A row of a CSV file: its cells, or why it has none.
struct CSVRow: Sendable {
    /// The line of the file it begins in, from 1.
    let line: Int
    /// Its cells, without white space around them.
    let cells: [String]
    /// What is wrong with the row as such.
    let fault: BatchFault?
}

/// The rows of a CSV file one after the other, blank ones left out; read some hundred at a time.
struct CSVRows {
    private static let recordsAtOnce = 512
    private static let bytesAtOnce = 256 << 10
    /// The longest row that is read.
    private static let rowBytesMaximum = 1 << 20
    /// The most cells of a row that is read.
    private static let cellsMaximum = 1_000

    private let text: CSVText
    private let separator: UInt8
    private var records: CSVRecords
    private var ready: [CSVRow] = []
    private var given = 0

    init(_ text: CSVText, separator: UInt8) {
        self.text = text
        self.separator = separator
        records = text.records(separator: separator)
    }

    /// The next row that is not blank; `nil` after the last.
    mutating func next() -> CSVRow? {
        if given == ready.count { refill() }
        guard given < ready.count else { return nil }
        defer { given += 1 }
        return ready[given]
    }

    private mutating func refill() {
        given = 0
        ready.removeAll(keepingCapacity: true)
        var clean: [CSVRecord] = []
        var byteCount = 0
        while clean.count < Self.recordsAtOnce, byteCount < Self.bytesAtOnce, let record = records.record() {
            if isBlank(record) { continue }
            byteCount += record.bytes.count
            guard let fault = fault(of: record) else {
                clean.append(record)
                continue
            }
            add(clean)
            clean.removeAll(keepingCapacity: true)
            ready.append(CSVRow(line: record.line, cells: [], fault: fault))
            if ready.count >= Self.recordsAtOnce { break }
        }
        add(clean)
    }

    /// Nothing in any cell, or the mark that old systems end their files with.
    private func isBlank(_ record: CSVRecord) -> Bool {
        record.isBlank || (record.bytes.count == 1 && text.bytes[record.bytes.lowerBound] == 0x1A)
    }

    private mutating func add(_ clean: [CSVRecord]) {
        guard !clean.isEmpty else { return }
        if let rows = text.cells(of: clean, separator: separator) {
            for (record, cells) in zip(clean, rows) { add(record, cells) }
            return
        }
        // One of them spoils the others: each by itself.
        for record in clean {
            if let cells = text.cells(of: CollectionOfOne(record), separator: separator)?.first {
                add(record, cells)
            } else {
                ready.append(CSVRow(line: record.line, cells: [], fault: unreadable(record)))
            }
        }
    }

    private mutating func add(_ record: CSVRecord, _ cells: [String]) {
        ready.append(CSVRow(line: record.line, cells: cells.map(CellText.trimmed), fault: nil))
    }

    private func fault(of record: CSVRecord) -> BatchFault? {
        switch record.oddity {
        case .openQuote(let column):
            return BatchFault(
                line: record.line, column: column, found: sample(record),
                message: "The quotation mark in column \(column) is never closed.",
                fix:
                    "Close it; within a value write it twice, and put the value in quotation marks."
            )
        case .strayQuote(let column):
            return BatchFault(
                line: record.line, column: column, found: sample(record),
                message: "A quotation mark stands within the value of column \(column).",
                fix: "Write it twice and put the value in quotation marks: \"3/4\"\" pipe\".")
        case nil: break
        }
        if record.bytes.count > Self.rowBytesMaximum || record.cells > Self.cellsMaximum {
            return BatchFault(
                line: record.line,
                message:
                    "The row has \(record.bytes.count) bytes in \(record.cells) cells, too much for a row.",
                fix: "Send one row a line, with at most \(Self.cellsMaximum) cells.")
        }
        return nil
    }

    private func unreadable(_ record: CSVRecord) -> BatchFault {
        BatchFault(
            line: record.line, found: sample(record),
            message:
                "The row cannot be taken apart: it holds bytes that are no UTF-8, or odd characters.",
            fix: "Send the file as UTF-8 without characters that nobody sees.")
    }

    private func sample(_ record: CSVRecord) -> String {
        String(decoding: text.bytes[record.bytes].prefix(80), as: UTF8.self)
    }
}
