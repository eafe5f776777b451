/// Verdicts in, a 997 out: collects the answers to the sets of one group.
public struct AcknowledgmentBuilder: Sendable {
    /// How much an answer says.
    public enum Detail: String, Sendable, Hashable, Codable, CaseIterable {
        /// An AK2 loop for each set, accepted ones too.
        case full
        /// An AK2 loop for each set that is not accepted without errors.
        case errors
        /// AK1 and AK9 alone.
        case group
    }

    private let group: GroupHeader
    private let detail: Detail
    private let form: AcknowledgmentForm
    private let repeatsValues: Bool
    private var sets: [SetAcknowledgment] = []

    /// Begins the answer to a group.
    ///
    /// - Parameters:
    ///   - group: the GS of the group.
    ///   - detail: how much the answer says.
    ///   - form: the set it will be written as; only a 999 has codes for uses that the agreement forbids.
    ///   - repeatsValues: whether AK404 repeats bad values; false where privacy forbids it.
    public init(
        for group: GroupHeader, detail: Detail = .full, form: AcknowledgmentForm = .functional,
        repeatsValues: Bool = true
    ) {
        self.group = group
        self.detail = detail
        self.form = form
        self.repeatsValues = repeatsValues
    }

    /// Adds the answer to a set.
    ///
    /// - Parameters:
    ///   - result: the set as it was validated.
    ///   - businessUnit: what names the set in the partner's business, said with every fault in a 999.
    public mutating func add(_ result: SetResult, businessUnit: AcknowledgmentContext? = nil) {
        switch detail {
        case .group: return
        case .errors where result.verdict.status == .accepted: return
        default: break
        }
        let contexts = businessUnit.map { [$0] }
        sets.append(
            SetAcknowledgment(result, form: form, repeatsValues: repeatsValues, contexts: contexts))
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
    init(
        _ result: SetResult, form: AcknowledgmentForm, repeatsValues: Bool,
        contexts: [AcknowledgmentContext]?
    ) {
        let findings = result.verdict.findings
        self.init(
            setID: result.setID, controlNumber: result.controlNumber, implementation: result.implementation,
            status: result.verdict.status.code, codes: SetAcknowledgment.five(result.verdict.codes),
            segments: findings.isEmpty
                ? [] : SetAcknowledgment.notes(findings, form, repeatsValues, contexts))
    }

    /// AK5 has room for five codes: code 5, which stands for the AK3s before it, is always one of them.
    private static func five(_ codes: [String]) -> [String] {
        guard codes.count > 5 else { return codes }
        let cut = Array(codes.prefix(5))
        return cut.contains("5") || !codes.contains("5") ? cut : cut.dropLast() + ["5"]
    }

    /// AK3s in the order found; all elements of one segment under one AK3 with code 8.
    private static func notes(
        _ findings: [Finding], _ form: AcknowledgmentForm, _ repeatsValues: Bool,
        _ contexts: [AcknowledgmentContext]?
    ) -> [SegmentNote] {
        var notes: [SegmentNote] = []
        for finding in findings where finding.severity == .error {
            guard let segment = finding.segment, let id = finding.segmentID else { continue }
            if let code = finding.answer(at: "AK403"), let element = finding.element {
                let note = ElementNote(
                    element: element, component: finding.component, repetition: finding.repetition,
                    dataElement: finding.dataElement,
                    code: form == .implementation && finding.code == .elementNotUsed ? "I10" : code,
                    value: repeatsValues ? finding.badValue : nil)
                if let last = notes.last, last.position == segment, last.code == "8" {
                    notes[notes.count - 1].elements.append(note)
                } else {
                    notes.append(
                        SegmentNote(
                            segmentID: id, position: segment, loop: finding.boundedLoop, code: "8",
                            elements: [note], contexts: contexts))
                }
                continue
            }
            // A set too large for us has no fault of its own: its AK3 says where, and no code.
            var code = finding.answer(at: "AK304")
            if form == .implementation, finding.code == .segmentNotUsed { code = "I4" }
            guard code != nil || finding.answer(at: "AK502") == "5" else { continue }
            notes.append(
                SegmentNote(
                    segmentID: id, position: segment, loop: finding.boundedLoop, code: code,
                    contexts: contexts))
        }
        return notes
    }
}

extension Finding {
    /// What AK404 repeats: the value as found, unless it was absent, held a control character or is no text.
    fileprivate var badValue: String? {
        guard let found, !found.isEmpty else { return nil }
        let bytes = Array(found.utf8)
        for (index, byte) in bytes.enumerated() {
            // Control characters are shown as \xNN.
            if byte == 0x5C, index + 1 < bytes.count, bytes[index + 1] == 0x78 { return nil }
            // What cannot be decoded is shown as U+FFFD.
            if byte == 0xEF, index + 2 < bytes.count, bytes[index + 1] == 0xBF, bytes[index + 2] == 0xBD {
                return nil
            }
        }
        return found
    }
}
