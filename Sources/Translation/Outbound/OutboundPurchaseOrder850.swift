public import Documents

/// Writes orders.
public enum OutboundPurchaseOrder850: SetTranslator {
    /// The kind of document it takes.
    public static let documentType = DocumentType.purchaseOrder
    /// The set it writes.
    public static let set = "850"

    static func write(_ document: Document, to writer: inout SetWriter) -> Bool {
        guard case .purchaseOrder(let order) = document else { return false }
        let layouts = writer.hasTexts ? SetLayouts.order.late : SetLayouts.order.early
        writer.segment("BEG") { writer in
            writer.coded(1, "purpose", order.purpose, CodeNames.purposes)
            writer.coded(2, "orderType", order.orderType, CodeNames.orderTypes)
            writer.text(3, "orderNumber", order.orderNumber)
            writer.text(4, "release", order.release)
            writer.day(5, "orderDate", order.orderDate)
            writer.text(6, "contract", order.contract)
            writer.text(7, "answerWanted", order.answerWanted)
            writer.text(8, "invoiceType", order.invoiceType)
            writer.text(9, "contractType", order.contractType)
            writer.text(10, "category", order.category)
            writer.text(11, "securityLevel", order.securityLevel)
            writer.text(12, "transactionType", order.transactionType)
        }
        let totals = writer.totals(order.totals, lines: order.lines.count, order.lines.map(\.quantity))
        let header = Level(header: order.details, layouts.header, hasTotals: totals != nil)
        writer.write(header, layouts.header, of: layouts)
        writer.orderLines(order.lines, "PO1", layouts)
        writer.write(totals, amount: header.amountInSummary, of: order.details)
        return true
    }
}
