/// How the CSV files of an agreement are written.
struct CSVDialect: Sendable {
    /// The byte between columns; `nil` when the file is to show it.
    var separator: UInt8?
    /// How characters are written.
    var coding = CharacterCoding.Choice.automatic
    /// Lines before the heading or the first row that say nothing.
    var skipLines = 0
    /// The columns, each by heading or number.
    var columns: [Column] = []
    /// How the file ends.
    var trailer = TextTrailer.none
    /// The kinds of lines, where there are two, and the column that tells them.
    var records: (types: RecordTypes, column: Column)?

    /// Where a column stands.
    enum Column: Sendable {
        case heading(String)
        /// From 1.
        case number(Int)
        /// Nowhere: its value does not come from the file.
        case none
    }

    /// Whether the file begins with a heading: it does where a column is named by one.
    var hasHeading: Bool {
        (columns + [records?.column ?? .none]).contains { if case .heading = $0 { true } else { false } }
    }
}

extension CSVDialect {
    /// Whether lines of a kind have a column.
    func holds(_ column: Int, _ kind: RecordTypes.Kind) -> Bool {
        guard let types = records?.types else { return true }
        return types.isOfHeader[column] == (kind == .header)
    }
}

/// The rows of a CSV file one after the other, blank ones left out.
///
/// UTF-8, Latin-1 or UTF-16; any separator; values in quotation marks may hold line breaks. A row that cannot
/// be taken apart is told of, and reading goes on with the next line.
struct CSVRows: RowSource {
    /// The separators that files may have, the likelier first.
    private static let separators: [UInt8] = [UInt8(ascii: ";"), UInt8(ascii: ","), UInt8(ascii: "\t")]

    private let dialect: CSVDialect
    /// The byte between the columns of this file.
    let separator: UInt8
    private(set) var found = FoundColumns()
    /// Where each agreed column stands in the row, from 0; -1 for one that stands nowhere.
    private var places: [Int] = []
    /// Where the word for the kind of a line stands, from 0; -1 when all lines are of one kind.
    private var kindPlace = -1
    private var width = 0
    private var records: CSVRecords

    /// Finds out how a file is written, and where its columns are.
    init(_ bytes: BatchBytes, _ dialect: CSVDialect) throws {
        self.dialect = dialect
        let opening = try Opening(bytes, dialect)
        let candidates = (opening.separator ?? dialect.separator).map { [$0] } ?? Self.separators
        var best: (separator: UInt8, cells: [String], headings: Int)?
        for separator in candidates {
            var records = try opening.records(separator)
            guard let first = try Self.firstRow(&records),
                let cells = Self.cells(of: first, in: records)
            else { continue }
            let headings = Self.agreedHeadings(dialect, in: cells)
            if let best, (best.headings, best.cells.count) >= (headings, cells.count) { continue }
            best = (separator, cells, headings)
        }
        guard let best else { throw try Self.unreadable(opening, candidates) }
        separator = best.separator
        records = try opening.records(separator)
        try place(columnsIn: best.cells)
        if dialect.hasHeading { _ = try Self.firstRow(&records) }
    }

    /// Gives the rows one after the other, and checks the trailer.
    mutating func read(_ take: (BatchRow) throws -> Void) throws {
        var trailer = TrailerWatch(dialect.trailer)
        var join = RecordJoin(dialect.records?.types)
        var row = BatchRow()
        while let record = try records.record() {
            if isBlank(record) { continue }
            fill(&row, record)
            try trailer.pass(
                row, line: record.line, cells: { trailerCells(record) }, { try join.pass($0, take) })
        }
        try trailer.finish { try join.pass($0, take) }
        try join.finish(take)
    }

    /// Nothing in any cell, or the mark that old systems end their files with.
    private func isBlank(_ record: CSVRecord) -> Bool {
        record.isBlank || (record.bytes.count == 1 && records.bytes[record.bytes.lowerBound] == 0x1A)
    }

    private mutating func fill(_ row: inout BatchRow, _ record: CSVRecord) {
        row.begin(line: record.line)
        guard record.oddity == nil else {
            row.fault = fault(of: record)
            return
        }
        let cells = records.cells
        let isText = records.bytes.withUnsafeBufferPointer { bytes in
            Self.isText(record, bytes)
                && (cells.count <= width || cells[width...].allSatisfy { Self.isEmpty($0, bytes) })
        }
        guard isText else {
            row.fault = foreign(record)
            return
        }
        if let types = dialect.records?.types {
            let word = records.bytes.withUnsafeBufferPointer { bytes in
                kindPlace < cells.count ? Self.text(of: cells[kindPlace], bytes) ?? "" : ""
            }
            guard let kind = types.kind(of: word) else {
                row.fault = types.unknown(word, line: record.line)
                return
            }
            row.record = kind
        }
        records.bytes.withUnsafeBufferPointer { bytes in
            for (column, place) in places.enumerated() {
                if place < 0 || !dialect.holds(column, row.record) {
                    row.appendEmpty()
                } else if place >= cells.count {
                    row.appendEmpty(.missing)
                } else {
                    let inner = Self.inner(cells[place], bytes)
                    if inner.hasPairs {
                        Self.withoutPairs(inner.bytes).withUnsafeBufferPointer { row.append($0) }
                    } else {
                        row.append(inner.bytes)
                    }
                }
            }
        }
    }

    /// A row that holds what is no character, or more values than there are columns.
    private func foreign(_ record: CSVRecord) -> BatchFault {
        guard records.bytes.withUnsafeBufferPointer({ Self.isText(record, $0) }) else {
            return BatchFault(
                line: record.line, found: sample(record),
                message: "The row holds bytes that are no characters in the way the file is written.",
                fix: "Send the file as UTF-8.")
        }
        return BatchFault(
            line: record.line,
            message: "The row has \(records.cells.count) cells, but \(width) columns are told of.",
            fix: "Put values that hold the separator in quotation marks.")
    }

    /// What the watch for the file's last line must know of a record: nothing when it cannot be that line.
    private func trailerCells(_ record: CSVRecord) -> [String]? {
        guard record.oddity == nil else { return nil }
        let isCandidate = records.bytes.withUnsafeBufferPointer { bytes in
            switch dialect.trailer {
            case .none: false
            case .counts: records.cells.count { !Self.isEmpty($0, bytes) } <= 2
            case .line(let prefix, _):
                records.cells.first.flatMap { Self.text(of: $0, bytes) }?.hasPrefix(prefix) ?? false
            }
        }
        return isCandidate ? Self.cells(of: record, in: records) : []
    }

    private func fault(of record: CSVRecord) -> BatchFault {
        switch record.oddity {
        case .openQuote(let column):
            BatchFault(
                line: record.line, column: column, found: sample(record),
                message: "The quotation mark in column \(column) is never closed.",
                fix: "Close it; within a value write it twice, and put the value in quotation marks.")
        case .strayQuote(let column):
            BatchFault(
                line: record.line, column: column, found: sample(record),
                message: "A quotation mark stands within the value of column \(column).",
                fix: "Write it twice and put the value in quotation marks: \"3/4\"\" pipe\".")
        case .tooLong, nil:
            BatchFault(
                line: record.line,
                message: "The row is longer than \(RowLimits.rowBytes) bytes or has too many cells.",
                fix: "Send one row a line, with at most \(RowLimits.cells) cells.")
        }
    }

    private func sample(_ record: CSVRecord) -> String {
        String(decoding: records.bytes[record.bytes].prefix(80), as: UTF8.self)
    }

    // MARK: Opening

    private mutating func place(columnsIn first: [String]) throws(BatchError) {
        let headings = dialect.hasHeading ? first : []
        switch dialect.records?.column {
        case .number(let number): kindPlace = number - 1
        case .heading(let heading): kindPlace = try Self.index(of: heading, in: headings)
        case nil, .some(.none): break
        }
        for column in dialect.columns {
            switch column {
            case .none:
                places.append(-1)
                found.agreed.append(FoundColumns.Place())
            case .number(let number):
                places.append(number - 1)
                found.agreed.append(
                    FoundColumns.Place(
                        heading: headings.indices.contains(number - 1) ? headings[number - 1] : nil,
                        column: number))
            case .heading(let heading):
                let index = try Self.index(of: heading, in: headings)
                places.append(index)
                found.agreed.append(FoundColumns.Place(heading: headings[index], column: index + 1))
            }
        }
        // Lines of different kinds have as many cells as they like.
        width = kindPlace < 0 ? max(first.count, (places.max() ?? 0) + 1) : RowLimits.cells
        let used = Set(places + [kindPlace])
        found.unused = headings.enumerated()
            .filter { !used.contains($0.offset) && !$0.element.isEmpty }
            .map { FoundColumns.Place(heading: $0.element, column: $0.offset + 1) }
    }

    private static func index(of heading: String, in headings: [String]) throws(BatchError) -> Int {
        let wanted = heading.lowercased()
        let places = headings.indices.filter { headings[$0].lowercased() == wanted }
        guard let index = places.first else {
            let found = headings.prefix(20).map { "'\($0.prefix(40))'" }.joined(separator: ", ")
            throw BatchError(
                .headingMissing, heading: heading,
                "The file has no column '\(heading)'; its heading is \(found). "
                    + "Send it with the columns agreed.")
        }
        guard places.count == 1 else {
            throw BatchError(
                .headingRepeated, heading: heading,
                "The file has the column '\(heading)' \(places.count) times; send it once.")
        }
        return index
    }

    /// How many of the agreed headings are among these cells.
    private static func agreedHeadings(_ dialect: CSVDialect, in cells: [String]) -> Int {
        let known = Set(cells.map { $0.lowercased() })
        return dialect.columns.count { column in
            if case .heading(let heading) = column { known.contains(heading.lowercased()) } else { false }
        }
    }

    private static func unreadable(_ opening: Opening, _ candidates: [UInt8]) throws -> BatchError {
        var records = try opening.records(candidates[0])
        guard let first = try firstRow(&records) else { return BatchError(.noRows, "The file has no rows.") }
        return BatchError(
            .notText,
            "The first row, in line \(first.line), cannot be read: a quotation mark in it is odd, or it holds "
                + "bytes that are no characters. Send the file as UTF-8, values with quotation marks in such "
                + "marks and those within twice.")
    }

    private static func firstRow(_ records: inout CSVRecords) throws -> CSVRecord? {
        while let record = try records.record() {
            let isEndMark = record.bytes.count == 1 && records.bytes[record.bytes.lowerBound] == 0x1A
            if !record.isBlank, !isEndMark { return record }
        }
        return nil
    }

    // MARK: Cells

    /// The texts of a record's cells; `nil` when it is odd or one of them holds what is no character.
    private static func cells(of record: CSVRecord, in records: CSVRecords) -> [String]? {
        guard record.oddity == nil else { return nil }
        return records.bytes.withUnsafeBufferPointer { bytes in
            guard isText(record, bytes) else { return nil }
            return records.cells.compactMap { text(of: $0, bytes) }
        }
    }

    /// Whether a record is UTF-8: no cell can begin or end within a character.
    private static func isText(_ record: CSVRecord, _ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        let bytes = UnsafeBufferPointer(rebasing: bytes[record.bytes])
        return CellText.isASCII(bytes) || String(validating: bytes, as: UTF8.self) != nil
    }

    private static func isEmpty(_ cell: Range<Int>, _ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        inner(cell, bytes).bytes.allSatisfy(CellText.isBlank) || text(of: cell, bytes) == ""
    }

    private static func text(of cell: Range<Int>, _ bytes: UnsafeBufferPointer<UInt8>) -> String? {
        let inner = inner(cell, bytes)
        let text =
            inner.hasPairs
            ? String(validating: withoutPairs(inner.bytes), as: UTF8.self)
            : String(validating: inner.bytes, as: UTF8.self)
        return text.map(CellText.trimmed)
    }

    /// What stands in a cell, without quotation marks around it, and whether it holds such marks.
    @inline(__always)
    private static func inner(
        _ cell: Range<Int>, _ bytes: UnsafeBufferPointer<UInt8>
    ) -> (bytes: UnsafeBufferPointer<UInt8>, hasPairs: Bool) {
        var (start, end) = (cell.lowerBound, cell.upperBound)
        while start < end, CellText.isBlank(bytes[start]) { start += 1 }
        while end > start, CellText.isBlank(bytes[end - 1]) { end -= 1 }
        guard start < end, bytes[start] == UInt8(ascii: "\"") else {
            return (UnsafeBufferPointer(rebasing: bytes[start..<end]), false)
        }
        let inner = UnsafeBufferPointer(rebasing: bytes[start + 1..<max(start + 1, end - 1)])
        return (inner, inner.contains(UInt8(ascii: "\"")))
    }

    /// The first of every two quotation marks left out.
    private static func withoutPairs(_ inner: UnsafeBufferPointer<UInt8>) -> [UInt8] {
        var value: [UInt8] = []
        value.reserveCapacity(inner.count)
        var isSecond = false
        for byte in inner {
            if byte == UInt8(ascii: "\""), !isSecond {
                isSecond = true
                continue
            }
            isSecond = false
            value.append(byte)
        }
        return value
    }
}

extension CSVRows {
    /// The beginning of a file: how it is written, and what stands before its rows.
    private struct Opening {
        let bytes: BatchBytes
        let coding: CharacterCoding
        let mark: Int
        /// The separator that the file itself names in a `sep=` line.
        var separator: UInt8?
        /// Lines to pass over.
        var skipped: Int

        init(_ bytes: BatchBytes, _ dialect: CSVDialect) throws {
            self.bytes = bytes
            (coding, mark) = try CharacterCoding.of(bytes, dialect.coding)
            skipped = dialect.skipLines
            var decoded = DecodedBytes(bytes, coding, from: mark)
            let first = Array(try decoded.next().prefix(6))
            let isAlone = first.count == 5 || first.count == 6 && [0x0A, 0x0D].contains(first[5])
            if first.starts(with: "sep=".utf8), isAlone, CSVRows.separators.contains(first[4]) {
                separator = first[4]
                skipped = max(1, skipped)
            }
        }

        func records(_ separator: UInt8) throws -> CSVRecords {
            var lines = TextLines(DecodedBytes(bytes, coding, from: mark))
            for _ in 0..<skipped {
                guard try lines.next() != nil else { break }
            }
            return CSVRecords(try lines.rest(), separator: separator, line: skipped + 1)
        }
    }
}
