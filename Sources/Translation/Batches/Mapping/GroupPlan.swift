internal import Documents
internal import Partners

/// How the rows of a file become documents by an agreement: made once a file.
struct GroupPlan: Sendable {
    /// A list of rows that the agreement has fields of.
    struct Level: Sendable {
        /// `orders.lines`.
        let name: String
        /// The list around it, among the plan's.
        let parent: Int?
        /// Whether no other list lies within: then each row is an element.
        let isInnermost: Bool
        /// `lines`.
        let listName: String
        /// The number of that name.
        let key: Int
        /// The columns that rows of the same element agree in.
        let columns: [Int]
    }

    /// A column with all that is known of it; a class, so that it is looked at for every cell and never copied.
    private final class Column: Sendable {
        let field: BatchField
        let ways: FieldWays
        let reader: CellReader
        let place: FoundColumns.Place
        /// Its cell in a row.
        let cell: Int
        /// The lists that its values belong to, a bit each.
        let levels: Int
        /// The column of what its value is the unit of; -1 when there is none, and `nil` for a value of its own.
        let subject: Int?
        /// Whether it stands in the line that begins a document.
        let isOfHeader: Bool

        init(
            _ field: BatchField, _ ways: FieldWays, _ reader: CellReader, _ place: FoundColumns.Place,
            cell: Int, levels: Int, subject: Int?, isOfHeader: Bool
        ) {
            self.isOfHeader = isOfHeader
            self.field = field
            self.ways = ways
            self.reader = reader
            self.place = place
            self.cell = cell
            self.levels = levels
            self.subject = subject
        }
    }

    /// The lists, outer ones first.
    let levels: [Level]
    /// The names of the fields.
    let keys: DocumentKeys
    private let table: BatchFieldTable
    private let columns: [Column]
    private let keyColumns: [Int]
    private let hasSubjects: Bool
    private let unused: [FoundColumns.Place]

    init(
        _ agreement: BatchAgreement, _ table: BatchFieldTable, _ found: FoundColumns,
        usual: CellText.DecimalMark
    ) {
        self.table = table
        unused = found.unused
        var keys = DocumentKeys()
        let fields = agreement.columns.enumerated().compactMap { index, column in
            table[column.field].map { (cell: index, rule: column.rule, field: $0) }
        }
        let used = Set(fields.flatMap(\.field.levels))
        let names = table.levels.map(\.name).filter(used.contains)
        columns = fields.map { cell, rule, field in
            Column(
                field, FieldWays(field, levels: names, &keys),
                CellReader(rule, agreement.taking, usual: usual),
                found.agreed.indices.contains(cell) ? found.agreed[cell] : .init(), cell: cell,
                levels: field.levels.reduce(0) { $0 | 1 << (names.firstIndex(of: $1) ?? 0) },
                subject: table.subject(of: field).map { subject in
                    fields.firstIndex { $0.field.name == subject } ?? -1
                }, isOfHeader: agreement.columns[cell].isOfHeader)
        }
        hasSubjects = columns.contains { $0.subject != nil }
        func places(of names: [String]) -> [Int] {
            names.compactMap { name in fields.firstIndex { $0.field.name == name } }
        }
        keyColumns = table.keys.map { places(of: [$0]).first ?? -1 }
        levels = table.levels.filter { used.contains($0.name) }.map { level in
            let listName = level.name.split(separator: ".").last.map(String.init) ?? level.name
            return Level(
                name: level.name,
                parent: names.enumerated().filter { level.name.hasPrefix("\($0.element).") }
                    .max { $0.element.count < $1.element.count }?.offset,
                isInnermost: !names.contains { $0.hasPrefix("\(level.name).") }, listName: listName,
                key: keys.number(of: listName), columns: places(of: level.keys))
        }
        self.keys = keys
    }

    // MARK: Values

    /// Room for the values of a row.
    var room: RowValues { RowValues(columnCount: columns.count) }

    /// Reads the values of a row, and what is wrong with them.
    func read(_ row: BatchRow, into values: inout RowValues) {
        values.begin()
        row.withBytes { bytes in
            for index in columns.indices { read(row, index, bytes, &values) }
        }
        guard hasSubjects else { return }
        // A unit says nothing without what it is the unit of.
        for (index, column) in columns.enumerated() {
            guard let subject = column.subject, subject < 0 || !values.has(subject) else { continue }
            values.remove(index)
        }
    }

    private func read(
        _ row: BatchRow, _ index: Int, _ bytes: (BatchCell) -> UnsafeBufferPointer<UInt8>,
        _ values: inout RowValues
    ) {
        let cell = row.cells[columns[index].cell]
        if cell.kind == .missing {
            let place = columns[index].place.column ?? columns[index].cell + 1
            return values.add(
                fault(
                    row, index, nil, "The row ends before column \(place).",
                    "Send every row with all columns, empty ones too."))
        }
        do throws(CellFault) {
            if columns[index].reader.isPlain {
                guard cell.count > 0 else { return }
                try values.add(
                    bytes(cell), cell.kind, column: index, columns[index].field, columns[index].reader)
            } else if let constant = columns[index].reader.constant {
                return try add(constant, cell.kind, index, &values)
            } else {
                guard cell.count > 0 else { return }
                let word = String(decoding: bytes(cell), as: UTF8.self)
                try add(columns[index].reader.meaning(of: word), cell.kind, index, &values)
            }
            values.levels |= columns[index].levels
        } catch {
            // What is wrong with the line that begins a document is told once.
            if columns[index].isOfHeader, row.headerLine != nil, !row.beginsDocument { return }
            values.add(fault(row, index, row.text(columns[index].cell), error.message, error.fix))
        }
    }

    private func add(
        _ text: String, _ kind: BatchCell.Kind, _ index: Int, _ values: inout RowValues
    ) throws(CellFault) {
        let column = columns[index]
        var text = text
        let fault = text.withUTF8 { bytes -> CellFault? in
            do throws(CellFault) {
                try values.add(bytes, kind, column: index, column.field, column.reader)
                return nil
            } catch {
                return error
            }
        }
        if let fault { throw fault }
    }

    /// The key of the document that a row belongs to; empty when the row does not say.
    func key(of values: RowValues, into key: inout [UInt8]) {
        key.removeAll(keepingCapacity: true)
        for (place, column) in keyColumns.enumerated() {
            if place > 0 { key.append(0x1F) }
            if column >= 0 { values.append(column, to: &key) }
            if place == 0, key.isEmpty { return }
        }
    }

    /// What says which element of a list a row belongs to; empty when nothing does.
    func key(of values: RowValues, in level: Int, into key: inout [UInt8]) {
        key.removeAll(keepingCapacity: true)
        var isFirst = true
        for column in levels[level].columns where values.has(column) {
            if !isFirst { key.append(0x1F) }
            isFirst = false
            values.append(column, to: &key)
        }
    }

    /// Puts what a row says into a document; what disagrees with rows before it, the first of which is `line`,
    /// is given back.
    ///
    /// `elements`: for each list, the element that the row belongs to; -1 for none.
    func put(
        _ values: RowValues, of row: BatchRow, into document: inout DocumentTree, _ elements: [Int],
        line: Int?
    ) -> [BatchFault] {
        var faults: [BatchFault] = []
        for value in values.values {
            // A value that is the same for all rows belongs only to what this row says something of.
            let levels = columns[value.column].levels
            guard levels & values.levels == levels else { continue }
            let isAlone = values.withBytes(of: value) {
                columns[value.column].ways.put(
                    $0, isNumber: value.isNumber, word: value.word, into: &document, elements)
            }
            if !isAlone {
                faults.append(disagreement(value.column, values.text(of: value), row, line))
            }
        }
        return faults
    }

    /// Adds what no column says.
    func complete(_ document: inout DocumentTree) {
        let root = DocumentTree.root
        document.put(table.type, Known.documentType.number, into: root)
        for (name, text) in table.defaults { put(text, into: name, of: &document) }
        switch table.type {
        case "purchase-order-response": completeResponse(&document)
        case "invoice":
            let type = document.member(Known.invoiceType.number, of: root)
                .flatMap { document.value(Known.code.number, of: $0) }
            let isCredit = type.map(CodeNames.creditInvoiceTypes.contains) ?? false
            document.put(isCredit ? "credit" : "debit", Known.direction.number, into: root)
            document.ensureList(Known.lines.number, in: root)
        case "supplier": document.put("active", Known.status.number, into: root)
        default:
            document.ensureList(Known.orders.number, in: root)
            for order in document.elements(Known.orders.number, of: root) {
                for package in document.elements(Known.packages.number, of: order) {
                    let level = document.object(Known.level.number, in: package)
                    document.put("P", Known.code.number, into: level)
                    if document.value(Known.code.number, of: level) == "P" {
                        document.put("pack", Known.kind.number, into: level)
                    }
                }
            }
        }
    }

    private typealias Known = DocumentKeys.Known

    /// What is said of the lines says what is said of the order, unless a column does.
    private func completeResponse(_ document: inout DocumentTree) {
        document.ensureList(Known.lines.number, in: DocumentTree.root)
        var words: Set<String> = []
        for line in document.elements(Known.lines.number, of: DocumentTree.root) {
            for answer in document.elements(Known.answers.number, of: line) {
                let status = document.member(Known.status.number, of: answer)
                words.insert(status.flatMap { document.value(Known.kind.number, of: $0) } ?? "")
            }
        }
        guard !words.isEmpty else { return }
        let decision = words == ["accepted"] ? "AD" : words == ["rejected"] ? "RD" : "AC"
        put(decision, into: "decision.code", of: &document)
    }

    private func put(_ text: String, into name: String, of document: inout DocumentTree) {
        guard let field = table[name], case .code(let codes) = field.kind else { return }
        guard let path = field.paths.first, case .key(let outer)? = path.first,
            let known = DocumentKeys.Known(rawValue: outer)
        else { return }
        let object = document.object(known.number, in: DocumentTree.root)
        guard document.member(Known.code.number, of: object) == nil else { return }
        document.put(text, Known.code.number, into: object)
        if let word = codes[text] { document.put(word, Known.kind.number, into: object) }
    }

    /// A document with where it came from.
    func document(_ document: Document, lines: ArraySlice<Int>) -> BatchDocument {
        BatchDocument(
            document: document, lines: lines,
            columns: columns.filter { !$0.reader.isConstant }
                .map { BatchProvenance.Source(field: $0.field.name, place: $0.place) },
            unused: unused)
    }
}

extension GroupPlan {
    // MARK: Faults

    /// The row does not say whose it is.
    func keyMissing(_ row: BatchRow) -> BatchFault {
        let index = columns.firstIndex { $0.field.name == table.keys[0] }
        return fault(
            row, index, nil, "The row does not say which document it belongs to: \(table.keys[0]) is empty.",
            "Write it in every row.")
    }

    private func disagreement(_ column: Int, _ found: String, _ row: BatchRow, _ line: Int?) -> BatchFault {
        fault(
            row, column, found,
            "The value differs from the one in the rows before it\(line.map { ", the first of which is line \($0)" } ?? "").",
            "Write the same value in all rows that belong together.")
    }

    func tooManyRows(_ row: BatchRow) -> BatchFault {
        BatchFault(
            line: row.line,
            message:
                "The document has more than \(GroupedCollector.rowsPerDocument) rows, the most that are read.",
            fix: "Send it in parts.")
    }

    func leftOut(_ line: Int, _ key: String, because other: Int) -> BatchFault {
        BatchFault(
            line: line, found: Self.shown(key),
            message:
                "The row is in order, but left out: the \(table.type) it belongs to cannot be taken (line \(other)).",
            fix: "Put the other row right and send the \(table.type) again as a whole.")
    }

    func apart(_ line: Int, _ key: String, other: Int) -> BatchFault {
        BatchFault(
            line: line, found: Self.shown(key),
            message:
                "The rows of this \(table.type) stand apart, also at line \(other); none of them was taken.",
            fix: "Sort the file by \(table.keys[0]).")
    }

    /// What the reader of documents refused, at the row it came from.
    func fault(_ found: DocumentFault, line: Int) -> BatchFault {
        let plain = found.path.replacing(/\[\d+\]/, with: "")
        let column = columns.firstIndex { $0.field.name == plain }
        let place = column.map { columns[$0].place }
        return BatchFault(
            line: line, column: place?.column, heading: place?.heading, path: place?.path ?? found.path,
            found: found.found,
            message: "\(found.path.isEmpty ? "The \(table.type)" : found.path): \(found.expected).",
            fix: "Send the value as agreed.")
    }

    private func fault(
        _ row: BatchRow, _ column: Int?, _ found: String?, _ message: String, _ fix: String
    ) -> BatchFault {
        let place = column.map { columns[$0].place }
        let isOfHeader = column.map { columns[$0].isOfHeader } ?? false
        var found = found
        if let column, case .account = columns[column].field.kind { found = nil }
        return BatchFault(
            line: isOfHeader ? row.headerLine ?? row.line : row.line, column: place?.column,
            heading: place?.heading, path: place?.path, found: found, message: message, fix: fix)
    }

    private static func shown(_ key: String) -> String { key.replacing("\u{1F}", with: " ").trimmingEnd }
}

extension String {
    fileprivate var trimmingEnd: String { hasSuffix(" ") ? String(dropLast()) : self }
}
