internal import Documents
internal import X12

/// An 824 as what a partner's application says to documents that we sent.
enum ApplicationAdvice824: InboundTranslator {
    static let set = "824"

    static func document(from set: TransactionSet) throws(TranslationError) -> Translated {
        var reading = Reading(set)
        let root = reading.root
        let header = try reading.required("BGN", in: root, "an advice begins with it")
        let number = try reading.required("adviceNumber", header, 2, "an advice is known by its number")
        var advice = ApplicationAdvice(
            purpose: try reading.requiredCode("purpose", header, 1, CodeNames.purposes), adviceNumber: number)
        advice.day = reading.day("day", header, 3)
        advice.time = reading.time("time", header, 4)
        advice.zone = reading.text("zone", header, 5)
        advice.reference = reading.text("reference", header, 6)
        advice.transactionType = reading.text("transactionType", header, 7)
        advice.action = reading.text("action", header, 8)
        advice.securityLevel = reading.text("securityLevel", header, 9)
        try reading.details(of: root, into: &advice.details)
        for loop in root.loops("OTI") {
            let result = try reading.within("results", advice.results.count) {
                reading throws(TranslationError) in try reading.applicationResult(loop)
            }
            if let result { advice.results.append(result) }
        }
        return Translated(document: .applicationAdvice(advice), reading: reading)
    }
}

extension Reading {
    fileprivate mutating func applicationResult(_ loop: Loop) throws(TranslationError) -> ApplicationResult? {
        guard let opening = loop.segments.first,
            let reference = try reference("reference", opening, qualifier: 2, value: 3),
            let verdict = try coded("verdict", opening, 1, CodeNames.applicationVerdicts)
        else { return nil }
        var result = ApplicationResult(verdict: verdict, reference: reference)
        result.groupSender = text("groupSender", opening, 4)
        result.groupReceiver = text("groupReceiver", opening, 5)
        result.groupDay = day("groupDay", opening, 6)
        result.groupTime = time("groupTime", opening, 7)
        result.groupControlNumber = text("groupControlNumber", opening, 8)
        result.controlNumber = text("controlNumber", opening, 9)
        result.setType = text("setType", opening, 10)
        result.version = text("version", opening, 11)
        result.purpose = try coded("purpose", opening, 12, CodeNames.purposes)
        result.transactionType = text("transactionType", opening, 13)
        result.application = text("application", opening, 14)
        result.action = text("action", opening, 15)
        result.handling = text("handling", opening, 16)
        result.statusReason = text("statusReason", opening, 17)
        try details(of: loop, into: &result.details)
        for segment in loop.all("NM1") { try person(segment, with: [], into: &result.details.parties) }
        for child in loop.loops("TED") { try applicationError(child, into: &result.errors) }
        return result
    }

    private mutating func applicationError(
        _ loop: Loop, into list: inout [ApplicationError],
    ) throws(TranslationError) {
        guard let segment = loop.segments.first else { return }
        let found = try within("errors", list.count) { reading throws(TranslationError) in
            guard let code = try reading.coded("code", segment, 1, CodeNames.applicationErrors) else {
                return ApplicationError?.none
            }
            var error = ApplicationError(code: code)
            error.message = reading.text("message", segment, 2)
            error.segment = reading.text("segment", segment, 3)
            error.position = reading.count("position", segment, 4)
            let place = reading.elementPlace(segment, 5)
            (error.element, error.component, error.repetition) = place
            error.dictionaryNumber = reading.text("dictionaryNumber", segment, 6)
            error.value = reading.text("value", segment, 7)
            error.newValue = reading.text("newValue", segment, 8)
            for context in loop.all("CTX") { try reading.context(context, into: &error.contexts) }
            for note in loop.all("NTE") { try reading.words(note, into: &error.notes) }
            for data in loop.all("RED") { try reading.relatedData("related", data, into: &error.related) }
            return error
        }
        if let found { list.append(found) }
    }
}
