public import Documents

/// Writes changes of orders.
public enum OutboundPurchaseOrderChange860: SetTranslator {
    /// The kind of document it takes.
    public static let documentType = DocumentType.purchaseOrderChange
    /// The set it writes.
    public static let set = "860"

    static func write(_ document: Document, to writer: inout SetWriter) -> Bool {
        guard case .purchaseOrderChange(let change) = document else { return false }
        let layouts = writer.hasTexts ? SetLayouts.change.late : SetLayouts.change.early
        writer.segment("BCH") { writer in
            writer.coded(1, "purpose", change.purpose, CodeNames.purposes)
            writer.coded(2, "orderType", change.orderType, CodeNames.orderTypes)
            writer.text(3, "orderNumber", change.orderNumber)
            writer.text(4, "release", change.release)
            writer.text(5, "changeNumber", change.changeNumber)
            writer.day(6, "orderDate", change.orderDate)
            writer.text(7, "requestReference", change.requestReference)
            writer.text(8, "contract", change.contract)
            writer.text(9, "sellerOrderNumber", change.sellerOrderNumber)
            writer.day(10, "responseDate", change.responseDate)
            writer.day(11, "changeDate", change.changeDate)
            writer.text(12, "contractType", change.contractType)
            writer.text(13, "securityLevel", change.securityLevel)
            writer.text(14, "answerWanted", change.answerWanted)
            writer.text(15, "transactionType", change.transactionType)
            writer.text(16, "category", change.category)
        }
        let totals = writer.totals(change.totals, lines: change.lines.count, change.lines.map(\.quantity))
        let header = Level(header: change.details, layouts.header, hasTotals: totals != nil)
        writer.write(header, layouts.header, of: layouts)
        writer.orderLines(change.lines, "POC", layouts)
        writer.write(totals, amount: header.amountInSummary, of: change.details)
        return true
    }
}
