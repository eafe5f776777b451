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
        let key: [UInt8]
        var rows: [Row] = []
        /// The line of the first row that spoils the document.
        var spoiledBy: Int?

        var name: String { String(decoding: key, as: UTF8.self) }
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
    private var document: DocumentTree
    private var elements: ElementBook
    private var values: RowValues
    private var key: [UInt8] = []
    private var closed: [String: Closed] = [:]
    /// A row nobody could read stands before the next row; it may belong to the next document.
    private var unreadableLine: Int?

    /// `known`: what the first reading found; `nil` while this is it.
    init(_ plan: GroupPlan, after known: BatchReading?) {
        self.plan = plan
        document = DocumentTree(plan.keys)
        elements = ElementBook(levelCount: plan.levels.count)
        values = plan.room
        reading = BatchReading()
        reading.apart = known?.apart ?? []
    }

    mutating func take(_ row: BatchRow, _ ready: inout [BatchDocument]) throws {
        if let fault = row.fault, row.headerLine == nil { return spoil(row.line, [fault]) }
        plan.read(row, into: &values)
        plan.key(of: values, into: &key)
        guard !key.isEmpty else {
            // A line that begins a document ends the one before it, whatever it says.
            if row.beginsDocument { try close(&ready) }
            spoil(row.line, values.faults.isEmpty ? [plan.keyMissing(row)] : values.faults)
            if row.headerLine != nil { unreadableLine = nil }
            return
        }
        if row.beginsDocument || open?.key != key {
            try close(&ready)
            guard begin(row) else { return }
        }
        if let fault = row.fault { spoil(row.line, values.faults + [fault]) } else { add(row) }
        unreadableLine = nil
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
    private mutating func begin(_ row: BatchRow) -> Bool {
        let name = String(decoding: key, as: UTF8.self)
        guard let earlier = closed[name] else {
            open = Open(key: key, spoiledBy: row.beginsDocument ? nil : unreadableLine)
            document.begin()
            elements.begin()
            return true
        }
        if reading.apart.insert(name).inserted, earlier.isTaken {
            reading.acceptedRows -= earlier.rowCount
            reading.faultyRows += earlier.rowCount
            reading.documentCount -= 1
            reading.note([plan.apart(earlier.line, name, other: row.line)])
        }
        unreadableLine = nil
        reading.refuse([plan.apart(row.line, name, other: earlier.line)])
        return false
    }

    private mutating func add(_ row: BatchRow) {
        guard var open else { return }
        self.open = nil
        defer { self.open = open }
        var faults = values.faults
        if open.rows.count == Self.rowsPerDocument {
            faults = [plan.tooManyRows(row)]
        } else if open.rows.count < Self.rowsPerDocument {
            elements.find(values, plan, line: row.line, in: &document)
            faults += plan.put(
                values, of: row, into: &document, elements.ofRow, line: open.rows.first?.line)
        }
        if let fault = faults.first { open.spoiledBy = open.spoiledBy ?? fault.line }
        // Rows over the limit need not be remembered one by one: the document is lost.
        if open.rows.count <= Self.rowsPerDocument {
            open.rows.append(Row(line: row.line, faults: faults))
        } else {
            reading.refuse([])
        }
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
        let name = open.name
        let isTaken = document != nil && (reading.apart.isEmpty || !reading.apart.contains(name))
        closed[name] = Closed(
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
                    ? [plan.leftOut(row.line, open.name, because: open.spoiledBy ?? row.line)] : row.faults)
        }
    }

    /// The document, read as any JSON that comes; what it refuses is told of at the row it came from.
    private mutating func finished(_ open: inout Open) -> Document? {
        plan.complete(&document)
        do throws(DocumentFaults) {
            return try DocumentReader.read(document.json())
        } catch {
            for fault in error.faults {
                let line = elements.line(of: fault.path, plan) ?? open.rows.first?.line ?? 0
                guard let row = open.rows.firstIndex(where: { $0.line == line }) else { continue }
                open.rows[row].faults.append(plan.fault(fault, line: line))
                open.spoiledBy = min(open.spoiledBy ?? line, line)
            }
            return nil
        }
    }
}
