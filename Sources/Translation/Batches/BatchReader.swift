public import Partners

/// Reads the batch files of an agreement into documents.
///
/// Pure: the same bytes, agreement, day and name give the same documents, byte for byte. Memory holds a piece
/// of the file and the rows of one document. A file is read twice: ``survey(_:)`` says what it holds and
/// whether it may be taken, ``documents(of:_:dropping:_:)`` gives its documents.
public struct BatchReader {
    /// The largest file that is read, in bytes.
    public static let byteMaximum = 128 << 20

    private let agreement: BatchAgreement
    private let day: String
    private let stem: String

    /// A reader of one file.
    ///
    /// `day`: the day the file came, `YYYY-MM-DD`, for what the file does not date.
    /// `name`: the name the file came under.
    public init(_ agreement: BatchAgreement, arrivedOn day: String, name: String) {
        self.agreement = agreement
        self.day = day
        let dot = name.lastIndex(of: ".").flatMap { $0 == name.startIndex ? nil : $0 }
        stem = dot.map { String(name[..<$0]) } ?? name
    }

    /// Whether files of an agreement become documents here.
    public static func reads(_ agreement: BatchAgreement) -> Bool {
        agreement.direction == .inbound
            && (agreement.document == .inventory || BatchFieldTables.table(for: agreement.document) != nil)
    }

    /// What is wrong with an agreement, each in a sentence; empty when files can be read by it.
    public static func flaws(of agreement: BatchAgreement) -> [String] {
        guard reads(agreement) else { return [] }
        guard let table = BatchFieldTables.table(for: agreement.document) else {
            return InventoryColumns.flaw(of: agreement).map { [$0] } ?? []
        }
        var flaws: [String] = []
        let named = agreement.columns.map(\.field)
        for name in named where table[name] == nil {
            flaws.append("\(agreement.document.rawValue) has no field \(name) that a column could hold")
        }
        for name in table.required where !named.contains(name) {
            flaws.append("no column for \(name); add one, or a `value` for all rows")
        }
        let levels = Set(named.compactMap { table[$0] }.flatMap(\.levels))
        let innermost = levels.filter { level in !levels.contains { $0.hasPrefix("\(level).") } }
        if innermost.count > 1 {
            flaws.append(
                "the columns make rows of \(innermost.sorted().joined(separator: " and of ")); give one of them"
            )
        }
        return flaws
    }

    /// Reads a file through: its rows are counted and judged, its documents made and dropped.
    ///
    /// Throws ``BatchError`` when the file as a whole cannot be read, and what reading the bytes throws.
    public func survey(_ bytes: BatchBytes) throws -> BatchReading {
        var reading = try read(bytes, after: nil) { _ in }
        guard reading.rowCount > 0 else {
            throw BatchError(.noRows, "The file has a heading at most, and no rows. Send it with its rows.")
        }
        let whole: Set<BatchAgreement.Taking.OnFault> = [.refuseFile]
        let onFault = agreement.taking.onFault
        let isReport = agreement.document == .inventory && onFault == .skipDocument
        reading.isRefused = reading.faultyRows > 0 && (isReport || onFault.map(whole.contains) ?? false)
        return reading
    }

    /// Gives the documents of a file in its order.
    ///
    /// `reading`: what ``survey(_:)`` said of the same bytes.
    /// `count`: how many documents were given before.
    public func documents(
        of bytes: BatchBytes, _ reading: BatchReading, dropping count: Int,
        _ take: (BatchDocument) throws -> Void
    ) throws {
        guard !reading.isRefused else { return }
        var place = 0
        _ = try read(bytes, after: reading) { document in
            place += 1
            if place > count { try take(document) }
        }
    }

    private func read(
        _ bytes: BatchBytes, after known: BatchReading?, _ take: (BatchDocument) throws -> Void
    ) throws -> BatchReading {
        guard bytes.byteCount <= Self.byteMaximum else {
            throw BatchError(
                .tooLarge,
                "The file has more than \(Self.byteMaximum) bytes, the most that is read of its kind. "
                    + "Send it in parts.")
        }
        if let flaw = Self.flaws(of: agreement).first {
            throw BatchError(.agreementUnusable, "batch.\(agreement.name): \(flaw).")
        }
        var (source, mark) = try agreement.rows(of: bytes)
        var collector = try collector(source.found, mark, known)
        var ready: [BatchDocument] = []
        try source.read { row in
            try collector.take(row, &ready)
            for document in ready { try take(document) }
            ready.removeAll(keepingCapacity: true)
        }
        try collector.finish(&ready)
        for document in ready { try take(document) }
        var reading = collector.reading
        reading.found = source.found
        return reading
    }

    private func collector(
        _ found: FoundColumns, _ usual: CellText.DecimalMark, _ known: BatchReading?
    ) throws(BatchError) -> any RowCollector {
        var found = found
        // What else JSON and XML files hold is known when they were read once.
        if let known { found.unused = known.found.unused }
        if let table = BatchFieldTables.table(for: agreement.document) {
            return GroupedCollector(GroupPlan(agreement, table, found, usual: usual), after: known)
        }
        guard let arrivalDay = CellText.day(day) else {
            throw BatchError(.agreementUnusable, "'\(day)' is no day to count the file as arrived on.")
        }
        return InventoryCollector(
            InventoryColumns(agreement, found, usual: usual), arrivalDay: arrivalDay, stem: stem, after: known
        )
    }
}
