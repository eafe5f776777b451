internal import X12

/// Names for people, from the dictionary: sets, segments, elements and what codes mean.
struct Vocabulary {
    let library: GrammarLibrary

    /// The name of a set, as `Purchase Order`.
    func name(ofSet set: String) -> String? {
        library.grammar(set: set, release: "004010")?.name
            ?? library.grammar(set: set, release: "005010")?.name
    }

    /// The name of a segment.
    func name(ofSegment id: String, set: String?, release: String?) -> String? { nil }

    /// The name of an element of a segment, or of a component of it.
    func name(
        ofElement element: Int, component: Int?, segment: String, set: String?, release: String?
    ) -> String? { nil }

    /// The code that was probably meant, with its meaning.
    func nearestCode(for finding: Finding, release: String?) -> String? { nil }
}
