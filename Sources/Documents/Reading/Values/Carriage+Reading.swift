extension Carrier: JSONReadable {
    init(reading json: inout JSONFields) {
        self.init()
        sequence = json.text("sequence")
        scac = json.text("scac")
        identifier = json.value("identifier")
        mode = json.text("mode")
        modeCode = json.text("modeCode")
        routing = json.text("routing")
        status = json.text("status")
        location = json.value("location")
        serviceLevels = json.texts("serviceLevels")
        reference = json.value("reference")
        transitDirection = json.text("transitDirection")
        transitTimeQualifier = json.text("transitTimeQualifier")
        transitTime = json.decimal("transitTime")
        country = json.text("country")
    }
}

extension Equipment: JSONReadable {
    init(reading json: inout JSONFields) {
        self.init()
        type = json.text("type")
        initial = json.text("initial")
        number = json.text("number")
        seal = json.text("seal")
        weightQualifier = json.text("weightQualifier")
        weight = json.value("weight")
        ownership = json.text("ownership")
        sealStatus = json.text("sealStatus")
        sizeType = json.text("sizeType")
    }
}

extension Packaging: JSONReadable {
    init(reading json: inout JSONFields) {
        self.init()
        code = json.text("code")
        count = json.count("count")
        contents = json.decimal("contents")
        description = json.text("description")
        weightQualifier = json.text("weightQualifier")
        weight = json.value("weight")
        volume = json.value("volume")
        commodity = json.value("commodity")
        size = json.value("size")
        references = json.list("references")
        dates = json.list("dates")
    }
}

extension Mark: JSONReadable {
    init(reading json: inout JSONFields) {
        self.init(qualifier: json.requiredText("qualifier"), value: json.requiredText("value"))
        kind = json.text("kind")
        through = json.text("through")
    }
}
