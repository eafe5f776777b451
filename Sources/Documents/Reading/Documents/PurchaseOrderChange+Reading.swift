extension PurchaseOrderChange: JSONReadable {
    init(reading json: inout JSONFields) {
        self.init(
            purpose: json.required("purpose"), orderType: json.required("orderType"),
            orderNumber: json.requiredText("orderNumber"))
        release = json.text("release")
        changeNumber = json.text("changeNumber")
        orderDate = json.day("orderDate")
        requestReference = json.text("requestReference")
        contract = json.text("contract")
        sellerOrderNumber = json.text("sellerOrderNumber")
        responseDate = json.day("responseDate")
        changeDate = json.day("changeDate")
        contractType = json.text("contractType")
        securityLevel = json.text("securityLevel")
        answerWanted = json.text("answerWanted")
        transactionType = json.text("transactionType")
        category = json.text("category")
        details = Details(reading: &json)
        lines = json.requiredList("lines")
        totals = json.value("totals")
    }
}

extension PurchaseOrderChangeResponse: JSONReadable {
    init(reading json: inout JSONFields) {
        self.init(purpose: json.required("purpose"), orderNumber: json.requiredText("orderNumber"))
        decision = json.value("decision")
        release = json.text("release")
        changeNumber = json.text("changeNumber")
        orderDate = json.day("orderDate")
        requestReference = json.text("requestReference")
        contract = json.text("contract")
        sellerOrderNumber = json.text("sellerOrderNumber")
        responseDate = json.day("responseDate")
        changeDate = json.day("changeDate")
        furtherDate = json.day("furtherDate")
        orderType = json.value("orderType")
        securityLevel = json.text("securityLevel")
        transactionType = json.text("transactionType")
        details = Details(reading: &json)
        lines = json.requiredList("lines")
        totals = json.value("totals")
    }
}
