internal import Documents

/// One row of a file of stock, read into what it says of an item and of the report as a whole.
///
/// The same value reads one row after the other.
struct InventoryRow {
    /// What is wrong with the row.
    private(set) var faults: [BatchFault] = []
    /// The day the row names.
    private(set) var asOf: CalendarDay?
    /// The report's number that the row names.
    private(set) var reference: String?
    private let columns: InventoryColumns
    /// Whether lines are wanted, and not only whether there are any.
    private let makesLines: Bool
    private var item = Item()
    private var namesItem = false
    private var onHand: ExactDecimal?
    private var quantities: [(String, ExactDecimal)] = []
    private var unit: String?
    private var location: String?
    private var more: [NamedText] = []

    init(_ columns: InventoryColumns, makesLines: Bool) {
        self.columns = columns
        self.makesLines = makesLines
    }

    /// Reads a row; `false` when something is wrong with it.
    mutating func read(_ row: BatchRow) -> Bool {
        begin()
        row.withBytes { bytes in
            for column in columns.columns { take(column, row, bytes) }
        }
        if faults.isEmpty, !namesItem {
            complain(
                columns.columns.first { $0.namesItem }, row, nil, "There is no item number.",
                fix: "Write the number of the item.")
        }
        return faults.isEmpty && onHand != nil
    }

    /// The line, taken out of the row.
    mutating func takeLine() -> InventoryLine? {
        guard let onHand else { return nil }
        var line = InventoryLine(item: item, onHand: Quantity(onHand, unit: unit))
        if !quantities.isEmpty {
            line.quantities = quantities.map { kind, value in
                InventoryQuantity(kind: kind, Quantity(value, unit: unit))
            }
        }
        line.location = location
        if !more.isEmpty { line.more = more }
        return line
    }

    private mutating func begin() {
        if !faults.isEmpty { faults.removeAll() }
        asOf = nil
        reference = nil
        if makesLines { item = Item() }
        namesItem = false
        onHand = nil
        if !quantities.isEmpty { quantities.removeAll(keepingCapacity: true) }
        unit = nil
        location = nil
        if !more.isEmpty { more.removeAll() }
    }
}

extension InventoryRow {
    private mutating func take(
        _ column: InventoryColumns.Column, _ row: BatchRow,
        _ bytes: (BatchCell) -> UnsafeBufferPointer<UInt8>
    ) {
        let cell = row.cells[column.index]
        guard cell.kind != .missing else {
            return complain(
                column, row, nil,
                "The row ends before column \(column.place.column ?? column.index + 1)\(Self.name(column)).",
                fix: "Send every row with all columns, empty ones too.")
        }
        if column.reader.isPlain, cell.count > 0 { return take(bytes(cell), cell.kind, column, row) }
        guard var text = column.reader.constant ?? word(cell, column, row) else { return }
        text.withUTF8 { take($0, cell.kind, column, row) }
    }

    /// What the word in a cell stands for; `nil` when there is none, or none that was agreed.
    private mutating func word(
        _ cell: BatchCell, _ column: InventoryColumns.Column, _ row: BatchRow
    ) -> String? {
        guard cell.count > 0 else {
            if column.role == .onHand {
                complain(
                    column, row, nil, "There is no quantity\(Self.name(column)).",
                    fix: "Write the quantity; 0 when there is none.")
            }
            return nil
        }
        let word = row.text(column.index)
        do throws(CellFault) {
            return try column.reader.meaning(of: word)
        } catch {
            complain(column, row, word, error.message, fix: error.fix)
            return nil
        }
    }

    private mutating func take(
        _ bytes: UnsafeBufferPointer<UInt8>, _ kind: BatchCell.Kind, _ column: InventoryColumns.Column,
        _ row: BatchRow
    ) {
        do throws(CellFault) {
            try read(bytes, kind, column)
        } catch {
            complain(column, row, row.text(column.index), error.message, fix: error.fix)
        }
    }

    private mutating func read(
        _ bytes: UnsafeBufferPointer<UInt8>, _ kind: BatchCell.Kind, _ column: InventoryColumns.Column
    ) throws(CellFault) {
        switch column.role {
        case .identifier(let field):
            try takeIdentifier(field, bytes, column.reader)
            if column.namesItem { namesItem = true }
        case .description where !makesLines: break
        case .description:
            let text = column.reader.text(bytes)
            item.append(ItemDescription(kind: nil, characteristic: nil, code: nil, text: text))
        case .onHand: onHand = try column.reader.decimal(bytes, kind)
        case .quantity(let name): quantities.append((name, try column.reader.decimal(bytes, kind)))
        case .unit, .location, .more:
            if makesLines { keep(bytes, column) }
        case .asOf: asOf = try column.reader.day(bytes)
        case .reference:
            let text = column.reader.text(bytes)
            guard text.count <= 80 else {
                throw CellFault(
                    message: "The report's number is longer than 80 characters.", fix: "Send a shorter one.")
            }
            reference = text
        }
    }

    /// Keeps a text as it stands.
    private mutating func keep(_ bytes: UnsafeBufferPointer<UInt8>, _ column: InventoryColumns.Column) {
        let text = column.reader.text(bytes)
        switch column.role {
        case .unit: unit = text
        case .location: location = text
        case .more(let name): more.append(NamedText(name: name, value: text))
        default: break
        }
    }

    private mutating func complain(
        _ column: InventoryColumns.Column?, _ row: BatchRow, _ found: String?, _ message: String, fix: String
    ) {
        faults.append(
            BatchFault(
                line: row.line, column: column?.place.column, heading: column?.place.heading,
                path: column?.place.path, found: found, message: message, fix: fix))
    }

    private mutating func takeIdentifier(
        _ field: String, _ bytes: UnsafeBufferPointer<UInt8>, _ reader: CellReader
    ) throws(CellFault) {
        if field != "gtin", !makesLines { return try reader.checkIdentifier(bytes) }
        let text = try field == "gtin" ? reader.gtin(reader.text(bytes)) : reader.identifier(bytes)
        var kind: String? = field == "itemNumber" ? nil : field
        switch field {
        case "buyerPart", "buyerItem": item.buyerPart = item.buyerPart ?? text
        case "vendorPart", "vendorItem": item.vendorPart = item.vendorPart ?? text
        case "gtin":
            item.gtin = text
            kind = "gtin\(text.utf8.count)"
        default: break
        }
        item.append(ItemIdentifier(kind: kind, qualifier: field, value: text))
    }

    private static func name(_ column: InventoryColumns.Column) -> String {
        column.place.heading.map { " '\($0)'" } ?? ""
    }
}
