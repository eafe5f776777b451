extension PurchaseOrderResponse: JSONReadable {
    init(reading json: inout JSONFields) {
        self.init(
            purpose: json.required("purpose"), decision: json.required("decision"),
            orderNumber: json.requiredText("orderNumber"))
        orderDate = json.day("orderDate")
        release = json.text("release")
        requestReference = json.text("requestReference")
        contract = json.text("contract")
        sellerOrderNumber = json.text("sellerOrderNumber")
        responseDate = json.day("responseDate")
        responseType = json.text("responseType")
        details = Details(reading: &json)
        lines = json.requiredList("lines")
        totals = json.value("totals")
        json.expect("coversWholeOrder", lines.isEmpty, "true without lines, false with lines")
    }
}
