extension RemittanceAdvice: JSONReadable {
    init(reading json: inout JSONFields) {
        self.init(
            paymentNumber: json.requiredText("paymentNumber"), handling: json.required("handling"),
            amount: json.requiredDecimal("amount"), direction: json.required("direction"),
            method: json.required("method"))
        format = json.text("format")
        payerAccount = json.value("payerAccount")
        originator = json.text("originator")
        originatorSupplement = json.text("originatorSupplement")
        payeeAccount = json.value("payeeAccount")
        effectiveDate = json.day("effectiveDate")
        businessFunction = json.text("businessFunction")
        returnAccount = json.value("returnAccount")
        trace = json.value("trace")
        details = Details(reading: &json)
        entities = json.requiredList("entities")
        taxPayments = json.list("taxPayments")
        deductions = json.list("deductions")
    }
}

extension BankAccount: JSONReadable {
    init(reading json: inout JSONFields) {
        self.init()
        bankQualifier = json.text("bankQualifier")
        bank = json.text("bank")
        accountQualifier = json.text("accountQualifier")
        account = json.text("account")
    }
}

extension PaymentTrace: JSONReadable {
    init(reading json: inout JSONFields) {
        self.init(type: json.requiredText("type"), number: json.requiredText("number"))
        originator = json.text("originator")
        supplement = json.text("supplement")
    }
}

extension TaxPayment: JSONReadable {
    init(reading json: inout JSONFields) {
        self.init(taxpayer: json.requiredText("taxpayer"), type: json.requiredText("type"))
        periodEnd = json.day("periodEnd")
        amounts = json.list("amounts")
        verification = json.text("verification")
        taxes = json.list("taxes")
    }
}

extension Deduction: JSONReadable {
    init(reading json: inout JSONFields) {
        self.init(type: json.requiredText("type"), reference: json.requiredText("reference"))
        day = json.day("day")
        amount = json.decimal("amount")
        person = json.text("person")
        medicalCoverage = json.text("medicalCoverage")
        name = json.text("name")
        furtherReference = json.text("furtherReference")
        hasLeft = json.text("hasLeft")
    }
}
