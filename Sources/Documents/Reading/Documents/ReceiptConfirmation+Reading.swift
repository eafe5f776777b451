extension ReceiptConfirmation: JSONReadable {
    init(reading json: inout JSONFields) {
        self.init(
            receiptNumber: json.requiredText("receiptNumber"), purpose: json.required("purpose"),
            receiptType: json.required("receiptType"))
        day = json.day("day")
        time = json.time("time")
        condition = json.value("condition")
        action = json.text("action")
        orders = json.list("orders")
        details = Details(reading: &json)
        lines = json.requiredList("lines")
        totals = json.value("totals")
    }
}

extension OrderReference: JSONReadable {
    init(reading json: inout JSONFields) {
        self.init(orderNumber: json.requiredText("orderNumber"))
        release = json.text("release")
        changeNumber = json.text("changeNumber")
        orderDate = json.day("orderDate")
        orderLineNumber = json.text("orderLineNumber")
        contract = json.text("contract")
        orderType = json.text("orderType")
    }
}

extension ReceivedLine: JSONReadable {
    init(reading json: inout JSONFields) {
        self.init()
        lineNumber = json.text("lineNumber")
        orders = json.list("orders")
        item = json.value("item") ?? Item()
        received = json.value("received")
        returned = json.value("returned")
        discrepancies = json.list("discrepancies")
        furtherQuantity = json.decimal("furtherQuantity")
        shipped = json.value("shipped")
        cumulative = json.decimal("cumulative")
        ordered = json.value("ordered")
        containerLoad = json.text("containerLoad")
        status = json.value("status")
        packs = json.list("packs")
        components = json.list("components")
        details = Details(reading: &json)
    }
}

extension Discrepancy: JSONReadable {
    init(reading json: inout JSONFields) {
        self.init()
        quantity = json.value("quantity")
        condition = json.value("condition")
    }
}
