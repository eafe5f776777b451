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
        _ row: CSVRow, _ columns: InventoryColumns, separator: UInt8,
    ) -> Result<InventoryRow, Faults> {
        var reader = Reader(row: row, separator: separator)
        if row.cells.dropFirst(columns.width).contains(where: { !$0.isEmpty }) {
            reader.complain(
                nil, nil, "The row has \(row.cells.count) cells, but \(columns.width) columns are told of.",
                fix: "Put values that hold the separator in quotation marks.")
        } else {
            for column in columns.columns { reader.take(column) }
            reader.checkWhole(columns)
        }
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
    let row: CSVRow
    let separator: UInt8
    var item = Item()
    var onHand: ExactDecimal?
    var quantities: [(String, ExactDecimal)] = []
    var unit: String?
    var location: String?
    var asOf: CalendarDay?
    var reference: String?
    var more: [NamedText] = []
    var faults: [BatchFault] = []

    init(row: CSVRow, separator: UInt8) {
        self.row = row
        self.separator = separator
    }

    mutating func take(_ column: InventoryColumns.Column) {
        guard row.cells.indices.contains(column.index) else {
            return complain(
                column, nil, "The row ends before column \(column.index + 1)\(Self.name(column)).",
                fix: "Send every row with all columns, empty ones too.")
        }
        let text = row.cells[column.index]
        guard !text.isEmpty else {
            if column.role == .onHand {
                complain(
                    column, nil, "There is no quantity\(Self.name(column)).",
                    fix: "Write the quantity; 0 when there is none.")
            }
            return
        }
        switch column.role {
        case .identifier(let kind): takeIdentifier(kind, text, column)
        case .description:
            item.append(ItemDescription(kind: nil, characteristic: nil, code: nil, text: text))
        case .onHand: onHand = number(text, column)
        case .quantity(let kind):
            if let value = number(text, column) { quantities.append((kind, value)) }
        case .unit: unit = text
        case .location: location = text
        case .asOf:
            asOf = CellText.day(text)
            if asOf == nil {
                complain(
                    column, text, "This is no day that can be read with certainty.",
                    fix: "Write it as 2026-11-23.")
            }
        case .reference:
            guard text.count <= 80 else {
                return complain(
                    column, text, "The report's number is longer than 80 characters.",
                    fix: "Send a shorter one.")
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
                line: row.line, column: column.map { $0.index + 1 }, heading: column?.heading, found: found,
                message: message,
                fix: fix))
    }

    private mutating func takeIdentifier(_ field: String, _ text: String, _ column: InventoryColumns.Column) {
        if CellText.isShortenedNumber(text) {
            return complain(
                column, text, "A spreadsheet has shortened this number; its last digits are lost.",
                fix: "Format the column as text before saving.")
        }
        if text.hasPrefix("=") {
            return complain(
                column, text, "A formula stands where a number should.",
                fix: "Save the values, not the formulas.")
        }
        var kind: String? = field == "itemNumber" ? nil : field
        switch field {
        case "buyerPart", "buyerItem": item.buyerPart = item.buyerPart ?? text
        case "vendorPart", "vendorItem": item.vendorPart = item.vendorPart ?? text
        case "gtin":
            let isNumber =
                text.utf8.allSatisfy { (48...57).contains($0) } && [8, 12, 13, 14].contains(text.utf8.count)
            guard isNumber else {
                return complain(
                    column, text, "A GTIN has 8, 12, 13 or 14 digits.",
                    fix:
                        "Send all digits; format the column as text, or a spreadsheet drops zeros in front."
                )
            }
            item.gtin = text
            kind = "gtin\(text.utf8.count)"
        default: break
        }
        item.append(ItemIdentifier(kind: kind, qualifier: field, value: text))
    }

    private mutating func number(_ text: String, _ column: InventoryColumns.Column) -> ExactDecimal? {
        do throws(CellText.NumberFault) {
            return try CellText.number(text, separator: separator)
        } catch {
            switch error {
            case .noNumber:
                complain(
                    column, text, "This is no number.",
                    fix: "Write digits with at most one decimal mark and no other signs.")
            case .comma:
                complain(
                    column, text,
                    "A comma in a number is read only in a file whose columns are separated by semicolons.",
                    fix: "Write a point for decimals and nothing between thousands.")
            case .ambiguousPoint:
                complain(
                    column, text, "The point may stand for thousands or for decimals.",
                    fix: "Write a comma for decimals and nothing between thousands.")
            }
            return nil
        }
    }

    private static func name(_ column: InventoryColumns.Column) -> String {
        column.heading.map { " '\($0)'" } ?? ""
    }
}
