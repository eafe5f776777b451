extension CodedValue: JSONReadable {
    init(reading json: inout JSONFields) {
        self.init(code: json.requiredText("code"))
        kind = json.text("kind")
    }
}

extension ControlTotals: JSONReadable {
    init(reading json: inout JSONFields) {
        self.init()
        lineCount = json.count("lineCount")
        hashTotal = json.decimal("hashTotal")
        weight = json.value("weight")
        volume = json.value("volume")
        description = json.text("description")
    }
}
