extension Details: JSONReadable {
    init(reading json: inout JSONFields) {
        self.init(reading: &json, isOfParty: false)
    }

    /// A party tells its contacts and references itself.
    init(reading json: inout JSONFields, isOfParty: Bool) {
        self.init()
        guard json.hasMore else { return }
        said = [Fields(reading: &json, isOfParty: isOfParty)]
    }
}

extension Details.Fields {
    fileprivate init(reading json: inout JSONFields, isOfParty: Bool) {
        self.init()
        currency = json.text("currency")
        currencyParty = json.text("currencyParty")
        exchange = json.value("exchange")
        if !isOfParty { references = json.list("references") }
        dates = json.list("dates")
        parties = json.list("parties")
        if !isOfParty { contacts = json.list("contacts") }
        terms = json.list("terms")
        charges = json.list("charges")
        taxes = json.list("taxes")
        prices = json.list("prices")
        amounts = json.list("amounts")
        freightTerms = json.list("freightTerms")
        carriers = json.list("carriers")
        equipment = json.list("equipment")
        packaging = json.list("packaging")
        marks = json.list("marks")
        measurements = json.list("measurements")
        notes = json.list("notes")
        let rest = FurtherDetails(reading: &json)
        if !rest.isEmpty { further = [rest] }
    }
}
