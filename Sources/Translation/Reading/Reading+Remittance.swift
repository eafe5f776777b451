internal import Documents
internal import X12

extension Reading {
    /// ENT with what is paid for the party.
    mutating func remittanceEntity(_ loop: Loop) throws(TranslationError) -> RemittanceEntity {
        var entity = RemittanceEntity()
        guard let opening = loop.segments.first else { return entity }
        entity.number = text("number", opening, 1)
        entity.party = try party("party", opening, role: 2, qualifier: 3, value: 4)
        entity.otherParty = try party("otherParty", opening, role: 5, qualifier: 6, value: 7)
        entity.reference = try reference("reference", opening, qualifier: 8, value: 9)
        try details(of: loop, into: &entity.details)
        for child in loop.loops("RMR") {
            let item = try within("items", entity.items.count) { reading throws(TranslationError) in
                try reading.remittedItem(child)
            }
            entity.items.append(item)
        }
        try adjustments(of: loop, into: &entity.adjustments)
        return entity
    }

    private mutating func remittedItem(_ loop: Loop) throws(TranslationError) -> RemittedItem {
        var item = RemittedItem()
        guard let opening = loop.segments.first else { return item }
        item.reference = try reference("reference", opening, qualifier: 1, value: 2)
        item.action = try coded("action", opening, 3, CodeNames.paymentActions)
        item.paid = try decimal("paid", opening, 4)
        item.billed = try decimal("billed", opening, 5)
        item.discount = try decimal("discount", opening, 6)
        item.adjustmentReason = try coded("adjustmentReason", opening, 7, CodeNames.adjustmentReasons)
        item.adjustment = try decimal("adjustment", opening, 8)
        try details(of: loop, into: &item.details)
        try adjustments(of: loop, into: &item.adjustments)
        try invoiceLines(of: loop, into: &item.lines)
        return item
    }

    private mutating func adjustments(
        of loop: Loop, into list: inout [Adjustment],
    ) throws(TranslationError) {
        for child in loop.loops("ADX") {
            guard let opening = child.segments.first else { continue }
            let found = try within("adjustments", list.count) { reading throws(TranslationError) in
                guard let amount = try reading.decimal("amount", opening, 1),
                    let reason = try reading.coded("reason", opening, 2, CodeNames.adjustmentReasons)
                else { return Adjustment?.none }
                var adjustment = Adjustment(amount: amount, reason: reason)
                adjustment.reference = try reading.reference("reference", opening, qualifier: 3, value: 4)
                try reading.details(of: child, into: &adjustment.details)
                try reading.invoiceLines(of: child, into: &adjustment.lines)
                return adjustment
            }
            if let found { list.append(found) }
        }
    }

    /// The lines of an invoice, or of what is paid or adjusted.
    mutating func invoiceLines(
        of loop: Loop, into list: inout [InvoiceLine],
    ) throws(TranslationError) {
        let loops: BorrowedLoops = loop.loops("IT1")
        list.reserveCapacity(list.count + loops.count)
        for child in loops {
            // Filled where it stands in the list: a line is large to copy.
            let place = list.count
            list.append(InvoiceLine())
            try within("lines", place) { reading throws(TranslationError) in
                try reading.invoiceLine(child.surveyed, into: &list[place])
            }
        }
    }
}
