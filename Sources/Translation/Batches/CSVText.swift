internal import SwiftCSV

/// The bytes of a CSV file with how they are written: which characters, which separator.
struct CSVText {
    /// The separators that files may have, the likelier first.
    static let separators: [UInt8] = [UInt8(ascii: ";"), UInt8(ascii: ","), UInt8(ascii: "\t")]
    /// A row that no record has; a reading that does not end with it went astray.
    private static let endMark = "."

    /// How characters are written.
    private enum Encoding {
        case utf8
        /// Latin-1 as it is in use: with the signs of Windows-1252.
        case latin1
    }

    let bytes: [UInt8]
    private let encoding: Encoding
    /// Where the text begins: behind a byte order mark and a `sep=` line.
    let start: Int
    /// The line that ``start`` is in.
    let firstLine: Int
    /// The separator that the file itself names in a `sep=` line.
    let namedSeparator: UInt8?

    /// Looks at a file as a whole.
    init(_ bytes: [UInt8]) throws(BatchError) {
        guard bytes.count <= CSVBatch.byteMaximum else {
            throw BatchError(
                .tooLarge,
                "The file has more than \(CSVBatch.byteMaximum) bytes, the most that is read of its kind. "
                    + "Send it in parts.")
        }
        guard !bytes.contains(0) else {
            throw BatchError(
                .notText,
                "The file holds zero bytes: it is a spreadsheet or in UTF-16, not CSV. "
                    + "Save it as \"CSV (UTF-8)\" and send it again.")
        }
        self.bytes = bytes
        let hasMark = bytes.starts(with: [0xEF, 0xBB, 0xBF])
        encoding = hasMark || String(validating: bytes, as: UTF8.self) != nil ? .utf8 : .latin1
        let textStart = hasMark ? 3 : 0
        let opening = Array(bytes[textStart...].prefix(7))
        if opening.count > 4, opening.starts(with: "sep=".utf8), Self.separators.contains(opening[4]),
            opening.count == 5 || opening[5] == UInt8(ascii: "\n") || opening[5] == UInt8(ascii: "\r")
        {
            namedSeparator = opening[4]
            start = min(bytes.count, textStart + (opening.dropFirst(5).starts(with: "\r\n".utf8) ? 7 : 6))
            firstLine = 2
        } else {
            namedSeparator = nil
            start = textStart
            firstLine = 1
        }
    }

    /// The records with this separator, from the first.
    func records(separator: UInt8) -> CSVRecords {
        CSVRecords(bytes, separator: separator, from: start, line: firstLine)
    }

    /// The cells of records that are in order; `nil` when they cannot be told apart with certainty.
    ///
    /// SwiftCSV reads them. It counts no lines, an odd quotation mark spoils all that follows, an open one
    /// swallows it: hence it is given clean records only, and what it finds must agree with what we counted.
    func cells(of records: some Collection<CSVRecord>, separator: UInt8) -> [[String]]? {
        var joined: [UInt8] = []
        joined.reserveCapacity(records.reduce(4) { $0 + $1.bytes.count + 1 })
        for record in records {
            joined += bytes[record.bytes]
            joined.append(UInt8(ascii: "\n"))
        }
        joined += Array((Self.endMark + "\n").utf8)
        guard let text = decoded(joined) else { return nil }
        var rows: [[String]] = []
        rows.reserveCapacity(records.count + 1)
        let delimiter = CSVDelimiter.character(Character(Unicode.Scalar(separator)))
        do {
            let csv = try CSV<Enumerated>(string: text, delimiter: delimiter, loadColumns: false, rowLimit: 0)
            try csv.enumerateAsArray(startAt: 0, rowLimit: nil) { rows.append($0) }
        } catch {
            return nil
        }
        guard rows.popLast() == [Self.endMark], rows.count == records.count else { return nil }
        guard zip(rows, records).allSatisfy({ $0.count == $1.cells }) else { return nil }
        return rows
    }

    private func decoded(_ bytes: [UInt8]) -> String? {
        switch encoding {
        case .utf8: return String(validating: bytes, as: UTF8.self)
        case .latin1:
            var text = String.UnicodeScalarView()
            for byte in bytes {
                let isSign = (0x80..<0xA0).contains(byte)
                text.append(isSign ? Self.windowsSigns[Int(byte) - 0x80] : Unicode.Scalar(byte))
            }
            return String(text)
        }
    }

    /// Windows-1252 from 0x80 to 0x9F; the five that it leaves open stand for themselves.
    private static let windowsSigns = Array(
        "€\u{81}‚ƒ„…†‡ˆ‰Š‹Œ\u{8D}Ž\u{8F}\u{90}‘’“”•–—˜™š›œ\u{9D}žŸ".unicodeScalars)
}
