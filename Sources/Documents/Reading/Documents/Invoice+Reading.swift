extension Invoice: JSONReadable {
    init(reading json: inout JSONFields) {
        self.init(invoiceNumber: json.requiredText("invoiceNumber"), total: json.requiredDecimal("total"))
        invoiceDate = json.day("invoiceDate")
        direction = json.requiredWord("direction", .debit, .credit)
        invoiceType = json.value("invoiceType")
        purpose = json.value("purpose")
        orderNumber = json.text("orderNumber")
        orderDate = json.day("orderDate")
        release = json.text("release")
        changeNumber = json.text("changeNumber")
        originalInvoiceNumber = json.text("originalInvoiceNumber")
        action = json.text("action")
        consolidatedInvoiceNumber = json.text("consolidatedInvoiceNumber")
        details = Details(reading: &json)
        lines = json.requiredList("lines")
        discountableTotal = json.decimal("discountableTotal")
        discountedTotal = json.decimal("discountedTotal")
        discount = json.decimal("discount")
        shipmentTotals = json.list("shipmentTotals")
        totals = json.value("totals")
    }
}

extension InvoiceLine: JSONReadable {
    init(reading json: inout JSONFields) {
        self.init()
        lineNumber = json.text("lineNumber")
        orderNumber = json.text("orderNumber")
        item = json.value("item") ?? Item()
        quantity = json.value("quantity")
        price = json.value("price")
        differences = json.list("differences")
        packs = json.list("packs")
        distribution = json.list("distribution")
        components = json.list("components")
        details = Details(reading: &json)
    }
}

extension NamedQuantity: JSONReadable {
    init(reading json: inout JSONFields) {
        self.init(qualifier: json.requiredText("qualifier"), quantity: json.value("quantity"))
        text = json.text("text")
    }
}

extension QuantityDifference: JSONReadable {
    init(reading json: inout JSONFields) {
        self.init()
        shipped = json.value("shipped")
        status = json.text("status")
        difference = json.decimal("difference")
        reason = json.text("reason")
    }
}

extension ShipmentTotal: JSONReadable {
    init(reading json: inout JSONFields) {
        self.init()
        units = json.value("units")
        weight = json.value("weight")
        volume = json.value("volume")
        quantity = json.decimal("quantity")
        furtherWeight = json.decimal("furtherWeight")
        notes = json.list("notes")
    }
}
