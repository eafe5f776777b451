internal import Documents

/// One row of a file of stock, read into a line and what the row says of the report as a whole.
struct InventoryRow {
    /// The line.
    let line: InventoryLine
    /// The day the row names.
    let asOf: CalendarDay?
    /// The report's number that the row names.
    let reference: String?

    /// The row, or everything that is wrong with it.
    static func read(
        _ row: BatchRow, _ columns: InventoryColumns,
    ) -> Result<InventoryRow, Faults> {
        var reader = Reader(row: row)
        row.withBytes { bytes in
            for column in columns.columns { reader.take(column, bytes) }
        }
        reader.checkWhole(columns)
        guard reader.faults.isEmpty, let onHand = reader.onHand else {
            return .failure(Faults(all: reader.faults))
        }
        var line = InventoryLine(item: reader.item, onHand: Quantity(onHand, unit: reader.unit))
        if !reader.quantities.isEmpty {
            line.quantities = reader.quantities.map { kind, value in
                InventoryQuantity(kind: kind, Quantity(value, unit: reader.unit))
            }
        }
        line.location = reader.location
        line.more = reader.more
        return .success(InventoryRow(line: line, asOf: reader.asOf, reference: reader.reference))
    }

    /// What is wrong with a row.
    struct Faults: Error {
        let all: [BatchFault]
    }
}

/// Collects a row's values and faults, column by column.
private struct Reader {
    let row: BatchRow
    var item = Item()
    var onHand: ExactDecimal?
    var quantities: [(String, ExactDecimal)] = []
    var unit: String?
    var location: String?
    var asOf: CalendarDay?
    var reference: String?
    var more: [NamedText] = []
    var faults: [BatchFault] = []

    init(row: BatchRow) {
        self.row = row
    }

    mutating func take(
        _ column: InventoryColumns.Column, _ bytes: (BatchCell) -> UnsafeBufferPointer<UInt8>
    ) {
        let cell = row.cells[column.index]
        guard cell.kind != .missing else {
            return complain(
                column, nil,
                "The row ends before column \(column.place.column ?? column.index + 1)\(Self.name(column)).",
                fix: "Send every row with all columns, empty ones too.")
        }
        if column.reader.isPlain, cell.count > 0 { return take(bytes(cell), cell.kind, column) }
        guard var text = column.reader.constant ?? word(cell, column) else { return }
        text.withUTF8 { take($0, cell.kind, column) }
    }

    /// What the word in a cell stands for; `nil` when there is none, or none that was agreed.
    private mutating func word(_ cell: BatchCell, _ column: InventoryColumns.Column) -> String? {
        guard cell.count > 0 else {
            if column.role == .onHand {
                complain(
                    column, nil, "There is no quantity\(Self.name(column)).",
                    fix: "Write the quantity; 0 when there is none.")
            }
            return nil
        }
        let word = row.text(column.index)
        do throws(CellFault) {
            return try column.reader.meaning(of: word)
        } catch {
            complain(column, word, error.message, fix: error.fix)
            return nil
        }
    }

    private mutating func take(
        _ bytes: UnsafeBufferPointer<UInt8>, _ kind: BatchCell.Kind, _ column: InventoryColumns.Column
    ) {
        do throws(CellFault) {
            try read(bytes, kind, column)
        } catch {
            complain(column, row.text(column.index), error.message, fix: error.fix)
        }
    }

    private mutating func read(
        _ bytes: UnsafeBufferPointer<UInt8>, _ kind: BatchCell.Kind, _ column: InventoryColumns.Column
    ) throws(CellFault) {
        switch column.role {
        case .identifier(let field): try takeIdentifier(field, bytes, column.reader)
        case .description:
            let text = column.reader.text(bytes)
            item.append(ItemDescription(kind: nil, characteristic: nil, code: nil, text: text))
        case .onHand: onHand = try column.reader.decimal(bytes, kind)
        case .quantity(let name): quantities.append((name, try column.reader.decimal(bytes, kind)))
        case .unit: unit = column.reader.text(bytes)
        case .location: location = column.reader.text(bytes)
        case .asOf: asOf = try column.reader.day(bytes)
        case .reference:
            let text = column.reader.text(bytes)
            guard text.count <= 80 else {
                throw CellFault(
                    message: "The report's number is longer than 80 characters.", fix: "Send a shorter one.")
            }
            reference = text
        case .more(let name): more.append(NamedText(name: name, value: column.reader.text(bytes)))
        }
    }

    /// A row must say which item it is of.
    mutating func checkWhole(_ columns: InventoryColumns) {
        guard faults.isEmpty, !item.identifiers.contains(where: { InventoryColumns.namesItem($0.qualifier) })
        else { return }
        let column = columns.columns.first {
            InventoryColumns.namesItem($0.field) && $0.role == .identifier($0.field)
        }
        complain(column, nil, "There is no item number.", fix: "Write the number of the item.")
    }

    mutating func complain(
        _ column: InventoryColumns.Column?, _ found: String?, _ message: String, fix: String
    ) {
        faults.append(
            BatchFault(
                line: row.line, column: column?.place.column, heading: column?.place.heading,
                path: column?.place.path, found: found, message: message, fix: fix))
    }

    private mutating func takeIdentifier(
        _ field: String, _ bytes: UnsafeBufferPointer<UInt8>, _ reader: CellReader
    ) throws(CellFault) {
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
