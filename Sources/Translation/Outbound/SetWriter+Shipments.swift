internal import Documents

/// The segments of the levels of a shipment.
extension SetWriter {
    mutating func orderReference(_ order: ShippedOrder) {
        segment("PRF") { writer in
            writer.text(1, "orderNumber", order.orderNumber)
            writer.text(2, "release", order.release)
            writer.text(3, "changeNumber", order.changeNumber)
            writer.day(4, "orderDate", order.orderDate)
            writer.text(5, "orderLineNumber", order.orderLineNumber)
            writer.text(6, "contract", order.contract)
            writer.text(7, "orderType", order.orderType)
        }
    }

    mutating func itemOfShipment(_ line: ShippedLine) {
        let hasItem = !line.item.identifiers.isEmpty || line.item != line.item.withoutParts
        if hasItem {
            segment("LIN") { writer in
                writer.text(1, "lineNumber", line.lineNumber)
                writer.identifiers(of: line.item, from: 2, pairs: 15)
            }
        }
        let isShipped =
            line.shipped != nil || line.cumulative != nil || line.ordered != nil || line.status != nil
            || line.containerLoad != nil || !hasItem
        guard isShipped else { return }
        segment("SN1") { writer in
            writer.text(1, "lineNumber", line.lineNumber)
            writer.quantity(2, unit: 3, "shipped", line.shipped)
            writer.decimal(4, "cumulative", line.cumulative)
            writer.quantity(5, unit: 6, "ordered", line.ordered)
            writer.text(7, "containerLoad", line.containerLoad)
            writer.coded(8, "status", line.status, CodeNames.lineStatuses)
        }
    }

    /// The order and order line of a line, where the numbers of its item do not say them.
    mutating func orderOfLine(_ line: ShippedLine) {
        func says(_ value: String?, _ qualifier: String) -> Bool {
            line.item.identifiers.contains { $0.qualifier == qualifier && $0.value == value }
        }
        let order = says(line.orderNumber, "PO") ? nil : line.orderNumber
        let position = says(line.orderLineNumber, "PL") ? nil : line.orderLineNumber
        if order == nil, line.orderNumber != nil { also("orderNumber") }
        if position == nil, line.orderLineNumber != nil { also("orderLineNumber") }
        guard order != nil || position != nil else { return }
        segment("PRF") { writer in
            writer.text(1, "orderNumber", line.orderNumber)
            writer.text(5, "orderLineNumber", position)
        }
    }
}

extension Item {
    /// The item without the numbers that our own fields say.
    fileprivate var withoutParts: Item {
        var item = self
        item.buyerPart = nil
        item.vendorPart = nil
        item.gtin = nil
        return item
    }
}
