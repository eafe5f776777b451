extension OrderLine: JSONReadable {
    init(reading json: inout JSONFields) {
        self.init()
        lineNumber = json.text("lineNumber")
        item = json.value("item") ?? Item()
        quantity = json.value("quantity")
        price = json.value("price")
        change = json.value("change")
        quantityLeft = json.value("quantityLeft")
        packs = json.list("packs")
        schedules = json.list("schedules")
        distribution = json.list("distribution")
        components = json.list("components")
        answers = json.list("answers")
        details = Details(reading: &json)
    }
}

extension Schedule: JSONReadable {
    init(reading json: inout JSONFields) {
        self.init()
        lineNumber = json.text("lineNumber")
        quantity = json.value("quantity")
        party = json.value("party")
        dates = json.list("when")
        requestReference = json.text("requestReference")
        details = Details(reading: &json)
    }
}

extension Distribution: JSONReadable {
    init(reading json: inout JSONFields) {
        self.init(location: json.required("location"), quantity: json.required("quantity"))
        place = json.text("place")
    }
}

extension Component: JSONReadable {
    init(reading json: inout JSONFields) {
        self.init()
        lineNumber = json.text("lineNumber")
        parent = json.text("parent")
        relationship = json.text("relationship")
        priceRelationship = json.text("priceRelationship")
        item = json.value("item") ?? Item()
        quantity = json.value("quantity")
        price = json.value("price")
        packs = json.list("packs")
        answers = json.list("answers")
        details = Details(reading: &json)
    }
}

extension LineAnswer: JSONReadable {
    init(reading json: inout JSONFields) {
        self.init(status: json.required("status"))
        quantity = json.value("quantity")
        date = json.value("date")
        requestReference = json.text("requestReference")
        item = json.value("item") ?? Item()
        reasonAgency = json.text("reasonAgency")
        reasonList = json.text("reasonList")
        reason = json.text("reason")
        dates = json.list("dates")
    }
}
