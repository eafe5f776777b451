/// One record of a CSV file; nothing of it is decoded yet.
struct CSVRecord {
    /// What is odd about it.
    enum Oddity: Equatable {
        /// A quotation mark stands within a value, or text behind the closing one; in this column, from 1.
        case strayQuote(column: Int)
        /// The quotation mark in this column, from 1, is never closed.
        case openQuote(column: Int)
        /// It is longer than a row may be, or has more cells.
        case tooLong
    }

    /// Its bytes in the window, without the line break.
    var bytes: Range<Int>
    /// The line it begins in, from 1.
    var line: Int
    /// Whether there is nothing in any cell.
    var isBlank: Bool
    /// What is odd about it, if anything.
    var oddity: Oddity?
}

/// Finds the records of a CSV file: at line breaks that are not within quotation marks.
///
/// Time grows with the bytes, whatever they are: a quotation mark that is never closed is given up on at the
/// end of its line, and after some of these no value may go over a line's end any more. Memory holds the
/// record being read and one piece of the file.
struct CSVRecords {
    private enum Place {
        case cellStart, plain, quoted, closed
    }

    /// Open quotation marks after which values end with their line.
    private static let openQuotesMaximum = 16

    private let separator: UInt8
    private var window: ByteWindow
    private var next = 0
    private var line: Int
    private var openQuotes = 0
    /// The cells of the last record in the window.
    private(set) var cells: [Range<Int>] = []

    /// Begins with the first byte of a window, which is in this line.
    init(_ window: ByteWindow, separator: UInt8, line: Int) {
        self.window = window
        self.separator = separator
        self.line = line
    }

    /// The bytes that a record's ranges are of, until the next record is read.
    var bytes: [UInt8] { window.bytes }

    /// The next record, blank ones too; `nil` after the last.
    mutating func record() throws -> CSVRecord? {
        while true {
            if let record = plainRecord() { return record }
            if next == window.bytes.count, window.isAtEnd { return nil }
            let isLast = window.isAtEnd || window.bytes.count - next > RowLimits.rowBytes
            if let record = scan(isLast: isLast) {
                if record.oddity == .tooLong { try skipLine() }
                return record
            }
            try window.advance(dropping: next)
            next = 0
        }
    }

    /// The record at the place when it is as nearly all are: a line, with quotation marks around whole cells.
    ///
    /// Anything else is left to ``scan(isLast:)``, as is a line whose end is not in the window.
    private mutating func plainRecord() -> CSVRecord? {
        let (start, separator) = (next, separator)
        var cells: [Range<Int>] = []
        swap(&cells, &self.cells)
        cells.removeAll(keepingCapacity: true)
        defer { self.cells = cells }
        let found: (end: Int, after: Int, isBlank: Bool)? = window.bytes.withUnsafeBufferPointer { bytes in
            var (at, cellStart) = (start, start)
            var isBlank = true
            while at < bytes.count {
                let byte = bytes[at]
                if byte == separator {
                    cells.append(cellStart..<at)
                    cellStart = at &+ 1
                } else if byte == UInt8(ascii: "\"") {
                    guard at == cellStart, let close = Self.closingQuote(of: at, bytes, separator) else {
                        return nil
                    }
                    isBlank = false
                    at = close
                } else if byte == UInt8(ascii: "\n") {
                    cells.append(cellStart..<at)
                    return (at, at &+ 1, isBlank)
                } else if byte == UInt8(ascii: "\r") {
                    guard at &+ 1 < bytes.count else { return nil }
                    cells.append(cellStart..<at)
                    return (at, bytes[at &+ 1] == UInt8(ascii: "\n") ? at &+ 2 : at &+ 1, isBlank)
                } else if byte != UInt8(ascii: " "), byte != UInt8(ascii: "\t") {
                    isBlank = false
                }
                at &+= 1
            }
            return nil
        }
        guard let found, cells.count <= RowLimits.cells else { return nil }
        next = found.after
        line += 1
        return CSVRecord(bytes: start..<found.end, line: line - 1, isBlank: found.isBlank)
    }

    /// Where the mark is that closes a cell and ends it; `nil` when it is not on the same line.
    @inline(__always)
    private static func closingQuote(
        of open: Int, _ bytes: UnsafeBufferPointer<UInt8>, _ separator: UInt8
    ) -> Int? {
        var at = open &+ 1
        while at &+ 1 < bytes.count {
            let byte = bytes[at]
            if byte == UInt8(ascii: "\"") {
                let behind = bytes[at &+ 1]
                if behind == separator || behind == UInt8(ascii: "\n") || behind == UInt8(ascii: "\r") {
                    return at
                }
                guard behind == byte else { return nil }
                at &+= 1
            } else if byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r") {
                return nil
            }
            at &+= 1
        }
        return nil
    }

    /// The record at the place; `nil` when its end is not in the window, unless that is all there is.
    private mutating func scan(isLast: Bool) -> CSVRecord? {
        var scan = Scan(at: next, line: line)
        var at = next
        let count = window.bytes.count
        while at < count {
            let byte = window.bytes[at]
            if byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r") {
                // The other half of a line break may be in the next piece.
                if byte == UInt8(ascii: "\r"), at + 1 == count, !isLast { return nil }
                let after = at + (byte == UInt8(ascii: "\r") && follows(UInt8(ascii: "\n"), at) ? 2 : 1)
                guard scan.isQuoted, openQuotes < Self.openQuotesMaximum else {
                    finish(at: after, scan.breaks + 1)
                    return ended(scan, at, scan.isQuoted ? scan.openQuote : scan.record.oddity)
                }
                scan.take(lineBreak: at, next: after)
                at = after
                continue
            }
            if byte == UInt8(ascii: "\""), scan.isQuoted {
                if at + 1 == count, !isLast { return nil }
                if follows(byte, at) { at += 1 } else { scan.closeQuote() }
            } else {
                scan.take(byte, at: at, separator)
            }
            at += 1
        }
        return isLast ? unfinished(scan) : nil
    }

    /// The record at the end of the file, or one that is too long to find its end.
    private mutating func unfinished(_ scan: Scan) -> CSVRecord {
        let count = window.bytes.count
        guard scan.isQuoted else {
            let isTooLong = !window.isAtEnd
            finish(at: count, scan.breaks + (isTooLong ? 0 : 1))
            return ended(scan, count, isTooLong ? .tooLong : scan.record.oddity)
        }
        // What follows the open quotation mark may be good rows: only its own line is given up.
        openQuotes += 1
        guard let firstBreak = scan.firstBreak else {
            finish(at: count, 0)
            return ended(scan, count, window.isAtEnd ? scan.openQuote : .tooLong)
        }
        finish(at: firstBreak.next, 1)
        return ended(scan, firstBreak.at, scan.openQuote)
    }

    private mutating func ended(_ scan: Scan, _ end: Int, _ oddity: CSVRecord.Oddity?) -> CSVRecord {
        let (record, cells) = scan.ended(end, oddity)
        self.cells = cells
        return record
    }

    private func follows(_ byte: UInt8, _ at: Int) -> Bool {
        at + 1 < window.bytes.count && window.bytes[at + 1] == byte
    }

    private mutating func finish(at place: Int, _ breaks: Int) {
        next = place
        line += breaks
    }

    /// Passes over the rest of a line that is too long; one that ended already has nothing left of it.
    private mutating func skipLine() throws {
        guard next == window.bytes.count, !window.isAtEnd else { return }
        while true {
            try window.advance(dropping: window.bytes.count)
            next = 0
            if let end = window.bytes.firstIndex(where: { $0 == UInt8(ascii: "\n") }) {
                next = end + 1
                line += 1
                return
            }
            if window.isAtEnd { return }
        }
    }
}

extension CSVRecords {
    /// How far a record was read.
    private struct Scan {
        var record: CSVRecord
        private var cells: [Range<Int>] = []
        private(set) var breaks = 0
        private(set) var firstBreak: (at: Int, next: Int)?
        private var place = Place.cellStart
        private var cellStart: Int
        private var quoteColumn = 1

        init(at start: Int, line: Int) {
            record = CSVRecord(bytes: start..<start, line: line, isBlank: true, oddity: nil)
            cellStart = start
        }

        var isQuoted: Bool { place == .quoted }
        var openQuote: CSVRecord.Oddity { .openQuote(column: quoteColumn) }

        mutating func closeQuote() { place = .closed }

        mutating func take(lineBreak at: Int, next: Int) {
            firstBreak = firstBreak ?? (at, next)
            breaks += 1
        }

        mutating func take(_ byte: UInt8, at: Int, _ separator: UInt8) {
            guard place != .quoted else { return }
            if byte == UInt8(ascii: "\"") {
                if place == .cellStart {
                    place = .quoted
                    record.isBlank = false
                    quoteColumn = cells.count + 1
                } else {
                    record.oddity = record.oddity ?? .strayQuote(column: cells.count + 1)
                }
            } else if byte == separator {
                if cells.count < RowLimits.cells { cells.append(cellStart..<at) }
                cellStart = at + 1
                place = .cellStart
            } else if byte != UInt8(ascii: " "), byte != UInt8(ascii: "\t") {
                if place == .closed {
                    record.oddity = record.oddity ?? .strayQuote(column: cells.count + 1)
                } else {
                    place = .plain
                    record.isBlank = false
                }
            }
        }

        /// The record, which ends before this place, and its cells.
        func ended(_ end: Int, _ oddity: CSVRecord.Oddity?) -> (CSVRecord, cells: [Range<Int>]) {
            var (record, cells) = (record, cells)
            cells.append(min(cellStart, end)..<end)
            record.bytes = record.bytes.lowerBound..<end
            record.oddity = cells.count > RowLimits.cells ? .tooLong : oddity
            record.isBlank = record.isBlank && record.oddity == nil
            return (record, cells)
        }
    }
}
