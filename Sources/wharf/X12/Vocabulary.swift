internal import X12

/// Names for people, from the dictionary: sets, segments, elements and what codes mean.
struct Vocabulary {
    /// A segment's name and those of its elements.
    struct Segment {
        let name: String
        let elements: [Element]
    }

    /// An element or a component of one.
    struct Element {
        let position: Int
        /// The data element's number, as `128`.
        let number: String
        let name: String
        /// The type, as `ID` or `N2`.
        let type: String
        var components: [Element] = []
    }

    let library: GrammarLibrary

    /// The name of a set, as `Purchase Order`.
    func name(ofSet set: String) -> String? {
        library.grammar(set: set, release: "004010")?.name
            ?? library.grammar(set: set, release: "005010")?.name
    }

    /// The names of a segment and its elements.
    func segment(_ id: String, set: String?, release: String?) -> Segment? { nil }

    /// What a code means.
    func meaning(of code: String, element: String, release: String) -> String? { nil }

    /// The name of a segment.
    func name(ofSegment id: String, set: String?, release: String?) -> String? {
        segment(id, set: set, release: release)?.name
    }

    /// The name of an element of a segment, or of a component of it.
    func name(
        ofElement element: Int, component: Int?, segment id: String, set: String?, release: String?
    ) -> String? {
        let found = segment(id, set: set, release: release)?.elements.first { $0.position == element }
        guard let component, let found else { return found?.name }
        return found.components.first { $0.position == component }?.name ?? found.name
    }

    /// The code that was probably meant, with its meaning.
    func nearestCode(for finding: Finding, release: String?) -> String? { nil }
}
