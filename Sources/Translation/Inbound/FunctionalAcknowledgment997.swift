internal import Documents
internal import X12

/// A 997 as a partner's answer to a group that we sent.
enum FunctionalAcknowledgment997: InboundTranslator {
    static let set = "997"

    static func document(from set: TransactionSet) throws(TranslationError) -> Translated {
        var reading = Reading(set)
        let answer = try reading.functionalAcknowledgment(reading.root, verdict: "AK5")
        return Translated(document: .functionalAcknowledgment(answer), reading: reading)
    }
}

/// A 999 as a partner's answer to a group that we sent: a 997 that also says what a fault depends on.
enum ImplementationAcknowledgment999: InboundTranslator {
    static let set = "999"

    static func document(from set: TransactionSet) throws(TranslationError) -> Translated {
        var reading = Reading(set)
        let answer = try reading.functionalAcknowledgment(reading.root, verdict: "IK5")
        return Translated(document: .functionalAcknowledgment(answer), reading: reading)
    }
}
