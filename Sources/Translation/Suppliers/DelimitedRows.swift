/// The rows of a CSV file of any size, read as its bytes come: memory holds one piece of the file.
///
/// RFC 4180 with any separator: values in quotation marks may hold it, and line breaks. A row that cannot be taken apart is
/// told of, and reading goes on with the next line. UTF-8 only; a mark at the start of the file is passed over.
struct DelimitedRows {
    /// A row, or why it has no cells.
    struct Row {
        /// From 1.
        var line: Int
        var cells: [String] = []
        var fault: BatchFault?
    }

    /// The most cells of a row that is read.
    private static let cellsMaximum = 500

    private let separator: UInt8
    private var source: RowBytes
    private var place = 0
    private var line = 1
    private var isStarted = false

    init(separator: UInt8, _ source: RowBytes) {
        self.separator = separator
        self.source = source
    }

    /// The next row with anything in it; `nil` after the last.
    mutating func next() throws -> Row? {
        if !isStarted {
            isStarted = true
            _ = try source.refill(keeping: &place)
            if source.bytes.starts(with: [0xEF, 0xBB, 0xBF]) { place = 3 }
        }
        while true {
            guard let (end, next, lines) = try recordEnd() else { return nil }
            let (start, first) = (place, line)
            place = next
            line += lines
            if end == start || end - start == 1 && source.bytes[start] == 0x1A { continue }
            let row = row(start..<end, line: first)
            if row.fault == nil, row.cells.allSatisfy(\.isEmpty) { continue }
            return row
        }
    }

    /// Where the scan for a record's end stands in its present value.
    private enum Within {
        case start, plain, quoted, closed
    }

    /// Where the record at ``place`` ends, where the next begins, and how many lines it has.
    private mutating func recordEnd() throws -> (end: Int, next: Int, lines: Int)? {
        var at = place
        var within = Within.start
        var lines = 1
        var firstBreak: Int?
        while true {
            let bytes = source.bytes
            scan: while at < bytes.count {
                let byte = bytes[at]
                if byte == UInt8(ascii: "\"") {
                    switch within {
                    case .start: within = .quoted
                    case .quoted: within = .closed
                    case .closed: within = .quoted
                    case .plain: break
                    }
                } else if byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r") {
                    // The other half of a line break may be in the next piece.
                    if byte == UInt8(ascii: "\r"), at + 1 == bytes.count, !source.isAtEnd { break scan }
                    let isPair = bytes[at...].prefix(2).elementsEqual("\r\n".utf8)
                    if within != .quoted { return (at, at + (isPair ? 2 : 1), lines) }
                    firstBreak = firstBreak ?? at
                    lines += 1
                    if isPair { at += 1 }
                } else if within != .quoted {
                    if byte == separator {
                        within = .start
                    } else if within == .start, !Self.isBlank(byte) {
                        within = .plain
                    }
                }
                at += 1
            }
            // A quotation mark that is never closed must not swallow the file: only its own line is given up.
            if at - place > RowBytes.rowMaximum {
                guard within == .quoted, let firstBreak else { throw tooLong() }
                return cut(at: firstBreak)
            }
            let (seen, firstSeen) = (at - place, firstBreak.map { $0 - place })
            if try source.refill(keeping: &place) {
                at = place + seen
                firstBreak = firstSeen.map { $0 + place }
                continue
            }
            if at < source.bytes.count { continue }
            guard place < source.bytes.count else { return nil }
            if within == .quoted, let firstBreak { return cut(at: firstBreak) }
            return (source.bytes.count, source.bytes.count, lines)
        }
    }

    private func cut(at lineBreak: Int) -> (end: Int, next: Int, lines: Int) {
        let isPair = source.bytes[lineBreak...].starts(with: "\r\n".utf8)
        return (lineBreak, lineBreak + (isPair ? 2 : 1), 1)
    }

    private func tooLong() -> BatchError {
        BatchError(
            .notText,
            "Line \(line) has more than \(RowBytes.rowMaximum) bytes: this is no file of rows. Send one supplier a line."
        )
    }

    private func row(_ range: Range<Int>, line: Int) -> Row {
        var row = Row(line: line)
        row.cells.reserveCapacity(24)
        let bytes = source.bytes
        var at = range.lowerBound
        while true {
            var start = at
            while start < range.upperBound, Self.isBlank(bytes[start]), bytes[start] != separator {
                start += 1
            }
            let isQuoted = start < range.upperBound && bytes[start] == UInt8(ascii: "\"")
            let end: Int
            if isQuoted {
                guard let (text, after) = quoted(bytes, start + 1..<range.upperBound) else {
                    return refused(
                        row, bytes[range], "A quotation mark is not closed, or text follows the closing one.")
                }
                row.cells.append(text)
                end = after
            } else {
                var stop = start
                while stop < range.upperBound, bytes[stop] != separator {
                    if bytes[stop] == UInt8(ascii: "\"") {
                        // `="0012"` is how an export keeps a spreadsheet from dropping zeros.
                        guard bytes[start] == UInt8(ascii: "=") else {
                            return refused(row, bytes[range], "A quotation mark stands within a value.")
                        }
                    }
                    stop += 1
                }
                end = stop
                while stop > start, Self.isBlank(bytes[stop - 1]) { stop -= 1 }
                guard let text = String(validating: bytes[start..<stop], as: UTF8.self) else {
                    return refused(row, bytes[range], "The row holds bytes that are no UTF-8.")
                }
                row.cells.append(text.utf8.first == UInt8(ascii: "=") ? CellText.trimmed(text) : text)
            }
            guard row.cells.count <= Self.cellsMaximum else {
                return refused(row, bytes[range], "The row has more than \(Self.cellsMaximum) cells.")
            }
            guard end < range.upperBound else { return row }
            at = end + 1
        }
    }

    /// The value between quotation marks, and where the separator behind it or the row's end is.
    private func quoted(_ bytes: [UInt8], _ range: Range<Int>) -> (String, Int)? {
        var value: [UInt8] = []
        var at = range.lowerBound
        while at < range.upperBound {
            if bytes[at] == UInt8(ascii: "\"") {
                guard at + 1 < range.upperBound, bytes[at + 1] == UInt8(ascii: "\"") else {
                    var after = at + 1
                    while after < range.upperBound, Self.isBlank(bytes[after]), bytes[after] != separator {
                        after += 1
                    }
                    guard after == range.upperBound || bytes[after] == separator,
                        let text = String(validating: value, as: UTF8.self)
                    else { return nil }
                    return (CellText.trimmed(text), after)
                }
                at += 1
            }
            value.append(bytes[at])
            at += 1
        }
        return nil
    }

    private func refused(_ row: Row, _ bytes: ArraySlice<UInt8>, _ message: String) -> Row {
        Row(
            line: row.line,
            fault: BatchFault(
                line: row.line, column: row.cells.count + 1, found: nil, message: message,
                fix:
                    "Send UTF-8, put values that hold quotation marks in such marks, and write those within twice."
            ))
    }

    private static func isBlank(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t")
    }
}
