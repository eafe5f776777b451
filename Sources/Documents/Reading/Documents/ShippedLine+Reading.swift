extension ShippedLine: JSONReadable {
    init(reading json: inout JSONFields) {
        self.init()
        lineNumber = json.text("lineNumber")
        orderNumber = json.text("orderNumber")
        orderLineNumber = json.text("orderLineNumber")
        item = json.value("item") ?? Item()
        shipped = json.value("shipped")
        cumulative = json.decimal("cumulative")
        ordered = json.value("ordered")
        containerLoad = json.text("containerLoad")
        status = json.value("status")
        packs = json.list("packs")
        distribution = json.list("distribution")
        components = json.list("components")
        details = Details(reading: &json)
        packages = json.list("packages")
        lines = json.list("lines")
    }
}
