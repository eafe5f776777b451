internal import Documents
internal import X12

/// An 810 as an invoice, or as a credit.
///
/// Partners send a credit as BIG07 `CR` with positive amounts, or as negative amounts: both are read, and
/// amounts stay as sent.
enum Invoice810: InboundTranslator {
    static let set = "810"

    static func document(from set: TransactionSet) throws(TranslationError) -> Translated {
        var reading = Reading(set)
        let root = reading.root
        let header = try reading.required("BIG", in: root, "an invoice begins with it")
        let number = try reading.required("invoiceNumber", header, 2, "an invoice is known by its number")
        let sums = try reading.required("TDS", in: root, "an invoice ends with its sum")
        guard let total = try reading.money("total", sums, 1) else {
            throw TranslationError(
                .elementMissing, set: Self.set, segmentID: "TDS", segment: sums.ordinal, element: 1,
                expected: "an invoice ends with its sum")
        }
        var invoice = Invoice(invoiceNumber: number, total: total)
        invoice.discountableTotal = try reading.money("discountableTotal", sums, 2)
        invoice.discountedTotal = try reading.money("discountedTotal", sums, 3)
        invoice.discount = try reading.money("discount", sums, 4)
        invoice.invoiceDate = reading.day("invoiceDate", header, 1)
        invoice.orderDate = reading.day("orderDate", header, 3)
        invoice.orderNumber = reading.text("orderNumber", header, 4)
        if invoice.orderNumber == nil, let reference = root.first("REF", 1, "PO") {
            invoice.orderNumber = reading.text("orderNumber", reference, 2)
        }
        invoice.release = reading.text("release", header, 5)
        invoice.changeNumber = reading.text("changeNumber", header, 6)
        invoice.invoiceType = try reading.coded("invoiceType", header, 7, CodeNames.invoiceTypes)
        invoice.purpose = try reading.coded("purpose", header, 8, CodeNames.purposes)
        let isCredit = invoice.invoiceType.map { CodeNames.creditInvoiceTypes.contains($0.code) } ?? false
        invoice.direction = isCredit || total.isNegative ? .credit : .debit
        invoice.originalInvoiceNumber = reading.originalInvoiceNumber(in: root, of: invoice)
        invoice.action = reading.text("action", header, 9)
        invoice.consolidatedInvoiceNumber = reading.text("consolidatedInvoiceNumber", header, 10)
        try reading.details(of: root, into: &invoice.details)
        try reading.descriptionsAsNotes(of: root, into: &invoice.details.notes)
        try reading.invoiceLines(of: root, into: &invoice.lines)
        for loop in root.loops("ISS") { try reading.shipmentTotal(loop, into: &invoice.shipmentTotals) }
        invoice.totals = try reading.controlTotals(of: root)
        return Translated(document: .invoice(invoice), reading: reading)
    }
}

extension Reading {
    /// The invoice a credit or correction is about.
    fileprivate mutating func originalInvoiceNumber(in root: Loop, of invoice: Invoice) -> String? {
        // IV on a plain invoice is another number of the same invoice, not of an earlier one.
        let correctsAnother =
            invoice.direction == .credit || ["CO", "AI"].contains(invoice.invoiceType?.code)
        for code in correctsAnother ? ["OI", "IV"] : ["OI"] {
            guard let reference = root.first("REF", 1, code), reference[2] != invoice.invoiceNumber else {
                continue
            }
            return text("originalInvoiceNumber", reference, 2)
        }
        return nil
    }

    mutating func invoiceLine(_ loop: Loop, into line: inout InvoiceLine) throws(TranslationError) {
        let opening = loop.opening
        line.lineNumber = text("lineNumber", opening, 1)
        line.quantity = try quantity("quantity", opening, 2, unit: 3)
        line.price = try price("price", opening, 4, basis: 5)
        identifiers(opening, from: 6, through: 25, into: &line.item)
        line.orderNumber = orderNumber(of: loop, item: opening, from: 6)
        descriptions(of: loop, into: &line.item)
        for segment in loop.all("IT3") { try difference(segment, into: &line.differences) }
        try packs(of: loop, into: &line.packs)
        try distribution(of: loop, into: &line.distribution)
        try components(of: loop, into: &line.components)
        try details(of: loop, into: &line.details)
    }

    /// The order of one line: among the item's numbers, or in a reference.
    mutating func orderNumber(of loop: Loop, item segment: Segment, from first: Int) -> String? {
        for element in stride(from: first, to: segment.elementCount, by: 2) where segment[element] == "PO" {
            if let number = text("orderNumber", segment, element + 1) { return number }
        }
        return loop.first("REF", 1, "PO").flatMap { text("orderNumber", $0, 2) }
    }

    private mutating func difference(
        _ segment: Segment, into list: inout [QuantityDifference],
    ) throws(TranslationError) {
        let found = try within("differences", list.count) { reading throws(TranslationError) in
            var difference = QuantityDifference()
            difference.shipped = try reading.quantity("shipped", segment, 1, unit: 2)
            difference.status = reading.text("status", segment, 3)
            difference.difference = try reading.decimal("difference", segment, 4)
            difference.reason = reading.text("reason", segment, 5)
            return difference
        }
        list.append(found)
    }

    fileprivate mutating func shipmentTotal(
        _ loop: Loop, into list: inout [ShipmentTotal],
    ) throws(TranslationError) {
        guard let segment = loop.segments.first else { return }
        let found = try within("shipmentTotals", list.count) { reading throws(TranslationError) in
            var total = ShipmentTotal()
            total.units = try reading.quantity("units", segment, 1, unit: 2)
            total.weight = try reading.quantity("weight", segment, 3, unit: 4)
            total.volume = try reading.quantity("volume", segment, 5, unit: 6)
            total.quantity = try reading.decimal("quantity", segment, 7)
            total.furtherWeight = try reading.decimal("furtherWeight", segment, 8)
            try reading.descriptionsAsNotes(of: loop, into: &total.notes)
            return total
        }
        list.append(found)
    }
}
