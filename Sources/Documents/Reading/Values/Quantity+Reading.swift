extension Quantity: JSONReadable {
    init(reading json: inout JSONFields) {
        self.init(json.requiredDecimal("value"))
        unit = json.text("unit")
    }
}

extension Price: JSONReadable {
    init(reading json: inout JSONFields) {
        self.init(json.requiredDecimal("amount"))
        basis = json.text("basis")
        perQuantity = json.count("perQuantity")
    }
}

extension ListedPrice: JSONReadable {
    init(reading json: inout JSONFields) {
        self.init()
        code = json.text("code")
        tradeClass = json.text("tradeClass")
        amount = json.decimal("amount")
        quantity = json.value("quantity")
        multiplierQualifier = json.text("multiplierQualifier")
        multiplier = json.decimal("multiplier")
        total = json.decimal("total")
        basis = json.text("basis")
        condition = json.text("condition")
        multipleQuantity = json.count("multipleQuantity")
        currency = json.text("currency")
        currencyParty = json.text("currencyParty")
    }
}

extension NamedAmount: JSONReadable {
    init(reading json: inout JSONFields) {
        self.init(qualifier: json.requiredText("qualifier"), amount: json.requiredDecimal("amount"))
        creditOrDebit = json.text("creditOrDebit")
        details = Details(reading: &json)
    }
}

extension Measurement: JSONReadable {
    init(reading json: inout JSONFields) {
        self.init()
        reference = json.text("reference")
        qualifier = json.text("qualifier")
        value = json.decimal("value")
        unit = json.text("unit")
        minimum = json.decimal("minimum")
        maximum = json.decimal("maximum")
        significance = json.text("significance")
        attribute = json.text("attribute")
        surface = json.text("surface")
        method = json.text("method")
    }
}
