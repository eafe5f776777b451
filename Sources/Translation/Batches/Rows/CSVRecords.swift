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
    /// Its cells in the window.
    var cells: [Range<Int>]
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

    /// The record at the place; `nil` when its end is not in the window, unless that is all there is.
    private mutating func scan(isLast: Bool) -> CSVRecord? {
        var record = CSVRecord(bytes: next..<next, line: line, cells: [], isBlank: true, oddity: nil)
        var place = Place.cellStart
        var at = next
        var cellStart = next
        var breaks = 0
        var firstBreak: (at: Int, next: Int)?
        var quoteColumn = 1
        let count = window.bytes.count
        func ended(_ end: Int, _ oddity: CSVRecord.Oddity?) -> CSVRecord {
            record.cells.append(cellStart..<max(end, cellStart))
            record.bytes = record.bytes.lowerBound..<end
            record.oddity = oddity
            record.isBlank = record.isBlank && oddity == nil
            if record.cells.count > RowLimits.cells { record.oddity = .tooLong }
            return record
        }
        while at < count {
            let byte = window.bytes[at]
            if byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r") {
                // The other half of a line break may be in the next piece.
                if byte == UInt8(ascii: "\r"), at + 1 == count, !isLast { return nil }
                let after = at + (byte == UInt8(ascii: "\r") && follows(UInt8(ascii: "\n"), at) ? 2 : 1)
                guard place == .quoted else {
                    finish(at: after, breaks + 1)
                    return ended(at, record.oddity)
                }
                if openQuotes >= Self.openQuotesMaximum {
                    finish(at: after, breaks + 1)
                    return ended(at, .openQuote(column: quoteColumn))
                }
                firstBreak = firstBreak ?? (at, after)
                breaks += 1
                at = after
                continue
            }
            if byte == UInt8(ascii: "\"") {
                switch place {
                case .quoted:
                    if at + 1 == count, !isLast { return nil }
                    if follows(UInt8(ascii: "\""), at) { at += 1 } else { place = .closed }
                case .cellStart:
                    place = .quoted
                    record.isBlank = false
                    quoteColumn = record.cells.count + 1
                case .plain, .closed:
                    record.oddity = record.oddity ?? .strayQuote(column: record.cells.count + 1)
                }
            } else if place != .quoted {
                if byte == separator {
                    if record.cells.count < RowLimits.cells { record.cells.append(cellStart..<at) }
                    cellStart = at + 1
                    place = .cellStart
                } else if byte != UInt8(ascii: " "), byte != UInt8(ascii: "\t") {
                    if place == .closed {
                        record.oddity = record.oddity ?? .strayQuote(column: record.cells.count + 1)
                    } else {
                        place = .plain
                        record.isBlank = false
                    }
                }
            }
            at += 1
        }
        guard isLast else { return nil }
        guard place == .quoted else {
            let isTooLong = !window.isAtEnd
            finish(at: count, breaks + (isTooLong ? 0 : 1))
            return ended(count, isTooLong ? .tooLong : record.oddity)
        }
        // What follows the open quotation mark may be good rows: only its own line is given up.
        openQuotes += 1
        guard let firstBreak else {
            finish(at: count, 0)
            return ended(count, window.isAtEnd ? .openQuote(column: quoteColumn) : .tooLong)
        }
        finish(at: firstBreak.next, 1)
        return ended(firstBreak.at, .openQuote(column: quoteColumn))
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
