internal import Documents
internal import X12

/// An 861 as what a buyer says has arrived.
enum ReceiptConfirmation861: InboundTranslator {
    static let set = "861"

    static func document(from set: TransactionSet) throws(TranslationError) -> Translated {
        var reading = Reading(set)
        let root = reading.root
        let header = try reading.required("BRA", in: root, "a receipt begins with it")
        let number = try reading.required("receiptNumber", header, 1, "a receipt is known by its number")
        var receipt = ReceiptConfirmation(
            receiptNumber: number,
            purpose: try reading.requiredCode("purpose", header, 3, CodeNames.purposes),
            receiptType: try reading.requiredCode("receiptType", header, 4, CodeNames.receiptTypes))
        receipt.day = reading.day("day", header, 2)
        receipt.time = reading.time("time", header, 5)
        receipt.condition = try reading.coded("condition", header, 6, CodeNames.receivingConditions)
        receipt.action = reading.text("action", header, 7)
        for segment in root.all("PRF") { try reading.orderReference(segment, into: &receipt.orders) }
        try reading.details(of: root, into: &receipt.details)
        for loop in root.loops("RCD") {
            let line = try reading.within("lines", receipt.lines.count) { reading throws(TranslationError) in
                try reading.receivedLine(loop)
            }
            receipt.lines.append(line)
        }
        receipt.totals = try reading.controlTotals(of: root)
        return Translated(document: .receiptConfirmation(receipt), reading: reading)
    }
}

extension Reading {
    fileprivate mutating func orderReference(
        _ segment: Segment, into list: inout [OrderReference],
    ) throws(TranslationError) {
        guard let number = segment[1] else { return }
        let found = try within("orders", list.count) { reading throws(TranslationError) in
            reading.note("orderNumber", segment, 1)
            var order = OrderReference(orderNumber: number)
            order.release = reading.text("release", segment, 2)
            order.changeNumber = reading.text("changeNumber", segment, 3)
            order.orderDate = reading.day("orderDate", segment, 4)
            order.orderLineNumber = reading.text("orderLineNumber", segment, 5)
            order.contract = reading.text("contract", segment, 6)
            order.orderType = reading.text("orderType", segment, 7)
            return order
        }
        list.append(found)
    }

    fileprivate mutating func receivedLine(_ loop: Loop) throws(TranslationError) -> ReceivedLine {
        var line = ReceivedLine()
        guard let opening = loop.segments.first else { return line }
        line.lineNumber = text("lineNumber", opening, 1)
        line.received = try quantity("received", opening, 2, unit: 3)
        line.returned = try quantity("returned", opening, 4, unit: 5)
        for element in stride(from: 6, through: 18, by: 3) {
            guard segment(opening, hasAnyOf: element...element + 2) else { continue }
            let found = try within("discrepancies", line.discrepancies.count) {
                reading throws(TranslationError) in
                var discrepancy = Discrepancy()
                discrepancy.quantity = try reading.quantity("quantity", opening, element, unit: element + 1)
                discrepancy.condition = try reading.coded(
                    "condition", opening, element + 2, CodeNames.receivingConditions)
                return discrepancy
            }
            line.discrepancies.append(found)
        }
        line.furtherQuantity = try decimal("furtherQuantity", opening, 21)
        if let segment = loop.first("SN1") {
            // The number of the line stands in RCD01; SN101 repeats it.
            if line.lineNumber == nil {
                line.lineNumber = text("lineNumber", segment, 1)
            } else if segment[1] == line.lineNumber {
                use(segment, 1)
            }
            line.shipped = try quantity("shipped", segment, 2, unit: 3)
            line.cumulative = try decimal("cumulative", segment, 4)
            line.ordered = try quantity("ordered", segment, 5, unit: 6)
            line.containerLoad = text("containerLoad", segment, 7)
            line.status = try coded("status", segment, 8, CodeNames.lineStatuses)
        }
        for segment in loop.all("LIN") {
            use(segment, 1)
            identifiers(segment, from: 2, into: &line.item)
        }
        descriptions(of: loop, into: &line.item)
        for segment in loop.all("PRF") { try orderReference(segment, into: &line.orders) }
        try packs(of: loop, into: &line.packs)
        try components(of: loop, into: &line.components)
        try details(of: loop, into: &line.details)
        return line
    }

    private func segment(_ segment: Segment, hasAnyOf elements: ClosedRange<Int>) -> Bool {
        elements.contains { segment[$0] != nil }
    }
}
