extension FunctionalAcknowledgment: JSONReadable {
    init(reading json: inout JSONFields) {
        self.init(
            groupType: json.requiredText("groupType"),
            groupControlNumber: json.requiredText("groupControlNumber"), verdict: json.required("verdict"))
        groupVersion = json.text("groupVersion")
        claimed = json.count("claimed")
        received = json.count("received")
        accepted = json.count("accepted")
        codes = json.texts("codes")
        sets = json.requiredList("sets")
    }
}

extension FunctionalAcknowledgment.SetVerdict: JSONReadable {
    init(reading json: inout JSONFields) {
        self.init(
            setType: json.requiredText("setType"), controlNumber: json.requiredText("controlNumber"),
            verdict: json.required("verdict"))
        implementation = json.text("implementation")
        codes = json.texts("codes")
        segments = json.list("segments")
    }
}

extension FunctionalAcknowledgment.SegmentNote: JSONReadable {
    init(reading json: inout JSONFields) {
        self.init(segment: json.requiredText("segment"))
        position = json.count("position")
        loop = json.text("loop")
        code = json.text("code")
        contexts = json.list("contexts")
        elements = json.list("elements")
    }
}

extension FunctionalAcknowledgment.ElementNote: JSONReadable {
    init(reading json: inout JSONFields) {
        self.init()
        position = json.count("position")
        component = json.count("component")
        repetition = json.count("repetition")
        dictionaryNumber = json.text("dictionaryNumber")
        code = json.text("code")
        value = json.text("value")
        contexts = json.list("contexts")
    }
}

extension FunctionalAcknowledgment.Context: JSONReadable {
    init(reading json: inout JSONFields) {
        self.init()
        names = json.list("names")
        segment = json.text("segment")
        position = json.count("position")
        loop = json.text("loop")
        element = json.count("element")
        component = json.count("component")
        repetition = json.count("repetition")
        dictionaryNumber = json.text("dictionaryNumber")
    }
}

extension FunctionalAcknowledgment.Context.Name: JSONReadable {
    init(reading json: inout JSONFields) {
        self.init(name: json.requiredText("name"), value: json.text("value"))
    }
}
