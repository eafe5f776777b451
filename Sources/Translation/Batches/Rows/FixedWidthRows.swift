/// How the fixed width files of an agreement are written.
struct FixedWidthLayout: Sendable {
    /// Where a column stands, from 1; `nil` for one whose value does not come from the file.
    struct Column: Sendable {
        var at: Int
        var length: Int
    }

    /// How characters are written.
    var coding = CharacterCoding.Choice.automatic
    /// Whether places are counted in bytes of the file, and not in Unicode scalars.
    var countsBytes = false
    /// How long every line is.
    var lineLength: Int?
    /// Lines before the first row that say nothing.
    var skipLines = 0
    /// The columns of the agreement, in its order.
    var columns: [Column?] = []
    /// How the file ends.
    var trailer = TextTrailer.none
    /// Where the line that ends the file says how many rows came before it.
    var trailerCount: Column?
}

/// The rows of a file whose columns stand at fixed places, blank lines left out.
///
/// Places count Unicode scalars, or bytes where the agreement says so. A line may end behind any column, and
/// lacks the values after it; one that ends within a column, or is not as long as agreed, is told of: the
/// digits that are left would be another number.
struct FixedWidthRows: RowSource {
    private let layout: FixedWidthLayout
    private(set) var found = FoundColumns()
    private var lines: TextLines
    /// Latin-1 has a byte for each character: there the two counts are one.
    private let countsBytes: Bool

    init(_ bytes: BatchBytes, _ layout: FixedWidthLayout) throws {
        self.layout = layout
        let (coding, mark) = try CharacterCoding.of(bytes, layout.coding)
        if case .latin1 = coding { countsBytes = false } else { countsBytes = layout.countsBytes }
        lines = TextLines(DecodedBytes(bytes, coding, from: mark))
        found.agreed = layout.columns.map { FoundColumns.Place(column: $0?.at) }
    }

    /// Gives the rows one after the other, and checks the trailer.
    mutating func read(_ take: (BatchRow) throws -> Void) throws {
        var trailer = TrailerWatch(layout.trailer)
        while let line = try lines.next() {
            if line.number <= layout.skipLines { continue }
            if line.isTooLong {
                let fault = BatchFault(
                    line: line.number, message: "The line is longer than \(RowLimits.rowBytes) bytes.",
                    fix: "Send one row a line.")
                try trailer.pass(
                    BatchRow(line: line.number, fault: fault),
                    of: TrailerWatch.Line(number: line.number, cells: nil), take)
                continue
            }
            let bytes = lines.bytes[line.bytes]
            if bytes.allSatisfy({ $0 == 0x20 || $0 == 0x09 || $0 == 0x1A }) { continue }
            let measure = Measure(bytes, countsBytes: countsBytes)
            try trailer.pass(
                row(line.number, measure),
                of: TrailerWatch.Line(number: line.number, cells: trailerCells(measure)), take)
        }
        try trailer.finish(take)
    }

    private func row(_ number: Int, _ line: Measure) -> BatchRow {
        func refused(_ column: Int?, _ message: String, _ fix: String) -> BatchRow {
            BatchRow(
                line: number,
                fault: BatchFault(
                    line: number, column: column, found: line.sample, message: message, fix: fix))
        }
        guard line.isText else {
            return refused(
                nil, "The line holds bytes that are no characters in the way the file is written.",
                "Send the file as UTF-8.")
        }
        if let length = layout.lineLength, line.length != length {
            return refused(
                nil, "The line is \(line.length) long, but \(length) was agreed.",
                "Fill every value up to its width, and cut none out of the middle.")
        }
        var row = BatchRow(line: number)
        row.cells.reserveCapacity(layout.columns.count)
        for column in layout.columns {
            guard let column, column.at <= line.length else {
                row.cells.append(.empty)
                continue
            }
            let end = column.at - 1 + column.length
            guard end <= line.length || layout.lineLength != nil else {
                return refused(
                    column.at, "The line ends within the column at \(column.at).",
                    "Fill the last value up to its width, \(column.length), or leave it out wholly.")
            }
            guard let text = line.text(column.at - 1..<min(end, line.length)) else {
                return refused(
                    column.at, "The column at \(column.at) begins or ends within a character.",
                    "Count its place in characters, or send plain letters.")
            }
            row.cells.append(BatchCell(text: CellText.trimmed(text)))
        }
        return row
    }

    /// The line as its first words, or as the prefix and count of a trailer.
    private func trailerCells(_ line: Measure) -> [String]? {
        switch layout.trailer {
        case .none: return nil
        case .counts: return line.words
        case .line:
            guard let count = layout.trailerCount, count.at <= line.length else { return [line.whole] }
            let range = count.at - 1..<min(count.at - 1 + count.length, line.length)
            return [line.whole, CellText.trimmed(line.text(range) ?? "")]
        }
    }
}

extension FixedWidthRows {
    /// A line with its length, in the unit of the agreement.
    private struct Measure {
        private let bytes: ArraySlice<UInt8>
        /// Where each place begins, when places are not bytes.
        private let starts: [Int]?
        let isText: Bool
        let length: Int

        init(_ bytes: ArraySlice<UInt8>, countsBytes: Bool) {
            self.bytes = bytes
            let isASCII = bytes.allSatisfy { $0 < 0x80 }
            isText = isASCII || String(validating: bytes, as: UTF8.self) != nil
            if isASCII || countsBytes {
                starts = nil
                length = bytes.count
            } else {
                let scalars = bytes.indices.filter { bytes[$0] & 0xC0 != 0x80 }
                starts = scalars + [bytes.endIndex]
                length = scalars.count
            }
        }

        /// The text at these places, from 0; `nil` when it begins or ends within a character.
        func text(_ places: Range<Int>) -> String? {
            let range =
                starts.map { $0[places.lowerBound]..<$0[places.upperBound] }
                ?? bytes.startIndex + places.lowerBound..<bytes.startIndex + places.upperBound
            return String(validating: bytes[range], as: UTF8.self)
        }

        var whole: String { String(decoding: bytes, as: UTF8.self) }
        var sample: String { String(decoding: bytes.prefix(80), as: UTF8.self) }

        /// What spaces separate; a few are enough to tell a trailer.
        var words: [String] { whole.split(separator: " ", maxSplits: 4).map(String.init) }
    }
}
