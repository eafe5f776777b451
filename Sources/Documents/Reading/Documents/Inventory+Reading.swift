extension Inventory: JSONReadable {
    init(reading json: inout JSONFields) {
        self.init(
            reference: json.requiredText("reference"), reportedOn: json.requiredDay("reportedOn"),
            asOf: json.requiredDay("asOf"), isAsOfStated: json.flag("asOfStated") ?? false)
        part = json.count("part")
        parts = json.count("parts")
        reporter = json.value("reporter")
        time = json.time("time")
        purpose = json.value("purpose")
        reportType = json.text("reportType")
        action = json.text("action")
        details = Details(reading: &json)
        lines = json.requiredList("lines")
        totals = json.value("totals")
    }
}

extension InventoryLine: JSONReadable {
    init(reading json: inout JSONFields) {
        self.init(item: json.required("item"))
        lineNumber = json.text("lineNumber")
        price = json.value("price")
        onHand = json.value("onHand")
        quantities = json.list("quantities")
        location = json.text("location")
        asOf = json.day("asOf")
        more = json.list("more")
        distribution = json.list("distribution")
        components = json.list("components")
        details = Details(reading: &json)
    }
}

extension InventoryQuantity: JSONReadable {
    init(reading json: inout JSONFields) {
        self.init(kind: json.text("kind"), Quantity(reading: &json))
        qualifier = json.text("qualifier")
        price = json.value("price")
        schedules = json.list("schedules")
        places = json.list("places")
        details = Details(reading: &json)
    }
}

extension StockPlace: JSONReadable {
    init(reading json: inout JSONFields) {
        self.init(reference: json.required("reference"))
        details = Details(reading: &json)
    }
}

extension NamedText: JSONReadable {
    init(reading json: inout JSONFields) {
        self.init(name: json.requiredText("name"), value: json.requiredText("value"))
    }
}
