/// Where one record of a CSV file lies; nothing of it is decoded yet.
struct CSVRecord: Sendable {
    /// What is odd about its quotation marks.
    enum Oddity: Sendable {
        /// A quotation mark stands within a value, or text behind the closing one; in this column, from 1.
        case strayQuote(column: Int)
        /// The quotation mark in this column, from 1, is never closed.
        case openQuote(column: Int)
    }

    /// Its bytes, without the line break.
    let bytes: Range<Int>
    /// The line it begins in, from 1.
    let line: Int
    /// How many cells it has.
    let cells: Int
    /// Whether there is nothing in any cell.
    let isBlank: Bool
    /// What is odd about it, if anything.
    let oddity: Oddity?
}

/// Finds the records of a CSV file: at line breaks that are not within quotation marks.
///
/// Time grows with the bytes, whatever they are: a quotation mark that is never closed is given up on at the
/// end of its line, and after some of these no value may go over a line's end any more.
struct CSVRecords {
    private enum Place {
        case cellStart, plain, quoted, closed
    }

    /// Open quotation marks after which values end with their line.
    private static let openQuotesMaximum = 16

    private let bytes: [UInt8]
    private let separator: UInt8
    private var next: Int
    private var line: Int
    private var openQuotes = 0

    /// Begins at a byte, which is in this line.
    init(_ bytes: [UInt8], separator: UInt8, from start: Int, line: Int) {
        self.bytes = bytes
        self.separator = separator
        next = start
        self.line = line
    }

    /// The next record, blank ones too; `nil` after the last.
    mutating func record() -> CSVRecord? {
        guard next < bytes.count else { return nil }
        let (start, firstLine) = (next, line)
        var place = Place.cellStart
        var cells = 1
        var isBlank = true
        var oddity: CSVRecord.Oddity?
        var firstBreak: Int?
        var quoteColumn = 1
        func found(upTo end: Int, _ oddity: CSVRecord.Oddity?) -> CSVRecord {
            CSVRecord(
                bytes: start..<end, line: firstLine, cells: cells, isBlank: isBlank && oddity == nil,
                oddity: oddity)
        }
        while next < bytes.count {
            let byte = bytes[next]
            let isBreak = byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r")
            if isBreak {
                let end = next
                next += byte == UInt8(ascii: "\r") && follows(UInt8(ascii: "\n")) ? 2 : 1
                line += 1
                guard place == .quoted else { return found(upTo: end, oddity) }
                if openQuotes >= Self.openQuotesMaximum {
                    return found(upTo: end, .openQuote(column: quoteColumn))
                }
                firstBreak = firstBreak ?? end
                continue
            }
            switch (byte, place) {
            case (UInt8(ascii: "\""), .quoted):
                if follows(UInt8(ascii: "\"")) { next += 1 } else { place = .closed }
            case (_, .quoted): break
            case (separator, _):
                cells += 1
                place = .cellStart
            case (UInt8(ascii: "\""), .cellStart):
                place = .quoted
                isBlank = false
                quoteColumn = cells
            case (UInt8(ascii: "\""), _):
                oddity = oddity ?? .strayQuote(column: cells)
            case (UInt8(ascii: " "), _), (UInt8(ascii: "\t"), _): break
            case (_, .closed):
                oddity = oddity ?? .strayQuote(column: cells)
            default:
                place = .plain
                isBlank = false
            }
            next += 1
        }
        guard place == .quoted else { return found(upTo: next, oddity) }
        // What follows the open quotation mark may be good rows: only its own line is given up.
        openQuotes += 1
        if let firstBreak { resume(after: firstBreak, line: firstLine + 1) }
        return found(upTo: firstBreak ?? bytes.count, .openQuote(column: quoteColumn))
    }

    private func follows(_ byte: UInt8) -> Bool {
        next + 1 < bytes.count && bytes[next + 1] == byte
    }

    private mutating func resume(after lineBreak: Int, line: Int) {
        let isPair =
            bytes[lineBreak] == UInt8(ascii: "\r") && lineBreak + 1 < bytes.count
            && bytes[lineBreak + 1] == UInt8(ascii: "\n")
        next = lineBreak + (isPair ? 2 : 1)
        self.line = line
    }
}
