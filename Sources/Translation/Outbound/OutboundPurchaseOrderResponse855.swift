public import Documents

/// Writes answers to orders.
public enum OutboundPurchaseOrderResponse855: SetTranslator {
    /// The kind of document it takes.
    public static let documentType = DocumentType.purchaseOrderResponse
    /// The set it writes.
    public static let set = "855"

    static func write(_ document: Document, to writer: inout SetWriter) -> Bool {
        guard case .purchaseOrderResponse(let response) = document else { return false }
        let layouts = writer.hasTexts ? SetLayouts.response.late : SetLayouts.response.early
        writer.currencyParty = "SE"
        writer.segment("BAK") { writer in
            writer.coded(1, "purpose", response.purpose, CodeNames.purposes)
            writer.coded(2, "decision", response.decision, CodeNames.decisions)
            writer.text(3, "orderNumber", response.orderNumber)
            writer.day(4, "orderDate", response.orderDate)
            writer.text(5, "release", response.release)
            writer.text(6, "requestReference", response.requestReference)
            writer.text(7, "contract", response.contract)
            writer.text(8, "sellerOrderNumber", response.sellerOrderNumber)
            writer.day(9, "responseDate", response.responseDate)
            writer.text(10, "responseType", response.responseType)
        }
        let totals = writer.totals(
            response.totals, lines: response.lines.count, response.lines.map(\.quantity))
        let header = Level(header: response.details, layouts.header, hasTotals: totals != nil)
        writer.write(header, layouts.header, of: layouts)
        writer.orderLines(response.lines, "PO1", layouts)
        writer.write(totals, amount: header.amountInSummary, of: response.details)
        return true
    }
}
