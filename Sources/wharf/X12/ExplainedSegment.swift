internal import X12

/// One segment in words: its name, and each element with its name, value and meaning.
struct ExplainedSegment {
    /// One element, component or repetition that holds something.
    struct Part {
        /// The element's place, and the component's where there is one.
        let element: Int
        var component: Int?
        var repetition: Int?
        /// The name, when the dictionary has one.
        let name: String?
        let value: String
        /// What the value says, when it does not speak for itself.
        let meaning: String?
    }

    let id: String
    let name: String?
    /// Its place in the set, ST being 1.
    let ordinal: Int
    let depth: Int
    let offset: Int
    let parts: [Part]
}

/// Turns bytes of segments into words.
struct SegmentExplainer {
    private let vocabulary: Vocabulary
    private let delimiters: Delimiters
    private let release: String

    init(_ vocabulary: Vocabulary, delimiters: Delimiters, release: String) {
        self.vocabulary = vocabulary
        self.delimiters = delimiters
        self.release = release
    }

    /// Explains a segment of a set.
    func explain(
        _ bytes: [UInt8], offset: Int, ordinal: Int, set: String?, depth: Int
    ) -> ExplainedSegment {
        let fields = bytes.split(separator: delimiters.element, omittingEmptySubsequences: false)
        let id = fields.first.map { ShownBytes(Array($0)).text } ?? ""
        let words = vocabulary.segment(id, set: set, release: release)
        var parts: [ExplainedSegment.Part] = []
        for (index, field) in fields.enumerated().dropFirst() where !field.isEmpty {
            let element = words?.elements.first { $0.position == index }
            parts += self.parts(field, index, element)
        }
        return ExplainedSegment(
            id: id, name: vocabulary.name(ofSegment: id, set: set, release: release), ordinal: ordinal,
            depth: depth, offset: offset, parts: parts)
    }

    private func parts(
        _ field: ArraySlice<UInt8>, _ index: Int, _ element: ElementDescription?
    ) -> [ExplainedSegment.Part] {
        var repetitions = [field]
        if let separator = delimiters.repetition, release >= "004020" {
            repetitions = field.split(separator: separator, omittingEmptySubsequences: false)
        }
        var parts: [ExplainedSegment.Part] = []
        for (number, value) in repetitions.enumerated() where !value.isEmpty {
            let repetition = repetitions.count > 1 ? number + 1 : nil
            guard let element, !element.components.isEmpty else {
                parts.append(part(value, index, nil, repetition, element))
                continue
            }
            let components = value.split(separator: delimiters.component, omittingEmptySubsequences: false)
            for (place, component) in components.enumerated() where !component.isEmpty {
                let inner = element.components.first { $0.position == place + 1 }
                parts.append(part(component, index, place + 1, repetition, inner))
            }
        }
        return parts
    }

    private func part(
        _ value: ArraySlice<UInt8>, _ element: Int, _ component: Int?, _ repetition: Int?,
        _ words: ElementDescription?
    ) -> ExplainedSegment.Part {
        let text = ShownBytes(Array(value)).text
        var meaning: String?
        if let words {
            meaning =
                vocabulary.meaning(of: text, words, release: release)
                ?? ValueWords.words(text, type: words.type)
        }
        return ExplainedSegment.Part(
            element: element, component: component, repetition: repetition,
            name: words.flatMap { $0.name.isEmpty ? nil : $0.name }, value: text,
            meaning: meaning)
    }
}
