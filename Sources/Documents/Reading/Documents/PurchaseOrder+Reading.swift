extension PurchaseOrder: JSONReadable {
    init(reading json: inout JSONFields) {
        self.init(
            purpose: json.required("purpose"), orderType: json.required("orderType"),
            orderNumber: json.requiredText("orderNumber"))
        release = json.text("release")
        orderDate = json.day("orderDate")
        contract = json.text("contract")
        answerWanted = json.text("answerWanted")
        invoiceType = json.text("invoiceType")
        contractType = json.text("contractType")
        category = json.text("category")
        securityLevel = json.text("securityLevel")
        transactionType = json.text("transactionType")
        details = Details(reading: &json)
        lines = json.requiredList("lines")
        totals = json.value("totals")
    }
}
