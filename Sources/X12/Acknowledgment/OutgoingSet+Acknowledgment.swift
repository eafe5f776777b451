extension OutgoingSet {
    /// The 997 or 999 that carries an acknowledgment.
    ///
    /// Its segments are made anew when it is written, with the separators and the release of the interchange
    /// it goes into: a bad value is repeated in AK404 only where it holds none of those separators.
    public static func acknowledgment(
        _ answer: FunctionalAcknowledgment, controlNumber: String, form: AcknowledgmentForm = .functional
    ) -> OutgoingSet {
        let text = AcknowledgmentText(
            delimiters: Delimiters(), isLate: answer.groupVersion >= "005010", form: form)
        var set = OutgoingSet(
            setID: form.rawValue, controlNumber: controlNumber, segments: text.segments(answer))
        set.answer = answer
        return set
    }
}

/// The set an acknowledgment is written as; a partner gets one of them, never both.
public enum AcknowledgmentForm: String, Sendable, Hashable, Codable {
    /// The 997, for every release.
    case functional = "997"
    /// The 999, for 005010 and later where the agreement says so.
    case implementation = "999"

    /// AK3, AK4 and AK5 begin with these letters, or with IK in a 999.
    fileprivate var prefix: String { self == .functional ? "AK" : "IK" }
}

/// The segments of a 997 with the separators and the release they are written in.
struct AcknowledgmentText {
    let delimiters: Delimiters
    let isLate: Bool
    let form: AcknowledgmentForm

    func segments(_ answer: FunctionalAcknowledgment) -> [[String?]] {
        let version = isLate ? data(answer.groupVersion, 12) : nil
        var lines: [[String?]] = [
            ["AK1", data(answer.groupFunctionalID, 2), data(answer.groupControlNumber, 9), version]
        ]
        for set in answer.sets { lines += segments(set) }
        lines.append(
            ["AK9", answer.status, String(answer.claimed), String(answer.received), String(answer.accepted)]
                + answer.codes.prefix(5).map { $0 })
        return lines
    }

    private func segments(_ set: SetAcknowledgment) -> [[String?]] {
        // AK201 must be a set of X12 with three characters, AK202 four to nine; what was not, is filled up.
        let id = AcknowledgmentText.padded(data(set.setID, 3) ?? "", 3)
        let control = AcknowledgmentText.padded(data(set.controlNumber, 9) ?? "", 4)
        let implementation = isLate ? set.implementation.flatMap { data($0, 35) } : nil
        var lines: [[String?]] = [["AK2", id, control, implementation]]
        for note in set.segments {
            lines.append([
                form.prefix + "3", note.segmentID, String(note.position), note.loop.flatMap(loop), note.code,
            ])
            for element in note.elements {
                lines.append([
                    form.prefix + "4", reference(element), element.dataElement, code(element.code),
                    element.value.flatMap(value),
                ])
            }
        }
        lines.append([form.prefix + "5", set.status] + set.codes.prefix(5).map { code in code })
        return lines
    }

    /// AK401: position, component, and from 005010 on the repetition.
    private func reference(_ note: ElementNote) -> String {
        var parts = [String(note.element), note.component.map(String.init) ?? ""]
        if isLate { parts.append(note.repetition.map(String.init) ?? "") }
        while parts.last == "" { parts.removeLast() }
        return parts.joined(separator: String(UnicodeScalar(delimiters.component)))
    }

    /// Codes 12 and 13 of element 723 exist from 005010 on; before, too many is 3.
    private func code(_ code: String) -> String {
        !isLate && (code == "12" || code == "13") ? "3" : code
    }

    private func loop(_ name: String) -> String? {
        data(name, isLate ? 4 : 6)
    }

    private func value(_ text: String) -> String? {
        data(text, 99)
    }

    /// Text cut to a length; nil when it holds a separator or a control character, or nothing.
    private func data(_ text: String, _ maximum: Int) -> String? {
        let isClean = text.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7F && !delimiters.all.contains($0) }
        guard isClean, text.contains(where: { $0 != " " }) else { return nil }
        var cut = Substring(text)
        while cut.utf8.count > maximum { cut.removeLast() }
        while cut.last == " " { cut.removeLast() }
        return cut.isEmpty ? nil : String(cut)
    }

    private static func padded(_ text: String, _ minimum: Int) -> String {
        String(repeating: "0", count: max(0, minimum - text.utf8.count)) + text
    }
}
