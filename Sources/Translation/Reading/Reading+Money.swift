internal import Documents
internal import X12

extension Reading {
    mutating func paymentTerms(_ segment: Segment, into list: inout [PaymentTerms]) throws(TranslationError) {
        let found = try within("terms", list.count) { reading throws(TranslationError) in
            var terms = PaymentTerms()
            terms.type = reading.text("type", segment, 1)
            terms.basisDate = reading.text("basisDate", segment, 2)
            terms.discountPercent = try reading.decimal("discountPercent", segment, 3)
            terms.discountDueDay = reading.day("discountDueDay", segment, 4)
            terms.discountDays = reading.count("discountDays", segment, 5)
            terms.netDueDay = reading.day("netDueDay", segment, 6)
            terms.netDays = reading.count("netDays", segment, 7)
            terms.discountAmount = try reading.money("discountAmount", segment, 8)
            terms.deferredDueDay = reading.day("deferredDueDay", segment, 9)
            terms.deferredAmount = try reading.money("deferredAmount", segment, 10)
            terms.payablePercent = try reading.decimal("payablePercent", segment, 11)
            terms.description = reading.text("description", segment, 12)
            terms.dayOfMonth = reading.count("dayOfMonth", segment, 13)
            terms.paymentMethod = reading.text("paymentMethod", segment, 14)
            terms.percent = try reading.decimal("percent", segment, 15)
            return terms
        }
        list.append(found)
    }

    /// An allowance or charge; SAC01 alone says which, the amount keeps the sign it was sent with.
    mutating func charge(
        _ segment: Segment, in loop: Loop?, into list: inout [Charge],
    ) throws(TranslationError) {
        guard let qualifier = segment[1] else { return }
        let found = try within("charges", list.count) { reading throws(TranslationError) in
            var charge = Charge(
                kind: reading.kind("kind", segment, 1, CodeNames.charges), qualifier: qualifier)
            reading.note("qualifier", segment, 1)
            charge.code = reading.text("code", segment, 2)
            charge.agency = reading.text("agency", segment, 3)
            charge.agencyCode = reading.text("agencyCode", segment, 4)
            charge.amount = try reading.money("amount", segment, 5)
            charge.percentBasis = reading.text("percentBasis", segment, 6)
            charge.percent = try reading.decimal("percent", segment, 7)
            charge.rate = try reading.decimal("rate", segment, 8)
            charge.quantity = try reading.quantity("quantity", segment, 10, unit: 9)
            charge.quantityThrough = try reading.decimal("quantityThrough", segment, 11)
            charge.handling = reading.text("handling", segment, 12)
            charge.reference = reading.text("reference", segment, 13)
            charge.option = reading.text("option", segment, 14)
            charge.description = reading.text("description", segment, 15)
            charge.language = reading.text("language", segment, 16)
            guard let loop else { return charge }
            for tax in loop.all("TXI") { try reading.tax(tax, into: &charge.taxes) }
            if let segment = loop.first("CUR") {
                charge.currency = reading.text("currency", segment, 2)
                charge.currencyParty = reading.text("currencyParty", segment, 1)
            }
            for price in loop.all("CTP") { try reading.listedPrice(price, in: nil, into: &charge.prices) }
            return charge
        }
        list.append(found)
    }

    mutating func tax(_ segment: Segment, into list: inout [Tax]) throws(TranslationError) {
        let found = try within("taxes", list.count) { reading throws(TranslationError) in
            var tax = Tax()
            if segment.code == "TAX" {
                tax.registration = reading.text("registration", segment, 1)
                tax.jurisdiction = try reading.identifier("jurisdiction", segment, qualifier: 2, value: 3)
                for element in stride(from: 4, through: 10, by: 2) {
                    let place = try reading.identifier(
                        "jurisdictions", segment, qualifier: element, value: element + 1,
                        at: tax.jurisdictions.count)
                    if let place { tax.jurisdictions.append(place) }
                }
                tax.exemption = reading.text("exemption", segment, 12)
                tax.customsEntry = reading.text("customsEntry", segment, 13)
                return tax
            }
            tax.code = reading.text("code", segment, 1)
            tax.amount = try reading.decimal("amount", segment, 2)
            tax.percent = try reading.decimal("percent", segment, 3)
            tax.jurisdiction = try reading.identifier("jurisdiction", segment, qualifier: 4, value: 5)
            tax.exemption = reading.text("exemption", segment, 6)
            tax.relationship = reading.text("relationship", segment, 7)
            tax.base = try reading.decimal("base", segment, 8)
            tax.registration = reading.text("registration", segment, 9)
            tax.lineNumber = reading.text("lineNumber", segment, 10)
            return tax
        }
        list.append(found)
    }

    mutating func listedPrice(
        _ segment: Segment, in loop: Loop?, into list: inout [ListedPrice],
    ) throws(TranslationError) {
        guard segment.has(3) || segment.has(8) else { return }
        let found = try within("prices", list.count) { reading throws(TranslationError) in
            var price = ListedPrice()
            price.tradeClass = reading.text("tradeClass", segment, 1)
            price.code = reading.text("code", segment, 2)
            price.amount = try reading.decimal("amount", segment, 3)
            price.quantity = try reading.quantity("quantity", segment, 4, unit: 5)
            price.multiplierQualifier = reading.text("multiplierQualifier", segment, 6)
            price.multiplier = try reading.decimal("multiplier", segment, 7)
            price.total = try reading.decimal("total", segment, 8)
            price.basis = reading.text("basis", segment, 9)
            price.condition = reading.text("condition", segment, 10)
            price.multipleQuantity = reading.count("multipleQuantity", segment, 11)
            if let segment = loop?.first("CUR") {
                price.currency = reading.text("currency", segment, 2)
                price.currencyParty = reading.text("currencyParty", segment, 1)
            }
            return price
        }
        list.append(found)
    }

    /// A sum, with what may stand in its loop.
    mutating func amount(
        _ segment: Segment, in loop: Loop?, into list: inout [NamedAmount],
    ) throws(TranslationError) {
        guard let qualifier = segment[1], segment.has(2) else { return }
        let found = try within("amounts", list.count) { reading throws(TranslationError) in
            reading.note("qualifier", segment, 1)
            guard let sum = try reading.decimal("amount", segment, 2) else { return NamedAmount?.none }
            let flag = reading.text("creditOrDebit", segment, 3)
            var amount = NamedAmount(qualifier: qualifier, amount: sum, creditOrDebit: flag)
            guard let loop else { return amount }
            var details = Details()
            for segment in loop.segments.dropFirst() { try reading.detail(segment, into: &details) }
            for child in loop.loops { try reading.detail(child, into: &details) }
            amount.details = details
            return amount
        }
        if let found { list.append(found) }
    }
}
