extension Charge: JSONReadable {
    init(reading json: inout JSONFields) {
        self.init(qualifier: json.requiredText("qualifier"))
        kind = json.text("kind")
        code = json.text("code")
        agency = json.text("agency")
        agencyCode = json.text("agencyCode")
        amount = json.decimal("amount")
        percentBasis = json.text("percentBasis")
        percent = json.decimal("percent")
        rate = json.decimal("rate")
        quantity = json.value("quantity")
        quantityThrough = json.decimal("quantityThrough")
        handling = json.text("handling")
        reference = json.text("reference")
        option = json.text("option")
        description = json.text("description")
        language = json.text("language")
        taxes = json.list("taxes")
        currency = json.text("currency")
        currencyParty = json.text("currencyParty")
        prices = json.list("prices")
    }
}

extension Tax: JSONReadable {
    init(reading json: inout JSONFields) {
        self.init()
        code = json.text("code")
        amount = json.decimal("amount")
        percent = json.decimal("percent")
        jurisdiction = json.value("jurisdiction")
        jurisdictions = json.list("jurisdictions")
        exemption = json.text("exemption")
        base = json.decimal("base")
        registration = json.text("registration")
        relationship = json.text("relationship")
        lineNumber = json.text("lineNumber")
        customsEntry = json.text("customsEntry")
    }
}
