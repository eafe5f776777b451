internal import Documents
internal import X12

/// An 855 as the answer to an order.
///
/// Without PO1 the decision in BAK02 holds for the whole order; the document then has no lines.
enum PurchaseOrderResponse855: InboundTranslator {
    static let set = "855"

    static func document(from set: TransactionSet) throws(TranslationError) -> Translated {
        var reading = Reading(set)
        let root = reading.root
        let header = try reading.required("BAK", in: root, "an answer to an order begins with it")
        let number = try reading.required("orderNumber", header, 3, "an answer names the order it answers")
        var response = PurchaseOrderResponse(
            purpose: try reading.requiredCode("purpose", header, 1, CodeNames.purposes),
            decision: try reading.requiredCode("decision", header, 2, CodeNames.decisions),
            orderNumber: number)
        response.orderDate = reading.day("orderDate", header, 4)
        response.release = reading.text("release", header, 5)
        response.requestReference = reading.text("requestReference", header, 6)
        response.contract = reading.text("contract", header, 7)
        response.sellerOrderNumber = reading.text("sellerOrderNumber", header, 8)
        response.responseDate = reading.day("responseDate", header, 9)
        response.responseType = reading.text("responseType", header, 10)
        try reading.details(of: root, into: &response.details)
        try reading.descriptionsAsNotes(of: root, into: &response.details.notes)
        try reading.orderLines(of: root, into: &response.lines)
        try reading.summary(of: root, into: &response.details)
        response.totals = try reading.controlTotals(of: root)
        return Translated(document: .purchaseOrderResponse(response), reading: reading)
    }
}
