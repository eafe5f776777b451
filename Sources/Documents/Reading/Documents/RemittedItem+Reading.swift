extension RemittanceEntity: JSONReadable {
    init(reading json: inout JSONFields) {
        self.init()
        number = json.text("number")
        party = json.value("party")
        otherParty = json.value("otherParty")
        reference = json.value("reference")
        details = Details(reading: &json)
        items = json.list("items")
        adjustments = json.list("adjustments")
    }
}

extension RemittedItem: JSONReadable {
    init(reading json: inout JSONFields) {
        self.init()
        reference = json.value("reference")
        action = json.value("action")
        paid = json.decimal("paid")
        billed = json.decimal("billed")
        discount = json.decimal("discount")
        adjustmentReason = json.value("adjustmentReason")
        adjustment = json.decimal("adjustment")
        details = Details(reading: &json)
        adjustments = json.list("adjustments")
        lines = json.list("lines")
    }
}

extension Adjustment: JSONReadable {
    init(reading json: inout JSONFields) {
        self.init(amount: json.requiredDecimal("amount"), reason: json.required("reason"))
        reference = json.value("reference")
        details = Details(reading: &json)
        lines = json.list("lines")
    }
}
