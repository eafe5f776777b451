/// Reads a partner's 997 or 999.
public enum AcknowledgmentReader {
    /// A valid 997 or 999 as a value; nil when the set is neither.
    public static func read(_ set: TransactionSet) -> FunctionalAcknowledgment? {
        guard set.id == "997" || set.id == "999" else { return nil }
        var assembly = AcknowledgmentAssembly()
        collect(set.root, into: &assembly)
        return assembly.finish()
    }

    private static func collect(_ loop: TransactionSet.Loop, into assembly: inout AcknowledgmentAssembly) {
        // AK9 is the last of the root's own segments, the loops stand before it.
        for segment in loop.segments where !["AK5", "IK5", "AK9"].contains(segment.id) {
            take(segment, into: &assembly)
        }
        for inner in loop.loops { collect(inner, into: &assembly) }
        for segment in loop.segments where ["AK5", "IK5", "AK9"].contains(segment.id) {
            take(segment, into: &assembly)
        }
    }

    private static func take(
        _ segment: TransactionSet.Segment, into assembly: inout AcknowledgmentAssembly
    ) {
        assembly.take(segment.id) { element, component in
            component.map { segment[element, component: $0] } ?? segment[element]
        }
    }

    /// The 997s and 999s of a functional group as values, read as they stand.
    ///
    /// Partners' answers are often not quite clean: a loop identifier that is too long, a composite's id in CTX06,
    /// a code of another release, a wrong count. None of that keeps the answer from being understood, so here
    /// nothing is validated; what is missing is empty or zero.
    ///
    /// - Parameters:
    ///   - source: the bytes of exactly the group, GS to GE.
    ///   - group: its outline.
    ///   - interchange: the interchange it stands in.
    ///   - limits: what the group may cost.
    /// - Returns: the acknowledgments, with the control number of the set that carries each; at most as many
    ///   sets, segment notes and element notes as `limits.maximumRemembered` allows in all.
    /// - Throws: only what the source throws.
    public static func read<Source: ByteSource & ~Copyable>(
        _ source: consuming Source, group: GroupOutline, in interchange: InterchangeOutline,
        limits: Limits = .standard
    ) throws -> [(controlNumber: String, acknowledgment: FunctionalAcknowledgment)] {
        let delimiters = interchange.header.delimiters
        var reader = SegmentReader(
            feed: FeedOf(source), offset: group.bytes.lowerBound, delimiters: delimiters,
            wrapping: interchange.header.wrapping, limits: limits)
        var found: [(controlNumber: String, acknowledgment: FunctionalAcknowledgment)] = []
        var assembly = AcknowledgmentAssembly()
        var control = ""
        var room = limits.maximumRemembered
        while try reader.next(), room > 0 {
            let segment = reader.current
            room -= 1
            if segment.packedID == SegmentCode.st {
                assembly = AcknowledgmentAssembly()
                control = segment.text(2) ?? ""
            } else if segment.packedID == SegmentCode.se {
                if let answer = assembly.finish() { found.append((control, answer)) }
                assembly = AcknowledgmentAssembly()
            } else if !reader.isOversize {
                assembly.take(Finding.readable(segment.element(0))) { element, component in
                    let bytes = segment.element(element)
                    guard let component else { return segment.text(element) }
                    let parts = bytes.split(
                        separator: delimiters.component, maxSplits: component,
                        omittingEmptySubsequences: false)
                    guard component <= parts.count, !parts[component - 1].isEmpty else { return nil }
                    return SegmentView.text(UnsafeBufferPointer(rebasing: parts[component - 1]))
                }
            }
        }
        return found
    }
}

/// An acknowledgment put together from its segments, in whatever order they come.
struct AcknowledgmentAssembly {
    /// The text of an element, or of a component of it; nil when absent.
    typealias Text = (_ element: Int, _ component: Int?) -> String?

    private var answer = FunctionalAcknowledgment(
        groupFunctionalID: "", groupControlNumber: "", groupVersion: "", sets: [], status: "", claimed: 0,
        received: 0, accepted: 0, codes: [])
    private var hasHead = false
    private var hasVerdict = false

    /// The acknowledgment; nil when AK1 or AK9 did not come.
    func finish() -> FunctionalAcknowledgment? {
        hasHead && hasVerdict ? answer : nil
    }

    mutating func take(_ id: String, _ text: Text) {
        switch id {
        case "AK1":
            hasHead = true
            answer.groupFunctionalID = text(1, nil) ?? ""
            answer.groupControlNumber = text(2, nil) ?? ""
            answer.groupVersion = text(3, nil) ?? ""
        case "AK2":
            answer.sets.append(
                SetAcknowledgment(
                    setID: text(1, nil) ?? "", controlNumber: text(2, nil) ?? "",
                    implementation: text(3, nil), status: "", codes: [], segments: []))
        case "AK3", "IK3": takeSegmentNote(text)
        case "AK4", "IK4": takeElementNote(text)
        case "CTX": takeContext(text)
        case "AK5", "IK5":
            guard !answer.sets.isEmpty else { return }
            answer.sets[answer.sets.count - 1].status = text(1, nil) ?? ""
            answer.sets[answer.sets.count - 1].codes = (2...6).compactMap { text($0, nil) }
        case "AK9":
            hasVerdict = true
            answer.status = text(1, nil) ?? ""
            answer.claimed = AcknowledgmentAssembly.number(text(2, nil)) ?? 0
            answer.received = AcknowledgmentAssembly.number(text(3, nil)) ?? 0
            answer.accepted = AcknowledgmentAssembly.number(text(4, nil)) ?? 0
            answer.codes = (5...9).compactMap { text($0, nil) }
        default: break
        }
    }

    private mutating func takeSegmentNote(_ text: Text) {
        guard !answer.sets.isEmpty else { return }
        // Up to 003040 one AK3 has five codes: each of them is a note; element faults belong to code 8.
        let codes = (4...8).compactMap { text($0, nil) }
        var notes = (codes.isEmpty ? [nil] : codes.map(Optional.some)).map { code in
            SegmentNote(
                segmentID: text(1, nil) ?? "", position: AcknowledgmentAssembly.number(text(2, nil)) ?? 0,
                loop: text(3, nil), code: code)
        }
        if notes.count > 1, let index = notes.firstIndex(where: { $0.code == "8" }) {
            notes.append(notes.remove(at: index))
        }
        answer.sets[answer.sets.count - 1].segments += notes
    }

    private mutating func takeElementNote(_ text: Text) {
        let set = answer.sets.count - 1
        guard set >= 0, let note = answer.sets[set].segments.indices.last else { return }
        answer.sets[set].segments[note].elements.append(
            ElementNote(
                element: AcknowledgmentAssembly.number(text(1, 1)) ?? 0,
                component: AcknowledgmentAssembly.number(text(1, 2)),
                repetition: AcknowledgmentAssembly.number(text(1, 3)), dataElement: text(2, nil),
                code: text(3, nil) ?? "", value: text(4, nil)))
    }

    private mutating func takeContext(_ text: Text) {
        let set = answer.sets.count - 1
        guard set >= 0, let note = answer.sets[set].segments.indices.last else { return }
        var context = AcknowledgmentContext(name: text(1, 1) ?? "", value: text(1, 2))
        context.segmentID = text(2, nil)
        context.position = AcknowledgmentAssembly.number(text(3, nil))
        context.loop = text(4, nil)
        context.element = AcknowledgmentAssembly.number(text(5, 1))
        context.component = AcknowledgmentAssembly.number(text(5, 2))
        context.repetition = AcknowledgmentAssembly.number(text(5, 3))
        context.dataElement = text(6, nil)
        if let element = answer.sets[set].segments[note].elements.indices.last {
            answer.sets[set].segments[note].elements[element].contexts =
                (answer.sets[set].segments[note].elements[element].contexts ?? []) + [context]
        } else {
            answer.sets[set].segments[note].contexts =
                (answer.sets[set].segments[note].contexts ?? []) + [context]
        }
    }

    /// A number without sign; more digits than any count has are no number.
    private static func number(_ text: String?) -> Int? {
        InterchangeBuilder.number(text)
    }
}
