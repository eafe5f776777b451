/// Turns a `batch` section into ``BatchAgreement`` values.
enum BatchDecoder {
    /// The agreements, inbound first, each sorted by name.
    static func decode(_ section: Section) -> [BatchAgreement] {
        let wanted = "a name of a-z, 0-9 and -"
        let inbound = section.named("inbound", .inboundBatch, wanted, where: Characters.isID)
        let outbound = section.named("outbound", .outboundBatch, wanted, where: Characters.isID)
        return inbound.sorted { $0.name < $1.name }.compactMap { agreement($0.section, $0.name, .inbound) }
            + outbound.sorted { $0.name < $1.name }.compactMap { agreement($0.section, $0.name, .outbound) }
    }

    static func agreement(
        _ section: Section, _ name: String, _ direction: BatchAgreement.Direction
    ) -> BatchAgreement? {
        let isInbound = direction == .inbound
        let match = isInbound ? section.patterns("match") : []
        let fileName = isInbound ? nil : section.fileName("fileName")
        let document = section.choice("document", CanonicalKind.self)
        let trailer = section.choice("trailer", BatchAgreement.Trailer.self) ?? .none
        guard let format = section.choice("format", BatchAgreement.Format.self) else { return nil }
        let decoder = isInbound ? TakingDecoder(section: section, format: format, document: document) : nil
        let columns = decoder?.columns() ?? columns(section, format)
        let taking = decoder?.decode() ?? BatchAgreement.Taking()
        guard let document else { return nil }
        return BatchAgreement(
            direction: direction, name: name, match: match, fileName: fileName, format: format,
            document: document,
            columns: columns, trailer: trailer, sending: sending(section, direction, trailer),
            taking: taking)
    }

    /// How a file of ours is made; `nil` for one that comes in.
    private static func sending(
        _ section: Section, _ direction: BatchAgreement.Direction, _ trailer: BatchAgreement.Trailer
    ) -> BatchAgreement.Sending? {
        guard direction == .outbound else {
            if trailer == .digest {
                section.error("trailer", "only a file that we send ends with a digest")
            }
            return nil
        }
        return BatchAgreement.Sending(
            scope: section.choice("send", BatchAgreement.Scope.self) ?? .full,
            separator: section.choice("separator", CSVSeparator.self) ?? .comma)
    }

    static func columns(_ section: Section, _ format: BatchAgreement.Format) -> [BatchColumn] {
        let isTable = format == .csv || format == .fixed
        // What we send as JSON or XML has all fields unless columns choose some.
        let mayChoose = section.shape == .outboundBatch
        guard isTable == section.has("columns") || mayChoose && !isTable else {
            section.error(
                "columns",
                isTable
                    ? "`columns` is missing: \(format.rawValue) needs it"
                    : "\(format.rawValue) has no columns")
            return []
        }
        let entries = section.nodes("columns", "a field of the document, as quantityOnHand", where: isField)
        return entries.compactMap { entry in
            let path = "\(section.path("columns")).\(entry.name)"
            return place(entry.value, path, format, section.reading).map {
                BatchColumn(field: entry.name, place: $0)
            }
        }
    }

    static func isField(_ text: String) -> Bool {
        guard let first = text.utf8.first, (0x61...0x7A).contains(first), text.utf8.count <= 64 else {
            return false
        }
        return text.utf8.allSatisfy { Characters.isLetterOrDigit($0) || $0 == UInt8(ascii: ".") }
    }

    private static func place(
        _ node: ReadingNode, _ path: String, _ format: BatchAgreement.Format, _ reading: FileReading
    ) -> BatchColumn.Place? {
        guard case .mapping = node.content else {
            let heading = Section.text(node, path, reading)
            if heading != nil, format == .fixed {
                reading.error(
                    path, "a fixed width column needs its place", hint: "write { at: 1, length: 10 }")
            }
            return heading.map { .heading($0) }
        }
        guard let column = Section(node, path: path, shape: .column, reading: reading) else { return nil }
        let length = column.integer("length", in: 1...10_000)
        if format == .fixed, !column.has("length") {
            column.error("length", "`length` is missing: a fixed width column has one")
        } else if format != .fixed, column.has("length") {
            column.error("length", "only a fixed width column has a `length`")
        }
        return column.integer("at", in: 1...100_000).map { .position($0, length: length) }
    }
}
