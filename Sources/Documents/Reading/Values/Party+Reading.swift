extension Party: JSONReadable {
    init(reading json: inout JSONFields) {
        self.init(qualifier: json.requiredText("qualifier"))
        role = json.text("role")
        name = json.text("name")
        person = json.value("person")
        additionalNames = json.texts("additionalNames")
        identifier = json.value("identifier")
        street = json.texts("street")
        city = json.text("city")
        region = json.text("region")
        postalCode = json.text("postalCode")
        country = json.text("country")
        location = json.value("location")
        contacts = json.list("contacts")
        references = json.list("references")
        addressComponents = json.list("addressComponents")
        schedules = json.list("schedules")
        details = Details(reading: &json, isOfParty: true)
    }
}

extension PersonName: JSONReadable {
    init(reading json: inout JSONFields) {
        self.init()
        entityType = json.text("entityType")
        first = json.text("first")
        middle = json.text("middle")
        prefix = json.text("prefix")
        suffix = json.text("suffix")
    }
}

extension PartyIdentifier: JSONReadable {
    init(reading json: inout JSONFields) {
        self.init(value: json.requiredText("value"))
        kind = json.text("kind")
        qualifier = json.text("qualifier")
    }
}

extension Contact: JSONReadable {
    init(reading json: inout JSONFields) {
        self.init()
        function = json.text("function")
        name = json.text("name")
        channels = json.list("channels")
        inquiryReference = json.text("inquiryReference")
    }
}

extension ContactChannel: JSONReadable {
    init(reading json: inout JSONFields) {
        self.init(value: json.requiredText("value"))
        kind = json.text("kind")
        qualifier = json.text("qualifier")
    }
}
