/// Turns what an inbound `batch` section says of reading its files into a ``BatchAgreement/Taking``.
struct TakingDecoder {
    let section: Section
    let format: BatchAgreement.Format
    let document: CanonicalKind?

    private typealias Taking = BatchAgreement.Taking

    /// The keys that only some formats know, with those formats.
    private static let keysByFormat: [(key: String, formats: Set<BatchAgreement.Format>)] = [
        ("trailer", [.csv, .fixed]), ("trailerLine", [.csv, .fixed]), ("encoding", [.csv, .fixed]),
        ("separator", [.csv]), ("rows", [.json, .xml]), ("lines", [.json, .xml]), ("count", [.fixed]),
        ("lineLength", [.fixed]), ("skipLines", [.csv, .fixed]), ("records", [.csv, .fixed]),
    ]

    /// How the files are read.
    func decode() -> BatchAgreement.Taking {
        for (key, formats) in Self.keysByFormat where section.has(key) && !formats.contains(format) {
            section.error(key, "\(format.rawValue) has no `\(key)`", hint: "delete the key")
        }
        var taking = Taking()
        taking.encoding = section.choice("encoding", Taking.Encoding.self) ?? .auto
        taking.separator = section.value(
            "separator", "comma, semicolon, tab or one sign that is no letter, digit or quotation mark",
            Self.separator)
        taking.decimal = section.choice("decimal", Taking.DecimalMark.self) ?? .auto
        taking.dates = dateFormat(section, "dates")
        taking.rows = path("rows")
        taking.lines = path("lines")
        taking.unit = section.choice("count", Taking.Unit.self) ?? .characters
        if taking.unit == .bytes, taking.encoding == .utf16 {
            section.error("count", "UTF-16 is counted in characters")
        }
        taking.lineLength = section.integer("lineLength", in: 1...100_000)
        taking.skipLines = section.integer("skipLines", in: 0...1_000) ?? 0
        taking.trailerLine = section.section("trailerLine", .trailerLine).flatMap(trailerLine)
        taking.records = section.section("records", .recordTypes).flatMap(records)
        completeness(&taking)
        taking.onFault = section.choice("onFault", Taking.OnFault.self)
        if taking.onFault == .skipRow, let document, document != .inventory {
            section.error(
                "onFault", "\(document.rawValue) without one of its rows would say something else",
                hint: "use skip-document or refuse-file")
        }
        return taking
    }

    /// Which column holds which field, in the profile's order.
    func columns() -> [BatchColumn] {
        guard section.has("columns") else {
            section.error("columns", "`columns` is missing: \(format.rawValue) needs it")
            return []
        }
        return section.nodes(
            "columns", "a field of the document, as quantityOnHand", where: BatchDecoder.isField
        ).compactMap { entry in
            column(entry, "\(section.path("columns")).\(entry.name)")
        }
    }

    private func column(_ entry: ReadingNode.Entry, _ path: String) -> BatchColumn? {
        guard case .mapping = entry.value.content else {
            guard let heading = Section.text(entry.value, path, section.reading) else { return nil }
            if format == .fixed {
                section.reading.error(
                    path, "a fixed width column needs its place", hint: "write { at: 1, length: 10 }")
            }
            return BatchColumn(field: entry.name, place: .heading(heading))
        }
        guard
            let column = Section(
                entry.value, path: path, shape: .inboundColumn, reading: section.reading)
        else { return nil }
        let isOfHeader = column.text("record") == "header"
        if column.has("record"), !section.has("records") {
            column.error(
                "record", "only a file whose lines are of two kinds has columns of one", hint: "add `records`"
            )
        }
        var rule = BatchColumn.Rule()
        rule.constant = column.text("value")
        rule.format = dateFormat(column, "format")
        rule.decimal = column.choice("decimal", Taking.DecimalMark.self)
        for word in column.nodes("map", "a word", where: { !$0.isEmpty }) {
            rule.map[word.name] = Section.text(
                word.value, "\(path).map.\(word.name)", section.reading)
        }
        if rule.constant != nil {
            for key in ["from", "at", "length", "map", "record"] where column.has(key) {
                column.error(key, "a `value` for all rows has no `\(key)`")
            }
            return BatchColumn(field: entry.name, place: .heading(""), rule: rule)
        }
        return place(column).map {
            BatchColumn(field: entry.name, place: $0, rule: rule, isOfHeader: isOfHeader)
        }
    }

    /// A heading or path, or a number of a column, or a place in a line.
    private func place(_ column: Section) -> BatchColumn.Place? {
        let usesPlaces = format == .fixed || (format == .csv && column.has("at"))
        let wanted = usesPlaces ? "at" : "from"
        guard column.has(wanted) else {
            column.error(wanted, "`\(wanted)` is missing", hint: "or give a `value` that holds for all rows")
            return nil
        }
        for key in usesPlaces ? ["from"] : ["at", "length"] where column.has(key) {
            column.error(key, "`\(key)` does not go with `\(wanted)` here")
        }
        guard usesPlaces else { return column.text("from").map { .heading($0) } }
        return numberedPlace(column)
    }

    private func numberedPlace(_ column: Section) -> BatchColumn.Place? {
        let length = column.integer("length", in: 1...10_000)
        if format == .fixed, !column.has("length") {
            column.error("length", "`length` is missing: a fixed width column has one")
        } else if format != .fixed, column.has("length") {
            column.error("length", "only a fixed width column has a `length`")
        }
        return column.integer("at", in: 1...100_000).map { .position($0, length: length) }
    }

    private func records(_ records: Section) -> BatchAgreement.Taking.Records? {
        guard let header = records.text("header"), let detail = records.text("detail"),
            let place = place(records)
        else { return nil }
        if header == detail {
            records.error("detail", "lines that begin documents and lines within them need different words")
        }
        return Taking.Records(place: place, header: header, detail: detail)
    }

    private func trailerLine(_ line: Section) -> BatchAgreement.Taking.TrailerLine? {
        if section.choice("trailer", BatchAgreement.Trailer.self) == .counts {
            section.error("trailerLine", "`trailer: counts` is another way to say how a file ends")
        }
        let count = line.has("at") ? numberedPlace(line) : nil
        return line.text("prefix").map { Taking.TrailerLine(prefix: $0, count: count) }
    }

    private func completeness(_ taking: inout BatchAgreement.Taking) {
        taking.doneFile = section.value("doneFile", "a file name with {name}, as {name}.done") { text in
            let rest = text.replacing("{name}", with: "")
            let isName =
                text.contains("{name}") && !rest.isEmpty
                && !rest.contains { "/\\{}".contains($0) } && rest.utf8.count <= 40
            return isName ? text : nil
        }
        taking.quiet = section.duration("quiet")
        if taking.doneFile != nil, taking.quiet != nil {
            section.error("quiet", "a file that has a `doneFile` need not wait for silence")
        }
    }

    private func path(_ key: String) -> String? {
        let separator: Character = format == .json ? "." : "/"
        let wanted = format == .json ? "a path such as data.items" : "a path such as orders/order"
        return section.value(key, wanted) { text in
            text.split(separator: separator, omittingEmptySubsequences: false).allSatisfy { !$0.isEmpty }
                ? text : nil
        }
    }

    private func dateFormat(_ section: Section, _ key: String) -> String? {
        section.value(key, "a way to write days such as dd.MM.yyyy, yyMMdd or M/d/yyyy") {
            Self.isDateFormat($0) ? $0 : nil
        }
    }

    /// Day, month and year once each, in any order, with one kind of sign between them or none.
    private static func isDateFormat(_ text: String) -> Bool {
        guard text.utf8.count <= 10 else { return false }
        let signs = Set(text.filter { "./- ".contains($0) })
        let parts = text.split { "./- ".contains($0) }.map(String.init)
        if signs.isEmpty {
            // Without signs only full digits tell the parts apart.
            var rest = text
            for part in ["yyyy", "MM", "dd"] where rest.contains(part) {
                rest = rest.replacing(part, with: "", maxReplacements: 1)
            }
            return rest.isEmpty && text.count == 8
                || ["yyMMdd", "ddMMyy", "MMddyy"].contains(text)
        }
        guard signs.count == 1, parts.count == 3 else { return false }
        let kinds = parts.map { part -> Character? in
            ["d", "dd", "M", "MM", "yy", "yyyy"].contains(part) ? part.first : nil
        }
        return Set(kinds) == ["d", "M", "y"] && parts.joined(separator: String(signs)) == text
    }

    private static func separator(_ text: String) -> UInt8? {
        switch text {
        case "comma": return UInt8(ascii: ",")
        case "semicolon": return UInt8(ascii: ";")
        case "tab": return UInt8(ascii: "\t")
        default:
            guard text.utf8.count == 1, let byte = text.utf8.first, (0x21...0x7E).contains(byte),
                !Characters.isLetterOrDigit(byte), byte != UInt8(ascii: "\"")
            else { return nil }
            return byte
        }
    }
}
