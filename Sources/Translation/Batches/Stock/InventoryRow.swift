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
        for column in columns.columns { reader.take(column) }
        reader.checkWhole(columns)
        guard reader.faults.isEmpty, let onHand = reader.onHand else {
            return .failure(Faults(all: reader.faults))
        }
        var line = InventoryLine(item: reader.item, onHand: Quantity(onHand, unit: reader.unit))
        line.quantities = reader.quantities.map { kind, value in
            InventoryQuantity(kind: kind, Quantity(value, unit: reader.unit))
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

    mutating func take(_ column: InventoryColumns.Column) {
        let cell = row.cells[column.index]
        guard cell.kind != .missing else {
            return complain(
                column, nil,
                "The row ends before column \(column.place.column ?? column.index + 1)\(Self.name(column)).",
                fix: "Send every row with all columns, empty ones too.")
        }
        do throws(CellFault) {
            guard let text = try column.reader.text(cell) else {
                if column.role == .onHand {
                    complain(
                        column, nil, "There is no quantity\(Self.name(column)).",
                        fix: "Write the quantity; 0 when there is none.")
                }
                return
            }
            try take(text, cell.kind, column)
        } catch {
            complain(column, cell.text, error.message, fix: error.fix)
        }
    }

    private mutating func take(
        _ text: String, _ kind: BatchCell.Kind, _ column: InventoryColumns.Column
    ) throws(CellFault) {
        switch column.role {
        case .identifier(let field): try takeIdentifier(field, text, column.reader)
        case .description:
            item.append(ItemDescription(kind: nil, characteristic: nil, code: nil, text: text))
        case .onHand: onHand = try column.reader.decimal(text, kind)
        case .quantity(let name): quantities.append((name, try column.reader.decimal(text, kind)))
        case .unit: unit = text
        case .location: location = text
        case .asOf: asOf = try column.reader.day(text)
        case .reference:
            guard text.count <= 80 else {
                throw CellFault(
                    message: "The report's number is longer than 80 characters.", fix: "Send a shorter one.")
            }
            reference = text
        case .more(let name): more.append(NamedText(name: name, value: text))
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
        _ field: String, _ text: String, _ reader: CellReader
    ) throws(CellFault) {
        let text = try field == "gtin" ? reader.gtin(text) : reader.identifier(text)
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
