public import Documents

/// Writes invoices and credits.
public enum OutboundInvoice810: SetTranslator {
    /// The kind of document it takes.
    public static let documentType = DocumentType.invoice
    /// The set it writes.
    public static let set = "810"

    static func write(_ document: Document, to writer: inout SetWriter) -> Bool {
        guard case .invoice(let invoice) = document else { return false }
        let layouts = writer.hasTexts ? SetLayouts.invoice.late : SetLayouts.invoice.early
        writer.currencyParty = "SE"
        writer.heading(of: invoice)
        let (header, summary) = invoice.split
        writer.write(Level(header), layouts.header, of: layouts)
        writer.each("lines", invoice.lines) { $0.invoiceLine($1, layouts) }
        writer.segment("TDS") { writer in
            writer.money(1, "total", invoice.total)
            writer.money(2, "discountableTotal", invoice.discountableTotal)
            writer.money(3, "discountedTotal", invoice.discountedTotal)
            writer.money(4, "discount", invoice.discount)
        }
        writer.write(Level(summary), SetLayouts.invoiceSummary, of: layouts)
        writer.each("shipmentTotals", invoice.shipmentTotals) { $0.shipmentTotal($1) }
        let totals = writer.totals(
            invoice.totals, lines: invoice.lines.count, invoice.lines.map(\.quantity))
        writer.write(totals, amount: nil, of: invoice.details)
        return true
    }
}

extension Invoice {
    /// What is said before the lines, and what behind their sum.
    fileprivate var split: (header: Details, summary: Details) {
        var header = details
        var summary = Details()
        summary.taxes = details.taxes
        summary.carriers = details.carriers
        summary.equipment = details.equipment
        summary.amounts = details.amounts
        summary.charges = details.charges
        header.taxes = []
        header.carriers = []
        header.equipment = []
        header.amounts = []
        header.charges = []
        if let number = originalInvoiceNumber, !details.references.contains(where: { $0.isInvoice(number) }) {
            header.references.append(Reference(qualifier: "OI", value: number))
        }
        return (header, summary)
    }

    /// What the type and the sum say of who owes whom.
    fileprivate var impliedDirection: Direction {
        let isCredit = invoiceType.map { CodeNames.creditInvoiceTypes.contains($0.code) } ?? false
        return isCredit || total.isNegative ? .credit : .debit
    }
}

extension Reference {
    /// Whether it names an earlier invoice.
    fileprivate func isInvoice(_ number: String) -> Bool {
        (qualifier == "OI" || qualifier == "IV") && value == number
    }
}

extension SetWriter {
    fileprivate mutating func heading(of invoice: Invoice) {
        segment("BIG") { writer in
            writer.day(1, "invoiceDate", invoice.invoiceDate)
            writer.text(2, "invoiceNumber", invoice.invoiceNumber)
            writer.day(3, "orderDate", invoice.orderDate)
            writer.text(4, "orderNumber", invoice.orderNumber)
            writer.text(5, "release", invoice.release)
            writer.text(6, "changeNumber", invoice.changeNumber)
            writer.coded(7, "invoiceType", invoice.invoiceType, CodeNames.invoiceTypes)
            writer.coded(8, "purpose", invoice.purpose, CodeNames.purposes)
            writer.text(9, "action", invoice.action)
            writer.text(10, "consolidatedInvoiceNumber", invoice.consolidatedInvoiceNumber)
            if invoice.impliedDirection == invoice.direction {
                writer.also("direction")
                if invoice.originalInvoiceNumber != nil { writer.also("originalInvoiceNumber") }
            } else {
                writer.fault(
                    .direction, "direction", 7, found: invoice.direction.rawValue,
                    invoice.direction == .credit
                        ? "a credit has a type such as CR, or a negative total"
                        : "a bill has neither the type of a credit nor a negative total")
            }
        }
    }

    fileprivate mutating func invoiceLine(_ line: InvoiceLine, _ layouts: SetLayouts) {
        var item = line.item
        var details = line.details
        segment("IT1") { writer in
            writer.text(1, "lineNumber", line.lineNumber)
            writer.quantity(2, unit: 3, "quantity", line.quantity)
            writer.price(4, basis: 5, "price", line.price)
            writer.identifiers(of: item, from: 6)
        }
        if let number = line.orderNumber {
            also("orderNumber")
            let isSaid =
                item.identifiers.contains { $0.qualifier == "PO" && $0.value == number }
                || details.references.contains { $0.qualifier == "PO" && $0.value == number }
            if !isSaid { details.references.append(Reference(qualifier: "PO", value: number)) }
        }
        item.identifiers = []
        var level = Level(details)
        level.isLine = true
        level.item = item
        level.packs = line.packs
        level.distribution = line.distribution
        level.components = line.components
        level.differences = line.differences
        write(level, layouts.line, of: layouts)
    }

    fileprivate mutating func shipmentTotal(_ total: ShipmentTotal) {
        segment("ISS") { writer in
            writer.quantity(1, unit: 2, "units", total.units)
            writer.quantity(3, unit: 4, "weight", total.weight)
            writer.quantity(5, unit: 6, "volume", total.volume)
            writer.decimal(7, "quantity", total.quantity)
            writer.decimal(8, "furtherWeight", total.furtherWeight)
        }
        var level = Level(Details())
        level.details.notes = total.notes
        write(level, Layout("PID"), of: SetLayouts.invoice.early)
    }
}
