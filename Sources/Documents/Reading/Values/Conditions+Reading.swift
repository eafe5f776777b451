extension LeadTime: JSONReadable {
    init(reading json: inout JSONFields) {
        self.init(code: json.requiredText("code"))
        value = json.decimal("value")
        period = json.text("period")
        day = json.day("day")
        details = Details(reading: &json)
    }
}

extension Condition: JSONReadable {
    init(reading json: inout JSONFields) {
        self.init(answer: json.requiredText("answer"))
        qualifier = json.text("qualifier")
        periodFormat = json.text("periodFormat")
        period = json.text("period")
        texts = json.texts("texts")
        list = json.text("list")
        code = json.text("code")
    }
}

extension SalesRequirement: JSONReadable {
    init(reading json: inout JSONFields) {
        self.init()
        code = json.text("code")
        action = json.text("action")
        amount = json.decimal("amount")
        account = json.text("account")
        day = json.day("day")
        agency = json.text("agency")
        service = json.text("service")
        substitution = json.text("substitution")
        percent = json.decimal("percent")
        percentQualifier = json.text("percentQualifier")
        item = json.value("item") ?? Item()
    }
}

extension Restriction: JSONReadable {
    init(reading json: inout JSONFields) {
        self.init(qualifier: json.requiredText("qualifier"))
        description = json.text("description")
        quantityQualifier = json.text("quantityQualifier")
        quantity = json.decimal("quantity")
        amountQualifier = json.text("amountQualifier")
        amount = json.decimal("amount")
    }
}

extension SpecialHandling: JSONReadable {
    init(reading json: inout JSONFields) {
        self.init()
        code = json.text("code")
        hazardQualifier = json.text("hazardQualifier")
        hazardClass = json.text("hazardClass")
        description = json.text("description")
        isHazardous = json.text("hazardous")
    }
}

extension Paperwork: JSONReadable {
    init(reading json: inout JSONFields) {
        self.init(type: json.requiredText("type"))
        transmission = json.text("transmission")
        copies = json.count("copies")
        party = json.text("party")
        identifier = json.value("identifier")
        description = json.text("description")
        request = json.text("request")
    }
}
