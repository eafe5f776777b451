internal import Documents
public import Partners

/// How a file of the supplier master is written for a target: its format, and the columns that the agreement names.
///
/// Text is UTF-8. A file is a line each for what comes before, for every supplier and for the trailer, so that the digest in the
/// trailer is of all bytes before its own line, whatever the format. What machines read is written as it is: nothing is put in
/// front of a value that a spreadsheet would take for a formula.
public struct SupplierFile: Sendable {
    /// What a file holds.
    public struct Facts: Sendable, Hashable {
        /// Whether it is the whole or what changed.
        public var scope: BatchAgreement.Scope
        /// The state of the master it was made from.
        public var generation: Int
        /// The state that the target is known to have; 0 when none.
        public var base: Int

        /// Facts of a file.
        public init(scope: BatchAgreement.Scope, generation: Int, base: Int) {
            self.scope = scope
            self.generation = generation
            self.base = base
        }
    }

    /// How many lines a file has, by what became of the suppliers.
    public struct Counts: Sendable, Hashable, Codable {
        /// Lines of suppliers, tombstones included.
        public var rows = 0
        /// New ones.
        public var added = 0
        /// Others than before.
        public var changed = 0
        /// Tombstones.
        public var retired = 0
        /// Those that are as they were, in the file or not.
        public var unchanged = 0

        /// Nothing yet.
        public init() {}
    }

    struct Column: Sendable {
        let field: SupplierField
        let heading: String
        /// Of fixed width: the first character from 0, and how many.
        var at = 0
        var length = 0
    }

    let format: BatchAgreement.Format
    let separator: UInt8
    let trailer: BatchAgreement.Trailer
    /// None when a JSON file holds the canonical documents.
    let columns: [Column]
    let hasHeading: Bool
    /// How many characters a line of fixed width has.
    let width: Int

    /// What XML holds when the agreement chooses no columns.
    private static let allFields = [
        "action", "revision", "number", "name", "name2", "status", "group", "taxId", "vatId", "duns", "gln",
        "bankCode",
        "bankName", "bankCountry", "bankMasked", "bankFingerprint", "street", "street2", "city", "region",
        "postalCode", "country", "contactName", "email", "phone", "paymentTerms", "netDays", "currency",
        "language",
    ]

    /// Prepares what an agreement describes.
    ///
    /// - Throws: ``BatchError`` with the code `agreementUnusable` when its columns cannot be written.
    public init(_ agreement: BatchAgreement) throws(BatchError) {
        format = agreement.format
        separator = (agreement.sending?.separator ?? .comma).byte
        trailer = agreement.trailer
        let agreed = agreement.columns
        if !agreed.isEmpty, let flaw = SupplierExtract.flaws(of: agreed, isRead: false).first {
            throw BatchError(.agreementUnusable, "batch.\(agreement.name).columns: \(flaw)")
        }
        var columns: [Column] = []
        var isNamed = true
        for column in agreed {
            guard let field = SupplierField(column.field) else { continue }
            switch column.place {
            case .heading(let heading): columns.append(Column(field: field, heading: heading))
            case .position(let at, let length):
                isNamed = false
                columns.append(Column(field: field, heading: column.field, at: at - 1, length: length ?? 0))
            }
        }
        if agreed.isEmpty, format == .xml {
            columns = Self.allFields.compactMap { name in
                SupplierField(name).map { Column(field: $0, heading: name) }
            }
        }
        hasHeading = format == .csv && isNamed
        if !isNamed { columns.sort { $0.at < $1.at } }
        width = columns.map { $0.at + $0.length }.max() ?? 0
        self.columns = columns
        try check(agreement.name, isNamed: isNamed)
    }

    private func check(_ name: String, isNamed: Bool) throws(BatchError) {
        func unusable(_ why: String) -> BatchError {
            BatchError(.agreementUnusable, "batch.\(name).columns: \(why)")
        }
        switch format {
        case .csv where !isNamed:
            for (place, column) in columns.enumerated() where column.at != place {
                throw unusable("column \(place + 1) is missing or given twice")
            }
        case .fixed:
            var end = 0
            for column in columns {
                guard column.at >= end else {
                    throw unusable("`\(column.field.name)` overlaps the column before it")
                }
                end = column.at + column.length
            }
        case .xml:
            for column in columns where !XMLText.isName(column.heading) {
                throw unusable("`\(column.heading)` is no name of an XML element")
            }
        case .csv, .json: break
        }
    }

    // MARK: Writing

    /// The lines before the first supplier.
    public func opening(_ facts: Facts) -> [UInt8] {
        switch format {
        case .csv:
            guard hasHeading else { return [] }
            return csvLine(columns.map(\.heading))
        case .fixed: return []
        case .json:
            return Array(
                (#"{"documentType":"supplier-master","scope":"\#(facts.scope.rawValue)","generation":\#(facts.generation),"#
                    + #""base":\#(facts.base),"suppliers":["# + "\n").utf8)
        case .xml:
            return Array(
                (#"<?xml version="1.0" encoding="UTF-8"?>"# + "\n"
                    + #"<suppliers scope="\#(facts.scope.rawValue)" generation="\#(facts.generation)" base="\#(facts.base)">"#
                    + "\n").utf8)
        }
    }

    /// The line of a supplier.
    ///
    /// `isFirst`: whether no other stands before it.
    /// `cut`: counts the values that were cut to their column.
    ///
    /// - Throws: ``BatchError`` when a number or code does not fit its column.
    public func line(_ line: SupplierLine, isFirst: Bool, cut: inout Int) throws(BatchError) -> [UInt8] {
        switch format {
        case .csv: return csvLine(cells(line))
        case .fixed: return try fixedLine(line, cut: &cut)
        case .json: return jsonLine(line, isFirst: isFirst)
        case .xml: return xmlLine(line)
        }
    }

    /// The lines after the last supplier.
    ///
    /// `digest`: the SHA-256 of all bytes before them, in hexadecimal digits.
    public func closing(_ counts: Counts, digest: String) -> [UInt8] {
        let hasDigest = trailer == .digest
        switch (format, trailer) {
        case (.csv, .none), (.fixed, .none): return []
        case (.csv, _):
            return csvLine(
                ["TRAILER"] + numbers(counts).map { String($0.number) } + (hasDigest ? [digest] : []))
        case (.fixed, _):
            let padded = numbers(counts).map { Self.padded($0.number) }
            return Array(("TRAILER " + padded.joined() + (hasDigest ? digest : "") + "\r\n").utf8)
        case (.json, .none): return Array("]}\n".utf8)
        case (.json, _):
            let fields =
                numbers(counts).map { "\"\($0.name)\":\($0.number)" }
                + (hasDigest ? ["\"sha256\":\"\(digest)\""] : [])
            return Array("],\"trailer\":{\(fields.joined(separator: ","))}}\n".utf8)
        case (.xml, .none): return Array("</suppliers>\n".utf8)
        case (.xml, _):
            let fields =
                numbers(counts).map { "\($0.name)=\"\($0.number)\"" }
                + (hasDigest ? ["sha256=\"\(digest)\""] : [])
            return Array("<trailer \(fields.joined(separator: " "))/>\n</suppliers>\n".utf8)
        }
    }

    private func numbers(_ counts: Counts) -> [(name: String, number: Int)] {
        [
            ("rows", counts.rows), ("added", counts.added), ("changed", counts.changed),
            ("retired", counts.retired),
        ]
    }

    /// The values of a line, by column; what a target must have.
    func cells(_ line: SupplierLine) -> [String] { columns.map { $0.field.text(of: line) } }

    private func csvLine(_ cells: [String]) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(256)
        for (place, cell) in cells.enumerated() {
            if place > 0 { bytes.append(separator) }
            let needsMarks =
                cell.utf8.contains { $0 == separator || $0 == 0x22 || $0 == 0x0A || $0 == 0x0D }
                || cell.utf8.first == 0x20 || cell.utf8.last == 0x20
            guard needsMarks else {
                bytes.append(contentsOf: cell.utf8)
                continue
            }
            bytes.append(0x22)
            for byte in cell.utf8 {
                if byte == 0x22 { bytes.append(0x22) }
                bytes.append(byte)
            }
            bytes.append(0x22)
        }
        bytes.append(0x0D)
        bytes.append(0x0A)
        return bytes
    }

    private func fixedLine(_ line: SupplierLine, cut: inout Int) throws(BatchError) -> [UInt8] {
        var text = ""
        var filled = 0
        for column in columns {
            var value = Self.oneLine(column.field.text(of: line))
            if value.unicodeScalars.count > column.length {
                guard column.field.mayBeCut else {
                    throw BatchError(
                        .agreementUnusable,
                        "`\(column.field.name)` of supplier \(line.supplier.number) has "
                            + "\(value.unicodeScalars.count) characters, its column \(column.length): "
                            + "make the column wider, a number or code is never cut")
                }
                value = Self.cut(value, column.length)
                cut += 1
            }
            text += String(repeating: " ", count: column.at - filled) + value
            filled = column.at
            let count = value.unicodeScalars.count
            text += String(repeating: " ", count: column.length - count)
            filled += column.length
        }
        return Array((text + "\r\n").utf8)
    }

    /// Without line breaks, which would end the line.
    private static func oneLine(_ text: String) -> String {
        guard text.utf8.contains(where: { $0 < 0x20 }) else { return text }
        return String(text.map { ($0.asciiValue ?? 0x20) < 0x20 || $0.isNewline ? " " : $0 })
    }

    /// As many characters as fit, and none of them halved.
    static func cut(_ text: String, _ length: Int) -> String {
        var kept = ""
        var count = 0
        for character in text {
            count += character.unicodeScalars.count
            guard count <= length else { break }
            kept.append(character)
        }
        return kept
    }

    private static func padded(_ number: Int) -> String {
        let text = String(number)
        return String(repeating: "0", count: max(0, 9 - text.count)) + text
    }

    private func jsonLine(_ line: SupplierLine, isFirst: Bool) -> [UInt8] {
        // The comma stands in front, so that a line can be written before it is known whether another follows.
        var bytes: [UInt8] = isFirst ? [] : [UInt8(ascii: ",")]
        var json = JSONWriter()
        if columns.isEmpty {
            json.object { json in
                json.field("action", line.action.rawValue)
                json.field("revision", line.revision)
                json.field("supplier", json: Document.supplier(line.supplier).json())
            }
            return bytes + json.bytes + [0x0A]
        }
        bytes.append(UInt8(ascii: "{"))
        for (place, column) in columns.enumerated() {
            if place > 0 { bytes.append(UInt8(ascii: ",")) }
            bytes += Self.jsonText(column.heading)
            bytes.append(UInt8(ascii: ":"))
            bytes += Self.jsonText(column.field.text(of: line))
        }
        bytes.append(UInt8(ascii: "}"))
        bytes.append(0x0A)
        return bytes
    }

    private static func jsonText(_ text: String) -> [UInt8] {
        var json = JSONWriter()
        json.string(text)
        return json.bytes
    }

    private func xmlLine(_ line: SupplierLine) -> [UInt8] {
        var text = "<supplier>"
        for column in columns {
            let value = column.field.text(of: line)
            guard !value.isEmpty else { continue }
            text += "<\(column.heading)>" + XMLText.escaped(value) + "</\(column.heading)>"
        }
        return Array((text + "</supplier>\n").utf8)
    }
}

/// The little of XML that a file of values needs.
enum XMLText {
    /// Whether a text can name an element everywhere: ASCII letters, digits, `_`, `-` and `.`.
    static func isName(_ text: String) -> Bool {
        guard let first = text.utf8.first, isLetter(first) || first == UInt8(ascii: "_") else { return false }
        return !text.lowercased().hasPrefix("xml")
            && text.utf8.allSatisfy { isLetter($0) || (48...57).contains($0) || "_-.".utf8.contains($0) }
    }

    /// A value as it stands between two tags; characters that XML 1.0 cannot hold become spaces.
    static func escaped(_ text: String) -> String {
        guard text.utf8.contains(where: { $0 < 0x20 || $0 == 0x26 || $0 == 0x3C || $0 == 0x3E || $0 == 0xEF })
        else { return text }
        var escaped = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": escaped += "&amp;"
            case "<": escaped += "&lt;"
            case ">": escaped += "&gt;"
            case _ where scalar.value < 0x20 || scalar.value == 0xFFFE || scalar.value == 0xFFFF:
                escaped += " "
            default: escaped.unicodeScalars.append(scalar)
            }
        }
        return escaped
    }

    private static func isLetter(_ byte: UInt8) -> Bool {
        (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
    }
}
