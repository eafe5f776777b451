extension ApplicationAdvice: JSONReadable {
    init(reading json: inout JSONFields) {
        self.init(purpose: json.required("purpose"), adviceNumber: json.requiredText("adviceNumber"))
        day = json.day("day")
        time = json.time("time")
        zone = json.text("zone")
        reference = json.text("reference")
        transactionType = json.text("transactionType")
        action = json.text("action")
        securityLevel = json.text("securityLevel")
        details = Details(reading: &json)
        results = json.requiredList("results")
    }
}

extension ApplicationResult: JSONReadable {
    init(reading json: inout JSONFields) {
        self.init(verdict: json.required("verdict"), reference: json.required("reference"))
        groupSender = json.text("groupSender")
        groupReceiver = json.text("groupReceiver")
        groupDay = json.day("groupDay")
        groupTime = json.time("groupTime")
        groupControlNumber = json.text("groupControlNumber")
        controlNumber = json.text("controlNumber")
        setType = json.text("setType")
        version = json.text("version")
        purpose = json.value("purpose")
        transactionType = json.text("transactionType")
        application = json.text("application")
        action = json.text("action")
        handling = json.text("handling")
        statusReason = json.text("statusReason")
        details = Details(reading: &json)
        errors = json.list("errors")
    }
}

extension ApplicationError: JSONReadable {
    init(reading json: inout JSONFields) {
        self.init(code: json.required("code"))
        message = json.text("message")
        segment = json.text("segment")
        position = json.count("position")
        element = json.count("element")
        component = json.count("component")
        repetition = json.count("repetition")
        dictionaryNumber = json.text("dictionaryNumber")
        value = json.text("value")
        newValue = json.text("newValue")
        contexts = json.list("contexts")
        notes = json.list("notes")
        related = json.list("related")
    }
}
