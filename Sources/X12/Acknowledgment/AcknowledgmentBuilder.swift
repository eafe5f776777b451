/// Verdicts in, a 997 out: collects the answers to the sets of one group.
public struct AcknowledgmentBuilder: Sendable {
    /// How much an answer says.
    public enum Detail: String, Sendable, Hashable, Codable {
        /// An AK2 loop for each set, accepted ones too.
        case full
        /// AK1 and AK9 alone.
        case group
    }

    private let group: GroupHeader
    private let detail: Detail
    private var sets: [SetAcknowledgment] = []

    /// Begins the answer to a group.
    public init(for group: GroupHeader, detail: Detail = .full) {
        self.group = group
        self.detail = detail
    }

    /// Adds the answer to a set.
    public mutating func add(_ result: SetResult) {
        guard detail == .full else { return }
        sets.append(SetAcknowledgment(result))
    }

    /// Completes the answer with the verdict on the group.
    public consuming func finish(_ verdict: GroupVerdict) -> FunctionalAcknowledgment {
        FunctionalAcknowledgment(
            groupFunctionalID: group.functionalID, groupControlNumber: group.controlNumber,
            groupVersion: group.version, sets: sets, status: verdict.status.code, claimed: verdict.claimed,
            received: verdict.received, accepted: verdict.accepted, codes: Array(verdict.codes.prefix(5)))
    }
}

extension SetAcknowledgment {
    /// The answer to one set: its findings of severity error, as AK3 and AK4.
    init(_ result: SetResult) {
        self.init(
            setID: result.setID, controlNumber: result.controlNumber, implementation: result.implementation,
            status: result.verdict.status.code, codes: Array(result.verdict.codes.prefix(5)),
            segments: SetAcknowledgment.notes(result.verdict.findings))
    }

    /// AK3s in the order found; all elements of one segment under one AK3 with code 8.
    private static func notes(_ findings: [Finding]) -> [SegmentNote] {
        var notes: [SegmentNote] = []
        for finding in findings {
            guard let segment = finding.segment, let id = finding.segmentID, isSegmentID(id) else { continue }
            if let code = finding.answer(at: "AK304") {
                notes.append(
                    SegmentNote(segmentID: id, position: segment, loop: finding.boundedLoop, code: code))
            } else if let code = finding.answer(at: "AK403"), let element = finding.element {
                let note = ElementNote(
                    element: element, component: finding.component, repetition: finding.repetition,
                    dataElement: finding.dataElement, code: code, value: finding.badValue)
                if let last = notes.last, last.position == segment, last.code == "8", last.elements.count < 99
                {
                    notes[notes.count - 1].elements.append(note)
                } else {
                    notes.append(
                        SegmentNote(
                            segmentID: id, position: segment, loop: finding.boundedLoop, code: "8",
                            elements: [note]))
                }
            }
        }
        return notes
    }

    /// AK301 is an ID of two or three characters; an id that is longer or odd cannot be repeated there.
    private static func isSegmentID(_ id: String) -> Bool {
        (2...3).contains(id.utf8.count) && id.utf8.allSatisfy { Delimiters.isWordCharacter($0) && $0 != 0x20 }
    }
}

extension Finding {
    /// What AK404 repeats: the value as found, unless it was absent or holds what cannot be repeated.
    fileprivate var badValue: String? {
        guard let found, !found.isEmpty, !found.utf8.contains(0x5C) else { return nil }
        return found
    }
}
