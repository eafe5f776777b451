extension Reference: JSONReadable {
    init(reading json: inout JSONFields) {
        self.init(qualifier: json.requiredText("qualifier"))
        kind = json.text("kind")
        value = json.text("value")
        description = json.text("description")
        related = json.list("related")
        date = json.value("date")
    }
}

extension NamedDate: JSONReadable {
    init(reading json: inout JSONFields) {
        self.init()
        kind = json.text("kind")
        qualifier = json.text("qualifier")
        day = json.day("day")
        time = json.time("time")
        zone = json.text("zone")
        until = json.day("until")
        format = json.text("format")
        text = json.text("text")
    }
}

extension Note: JSONReadable {
    init(reading json: inout JSONFields) {
        self.init(text: json.requiredText("text"))
        kind = json.text("kind")
        qualifier = json.text("qualifier")
        reference = json.text("reference")
        textQualifier = json.text("textQualifier")
        translation = json.text("translation")
        date = json.value("date")
    }
}
