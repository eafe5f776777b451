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
    /// The kinds of lines, where there are two, and where the word for them stands.
    var records: (types: RecordTypes, column: Column)?
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
        var join = RecordJoin(layout.records?.types)
        var row = BatchRow()
        while let line = try lines.next() {
            if line.number <= layout.skipLines { continue }
            row.begin(line: line.number)
            if line.isTooLong {
                row.fault = BatchFault(
                    line: line.number, message: "The line is longer than \(RowLimits.rowBytes) bytes.",
                    fix: "Send one row a line.")
                try trailer.pass(row, line: line.number, cells: { nil }, { try join.pass($0, take) })
                continue
            }
            let isBlank = lines.bytes.withUnsafeBufferPointer { bytes in
                let bytes = UnsafeBufferPointer(rebasing: bytes[line.bytes])
                if Self.isBlank(bytes) { return true }
                fill(&row, Measure(bytes, countsBytes: countsBytes))
                return false
            }
            if isBlank { continue }
            try trailer.pass(
                row, line: line.number, cells: { trailerCells(line) }, { try join.pass($0, take) })
        }
        try trailer.finish { try join.pass($0, take) }
        try join.finish(take)
    }

    private static func isBlank(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        bytes.allSatisfy { $0 == 0x20 || $0 == 0x09 || $0 == 0x1A }
    }

    private func fill(_ row: inout BatchRow, _ line: Measure) {
        let number = row.line
        func refused(_ column: Int?, _ message: String, _ fix: String) -> BatchFault {
            BatchFault(line: number, column: column, found: line.sample, message: message, fix: fix)
        }
        guard line.isText else {
            row.fault = refused(
                nil, "The line holds bytes that are no characters in the way the file is written.",
                "Send the file as UTF-8.")
            return
        }
        if let length = layout.lineLength, line.length != length {
            row.fault = refused(
                nil, "The line is \(line.length) long, but \(length) was agreed.",
                "Fill every value up to its width, and cut none out of the middle.")
            return
        }
        if let (types, column) = layout.records {
            let place = min(column.at - 1, line.length)
            let bytes = line.bytes(place..<min(place + column.length, line.length))
            let word = bytes.map { CellText.trimmed(String(decoding: $0, as: UTF8.self)) } ?? ""
            guard let kind = types.kind(of: word) else {
                row.fault = types.unknown(word, line: number)
                return
            }
            row.record = kind
        }
        for (index, column) in layout.columns.enumerated() {
            if let types = layout.records?.types, types.isOfHeader[index] != (row.record == .header) {
                row.appendEmpty()
                continue
            }
            guard let column, column.at <= line.length else {
                row.appendEmpty()
                continue
            }
            let end = column.at - 1 + column.length
            guard end <= line.length || layout.lineLength != nil else {
                row.fault = refused(
                    column.at, "The line ends within the column at \(column.at).",
                    "Fill the last value up to its width, \(column.length), or leave it out wholly.")
                return
            }
            guard let text = line.bytes(column.at - 1..<min(end, line.length)) else {
                row.fault = refused(
                    column.at, "The column at \(column.at) begins or ends within a character.",
                    "Count its place in characters, or send plain letters.")
                return
            }
            row.append(text)
        }
    }

    /// The line as its first words, or as the prefix and count of a trailer.
    private func trailerCells(_ line: TextLines.Line) -> [String]? {
        lines.bytes.withUnsafeBufferPointer { bytes in
            let measure = Measure(
                UnsafeBufferPointer(rebasing: bytes[line.bytes]), countsBytes: countsBytes)
            switch layout.trailer {
            case .none: return nil
            case .counts: return measure.words
            case .line(let prefix, _):
                let whole = measure.whole
                guard whole.hasPrefix(prefix) else { return [] }
                guard let count = layout.trailerCount, count.at <= measure.length else { return [whole] }
                let range = count.at - 1..<min(count.at - 1 + count.length, measure.length)
                let text = measure.bytes(range).map { String(decoding: $0, as: UTF8.self) }
                return [whole, CellText.trimmed(text ?? "")]
            }
        }
    }
}

extension FixedWidthRows {
    /// A line with its length, in the unit of the agreement.
    private struct Measure {
        private let all: UnsafeBufferPointer<UInt8>
        /// Where each place begins, when places are not bytes.
        private let starts: [Int]?
        private let isASCII: Bool
        let isText: Bool
        let length: Int

        init(_ bytes: UnsafeBufferPointer<UInt8>, countsBytes: Bool) {
            all = bytes
            isASCII = CellText.isASCII(bytes)
            isText = isASCII || String(validating: bytes, as: UTF8.self) != nil
            if isASCII || countsBytes {
                starts = nil
                length = bytes.count
            } else {
                let scalars = bytes.indices.filter { bytes[$0] & 0xC0 != 0x80 }
                starts = scalars + [bytes.count]
                length = scalars.count
            }
        }

        /// The bytes at these places, from 0; `nil` when they begin or end within a character.
        func bytes(_ places: Range<Int>) -> UnsafeBufferPointer<UInt8>? {
            let range = starts.map { $0[places.lowerBound]..<$0[places.upperBound] } ?? places
            let bytes = UnsafeBufferPointer(rebasing: all[range])
            return isASCII || String(validating: bytes, as: UTF8.self) != nil ? bytes : nil
        }

        var whole: String { String(decoding: all, as: UTF8.self) }
        var sample: String { String(decoding: all.prefix(80), as: UTF8.self) }

        /// What spaces separate; a few are enough to tell a trailer.
        var words: [String] { whole.split(separator: " ", maxSplits: 4).map(String.init) }
    }
}
