internal import Documents
internal import Partners

/// How the rows of a file become documents by an agreement: made once a file.
struct GroupPlan: Sendable {
    /// A list of rows that the agreement has fields of.
    struct Level: Sendable {
        /// `orders.lines`.
        let name: String
        let keys: [String]
        /// The list around it.
        let parent: String?
        /// Whether no other list lies within: then each row is an element.
        let isInnermost: Bool

        /// `lines`.
        var listName: String { name.split(separator: ".").last.map(String.init) ?? name }
    }

    /// A column with all that is known of it.
    private struct Column: Sendable {
        let field: BatchField
        let reader: CellReader
        let place: FoundColumns.Place
    }

    /// A value of a row.
    struct Value {
        let field: BatchField
        let value: BatchField.Value
        let isConstant: Bool
        fileprivate let column: Int
    }

    /// What a row says.
    struct Values {
        var values: [Value] = []
        var faults: [BatchFault] = []
        /// The lists that the row has an element in.
        var levels: Set<String> = []
        /// The key of the document; `nil` when the row does not say.
        var key: String?

        func text(of field: String) -> String? { values.first { $0.field.name == field }?.value.leaf.text }
    }

    /// The lists, outer ones first.
    let levels: [Level]
    private let table: BatchFieldTable
    private let columns: [Column]
    private let unused: [FoundColumns.Place]

    init(
        _ agreement: BatchAgreement, _ table: BatchFieldTable, _ found: FoundColumns,
        usual: CellText.DecimalMark
    ) {
        self.table = table
        unused = found.unused
        var columns: [Column] = []
        for (index, column) in agreement.columns.enumerated() {
            guard let field = table[column.field] else { continue }
            columns.append(
                Column(
                    field: field, reader: CellReader(column.rule, agreement.taking, usual: usual),
                    place: found.agreed.indices.contains(index) ? found.agreed[index] : .init()))
        }
        self.columns = columns
        let used = Set(columns.flatMap(\.field.levels))
        let names = table.levels.map(\.name).filter(used.contains)
        levels = table.levels.filter { used.contains($0.name) }.map { level in
            let parent = names.filter { level.name.hasPrefix("\($0).") }.max { $0.count < $1.count }
            return Level(
                name: level.name, keys: level.keys, parent: parent,
                isInnermost: !names.contains { $0.hasPrefix("\(level.name).") })
        }
    }

    // MARK: Values

    /// The values of a row, and what is wrong with them.
    func values(of row: BatchRow) -> Values {
        var values = Values()
        for (index, column) in columns.enumerated() {
            let cell = row.cells[index]
            if cell.kind == .missing {
                values.faults.append(
                    fault(
                        row, index, nil, "The row ends before column \(column.place.column ?? index + 1).",
                        "Send every row with all columns, empty ones too."))
                continue
            }
            do throws(CellFault) {
                guard let text = try column.reader.text(cell) else { continue }
                let value = try column.field.read(text, cell.kind, column.reader)
                values.values.append(
                    Value(
                        field: column.field, value: value, isConstant: column.reader.isConstant, column: index
                    ))
                if !column.reader.isConstant { values.levels.formUnion(column.field.levels) }
            } catch {
                values.faults.append(fault(row, index, cell.text, error.message, error.fix))
            }
        }
        // A unit says nothing without what it is the unit of.
        let named = Set(values.values.map(\.field.name))
        values.values.removeAll { value in
            table.subject(of: value.field).map { !named.contains($0) } ?? false
        }
        let keys = table.keys.map { values.text(of: $0) ?? "" }
        if let first = keys.first, !first.isEmpty { values.key = keys.joined(separator: "\u{1F}") }
        return values
    }

    /// Whether a value that is the same for all rows belongs to anything that this row says.
    func isInUse(_ value: Value, _ values: Values) -> Bool {
        value.field.levels.allSatisfy(values.levels.contains)
    }

    /// Adds what no column says.
    func complete(_ document: DocumentTree) {
        document.put(table.type, under: "documentType")
        for (name, text) in table.defaults { put(text, into: name, of: document) }
        switch table.type {
        case "purchase-order-response": completeResponse(document)
        case "invoice":
            let type = document.present("invoiceType")?.value("code")?.text
            let isCredit = type.map(CodeNames.creditInvoiceTypes.contains) ?? false
            document.put(isCredit ? "credit" : "debit", under: "direction")
            document.ensureList(under: "lines")
        default:
            document.ensureList(under: "orders")
            for order in document.elements(under: "orders") {
                for package in order.elements(under: "packages") {
                    let level = package.object(under: "level")
                    level.put("P", under: "code")
                    if level.value("code")?.text == "P" { level.put("pack", under: "kind") }
                }
            }
        }
    }

    /// What is said of the lines says what is said of the order, unless a column does.
    private func completeResponse(_ document: DocumentTree) {
        document.ensureList(under: "lines")
        let answers = document.elements(under: "lines").flatMap { $0.elements(under: "answers") }
        let words = Set(answers.map { $0.present("status")?.value("kind")?.text ?? "" })
        guard !answers.isEmpty else { return }
        let decision = words == ["accepted"] ? "AD" : words == ["rejected"] ? "RD" : "AC"
        put(decision, into: "decision.code", of: document)
    }

    private func put(_ text: String, into name: String, of document: DocumentTree) {
        guard let field = table[name], case .code(let codes) = field.kind else { return }
        guard let path = field.paths.first, case .key(let outer)? = path.first,
            document.present(outer)?.value("code") == nil
        else { return }
        let value = BatchField.Value(leaf: .init(text: text, isNumber: false), word: codes[text])
        _ = field.put(value, into: document) { _ in nil }
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

    func keyMissing(_ row: BatchRow) -> BatchFault {
        let index = columns.firstIndex { $0.field.name == table.keys[0] }
        return fault(
            row, index, nil, "The row does not say which document it belongs to: \(table.keys[0]) is empty.",
            "Write it in every row.")
    }

    func disagreement(_ value: Value, _ row: BatchRow, _ line: Int?) -> BatchFault {
        fault(
            row, value.column, value.value.leaf.text,
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
        return BatchFault(
            line: row.line, column: place?.column, heading: place?.heading, path: place?.path, found: found,
            message: message, fix: fix)
    }

    private static func shown(_ key: String) -> String { key.replacing("\u{1F}", with: " ").trimmingEnd }
}

extension String {
    fileprivate var trimmingEnd: String { hasSuffix(" ") ? String(dropLast()) : self }
}
