internal import Documents
internal import X12

/// A 997 as a partner's answer to a group that we sent.
enum FunctionalAcknowledgment997: InboundTranslator {
    static let set = "997"

    private typealias Answer = Documents.FunctionalAcknowledgment

    static func document(from set: TransactionSet) throws(TranslationError) -> Translated {
        var reading = Reading(set)
        let root = set.root
        let group = try reading.required("AK1", in: root, "an acknowledgment names the group it answers")
        let trailer = try reading.required("AK9", in: root, "an acknowledgment ends with its verdict")
        var answer = Answer(
            groupType: try reading.required("groupType", group, 1, "the kind of the group answered"),
            groupControlNumber: try reading.required(
                "groupControlNumber", group, 2, "the number of the group answered"),
            verdict: try reading.requiredCode("verdict", trailer, 1, CodeNames.verdicts))
        answer.groupVersion = reading.text("groupVersion", group, 3)
        answer.claimed = reading.count("claimed", trailer, 2)
        answer.received = reading.count("received", trailer, 3)
        answer.accepted = reading.count("accepted", trailer, 4)
        answer.codes = reading.codes("codes", trailer, 5...9)
        for loop in root.loops("AK2") {
            let verdict = try reading.within("sets", answer.sets.count) { reading throws(TranslationError) in
                try setVerdict(loop, &reading)
            }
            answer.sets.append(verdict)
        }
        return Translated(document: .functionalAcknowledgment(answer), reading: reading, root: root)
    }

    private static func setVerdict(
        _ loop: Loop, _ reading: inout Reading,
    ) throws(TranslationError) -> Answer.SetVerdict {
        let opening = try reading.required("AK2", in: loop, "it names the document answered")
        let trailer = try reading.required("AK5", in: loop, "it says whether the document was accepted")
        var verdict = Answer.SetVerdict(
            setType: try reading.required("setType", opening, 1, "the kind of the document answered"),
            controlNumber: try reading.required(
                "controlNumber", opening, 2, "the number of the document answered"),
            verdict: try reading.requiredCode("verdict", trailer, 1, CodeNames.verdicts))
        verdict.implementation = reading.text("implementation", opening, 3)
        verdict.codes = reading.codes("codes", trailer, 2...6)
        for child in loop.loops("AK3") {
            guard let segment = child.segments.first, let name = segment[1] else { continue }
            let note = try reading.within("segments", verdict.segments.count) {
                reading throws(TranslationError) in
                var note = Answer.SegmentNote(segment: name)
                reading.note("segment", segment, 1)
                note.position = reading.count("position", segment, 2)
                note.loop = reading.text("loop", segment, 3)
                note.code = reading.text("code", segment, 4)
                for element in child.all("AK4") {
                    let found = try reading.within("elements", note.elements.count) {
                        reading throws(TranslationError) in elementNote(element, &reading)
                    }
                    note.elements.append(found)
                }
                return note
            }
            verdict.segments.append(note)
        }
        return verdict
    }

    /// AK401 is a number alone, or a composite of element, component and repetition.
    private static func elementNote(_ segment: Segment, _ reading: inout Reading) -> Answer.ElementNote {
        var note = Answer.ElementNote()
        note.position = reading.text("position", segment, 1, component: 1).flatMap { Int($0) }
        if segment[1, component: 1] != segment[1] {
            note.component = reading.text("component", segment, 1, component: 2).flatMap { Int($0) }
            note.repetition = reading.text("repetition", segment, 1, component: 3).flatMap { Int($0) }
        }
        note.dictionaryNumber = reading.text("dictionaryNumber", segment, 2)
        note.code = reading.text("code", segment, 3)
        note.value = reading.text("value", segment, 4)
        return note
    }
}

extension Reading {
    fileprivate mutating func codes(_ name: StaticString, _ segment: Segment, _ elements: ClosedRange<Int>)
        -> [String]
    {
        var codes: [String] = []
        for element in elements {
            if let code = text(name, segment, element, at: codes.count) { codes.append(code) }
        }
        return codes
    }
}
