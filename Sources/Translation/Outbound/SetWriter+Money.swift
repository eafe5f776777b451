internal import Documents

/// Terms, charges, taxes, prices and sums.
extension SetWriter {
    mutating func terms(_ terms: PaymentTerms) {
        segment("ITD") { writer in
            writer.text(1, "type", terms.type)
            writer.text(2, "basisDate", terms.basisDate)
            writer.decimal(3, "discountPercent", terms.discountPercent)
            writer.day(4, "discountDueDay", terms.discountDueDay)
            writer.count(5, "discountDays", terms.discountDays)
            writer.day(6, "netDueDay", terms.netDueDay)
            writer.count(7, "netDays", terms.netDays)
            writer.money(8, "discountAmount", terms.discountAmount)
            writer.day(9, "deferredDueDay", terms.deferredDueDay)
            writer.money(10, "deferredAmount", terms.deferredAmount)
            writer.decimal(11, "payablePercent", terms.payablePercent)
            writer.text(12, "description", terms.description)
            writer.count(13, "dayOfMonth", terms.dayOfMonth)
            writer.text(14, "paymentMethod", terms.paymentMethod)
            writer.decimal(15, "percent", terms.percent)
        }
    }

    mutating func charge(_ charge: Charge, below layout: Layout) {
        segment("SAC") { writer in
            writer.text(1, "qualifier", charge.qualifier)
            writer.word("kind", charge.kind, charge.qualifier, CodeNames.charges)
            writer.text(2, "code", charge.code)
            writer.text(3, "agency", charge.agency)
            writer.text(4, "agencyCode", charge.agencyCode)
            writer.money(5, "amount", charge.amount)
            writer.text(6, "percentBasis", charge.percentBasis)
            writer.decimal(7, "percent", charge.percent)
            writer.decimal(8, "rate", charge.rate)
            if let quantity = charge.quantity {
                writer.within("quantity") { writer in
                    writer.text(9, "unit", quantity.unit)
                    writer.decimal(10, "value", quantity.value)
                }
            }
            writer.decimal(11, "quantityThrough", charge.quantityThrough)
            writer.text(12, "handling", charge.handling)
            writer.text(13, "reference", charge.reference)
            writer.text(14, "option", charge.option)
            writer.text(15, "description", charge.description)
            writer.text(16, "language", charge.language)
        }
        if layout.has(.currency) {
            segment("CUR") { writer in
                writer.text(1, "currencyParty", charge.currencyParty)
                writer.text(2, "currency", charge.currency)
            }
        } else {
            unplaced("currency", unless: charge.currency == nil)
            unplaced("currencyParty", unless: charge.currencyParty == nil)
        }
        if layout.has(.prices) {
            each("prices", charge.prices) { $0.listedPrice($1, below: Layout("")) }
        } else {
            unplaced("prices", unless: charge.prices.isEmpty)
        }
        if layout.has(.taxes) {
            each("taxes", charge.taxes) { $0.tax($1) }
        } else {
            unplaced("taxes", unless: charge.taxes.isEmpty)
        }
    }

    mutating func tax(_ tax: Tax) {
        segment("TXI") { writer in
            writer.text(1, "code", tax.code)
            writer.decimal(2, "amount", tax.amount)
            writer.decimal(3, "percent", tax.percent)
            writer.identifier(qualifier: 4, value: 5, "jurisdiction", tax.jurisdiction)
            writer.text(6, "exemption", tax.exemption)
            writer.text(7, "relationship", tax.relationship)
            writer.decimal(8, "base", tax.base)
            writer.text(9, "registration", tax.registration)
            writer.text(10, "lineNumber", tax.lineNumber)
            writer.unplaced("jurisdictions", unless: tax.jurisdictions.isEmpty)
            writer.unplaced("customsEntry", unless: tax.customsEntry == nil)
        }
    }

    mutating func taxRegistration(_ tax: Tax) {
        segment("TAX") { writer in
            writer.text(1, "registration", tax.registration)
            writer.identifier(qualifier: 2, value: 3, "jurisdiction", tax.jurisdiction)
            for (index, place) in tax.jurisdictions.enumerated() {
                guard index < 4 else {
                    writer.unplaced("jurisdictions", at: index, "TAX has a place for five")
                    continue
                }
                writer.identifier(
                    qualifier: 4 + index * 2, value: 5 + index * 2, "jurisdictions", at: index, place)
            }
            writer.text(12, "exemption", tax.exemption)
            writer.text(13, "customsEntry", tax.customsEntry)
            writer.unplaced("code", unless: tax.code == nil)
            writer.unplaced("amount", unless: tax.amount == nil)
            writer.unplaced("percent", unless: tax.percent == nil)
            writer.unplaced("base", unless: tax.base == nil)
            writer.unplaced("relationship", unless: tax.relationship == nil)
            writer.unplaced("lineNumber", unless: tax.lineNumber == nil)
        }
    }

    mutating func listedPrice(_ price: ListedPrice, below layout: Layout) {
        segment("CTP") { writer in
            writer.text(1, "tradeClass", price.tradeClass)
            writer.text(2, "code", price.code)
            writer.decimal(3, "amount", price.amount)
            writer.quantity(4, unit: 5, "quantity", price.quantity)
            writer.text(6, "multiplierQualifier", price.multiplierQualifier)
            writer.decimal(7, "multiplier", price.multiplier)
            writer.decimal(8, "total", price.total)
            writer.text(9, "basis", price.basis)
            writer.text(10, "condition", price.condition)
            writer.count(11, "multipleQuantity", price.multipleQuantity)
        }
        guard layout.has(.currency) else {
            unplaced("currency", unless: price.currency == nil)
            unplaced("currencyParty", unless: price.currencyParty == nil)
            return
        }
        segment("CUR") { writer in
            writer.text(1, "currencyParty", price.currencyParty)
            writer.text(2, "currency", price.currency)
        }
    }

    mutating func amount(_ amount: NamedAmount, below layout: Layout, of layouts: SetLayouts) {
        segment("AMT") { writer in
            writer.text(1, "qualifier", amount.qualifier)
            writer.decimal(2, "amount", amount.amount)
            writer.text(3, "creditOrDebit", amount.creditOrDebit)
        }
        write(Level(amount.details), layout, of: layouts)
    }

    mutating func currency(_ details: Details) {
        guard details.currency != nil || details.currencyParty != nil || details.exchange != nil else {
            return
        }
        segment("CUR") { writer in
            if let own = details.currencyParty {
                writer.text(1, "currencyParty", own)
            } else {
                writer.fixed(1, writer.currencyParty)
            }
            writer.text(2, "currency", details.currency)
            guard let exchange = details.exchange else { return }
            writer.within("exchange") { writer in
                writer.decimal(3, "rate", exchange.rate)
                writer.text(4, "party", exchange.party)
                writer.text(5, "currency", exchange.currency)
                writer.text(6, "market", exchange.market)
                for (index, date) in exchange.dates.enumerated() {
                    guard index < 5 else {
                        writer.unplaced("dates", at: index, "CUR has a place for five")
                        continue
                    }
                    let place = 7 + index * 3
                    writer.date(
                        qualifier: place, day: place + 1, time: place + 2, "dates", at: index, date)
                }
            }
        }
    }

    mutating func periodAmount(_ amount: PeriodAmount) {
        segment("PAM") { writer in
            writer.text(1, "quantityQualifier", amount.quantityQualifier)
            writer.quantity(2, unit: 3, "quantity", amount.quantity)
            writer.text(4, "amountQualifier", amount.amountQualifier)
            writer.decimal(5, "amount", amount.amount)
            writer.text(6, "period", amount.period)
            writer.date(qualifier: 7, day: 8, time: 9, "start", amount.start)
            writer.date(qualifier: 10, day: 11, time: 12, "end", amount.end)
            writer.text(13, "percentQualifier", amount.percentQualifier)
            writer.decimal(14, "percent", amount.percent)
            writer.text(15, "answer", amount.answer)
        }
    }

    mutating func percentage(_ percentage: NamedPercentage) {
        segment("PCT") { writer in
            writer.text(1, "qualifier", percentage.qualifier)
            writer.decimal(2, "percent", percentage.percent)
        }
    }

    mutating func priceChange(_ change: PriceChange) {
        segment("PO3") { writer in
            writer.text(1, "reason", change.reason)
            writer.day(2, "day", change.day)
            writer.text(3, "code", change.code)
            writer.price(4, basis: 5, "price", change.price)
            writer.quantity(6, unit: 7, "quantity", change.quantity)
            writer.text(8, "description", change.description)
        }
    }

    mutating func accounting(_ entry: AccountingEntry) {
        segment("FA1") { writer in
            writer.text(1, "agency", entry.agency)
            writer.text(2, "service", entry.service)
            writer.text(3, "indicator", entry.indicator)
        }
        each("accounts", entry.accounts) { writer, account in
            writer.segment("FA2") { writer in
                writer.text(1, "kind", account.kind)
                writer.text(2, "value", account.value)
            }
        }
    }
}
