internal import X12

/// Explained segments as text, set in by loops, findings under the element they are about.
struct ExplainedText {
    private static let widestName = 44
    private static let widestValue = 32

    let style: Style

    /// The head of an interchange.
    func lines(_ header: InterchangeHeader, of file: X12File) -> [String] {
        func shown(_ byte: UInt8) -> String { byte == 0x20 ? "space" : ShownBytes([byte]).text }
        let marks = header.delimiters
        let repetition = marks.repetition.map { ", repetitions \(shown($0))" } ?? ""
        let usage =
            ["P": "production", "T": "test", "I": "information"][header.usage] ?? "usage \(header.usage)"
        return [
            style.bold("Interchange \(Terminal.visible(header.controlNumber))")
                + ", version \(Terminal.visible(header.version)), \(Terminal.visible(usage))",
            "  from \(Terminal.visible(header.sender.description)) to \(Terminal.visible(header.receiver.description))"
                + words(" of ", header.date, "DT") + words(", ", header.time, "TM"),
            "  elements end with \(shown(marks.element)), components with \(shown(marks.component)), "
                + "segments with \(shown(marks.segment))\(repetition)",
        ]
    }

    /// The head of a group.
    func lines(_ header: GroupHeader) -> [String] {
        [
            "  " + style.bold("Group \(Terminal.visible(header.controlNumber))")
                + " \(Terminal.visible(header.functionalID)), version \(Terminal.visible(header.version)), "
                + "from \(Terminal.visible(header.sender)) to \(Terminal.visible(header.receiver))"
                + words(" of ", header.date, "DT") + words(", ", header.time, "TM")
        ]
    }

    private func words(_ before: String, _ value: String, _ type: String) -> String {
        ValueWords.words(value, type: type).map { before + $0 } ?? ""
    }

    /// A segment, and what was found in it.
    func lines(_ segment: ExplainedSegment, _ findings: [Finding]) -> [String] {
        let indent = String(repeating: "  ", count: segment.depth + 2)
        var lines = [indent + style.bold(segment.id) + (segment.name.map { "  " + $0 } ?? "")]
        for finding in findings where finding.element == nil {
            lines.append(self.line(finding, indent + "    "))
        }
        let names = segment.parts.map { min(Self.widestName, $0.name?.count ?? 0) }.max() ?? 0
        let values =
            segment.parts.filter { $0.meaning != nil }
            .map { min(Self.widestValue, $0.value.count) }.max() ?? 0
        var told: Set<Int> = []
        for part in segment.parts {
            lines.append(indent + "    " + line(part, names: names, values: values))
            for (index, finding) in findings.enumerated()
            where concerns(finding, part) && !told.contains(index) {
                told.insert(index)
                lines.append(self.line(finding, indent + "       "))
            }
        }
        for (index, finding) in findings.enumerated() where finding.element != nil && !told.contains(index) {
            lines.append(self.line(finding, indent + "    "))
        }
        return lines
    }

    private func line(_ part: ExplainedSegment.Part, names: Int, values: Int) -> String {
        var place = part.element < 10 ? "0\(part.element)" : "\(part.element)"
        if let component = part.component { place += "-\(component)" }
        if let repetition = part.repetition { place += " #\(repetition)" }
        let name = names > 0 ? "  " + style.faint(padded(part.name ?? "", names)) : ""
        let meaning = part.meaning.map { style.faint("  = ") + $0 } ?? ""
        return "\(place)\(name)  " + (part.meaning == nil ? part.value : padded(part.value, values)) + meaning
    }

    private func concerns(_ finding: Finding, _ part: ExplainedSegment.Part) -> Bool {
        finding.element == part.element
            && (finding.component == nil || part.component == nil || finding.component == part.component)
            && (finding.repetition == nil || part.repetition == nil || finding.repetition == part.repetition)
    }

    private func line(_ finding: Finding, _ indent: String) -> String {
        let text =
            "\(finding.severity.rawValue): \(Terminal.visible(finding.message)) \(Terminal.visible(finding.fix))"
        switch finding.severity {
        case .error: return indent + style.red("^ " + text)
        case .warning: return indent + style.yellow("^ " + text)
        case .note: return indent + style.blue("^ " + text)
        }
    }

    private func padded(_ text: String, _ width: Int) -> String {
        text + String(repeating: " ", count: max(0, width - text.count))
    }
}
