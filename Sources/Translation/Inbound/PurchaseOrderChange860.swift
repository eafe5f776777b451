internal import Documents
internal import X12

/// An 860 as a change to an order.
enum PurchaseOrderChange860: InboundTranslator {
    static let set = "860"

    static func document(from set: TransactionSet) throws(TranslationError) -> Translated {
        var reading = Reading(set)
        let root = reading.root
        let header = try reading.required("BCH", in: root, "a change to an order begins with it")
        let number = try reading.required("orderNumber", header, 3, "a change names the order it changes")
        var change = PurchaseOrderChange(
            purpose: try reading.requiredCode("purpose", header, 1, CodeNames.purposes),
            orderType: try reading.requiredCode("orderType", header, 2, CodeNames.orderTypes),
            orderNumber: number)
        change.release = reading.text("release", header, 4)
        change.changeNumber = reading.text("changeNumber", header, 5)
        change.orderDate = reading.day("orderDate", header, 6)
        change.requestReference = reading.text("requestReference", header, 7)
        change.contract = reading.text("contract", header, 8)
        change.sellerOrderNumber = reading.text("sellerOrderNumber", header, 9)
        change.responseDate = reading.day("responseDate", header, 10)
        change.changeDate = reading.day("changeDate", header, 11)
        change.contractType = reading.text("contractType", header, 12)
        change.securityLevel = reading.text("securityLevel", header, 13)
        change.answerWanted = reading.text("answerWanted", header, 14)
        change.transactionType = reading.text("transactionType", header, 15)
        change.category = reading.text("category", header, 16)
        try reading.details(of: root, into: &change.details)
        try reading.descriptionsAsNotes(of: root, into: &change.details.notes)
        try reading.orderLines(of: root, "POC", into: &change.lines)
        try reading.summary(of: root, into: &change.details)
        change.totals = try reading.controlTotals(of: root)
        return Translated(document: .purchaseOrderChange(change), reading: reading)
    }
}
