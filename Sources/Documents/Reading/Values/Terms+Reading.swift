extension PaymentTerms: JSONReadable {
    init(reading json: inout JSONFields) {
        self.init()
        type = json.text("type")
        basisDate = json.text("basisDate")
        discountPercent = json.decimal("discountPercent")
        discountDueDay = json.day("discountDueDay")
        discountDays = json.count("discountDays")
        netDueDay = json.day("netDueDay")
        netDays = json.count("netDays")
        discountAmount = json.decimal("discountAmount")
        deferredDueDay = json.day("deferredDueDay")
        deferredAmount = json.decimal("deferredAmount")
        payablePercent = json.decimal("payablePercent")
        description = json.text("description")
        dayOfMonth = json.count("dayOfMonth")
        paymentMethod = json.text("paymentMethod")
        percent = json.decimal("percent")
    }
}

extension FreightTerms: JSONReadable {
    init(reading json: inout JSONFields) {
        self.init()
        payment = json.text("payment")
        code = json.text("code")
        placeQualifier = json.text("placeQualifier")
        place = json.text("place")
        termsQualifier = json.text("termsQualifier")
        terms = json.text("terms")
        titleQualifier = json.text("titleQualifier")
        titlePlace = json.text("titlePlace")
        risk = json.text("risk")
        riskPlace = json.text("riskPlace")
    }
}
