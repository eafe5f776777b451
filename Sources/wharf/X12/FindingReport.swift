internal import X12

/// Findings for people: place, sentence, the bytes with the fault underlined, what was expected, the fix.
struct FindingReport {
    private let file: X12File
    private let lines: LineIndex
    private let style: Style
    private let vocabulary: Vocabulary

    init(_ file: X12File, vocabulary: Vocabulary, style: Style = .output) {
        self.file = file
        self.vocabulary = vocabulary
        self.style = style
        lines = LineIndex(file)
    }

    /// A finding in lines, the first as compilers print it.
    func lines(_ finding: Finding, in header: InterchangeHeader?, release: String?) -> [String] {
        let place = lines.place(
            of: SegmentExcerpt.offset(of: finding, in: file, delimiters: header?.delimiters))
        let severity = paint(finding.severity.rawValue, finding.severity)
        var lines = [
            style.bold("\(file.name):\(place.line):\(place.column):")
                + " \(severity): \(Terminal.visible(finding.message)) "
                + style.faint("[\(finding.code.rawValue)]")
        ]
        if finding.severity == .note { return lines }
        lines.append("    " + style.faint(whereabouts(finding, header, release)))
        lines += excerpt(finding, header?.delimiters)
        lines += advice(finding, release)
        return lines
    }

    // MARK: Place

    /// Interchange, set, segment and element in words, from the outside in.
    private func whereabouts(_ finding: Finding, _ header: InterchangeHeader?, _ release: String?) -> String {
        var parts: [String] = []
        if let set = finding.set {
            let name = vocabulary.name(ofSet: set).map { " \($0)" } ?? ""
            parts.append("\(Terminal.visible(set))\(name), control number \(quoted(finding.control))")
        } else if let header, finding.interchange != nil {
            parts.append("interchange \(Terminal.visible(header.controlNumber))")
            if let group = finding.group { parts.append("group \(group)") }
        }
        if let id = finding.segmentID {
            let name = vocabulary.name(ofSegment: id, set: finding.set, release: release)
            let ordinal = finding.segment.map { "segment \($0) " } ?? ""
            // What is no segment at all can be as long as the file.
            let shown = id.count > 12 ? id.prefix(12) + "…" : id
            parts.append("\(ordinal)\(Terminal.visible(shown))" + (name.map { " (\($0))" } ?? ""))
            if let element = finding.element {
                let name = vocabulary.name(
                    ofElement: element, component: finding.component, segment: id, set: finding.set,
                    release: release)
                parts.append("element \(element)\(subplace(finding))" + (name.map { " (\($0))" } ?? ""))
            }
        }
        parts.append("byte \(finding.offset)")
        return parts.joined(separator: ", ")
    }

    private func subplace(_ finding: Finding) -> String {
        (finding.repetition.map { $0 > 1 ? " repetition \($0)" : "" } ?? "")
            + (finding.component.map { " component \($0)" } ?? "")
    }

    private func quoted(_ text: String?) -> String {
        text.map(Terminal.visible) ?? "missing"
    }

    // MARK: Bytes

    private func excerpt(_ finding: Finding, _ delimiters: Delimiters?) -> [String] {
        let excerpt = SegmentExcerpt(finding, in: file, delimiters: delimiters)
        guard !excerpt.shown.isEmpty else { return [] }
        let shown = ShownBytes(excerpt.shown)
        let columns = shown.columns(of: excerpt.fault)
        let front = excerpt.isCut.front ? "…" : ""
        let marks = String(repeating: "^", count: columns.count)
        return [
            "        \(front)\(shown.text)\(excerpt.isCut.back ? "…" : "")",
            "        " + String(repeating: " ", count: front.count + columns.lowerBound)
                + paint(marks, finding.severity),
        ]
    }

    // MARK: Advice

    private func advice(_ finding: Finding, _ release: String?) -> [String] {
        var lines: [String] = []
        if let expected = finding.expected {
            lines.append("    expected: \(Terminal.visible(expected))")
        }
        if finding.code == .codeInvalid, let hint = vocabulary.nearestCode(for: finding, release: release) {
            lines.append("    nearest:  \(Terminal.visible(hint))")
        }
        if !finding.fix.isEmpty { lines.append("    fix:      \(Terminal.visible(finding.fix))") }
        if let answer = finding.acknowledgment {
            lines.append("    answer:   " + AnswerWords.text(answer))
        }
        return lines
    }

    private func paint(_ text: String, _ severity: Finding.Severity) -> String {
        switch severity {
        case .error: style.red(text)
        case .warning: style.yellow(text)
        case .note: style.blue(text)
        }
    }
}

/// The place of an answer in words.
enum AnswerWords {
    /// `AK403=7` as `AK403 is 7 in the 997`.
    static func text(_ answer: String) -> String {
        let parts = answer.split(separator: "=", maxSplits: 1).map(String.init)
        guard parts.count == 2 else { return answer }
        return "\(parts[0]) is \(parts[1]) in the \(parts[0].hasPrefix("TA1") ? "TA1" : "997")"
    }
}
