internal import Documents
internal import X12

extension Reading {
    /// FA1 with the accounts below it.
    mutating func accounting(_ loop: Loop, into list: inout [AccountingEntry]) throws(TranslationError) {
        guard let opening = loop.segments.first, let agency = opening[1] else { return }
        let found = try within("accounting", list.count) { reading throws(TranslationError) in
            reading.note("agency", opening, 1)
            var entry = AccountingEntry(agency: agency)
            entry.service = reading.text("service", opening, 2)
            entry.indicator = reading.text("indicator", opening, 3)
            for segment in loop.all("FA2") {
                guard let kind = segment[1], let value = segment[2] else { continue }
                try reading.within("accounts", entry.accounts.count) { reading throws(TranslationError) in
                    reading.note("kind", segment, 1)
                    reading.note("value", segment, 2)
                }
                entry.accounts.append(AccountingEntry.Account(kind: kind, value: value))
            }
            return entry
        }
        list.append(found)
    }

    mutating func periodAmount(_ segment: Segment, into list: inout [PeriodAmount]) throws(TranslationError) {
        let found = try within("periodAmounts", list.count) { reading throws(TranslationError) in
            var amount = PeriodAmount()
            amount.quantityQualifier = reading.text("quantityQualifier", segment, 1)
            amount.quantity = try reading.quantity("quantity", segment, 2, unit: 3)
            amount.amountQualifier = reading.text("amountQualifier", segment, 4)
            amount.amount = try reading.decimal("amount", segment, 5)
            amount.period = reading.text("period", segment, 6)
            amount.start = try reading.date("start", nil, segment, qualifier: 7, day: 8, time: 9)
            amount.end = try reading.date("end", nil, segment, qualifier: 10, day: 11, time: 12)
            amount.percentQualifier = reading.text("percentQualifier", segment, 13)
            amount.percent = try reading.decimal("percent", segment, 14)
            amount.answer = reading.text("answer", segment, 15)
            return amount
        }
        list.append(found)
    }

    mutating func percentage(
        _ segment: Segment, into list: inout [NamedPercentage],
    ) throws(TranslationError) {
        guard let qualifier = segment[1] else { return }
        let found = try within("percentages", list.count) { reading throws(TranslationError) in
            let percent = try reading.decimal("percent", segment, 2)
            if percent != nil { reading.note("qualifier", segment, 1) }
            return percent.map { NamedPercentage(qualifier: qualifier, percent: $0) }
        }
        if let found { list.append(found) }
    }

    mutating func priceChange(_ segment: Segment, into list: inout [PriceChange]) throws(TranslationError) {
        guard let reason = segment[1] else { return }
        let found = try within("priceChanges", list.count) { reading throws(TranslationError) in
            reading.note("reason", segment, 1)
            var change = PriceChange(reason: reason)
            change.day = reading.day("day", segment, 2)
            change.code = reading.text("code", segment, 3)
            change.price = try reading.price("price", segment, 4, basis: 5)
            change.quantity = try reading.quantity("quantity", segment, 6, unit: 7)
            change.description = reading.text("description", segment, 8)
            return change
        }
        list.append(found)
    }

    /// QTY, a further quantity, or one in words.
    mutating func namedQuantity(
        _ segment: Segment, into list: inout [NamedQuantity],
    ) throws(TranslationError) {
        guard let qualifier = segment[1], segment.has(2) || segment.has(4) else { return }
        let found = try within("furtherQuantities", list.count) { reading throws(TranslationError) in
            reading.note("qualifier", segment, 1)
            let quantity = try reading.quantity("quantity", segment, 2, unit: 3)
            return NamedQuantity(
                qualifier: qualifier, quantity: quantity, text: reading.text("text", segment, 4))
        }
        list.append(found)
    }

    /// CUR: the first currency of a level is the one of the level.
    mutating func currency(_ segment: Segment, into details: inout Details) throws(TranslationError) {
        guard details.currency == nil, let code = text("currency", segment, 2) else { return }
        details.currency = code
        details.currencyParty = text("currencyParty", segment, 1)
        let found = try within("exchange") { reading throws(TranslationError) in
            var exchange = CurrencyExchange()
            exchange.rate = try reading.decimal("rate", segment, 3)
            exchange.party = reading.text("party", segment, 4)
            exchange.currency = reading.text("currency", segment, 5)
            exchange.market = reading.text("market", segment, 6)
            for element in stride(from: 7, through: 19, by: 3) {
                let date = try reading.date(
                    "dates", exchange.dates.count, segment, qualifier: element, day: element + 1,
                    time: element + 2)
                if let date { exchange.dates.append(date) }
            }
            return exchange
        }
        if !found.isEmpty { details.exchange = found }
    }
}
