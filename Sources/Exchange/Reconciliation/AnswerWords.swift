internal import Documents
internal import X12

/// What a partner's system remarked, in sentences for people.
struct AnswerWords {
    /// Sentences kept of one document; the rest is counted.
    static let sentencesMaximum = 20
    /// Characters of a value that are quoted.
    private static let valueMaximum = 80

    let library: GrammarLibrary
    /// The version of the group that was answered.
    let release: String
    /// Whether it is a 999, whose codes have lists of their own.
    let isImplementation: Bool

    /// A JSON array of sentences about one set; `nil` when there is nothing to say.
    func remarks(on set: SetAcknowledgment?, group: X12.FunctionalAcknowledgment) -> String? {
        var sentences: [String] = []
        if let set {
            sentences += set.codes.map {
                sentence(code: $0, element: isImplementation ? "618" : "718", "AK502")
            }
            for note in set.segments { sentences += self.sentences(of: note, in: set.setID) }
        }
        if set == nil || group.verdict?.isRefusal == true {
            sentences += group.codes.map { "the group: " + sentence(code: $0, element: "716", "AK905") }
        }
        return Self.json(sentences)
    }

    /// A sentence about a TA1.
    func remarks(on answer: InterchangeAcknowledgment) -> String? {
        Self.json(["the interchange: " + sentence(code: answer.note, element: "I18", "TA105")])
    }

    /// Sentences as a JSON array, as many as are kept.
    static func json(_ sentences: [String]) -> String? {
        guard !sentences.isEmpty else { return nil }
        var kept = Array(sentences.prefix(sentencesMaximum))
        if sentences.count > kept.count { kept.append("and \(sentences.count - kept.count) more") }
        var json = JSONWriter()
        json.object { $0.list("remarks", kept) }
        return String(decoding: json.bytes.dropFirst(#"{"remarks":"#.utf8.count).dropLast(), as: UTF8.self)
    }

    private func sentences(of note: SegmentNote, in set: String) -> [String] {
        var place = "segment \(note.position) \(note.segmentID)"
        if let name = library.name(ofSegment: note.segmentID, release: release), !name.isEmpty {
            place += " (\(name))"
        }
        if let loop = note.loop { place += " in loop \(loop)" }
        var sentences: [String] = []
        // Code 8 says no more than that its elements have errors.
        if let code = note.code, code != "8" || note.elements.isEmpty {
            sentences.append(
                "\(place): " + sentence(code: code, element: isImplementation ? "620" : "720", "AK304"))
        }
        return sentences + note.elements.map { "\(place), " + sentence(of: $0, in: note.segmentID, set) }
    }

    private func sentence(of note: ElementNote, in segment: String, _ set: String) -> String {
        var text = "element \(note.element)"
        if let component = note.component { text += ".\(component)" }
        if let name = name(of: note, in: segment, set) { text += " (\(name))" }
        if let repetition = note.repetition { text += ", repetition \(repetition)" }
        text += ": " + sentence(code: note.code, element: isImplementation ? "621" : "723", "AK403")
        if let value = note.value { text += ", found \"\(value.prefix(Self.valueMaximum))\"" }
        return text
    }

    private func name(of note: ElementNote, in segment: String, _ set: String) -> String? {
        if let number = note.dataElement, let name = library.name(ofElement: number, release: release) {
            return name
        }
        let layout = library.description(ofSegment: segment, in: set, release: release)
        let element = layout?.elements.first { $0.position == note.element }
        let component = note.component.flatMap { place in
            element?.components.first { $0.position == place }
        }
        guard let name = (component ?? element)?.name, !name.isEmpty else { return nil }
        return name
    }

    private func sentence(code: String, element: String, _ place: String) -> String {
        let meaning = library.meaning(ofCode: code, element: element, release: release)
        return "\(meaning ?? "a code that the standard does not know") (\(place) \(code))"
    }
}
