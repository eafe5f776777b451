internal import Documents
internal import X12

/// An 850 as an order.
enum PurchaseOrder850: InboundTranslator {
    static let set = "850"

    static func document(from set: TransactionSet) throws(TranslationError) -> Translated {
        var reading = Reading(set)
        let root = reading.root
        let header = try reading.required("BEG", in: root, "an order begins with it")
        let number = try reading.required("orderNumber", header, 3, "an order is known by its number")
        var order = PurchaseOrder(
            purpose: try reading.requiredCode("purpose", header, 1, CodeNames.purposes),
            orderType: try reading.requiredCode("orderType", header, 2, CodeNames.orderTypes),
            orderNumber: number)
        order.release = reading.text("release", header, 4)
        order.orderDate = reading.day("orderDate", header, 5)
        order.contract = reading.text("contract", header, 6)
        if order.contract == nil, let reference = root.first("REF", 1, "CT") {
            order.contract = reading.text("contract", reference, 2)
        }
        order.answerWanted = reading.text("answerWanted", header, 7)
        order.invoiceType = reading.text("invoiceType", header, 8)
        order.contractType = reading.text("contractType", header, 9)
        order.category = reading.text("category", header, 10)
        order.securityLevel = reading.text("securityLevel", header, 11)
        order.transactionType = reading.text("transactionType", header, 12)
        try reading.details(of: root, into: &order.details)
        try reading.descriptionsAsNotes(of: root, into: &order.details.notes)
        try reading.orderLines(of: root, into: &order.lines)
        try reading.summary(of: root, into: &order.details)
        order.totals = try reading.controlTotals(of: root)
        return Translated(document: .purchaseOrder(order), reading: reading)
    }
}
