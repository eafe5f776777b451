internal import Documents
internal import X12

extension Reading {
    /// A 997 or 999: AK3, AK4 and AK5, the verdict on a set, are IK3, IK4 and IK5 in the latter.
    mutating func functionalAcknowledgment(
        _ root: Loop, verdict: SegmentID,
    ) throws(TranslationError) -> Documents.FunctionalAcknowledgment {
        let group = try required("AK1", in: root, "an acknowledgment names the group it answers")
        let trailer = try required("AK9", in: root, "an acknowledgment ends with its verdict")
        var answer = Documents.FunctionalAcknowledgment(
            groupType: try required("groupType", group, 1, "the kind of the group answered"),
            groupControlNumber: try required(
                "groupControlNumber", group, 2, "the number of the group answered"),
            verdict: try requiredCode("verdict", trailer, 1, CodeNames.verdicts))
        answer.groupVersion = text("groupVersion", group, 3)
        answer.claimed = count("claimed", trailer, 2)
        answer.received = count("received", trailer, 3)
        answer.accepted = count("accepted", trailer, 4)
        answer.codes = codes("codes", trailer, 5...9)
        for loop in root.loops("AK2") {
            let verdict = try within("sets", answer.sets.count) { reading throws(TranslationError) in
                try reading.setVerdict(loop, verdict)
            }
            answer.sets.append(verdict)
        }
        return answer
    }

    private mutating func setVerdict(
        _ loop: Loop, _ trailerID: SegmentID,
    ) throws(TranslationError) -> Documents.FunctionalAcknowledgment.SetVerdict {
        let opening = try required("AK2", in: loop, "it names the document answered")
        let trailer = try required(trailerID, in: loop, "it says whether the document was accepted")
        var verdict = Documents.FunctionalAcknowledgment.SetVerdict(
            setType: try required("setType", opening, 1, "the kind of the document answered"),
            controlNumber: try required("controlNumber", opening, 2, "the number of the document answered"),
            verdict: try requiredCode("verdict", trailer, 1, CodeNames.verdicts))
        verdict.implementation = text("implementation", opening, 3)
        verdict.codes = codes("codes", trailer, 2...6)
        for child in loop.loops where child.code == "AK3" || child.code == "IK3" {
            guard let segment = child.segments.first, let name = segment[1] else { continue }
            let note = try within("segments", verdict.segments.count) { reading throws(TranslationError) in
                var note = Documents.FunctionalAcknowledgment.SegmentNote(segment: name)
                reading.note("segment", segment, 1)
                try reading.segmentNote(segment, child, into: &note)
                return note
            }
            verdict.segments.append(note)
        }
        return verdict
    }

    private mutating func segmentNote(
        _ segment: Segment, _ loop: Loop, into note: inout Documents.FunctionalAcknowledgment.SegmentNote,
    ) throws(TranslationError) {
        note.position = count("position", segment, 2)
        note.loop = text("loop", segment, 3)
        note.code = text("code", segment, 4)
        for context in loop.all("CTX") { try self.context(context, into: &note.contexts) }
        for element in loop.all("AK4") { try elementNote(element, nil, into: &note.elements) }
        for child in loop.loops("IK4") {
            if let element = child.segments.first { try elementNote(element, child, into: &note.elements) }
        }
    }

    private mutating func elementNote(
        _ segment: Segment, _ loop: Loop?,
        into list: inout [Documents.FunctionalAcknowledgment.ElementNote],
    ) throws(TranslationError) {
        let found = try within("elements", list.count) { reading throws(TranslationError) in
            var note = Documents.FunctionalAcknowledgment.ElementNote()
            (note.position, note.component, note.repetition) = reading.elementPlace(segment, 1, "position")
            note.dictionaryNumber = reading.text("dictionaryNumber", segment, 2)
            note.code = reading.text("code", segment, 3)
            note.value = reading.text("value", segment, 4)
            for context in loop?.all("CTX") ?? [] { try reading.context(context, into: &note.contexts) }
            return note
        }
        list.append(found)
    }

    private mutating func codes(
        _ name: StaticString, _ segment: Segment, _ elements: ClosedRange<Int>,
    ) -> [String] {
        var codes: [String] = []
        for element in elements {
            if let code = text(name, segment, element, at: codes.count) { codes.append(code) }
        }
        return codes
    }
}
