extension IndustryCode: JSONReadable {
    init(reading json: inout JSONFields) {
        self.init()
        agency = json.text("agency")
        source = json.text("source")
        list = json.text("list")
        code = json.text("code")
        description = json.text("description")
    }
}

extension ServiceCode: JSONReadable {
    init(reading json: inout JSONFields) {
        self.init(
            agency: json.requiredText("agency"), qualifier: json.requiredText("qualifier"),
            value: json.requiredText("value"))
    }
}

extension Commodity: JSONReadable {
    init(reading json: inout JSONFields) {
        self.init(code: json.requiredText("code"))
        qualifier = json.text("qualifier")
    }
}

extension CurrencyExchange: JSONReadable {
    init(reading json: inout JSONFields) {
        self.init()
        rate = json.decimal("rate")
        party = json.text("party")
        currency = json.text("currency")
        market = json.text("market")
        dates = json.list("dates")
    }
}
