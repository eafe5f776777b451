/// Every place of a set, to find those that a path names.
struct OverlayPlaces {
    /// A child of a loop.
    struct Place {
        /// The loop's row in the draft.
        var loop: Int
        /// The child in the loop.
        var child: Int
        /// The loops around it and itself, each with its number among those of the same id.
        var steps: [OverlayPath.Step]
        /// Whether it is the segment that opens its loop.
        var opensLoop: Bool

        /// As `HL/N1`.
        var text: String { steps.map(\.id).joined(separator: "/") }
    }

    private let places: [Place]

    init(_ draft: GrammarDraft) {
        var places: [Place] = []
        OverlayPlaces.walk(draft, loop: 0, steps: [], into: &places)
        self.places = places
    }

    /// Loops hold loops as deep as the tables have them.
    private static func walk(
        _ draft: GrammarDraft, loop: Int, steps: [OverlayPath.Step], into places: inout [Place]
    ) {
        var counts: [UInt32: Int] = [:]
        for (index, child) in draft.loops[loop].children.enumerated() {
            let opensLoop = loop > 0 && index == 0
            // The segment that opens a loop is not counted: REF#1 is the first one after it.
            if !opensLoop { counts[child.id, default: 0] += 1 }
            let own = OverlayPath.Step(id: SegmentCode.text(child.id), ordinal: counts[child.id] ?? 1)
            places.append(Place(loop: loop, child: index, steps: steps + [own], opensLoop: opensLoop))
            if child.loop >= 0 { walk(draft, loop: Int(child.loop), steps: steps + [own], into: &places) }
        }
    }

    /// The places that a path names, in the order of the set; at least one.
    func find(_ path: OverlayPath, in draft: GrammarDraft) throws(OverlayMistake) -> [Place] {
        let found = places.filter { OverlayPlaces.fits($0, path) }
        guard found.isEmpty else { return found }
        let id = path.steps[path.steps.count - 1].id
        let same = places.filter { !$0.opensLoop && $0.steps.last?.id == id }
        guard same.isEmpty else {
            let list = OverlayPlaces.list(same)
            throw OverlayMistake(
                "The \(draft.set) has no \(path.word.text); \(id) stands at \(list).", path.word)
        }
        let ids = Set(places.compactMap { $0.steps.last?.id }).sorted()
        throw OverlayMistake(
            "The \(draft.set) has no segment \(id).",
            OverlayWord(text: id, kind: .plain, line: path.word.line, column: path.word.column), nearest: ids)
    }

    /// The only place that a path names.
    func findOne(_ path: OverlayPath, in draft: GrammarDraft) throws(OverlayMistake) -> Place {
        let found = try find(path, in: draft)
        guard found.count == 1 else {
            let steps = path.steps.map(\.id).joined(separator: "/")
            throw OverlayMistake(
                "\(steps) stands at \(found.count) places, \(OverlayPlaces.list(found)): name the whole path, as /\(found[0].text), or */\(steps) for all.",
                path.word)
        }
        return found[0]
    }

    /// Whether a path names a place: by its last steps, or by all of them.
    private static func fits(_ place: Place, _ path: OverlayPath) -> Bool {
        let steps = place.steps.suffix(path.steps.count)
        guard steps.count == path.steps.count, !path.isAnchored || place.steps.count == path.steps.count
        else { return false }
        // The opening segment is meant only when it is written as HL/HL.
        if place.opensLoop, path.steps.count < 2 { return false }
        return zip(steps, path.steps).allSatisfy { own, wanted in
            own.id == wanted.id && (wanted.ordinal == nil || wanted.ordinal == own.ordinal)
        }
    }

    private static func list(_ places: [Place]) -> String {
        let texts = places.map { place in
            let step = place.steps[place.steps.count - 1]
            return (place.steps.count == 1 ? "/" : "") + place.text
                + ((step.ordinal ?? 1) > 1 ? "#\(step.ordinal ?? 1)" : "")
        }
        return texts.count > 6
            ? texts.prefix(6).joined(separator: ", ") + " and more" : texts.joined(separator: ", ")
    }
}
