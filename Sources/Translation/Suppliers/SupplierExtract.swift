public import Documents
public import Partners

/// Reads an extract of the supplier master, row by row, as its bytes come: CSV by the house's columns, or canonical JSON.
///
/// Memory holds one piece of the file and one row, whatever the file's size. A row that cannot be taken is told of and passed over.
public struct SupplierExtract {
    /// What a row says.
    public enum Row: Sendable {
        /// A supplier; the number of its account is still in it.
        case supplier(Supplier, line: Int)
        /// Nothing that can be taken; with the supplier's number as far as it could be read.
        case faulty(number: String?, [BatchFault])
    }

    private enum Rows {
        case csv(DelimitedRows, [SupplierDraft.Column], width: Int)
        case json(JSONRows)
    }

    private var rows: Rows

    /// Opens an extract and reads its heading.
    ///
    /// `more`: the next bytes of the file; `nil` after the last.
    ///
    /// - Throws: ``BatchError`` when the file as a whole cannot be read; what `more` throws.
    public init(_ section: SupplierSection, more: @escaping () throws -> [UInt8]?) throws {
        // The first line at least: it tells how the file is written.
        var first: [UInt8] = []
        while !first.contains(UInt8(ascii: "\n")), first.count < RowBytes.rowMaximum, let piece = try more() {
            first += piece
        }
        var pending: [UInt8]? = first
        let source = RowBytes {
            defer { pending = nil }
            return try pending ?? more()
        }
        guard let byte = first.first(where: { ![0x20, 0x09, 0x0A, 0x0D, 0xEF, 0xBB, 0xBF].contains($0) })
        else {
            throw BatchError(.noRows, "The file has nothing in it.")
        }
        guard !first.prefix(4096).contains(0) else {
            throw BatchError(
                .notText,
                "The file holds zero bytes: it is a spreadsheet or in UTF-16, not CSV. Save it as \"CSV (UTF-8)\"."
            )
        }
        if byte == UInt8(ascii: "{") || byte == UInt8(ascii: "[") {
            rows = .json(JSONRows(source))
            return
        }
        guard !section.columns.isEmpty else {
            throw BatchError(
                .agreementUnusable,
                "house.yaml names no columns for CSV extracts; add suppliers.csv.columns, or send canonical JSON."
            )
        }
        let separator = section.separator?.byte ?? Self.separator(of: first, section.columns)
        var delimited = DelimitedRows(separator: separator, source)
        let columns = try Self.columns(section.columns, &delimited)
        rows = .csv(delimited, columns, width: (columns.map(\.index).max() ?? 0) + 1)
    }

    /// The next row; `nil` after the last.
    ///
    /// - Throws: ``BatchError`` when the rest of the file cannot be read; what `more` throws.
    public mutating func next() throws -> Row? {
        switch rows {
        case .csv(var delimited, let columns, let width):
            // Taken out while it is changed: two holders would copy the bytes at every row.
            rows = .json(JSONRows(RowBytes { nil }))
            defer { rows = .csv(delimited, columns, width: width) }
            return try delimited.next().map { Self.row($0, columns, width) }
        case .json(var objects):
            rows = .json(JSONRows(RowBytes { nil }))
            defer { rows = .json(objects) }
            return try objects.next().map(Self.row)
        }
    }

    /// What is wrong with columns that a profile names, each in a sentence; none when they can be used.
    ///
    /// `isRead`: whether they are of a file that comes in.
    public static func flaws(of columns: [BatchColumn], isRead: Bool) -> [String] {
        var flaws: [String] = []
        for column in columns {
            guard let field = SupplierField(column.field) else {
                flaws.append(
                    "a supplier has no field `\(column.field)`; there are \(SupplierField.names.joined(separator: ", ")), "
                        + "KIND.city and so on for further addresses, and more.NAME")
                continue
            }
            if isRead ? !field.isRead : !field.isWritten {
                flaws.append(
                    isRead
                        ? "`\(column.field)` is only in files that we send"
                        : "`\(column.field)` is not kept; use bankMasked or bankFingerprint")
            }
        }
        let fields = columns.map(\.field)
        for needed in isRead ? ["number", "name"] : ["number"] where !fields.contains(needed) {
            flaws.append("no column holds `\(needed)`")
        }
        return flaws
    }

    // MARK: CSV

    private static func row(_ row: DelimitedRows.Row, _ columns: [SupplierDraft.Column], _ width: Int) -> Row
    {
        if let fault = row.fault { return .faulty(number: nil, [fault]) }
        var draft = SupplierDraft(line: row.line)
        guard row.cells.count >= width else {
            return .faulty(
                number: number(in: row, columns),
                [
                    BatchFault(
                        line: row.line, column: row.cells.count,
                        message: "The row ends before column \(width).",
                        fix: "Send every row with all columns, empty ones too.")
                ])
        }
        for column in columns { draft.take(row.cells[column.index], column) }
        guard let supplier = draft.finish(columns) else {
            return .faulty(number: draft.readableNumber, draft.faults)
        }
        return .supplier(supplier, line: row.line)
    }

    private static func number(in row: DelimitedRows.Row, _ columns: [SupplierDraft.Column]) -> String? {
        guard let column = columns.first(where: { $0.field.role == .number }),
            row.cells.indices.contains(column.index), !row.cells[column.index].isEmpty
        else { return nil }
        return row.cells[column.index]
    }

    /// The separator that finds the most of the agreed headings in the first line.
    private static func separator(of bytes: [UInt8], _ columns: [BatchColumn]) -> UInt8 {
        let line = bytes.prefix { $0 != UInt8(ascii: "\n") && $0 != UInt8(ascii: "\r") }
        let wanted = Set(
            columns.compactMap { if case .heading(let text) = $0.place { text.lowercased() } else { nil } })
        var best = (separator: CSVSeparator.comma.byte, score: -1)
        for separator in CSVSeparator.allCases.map(\.byte) {
            let cells = line.split(separator: separator, omittingEmptySubsequences: false)
            let found = cells.count { wanted.contains(CellText.trimmed(Self.plain($0)).lowercased()) }
            let score = found * 1_000 + min(cells.count, 999)
            if score > best.score { best = (separator, score) }
        }
        return best.separator
    }

    private static func plain(_ cell: ArraySlice<UInt8>) -> String {
        String(decoding: cell.filter { $0 != UInt8(ascii: "\"") && $0 < 0xEF }, as: UTF8.self)
    }

    private static func columns(_ agreed: [BatchColumn], _ rows: inout DelimitedRows) throws -> [SupplierDraft
        .Column]
    {
        if let flaw = flaws(of: agreed, isRead: true).first {
            throw BatchError(.agreementUnusable, "house.yaml: suppliers.csv.columns: \(flaw)")
        }
        let hasHeading = agreed.contains { if case .heading = $0.place { true } else { false } }
        var headings: [String] = []
        if hasHeading {
            guard let first = try rows.next() else { throw BatchError(.noRows, "The file has no rows.") }
            if let fault = first.fault {
                throw BatchError(.notText, "The heading cannot be read: \(fault.message) \(fault.fix)")
            }
            headings = first.cells
        }
        var columns: [SupplierDraft.Column] = []
        for column in agreed {
            guard let field = SupplierField(column.field) else { continue }
            let index = try place(of: column, headings)
            columns.append(
                SupplierDraft.Column(
                    field: field, index: index,
                    heading: headings.indices.contains(index) ? headings[index] : nil))
        }
        return columns
    }

    private static func place(of column: BatchColumn, _ headings: [String]) throws(BatchError) -> Int {
        switch column.place {
        case .position(let number, _): return number - 1
        case .heading(let heading):
            let wanted = heading.lowercased()
            let places = headings.indices.filter { headings[$0].lowercased() == wanted }
            guard let index = places.first else {
                let found = headings.prefix(20).map { "'\($0.prefix(40))'" }.joined(separator: ", ")
                throw BatchError(
                    .headingMissing, heading: heading,
                    "The file has no column '\(heading)'; its heading is \(found). Send it with the columns agreed."
                )
            }
            guard places.count == 1 else {
                throw BatchError(
                    .headingRepeated, heading: heading,
                    "The file has the column '\(heading)' \(places.count) times; send it once.")
            }
            return index
        }
    }

    // MARK: JSON

    private static func row(_ row: JSONRows.Row) -> Row {
        do throws(DocumentFaults) {
            let document = try DocumentReader.read(row.bytes, limits: limits)
            guard case .supplier(let supplier) = document else {
                return .faulty(number: nil, [fault(row.line, "documentType", "This is no supplier.")])
            }
            let faults = flaws(of: supplier).map { fault(row.line, $0.path, $0.message) }
            let number = supplier.number.isEmpty ? nil : supplier.number
            return faults.isEmpty ? .supplier(supplier, line: row.line) : .faulty(number: number, faults)
        } catch {
            return .faulty(
                number: nil,
                error.faults.map { found in
                    BatchFault(
                        line: row.line + found.line - 1, column: found.column, heading: found.path,
                        // What stands in a bank section may be an account.
                        found: found.path.hasPrefix("bank") ? nil : found.found,
                        message: "Expected: \(found.expected).",
                        fix: "Send documents as the supplier schema says.")
                })
        }
    }

    /// What the reading of the document does not see: values that make no sense for a supplier of ours.
    private static func flaws(of supplier: Supplier) -> [(path: String, message: String)] {
        var flaws: [(String, String)] = []
        if supplier.number.isEmpty || supplier.number.count > SupplierDraft.numberMaximum {
            flaws.append(("number", "A supplier number has 1 to \(SupplierDraft.numberMaximum) characters."))
        }
        let isPrintable = supplier.number.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7F }
        if !isPrintable { flaws.append(("number", "The number holds a line break or a control character.")) }
        if supplier.name.isEmpty { flaws.append(("name", "There is no name.")) }
        if let account = supplier.bank?.account,
            !AccountNumber.isPlausible(account.capitalsAndDigits)
        {
            flaws.append(
                ("bank.account", "This is no bank account: its check digits are wrong, or digits are lost."))
        }
        return flaws
    }

    private static func fault(_ line: Int, _ path: String, _ message: String) -> BatchFault {
        BatchFault(
            line: line, heading: path, message: message, fix: "Send documents as the supplier schema says.")
    }

    private static let limits: DocumentReader.Limits = {
        var limits = DocumentReader.Limits()
        limits.bytes = RowBytes.rowMaximum
        limits.depth = 8
        limits.elements = 1_000
        limits.faults = 10
        return limits
    }()
}
