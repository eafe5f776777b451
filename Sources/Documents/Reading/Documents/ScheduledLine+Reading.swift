extension ScheduledLine: JSONReadable {
    init(reading json: inout JSONFields) {
        self.init()
        lineNumber = json.text("lineNumber")
        orderNumber = json.text("orderNumber")
        item = json.value("item") ?? Item()
        unit = json.text("unit")
        price = json.value("price")
        releaseStatus = json.value("releaseStatus")
        releaseStatusText = json.text("releaseStatusText")
        packs = json.list("packs")
        authorizations = json.list("authorizations")
        shipped = json.list("shipped")
        deliveryPatterns = json.list("deliveryPatterns")
        forecasts = json.list("forecasts")
        components = json.list("components")
        details = Details(reading: &json)
    }
}

extension Forecast: JSONReadable {
    init(reading json: inout JSONFields) {
        self.init(
            quantity: json.requiredDecimal("quantity"), certainty: json.required("certainty"),
            timing: json.required("timing"))
        day = json.day("day")
        until = json.day("until")
        time = json.value("time")
        reference = json.value("reference")
        planningType = json.text("planningType")
        distribution = json.list("distribution")
        calls = json.list("calls")
        details = Details(reading: &json)
    }
}

extension NamedTime: JSONReadable {
    init(reading json: inout JSONFields) {
        self.init()
        kind = json.text("kind")
        qualifier = json.text("qualifier")
        time = json.time("time")
    }
}

extension TimedQuantity: JSONReadable {
    init(reading json: inout JSONFields) {
        self.init(quantity: json.requiredDecimal("quantity"))
        time = json.time("time")
        references = json.list("references")
        dates = json.list("dates")
    }
}

extension DeliveryPattern: JSONReadable {
    init(reading json: inout JSONFields) {
        self.init()
        times = json.list("times")
        forecasts = json.list("forecasts")
    }
}

extension DeliveryPattern.Time: JSONReadable {
    init(reading json: inout JSONFields) {
        self.init(days: json.requiredText("days"))
        hours = json.text("hours")
    }
}

extension ResourceAuthorization: JSONReadable {
    init(reading json: inout JSONFields) {
        self.init(resource: json.required("resource"))
        until = json.day("until")
        cumulative = json.decimal("cumulative")
        maximum = json.decimal("maximum")
        since = json.day("since")
    }
}

extension ShippedQuantity: JSONReadable {
    init(reading json: inout JSONFields) {
        self.init()
        kind = json.value("kind")
        quantity = json.decimal("quantity")
        date = json.value("date")
        until = json.day("until")
        untilTime = json.time("untilTime")
        references = json.list("references")
    }
}
