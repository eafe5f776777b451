extension AccountingEntry: JSONReadable {
    init(reading json: inout JSONFields) {
        self.init(agency: json.requiredText("agency"))
        service = json.text("service")
        indicator = json.text("indicator")
        accounts = json.list("accounts")
    }
}

extension AccountingEntry.Account: JSONReadable {
    init(reading json: inout JSONFields) {
        self.init(kind: json.requiredText("kind"), value: json.requiredText("value"))
    }
}

extension PeriodAmount: JSONReadable {
    init(reading json: inout JSONFields) {
        self.init()
        quantityQualifier = json.text("quantityQualifier")
        quantity = json.value("quantity")
        amountQualifier = json.text("amountQualifier")
        amount = json.decimal("amount")
        period = json.text("period")
        start = json.value("start")
        end = json.value("end")
        percentQualifier = json.text("percentQualifier")
        percent = json.decimal("percent")
        answer = json.text("answer")
    }
}

extension NamedPercentage: JSONReadable {
    init(reading json: inout JSONFields) {
        self.init(qualifier: json.requiredText("qualifier"), percent: json.requiredDecimal("percent"))
    }
}

extension PriceChange: JSONReadable {
    init(reading json: inout JSONFields) {
        self.init(reason: json.requiredText("reason"))
        day = json.day("day")
        code = json.text("code")
        price = json.value("price")
        quantity = json.value("quantity")
        description = json.text("description")
    }
}
