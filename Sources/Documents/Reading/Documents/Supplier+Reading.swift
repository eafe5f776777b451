extension Supplier: JSONReadable {
    init(reading json: inout JSONFields) {
        self.init(number: json.requiredText("number"), name: json.requiredText("name"))
        additionalNames = json.texts("additionalNames")
        status = json.requiredWord("status", .active, .blocked, .retired)
        group = json.text("group")
        identifiers = json.list("identifiers")
        bank = json.value("bank")
        addresses = json.list("addresses")
        contacts = json.list("contacts")
        paymentTerms = json.value("paymentTerms")
        currency = json.text("currency")
        language = json.text("language")
        more = json.list("more")
    }
}

extension BankReference: JSONReadable {
    init(reading json: inout JSONFields) {
        self.init()
        code = json.text("code")
        name = json.text("name")
        country = json.text("country")
        masked = json.text("masked")
        fingerprint = json.text("fingerprint")
        account = json.text("account")
    }
}

extension SupplierAddress: JSONReadable {
    init(reading json: inout JSONFields) {
        self.init(kind: json.requiredText("kind"))
        street = json.texts("street")
        city = json.text("city")
        region = json.text("region")
        postalCode = json.text("postalCode")
        country = json.text("country")
    }
}

extension SupplierTerms: JSONReadable {
    init(reading json: inout JSONFields) {
        self.init()
        code = json.text("code")
        description = json.text("description")
        netDays = json.count("netDays")
    }
}
