internal import Documents
internal import Partners

/// Makes a document of the rows that have its key: an order's number, a shipment's, an invoice's.
///
/// The rows of a document stand together. When one of them cannot be taken, or they disagree about what holds
/// for all, none of the document is: an invoice without one of its lines is another invoice.
struct GroupedCollector: RowCollector {
    /// The most rows of a document.
    static let rowsPerDocument = 20_000
    /// The most documents of a file.
    static let documentsMaximum = 200_000

    /// A row of the document being read.
    private struct Row {
        let line: Int
        var faults: [BatchFault]
    }

    /// The document being read.
    private struct Open {
        let key: String
        let document = DocumentTree.object()
        var rows: [Row] = []
        /// For each element of a list of rows, its path and the line it began in.
        var places: [(path: String, line: Int)] = []
        /// The elements of lists of rows that later rows may belong to, by level and key.
        var elements: [String: (node: DocumentTree, path: String)] = [:]
        /// The line of the first row that spoils the document.
        var spoiledBy: Int?
    }

    /// A document that was read.
    private struct Closed {
        let line: Int
        let rowCount: Int
        let isTaken: Bool
    }

    private let plan: GroupPlan
    private(set) var reading: BatchReading
    private var open: Open?
    private var closed: [String: Closed] = [:]
    /// A row nobody could read stands before the next row; it may belong to the next document.
    private var unreadableLine: Int?

    /// `known`: what the first reading found; `nil` while this is it.
    init(_ plan: GroupPlan, after known: BatchReading?) {
        self.plan = plan
        reading = BatchReading()
        reading.apart = known?.apart ?? []
    }

    mutating func take(_ row: BatchRow, _ ready: inout [BatchDocument]) throws {
        if let fault = row.fault { return spoil(row.line, [fault]) }
        let values = plan.values(of: row)
        guard let key = values.key else {
            return spoil(row.line, values.faults.isEmpty ? [plan.keyMissing(row)] : values.faults)
        }
        if open?.key != key {
            try close(&ready)
            guard begin(key, row) else { return }
        }
        unreadableLine = nil
        add(values, row)
    }

    mutating func finish(_ ready: inout [BatchDocument]) throws {
        try close(&ready)
    }

    /// A row that cannot be read may belong to the document before it, and to the one behind.
    private mutating func spoil(_ line: Int, _ faults: [BatchFault]) {
        unreadableLine = line
        guard var open else { return reading.refuse(faults) }
        self.open = nil
        open.spoiledBy = open.spoiledBy ?? line
        if open.rows.count <= Self.rowsPerDocument {
            open.rows.append(Row(line: line, faults: faults))
        } else {
            reading.refuse(faults)
        }
        self.open = open
    }

    /// Begins a document; `false` when its key was seen before, further up.
    private mutating func begin(_ key: String, _ row: BatchRow) -> Bool {
        guard let earlier = closed[key] else {
            open = Open(key: key, spoiledBy: unreadableLine)
            return true
        }
        if reading.apart.insert(key).inserted, earlier.isTaken {
            reading.acceptedRows -= earlier.rowCount
            reading.faultyRows += earlier.rowCount
            reading.documentCount -= 1
            reading.note([plan.apart(earlier.line, key, other: row.line)])
        }
        unreadableLine = nil
        reading.refuse([plan.apart(row.line, key, other: earlier.line)])
        return false
    }

    private mutating func add(_ values: GroupPlan.Values, _ row: BatchRow) {
        guard var open else { return }
        self.open = nil
        defer { self.open = open }
        var faults = values.faults
        if open.rows.count == Self.rowsPerDocument {
            faults = [plan.tooManyRows(row)]
        } else if open.rows.count < Self.rowsPerDocument {
            let elements = elements(for: values, row, &open)
            for value in values.values where !value.isConstant || plan.isInUse(value, values) {
                let isAlone = value.field.put(value.value, into: open.document) { elements[$0] }
                if !isAlone { faults.append(plan.disagreement(value, row, open.rows.first?.line)) }
            }
        }
        if !faults.isEmpty { open.spoiledBy = open.spoiledBy ?? row.line }
        // Rows over the limit need not be remembered one by one: the document is lost.
        if open.rows.count <= Self.rowsPerDocument {
            open.rows.append(Row(line: row.line, faults: faults))
        } else {
            reading.refuse([])
        }
    }

    /// The elements that a row belongs to, made where they are not there.
    private func elements(
        for values: GroupPlan.Values, _ row: BatchRow, _ open: inout Open
    ) -> [String: DocumentTree] {
        var found: [String: DocumentTree] = [:]
        for level in plan.levels where values.levels.contains(level.name) {
            let parent = level.parent.flatMap { found[$0] } ?? open.document
            let parentPath = level.parent.flatMap { open.elements["at \($0)"]?.path } ?? ""
            let key = level.keys.compactMap { values.text(of: $0) }.joined(separator: "\u{1F}")
            let name = "\(parentPath)|\(level.name)|\(key)"
            var element = key.isEmpty || level.isInnermost ? nil : open.elements[name]
            if element == nil {
                let (node, index) = parent.append(to: level.listName)
                let path = (parentPath.isEmpty ? "" : "\(parentPath).") + "\(level.listName)[\(index)]"
                element = (node, path)
                open.places.append((path, row.line))
                if !key.isEmpty, !level.isInnermost { open.elements[name] = element }
            }
            guard let element else { continue }
            found[level.name] = element.node
            open.elements["at \(level.name)"] = element
        }
        return found
    }

    private mutating func close(_ ready: inout [BatchDocument]) throws {
        guard var open else { return }
        self.open = nil
        guard closed.count < Self.documentsMaximum else {
            throw BatchError(
                .tooLarge,
                "The file has more than \(Self.documentsMaximum) documents, the most that are read. "
                    + "Send it in parts.")
        }
        let document = open.spoiledBy == nil ? finished(&open) : nil
        let isTaken = document != nil && !reading.apart.contains(open.key)
        closed[open.key] = Closed(
            line: open.rows.first?.line ?? 0, rowCount: open.rows.count, isTaken: isTaken)
        guard let document, isTaken else {
            if document == nil { refuse(open) }
            return
        }
        reading.acceptedRows += open.rows.count
        reading.documentCount += 1
        ready.append(plan.document(document, lines: open.rows.map(\.line)[...]))
    }

    private mutating func refuse(_ open: Open) {
        for row in open.rows {
            reading.refuse(
                row.faults.isEmpty
                    ? [plan.leftOut(row.line, open.key, because: open.spoiledBy ?? row.line)] : row.faults)
        }
    }

    /// The document, read as any JSON that comes; what it refuses is told of at the row it came from.
    private func finished(_ open: inout Open) -> Document? {
        plan.complete(open.document)
        do throws(DocumentFaults) {
            return try DocumentReader.read(open.document.json())
        } catch {
            for fault in error.faults {
                let place = open.places.filter { isWithin(fault.path, $0.path) }
                    .max { $0.path.count < $1.path.count }
                let line = place?.line ?? open.rows.first?.line ?? 0
                guard let row = open.rows.firstIndex(where: { $0.line == line }) else { continue }
                open.rows[row].faults.append(plan.fault(fault, line: line))
                open.spoiledBy = min(open.spoiledBy ?? line, line)
            }
            return nil
        }
    }

    private func isWithin(_ path: String, _ place: String) -> Bool {
        path == place || path.hasPrefix("\(place).")
    }
}
