public import Documents
internal import Foundation
internal import Partners

extension SupplierFile {
    /// A line of a file that a target gave back, in the form of the file it was sent.
    public struct Returned: Sendable, Hashable {
        /// The supplier's number.
        public var number: String
        /// Where it stands: the line, or which supplier of the file it is.
        public var place: Int
        /// The values by column.
        var cells: [String]
        /// Whether the line says that the supplier is not used any more.
        public var isRetired: Bool
    }

    /// A value that is other than it should be.
    public struct Difference: Sendable, Hashable, Codable {
        /// The column.
        public var column: String
        /// What we sent, or would send.
        public var expected: String
        /// What the target has.
        public var found: String
    }

    /// The largest file that is read back, in bytes.
    public static let returnedMaximum = 512 << 20

    /// The lines of a file that a target gave back; the trailer is passed over.
    ///
    /// - Throws: ``BatchError`` when the file is not in the target's form.
    public func returned(_ bytes: [UInt8]) throws -> [Returned] {
        switch format {
        case .csv: try csvLines(bytes)
        case .fixed: try fixedLines(bytes)
        case .json: try jsonLines(bytes)
        case .xml: try xmlLines(bytes)
        }
    }

    /// What is other in a line than a supplier says; what became of it and its revision are not compared.
    public func differences(of line: Returned, from supplier: Supplier) -> [Difference] {
        let expected = SupplierLine(supplier: supplier, action: .unchanged, revision: 0)
        return zip(compared, line.cells).compactMap { column, found in
            guard column.field.role != .action, column.field.role != .revision else { return nil }
            var wanted = column.field.text(of: expected)
            if format == .fixed { wanted = Self.fitted(wanted, column.length) }
            return wanted == found ? nil : Difference(column: column.heading, expected: wanted, found: found)
        }
    }

    /// The columns, or all fields where the file holds canonical documents.
    private var compared: [Column] { columns.isEmpty ? Self.everyField : columns }

    private static let everyField: [Column] = SupplierField.names.compactMap { name in
        SupplierField(name).flatMap { $0.isWritten ? Column(field: $0, heading: name) : nil }
    }

    private static func fitted(_ text: String, _ length: Int) -> String {
        let short = text.unicodeScalars.count > length ? cut(text, length) : text
        return CellText.trimmed(short)
    }

    private func line(_ cells: [String], at place: Int) throws(BatchError) -> Returned {
        var line = Returned(number: "", place: place, cells: cells, isRetired: false)
        for (column, cell) in zip(compared, cells) {
            switch column.field.role {
            case .number: line.number = cell
            case .action: line.isRetired = line.isRetired || cell == SupplierLine.Action.retired.rawValue
            case .status: line.isRetired = line.isRetired || cell == Supplier.Status.retired.rawValue
            default: break
            }
        }
        guard !line.number.isEmpty else { throw Self.foreign("the supplier at \(place) has no number") }
        return line
    }

    private static func foreign(_ why: String) -> BatchError {
        BatchError(.notText, "This is no file in the target's form: \(why).")
    }

    // MARK: Formats

    private func csvLines(_ bytes: [UInt8]) throws -> [Returned] {
        var pending: [UInt8]? = bytes
        var rows = DelimitedRows(
            separator: separator,
            RowBytes {
                defer { pending = nil }
                return pending
            })
        var places = columns.map(\.at)
        if hasHeading {
            let headings = try rows.next()?.cells ?? []
            places = try columns.map { column in
                guard let place = headings.firstIndex(of: column.heading) else {
                    throw Self.foreign("it has no column '\(column.heading)'")
                }
                return place
            }
        }
        var lines: [Returned] = []
        while let row = try rows.next() {
            if let fault = row.fault { throw Self.foreign("line \(fault.line): \(fault.message)") }
            if row.cells.first == "TRAILER", trailer != .none { continue }
            lines.append(
                try line(places.map { row.cells.indices.contains($0) ? row.cells[$0] : "" }, at: row.line))
        }
        return lines
    }

    private func fixedLines(_ bytes: [UInt8]) throws -> [Returned] {
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw Self.foreign("it is no UTF-8")
        }
        var lines: [Returned] = []
        for (place, row) in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
            .enumerated()
        {
            if row.isEmpty || trailer != .none && row.hasPrefix("TRAILER ") { continue }
            let scalars = Array(row.unicodeScalars)
            let cells = columns.map { column in
                var cell = String.UnicodeScalarView()
                cell.append(contentsOf: scalars.dropFirst(column.at).prefix(column.length))
                return CellText.trimmed(String(cell))
            }
            lines.append(try line(cells, at: place + 1))
        }
        return lines
    }

    private func jsonLines(_ bytes: [UInt8]) throws -> [Returned] {
        let root: Any
        do {
            root = try JSONSerialization.jsonObject(with: Data(bytes))
        } catch {
            throw Self.foreign("it is no JSON")
        }
        guard let suppliers = (root as? [String: Any])?["suppliers"] as? [[String: Any]] else {
            throw Self.foreign("it has no list `suppliers`")
        }
        return try suppliers.enumerated().map { place, entry in
            guard columns.isEmpty else {
                return try line(columns.map { entry[$0.heading] as? String ?? "" }, at: place + 1)
            }
            guard let object = entry["supplier"] as? [String: Any] else {
                throw Self.foreign("entry \(place + 1) holds no supplier")
            }
            let text = try JSONSerialization.data(withJSONObject: object)
            guard case .supplier(let supplier) = try DocumentReader.read(Array(text)) else {
                throw Self.foreign("entry \(place + 1) holds no supplier")
            }
            let action =
                (entry["action"] as? String).flatMap(SupplierLine.Action.init(rawValue:)) ?? .unchanged
            let whole = SupplierLine(supplier: supplier, action: action, revision: 0)
            return try line(compared.map { $0.field.text(of: whole) }, at: place + 1)
        }
    }

    private func xmlLines(_ bytes: [UInt8]) throws -> [Returned] {
        guard let text = String(validating: bytes, as: UTF8.self), !text.contains("<!DOCTYPE") else {
            throw Self.foreign("it is no UTF-8, or it has a document type")
        }
        var lines: [Returned] = []
        var rest = text[...]
        while let start = rest.firstRange(of: "<supplier>"),
            let end = rest[start.upperBound...].firstRange(of: "</supplier>")
        {
            let values = XMLText.values(in: rest[start.upperBound..<end.lowerBound])
            lines.append(try line(columns.map { values[$0.heading] ?? "" }, at: lines.count + 1))
            rest = rest[end.upperBound...]
        }
        guard !lines.isEmpty || text.contains("<suppliers") else {
            throw Self.foreign("it has no element suppliers")
        }
        return lines
    }
}

extension XMLText {
    /// The values of elements that stand side by side and hold text only.
    static func values(in text: Substring) -> [String: String] {
        var values: [String: String] = [:]
        var rest = text
        while let open = rest.firstIndex(of: "<"), let close = rest[open...].firstIndex(of: ">") {
            let name = String(rest[rest.index(after: open)..<close])
            let from = rest.index(after: close)
            guard let end = rest[from...].firstRange(of: "</\(name)>") else { return values }
            values[name] = plain(rest[from..<end.lowerBound])
            rest = rest[end.upperBound...]
        }
        return values
    }

    /// A text with the five entities of XML, and characters by their numbers, resolved.
    static func plain(_ text: Substring) -> String {
        guard text.contains("&") else { return String(text) }
        var plain = ""
        var rest = text
        while let start = rest.firstIndex(of: "&"), let end = rest[start...].firstIndex(of: ";") {
            plain += rest[..<start]
            let name = rest[rest.index(after: start)..<end]
            plain += character(String(name)) ?? String(rest[start...end])
            rest = rest[rest.index(after: end)...]
        }
        return plain + rest
    }

    private static func character(_ name: String) -> String? {
        switch name {
        case "amp": return "&"
        case "lt": return "<"
        case "gt": return ">"
        case "quot": return "\""
        case "apos": return "'"
        default: break
        }
        guard name.hasPrefix("#") else { return nil }
        let isHex = name.hasPrefix("#x")
        return UInt32(name.dropFirst(isHex ? 2 : 1), radix: isHex ? 16 : 10).flatMap(Unicode.Scalar.init).map(
            String.init)
    }
}
