internal import Foundation
internal import X12

/// Names for people, from the dictionary: sets, segments, elements and what codes mean.
final class Vocabulary {
    let library: GrammarLibrary
    private var segments: [String: SegmentDescription?] = [:]

    init(library: GrammarLibrary) {
        self.library = library
    }

    /// The name of a set, as `Purchase Order`.
    func name(ofSet set: String) -> String? { library.name(ofSet: set) }

    /// A segment in words, as the set has it.
    func segment(_ id: String, set: String?, release: String?) -> SegmentDescription? {
        let release = release ?? "004010"
        let key = "\(id)/\(set ?? "")/\(release)"
        if let known = segments[key] { return known }
        let found =
            library.description(ofSegment: id, in: set, release: release)
            ?? library.description(ofSegment: id, in: nil, release: release)
        // Garbage may hold any number of ids.
        if segments.count < 10_000 { segments[key] = .some(found) }
        return found
    }

    /// The name of a segment.
    func name(ofSegment id: String, set: String?, release: String?) -> String? {
        if let name = Self.envelope[id] { return name }
        guard let name = segment(id, set: set, release: release)?.name, !name.isEmpty else { return nil }
        return name
    }

    /// The name of an element of a segment, or of a component of it.
    func name(
        ofElement element: Int, component: Int?, segment id: String, set: String?, release: String?
    ) -> String? {
        let found = segment(id, set: set, release: release)?.elements.first { $0.position == element }
        let inner = component.flatMap { place in found?.components.first { $0.position == place } }
        guard let name = (inner ?? found)?.name, !name.isEmpty else { return nil }
        return name
    }

    /// What a code means; `nil` for what is no code.
    func meaning(of code: String, _ element: ElementDescription, release: String) -> String? {
        guard let number = element.number, element.hasCodes || element.type == "ID" else { return nil }
        return library.meaning(ofCode: code, element: number, release: release)
    }

    /// The code that was probably meant, with its meaning.
    func nearestCode(for finding: Finding, release: String?) -> String? {
        guard let id = finding.segmentID, let place = finding.element, let found = finding.found,
            let outer = segment(id, set: finding.set, release: release)?.elements.first(where: {
                $0.position == place
            })
        else { return nil }
        let inner = finding.component.flatMap { place in outer.components.first { $0.position == place } }
        let release = release ?? "004010"
        // In a set an overlay may leave other codes than the release has.
        guard let number = (inner ?? outer).number,
            let code = finding.set.map({
                library.nearestCode(
                    to: found, segment: id, element: place, component: finding.component, in: $0,
                    release: release)
            }) ?? library.nearestCode(to: found, element: number, release: release)
        else { return nil }
        let meaning = library.meaning(ofCode: code, element: number, release: release)
        return code + (meaning.map { " (\($0))" } ?? "")
    }

    /// The segments of the envelopes, which no set holds.
    private static let envelope = [
        "ISA": "Interchange Control Header", "IEA": "Interchange Control Trailer",
        "GS": "Functional Group Header", "GE": "Functional Group Trailer",
        "TA1": "Interchange Acknowledgment",
    ]
}
