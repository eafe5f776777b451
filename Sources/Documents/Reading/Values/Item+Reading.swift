extension Item: JSONReadable {
    init(reading json: inout JSONFields) {
        self.init()
        buyerPart = json.text("buyerPart")
        vendorPart = json.text("vendorPart")
        gtin = json.text("gtin")
        identifiers = json.list("identifiers")
        descriptions = json.list("descriptions")
    }
}

extension ItemIdentifier: JSONReadable {
    init(reading json: inout JSONFields) {
        self.init(qualifier: json.requiredText("qualifier"), value: json.requiredText("value"))
        kind = json.text("kind")
    }
}

extension ItemDescription: JSONReadable {
    init(reading json: inout JSONFields) {
        self.init()
        kind = json.text("kind")
        characteristic = json.text("characteristic")
        code = json.text("code")
        text = json.text("text")
        self.agency = json.text("agency")
        self.surface = json.text("surface")
        self.source = json.text("source")
        self.answer = json.text("answer")
        self.language = json.text("language")
        self.form = json.text("form")
    }
}

extension PackSize: JSONReadable {
    init(reading json: inout JSONFields) {
        self.init()
        unitsPerPack = json.count("unitsPerPack")
        size = json.value("size")
        packaging = json.text("packaging")
        weight = json.value("weight")
        volume = json.value("volume")
        innerPacks = json.count("innerPacks")
        weightQualifier = json.text("weightQualifier")
        length = json.decimal("length")
        width = json.decimal("width")
        height = json.decimal("height")
        dimensionUnit = json.text("dimensionUnit")
        layer = json.text("layer")
        number = json.text("number")
        numberThrough = json.text("numberThrough")
        count = json.count("count")
    }
}
