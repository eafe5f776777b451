internal import Documents
public import Partners

/// Takes a CSV file of orders apart by the house's columns: a line a row, the rows of an order known by its number.
public enum OrderTable {
    /// The most rows of a file.
    public static let rowsMaximum = 200_000

    /// The orders of a file, in the order in which their first rows stand.
    ///
    /// A row with a fault refuses its order and no other; one that cannot be read at all could belong to any order, so the
    /// file is refused then.
    /// - Throws: ``OrderFault`` when the file as a whole cannot be taken apart.
    public static func drafts(in bytes: [UInt8], columns: [OrderColumn]) throws(OrderFault) -> [OrderDraft] {
        guard !columns.isEmpty else {
            throw OrderFault(
                order: 0,
                message: "CSV is not taken: house.yaml has no orders.csv.columns; send JSON, or add them")
        }
        guard bytes.count <= OrderFile.byteMaximum else {
            throw OrderFault(
                order: 0,
                message: "the file has more than \(OrderFile.byteMaximum >> 20) MiB; send it in parts")
        }
        do {
            let dialect = CSVDialect(columns: columns.map { .heading($0.heading) })
            var rows = try CSVRows(BatchBytes(bytes), dialect)
            let mark: CellText.DecimalMark = rows.separator == UInt8(ascii: ",") ? .pointOnly : .pointOrComma
            var collector = OrderCollector(fields: columns.map(\.field), mark: mark)
            try rows.read { row in
                guard collector.rowCount < rowsMaximum else {
                    throw OrderFault(
                        order: 0, message: "the file has more than \(rowsMaximum) rows; send it in parts")
                }
                try collector.take(row)
            }
            guard collector.rowCount > 0 else {
                throw OrderFault(order: 0, message: "the file has no rows")
            }
            return collector.drafts()
        } catch {
            throw fault(of: error)
        }
    }

    private static func fault(of error: any Error) -> OrderFault {
        if let fault = error as? OrderFault { return fault }
        if let whole = error as? BatchError { return OrderFault(order: 0, message: whole.description) }
        return OrderFault(order: 0, message: "the file cannot be read: \(error)")
    }
}

/// Collects rows into orders.
private struct OrderCollector {
    private struct Building {
        let partner: String
        let line: Int
        var order: PurchaseOrder
        var cells: [OrderColumn.Field: String]
        var faults: [(line: Int, path: String?, message: String)] = []
    }

    private static let headerFields: [OrderColumn.Field] = [
        .orderType, .orderDate, .contract, .currency, .shipTo,
    ]

    /// What the cells of a row hold, in their order.
    let fields: [OrderColumn.Field]
    let mark: CellText.DecimalMark
    private(set) var rowCount = 0
    private var orders: [Building] = []
    private var byKey: [String: Int] = [:]

    init(fields: [OrderColumn.Field], mark: CellText.DecimalMark) {
        self.fields = fields
        self.mark = mark
    }

    mutating func take(_ row: BatchRow) throws(OrderFault) {
        if let fault = row.fault {
            throw OrderFault(
                order: 0, line: row.line,
                message:
                    "\(fault.message) \(fault.fix) Nothing was entered, for the row may belong to any order")
        }
        rowCount += 1
        var cells: [OrderColumn.Field: String] = [:]
        for (index, field) in fields.enumerated() where row.cells[index].count > 0 {
            cells[field] = row.text(index)
        }
        guard let number = cells[.orderNumber], let partner = cells[.partner] else {
            throw OrderFault(
                order: 0, line: row.line,
                message:
                    "the row names no order or no partner; nothing was entered, for it may belong to any order"
            )
        }
        guard !CellText.isShortenedNumber(number), !CellText.isShortenedNumber(partner) else {
            throw OrderFault(
                order: 0, line: row.line,
                message:
                    "a spreadsheet has shortened a number to \(number); its digits are lost, export the column as text"
            )
        }
        let key = partner + "\u{0}" + number
        let place = byKey[key] ?? orders.count
        if place == orders.count {
            byKey[key] = place
            orders.append(begin(number, partner, row, cells))
        }
        for field in Self.headerFields where orders[place].cells[field] != cells[field] {
            orders[place].faults.append(
                (
                    row.line, field.rawValue,
                    "the rows of an order say the same here, found '\(cells[field] ?? "")'"
                ))
        }
        orders[place].order.lines.append(line(row, cells, &orders[place]))
    }

    func drafts() -> [OrderDraft] {
        orders.enumerated().map { index, building in
            let faults = building.faults.map {
                OrderFault(
                    order: index + 1, line: $0.line, orderNumber: building.order.orderNumber, path: $0.path,
                    message: $0.message)
            }
            return OrderDraft(
                ordinal: index + 1, line: building.line, partner: building.partner,
                content: faults.isEmpty ? .document(.purchaseOrder(building.order)) : .faulty(faults))
        }
    }

    private func begin(
        _ number: String, _ partner: String, _ row: BatchRow, _ cells: [OrderColumn.Field: String]
    ) -> Building {
        let type = cells[.orderType] ?? "SA"
        var building = Building(
            partner: partner, line: row.line,
            order: PurchaseOrder(
                purpose: CodedValue(kind: CodeNames.purposes["00"], code: "00"),
                orderType: CodedValue(kind: CodeNames.orderTypes[type], code: type), orderNumber: number),
            cells: cells.filter { Self.headerFields.contains($0.key) })
        building.order.contract = cells[.contract]
        if let text = cells[.orderDate] {
            building.order.orderDate = CellText.day(text)
            if building.order.orderDate == nil {
                building.faults.append(
                    (row.line, "orderDate", "a day as 2026-11-23 was expected, found '\(text)'"))
            }
        }
        if let currency = cells[.currency] {
            building.order.details.currency = currency
            building.order.details.currencyParty = "BY"
        }
        if let place = cells[.shipTo] {
            var party = Party(qualifier: "ST", role: "shipTo")
            party.identifier = PartyIdentifier(kind: "assignedByBuyer", qualifier: "92", value: place)
            building.order.details.parties.append(party)
        }
        return building
    }

    private func line(
        _ row: BatchRow, _ cells: [OrderColumn.Field: String], _ building: inout Building
    ) -> OrderLine {
        var line = OrderLine()
        line.lineNumber = cells[.lineNumber] ?? String(building.order.lines.count + 1)
        if let part = cells[.buyerPart] {
            line.item.buyerPart = part
            line.item.append(ItemIdentifier(kind: "buyerPart", qualifier: "BP", value: part))
        }
        if let part = cells[.vendorPart] {
            line.item.vendorPart = part
            line.item.append(ItemIdentifier(kind: "vendorPart", qualifier: "VP", value: part))
        }
        if let text = cells[.description] {
            line.item.append(ItemDescription(kind: nil, characteristic: nil, code: nil, text: text))
        }
        if let number = number(.quantity, cells, row, &building) {
            line.quantity = Quantity(number, unit: cells[.unit])
        }
        if let number = number(.price, cells, row, &building) { line.price = Price(number) }
        if let text = cells[.deliveryDate] {
            var date = NamedDate(kind: "deliveryRequested", qualifier: "002")
            date.day = CellText.day(text)
            if date.day == nil {
                building.faults.append(
                    (row.line, "deliveryDate", "a day as 2026-11-23 was expected, found '\(text)'"))
            }
            line.details.dates.append(date)
        }
        return line
    }

    private func number(
        _ field: OrderColumn.Field, _ cells: [OrderColumn.Field: String], _ row: BatchRow,
        _ building: inout Building
    ) -> ExactDecimal? {
        guard let text = cells[field] else { return nil }
        do throws(CellText.NumberFault) {
            return try CellText.number(text, mark)
        } catch {
            let expected =
                switch error {
                case .noNumber: "a number was expected"
                case .comma: "a number with a point as decimal mark was expected"
                case .ambiguousPoint: "the point may stand for thousands or for decimals: write it without"
                }
            building.faults.append((row.line, field.rawValue, "\(expected), found '\(text)'"))
            return nil
        }
    }
}
