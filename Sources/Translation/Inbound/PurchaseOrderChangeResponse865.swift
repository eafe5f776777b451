internal import Documents
internal import X12

/// An 865 as the answer to a change, or as a change the supplier asks for.
enum PurchaseOrderChangeResponse865: InboundTranslator {
    static let set = "865"

    static func document(from set: TransactionSet) throws(TranslationError) -> Translated {
        var reading = Reading(set)
        let root = reading.root
        let header = try reading.required("BCA", in: root, "an answer to a change begins with it")
        let number = try reading.required("orderNumber", header, 3, "an answer names the order it is about")
        var response = PurchaseOrderChangeResponse(
            purpose: try reading.requiredCode("purpose", header, 1, CodeNames.purposes), orderNumber: number)
        response.decision = try reading.coded("decision", header, 2, CodeNames.decisions)
        response.release = reading.text("release", header, 4)
        response.changeNumber = reading.text("changeNumber", header, 5)
        response.orderDate = reading.day("orderDate", header, 6)
        response.requestReference = reading.text("requestReference", header, 7)
        response.contract = reading.text("contract", header, 8)
        response.sellerOrderNumber = reading.text("sellerOrderNumber", header, 9)
        response.responseDate = reading.day("responseDate", header, 10)
        response.changeDate = reading.day("changeDate", header, 11)
        response.furtherDate = reading.day("furtherDate", header, 12)
        response.orderType = try reading.coded("orderType", header, 13, CodeNames.orderTypes)
        response.securityLevel = reading.text("securityLevel", header, 14)
        response.transactionType = reading.text("transactionType", header, 15)
        try reading.details(of: root, into: &response.details)
        try reading.descriptionsAsNotes(of: root, into: &response.details.notes)
        try reading.orderLines(of: root, "POC", into: &response.lines)
        try reading.summary(of: root, into: &response.details)
        response.totals = try reading.controlTotals(of: root)
        return Translated(document: .purchaseOrderChangeResponse(response), reading: reading)
    }
}
