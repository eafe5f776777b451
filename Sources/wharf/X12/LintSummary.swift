internal import X12

/// What a file held and what was found in it, in numbers.
struct LintSummary {
    /// What became of the sets of one kind.
    private struct Tally {
        var sets = 0
        var accepted = 0
        var withErrors = 0
        var rejected = 0
    }

    var groups = 0
    var suppressed = 0
    var holdsX12 = false
    private var interchanges = 0
    private var refusals: [String] = []
    private var refusedGroups = 0
    private var kinds: [String: Tally] = [:]
    private var codes: [Finding.Code: Int] = [:]
    private var severities: [Finding.Severity: Int] = [:]

    /// Whether there is nothing to mend; tolerances that were used are no faults.
    var isClean: Bool {
        holdsX12 && severities[.error] == nil && severities[.warning] == nil && suppressed == 0
    }

    mutating func begin(_ interchange: InterchangeOutline) {
        interchanges += 1
        guard interchange.status == .rejected, refusals.count < 20 else { return }
        refusals.append(
            "interchange \(Terminal.visible(interchange.header.controlNumber)) is refused as a whole, TA1 note \(interchange.note)"
        )
    }

    mutating func count(_ finding: Finding) {
        codes[finding.code, default: 0] += 1
        severities[finding.severity, default: 0] += 1
    }

    mutating func count(_ result: SetResult, isRefused: Bool) {
        suppressed += result.verdict.suppressed
        var tally = kinds[result.setID] ?? Tally()
        tally.sets += 1
        switch isRefused ? .rejected : result.verdict.status {
        case .accepted: tally.accepted += 1
        case .acceptedWithErrors: tally.withErrors += 1
        case .rejected: tally.rejected += 1
        }
        // A file of garbage may hold any number of kinds.
        if kinds.count < 1_000 || kinds[result.setID] != nil { kinds[result.setID] = tally }
    }

    mutating func end(_ verdict: GroupVerdict) {
        if verdict.status == .rejected, verdict.findings.contains(where: { $0.severity == .error }) {
            refusedGroups += 1
        }
    }

    /// The summary in lines; one line when the file is clean.
    func lines(_ file: X12File, _ vocabulary: Vocabulary, style: Style = .output) -> [String] {
        guard holdsX12 else {
            let why = file.byteCount == 0 ? "the file is empty" : "no ISA segment that can be read was found"
            return ["\(file.name): " + style.red("this is no X12") + ": \(why)"]
        }
        let sets = kinds.values.reduce(0) { $0 + $1.sets }
        let held =
            "\(counted(interchanges, "interchange")), \(counted(groups, "group")), \(counted(sets, "transaction set"))"
        guard !isClean else {
            let kinds = self.kinds.keys.sorted().prefix(8).map(Terminal.visible).joined(separator: ", ")
            let notes = severities[.note].map { ", \(counted($0, "note"))" } ?? ""
            return [
                "\(file.name): " + style.green("clean")
                    + ": \(held)\(kinds.isEmpty ? "" : " (\(kinds))")\(notes)"
            ]
        }
        let faults = [
            severities[.error].map { counted($0, "error") },
            severities[.warning].map { counted($0, "warning") },
            severities[.note].map { counted($0, "note") },
            suppressed > 0 ? "\(suppressed) more that were not kept" : nil,
        ].compactMap(\.self).joined(separator: ", ")
        var lines = ["\(file.name): " + style.red(faults) + " in \(held)"]
        for (kind, tally) in kinds.sorted(by: { $0.key < $1.key }).prefix(60) {
            lines.append("    " + line(kind, tally, vocabulary))
        }
        lines += refusals.map { "    \($0)" }
        if refusedGroups > 0 { lines.append("    \(counted(refusedGroups, "group")) refused as a whole") }
        let ranked = codes.sorted { ($1.value, $0.key.rawValue) < ($0.value, $1.key.rawValue) }
        lines.append(
            "    findings: " + ranked.map { "\($0.value) \($0.key.rawValue)" }.joined(separator: ", "))
        return lines
    }

    private func line(_ kind: String, _ tally: Tally, _ vocabulary: Vocabulary) -> String {
        let name = vocabulary.name(ofSet: kind).map { " \($0)" } ?? ""
        let fates = [
            tally.accepted > 0 ? "\(tally.accepted) accepted" : nil,
            tally.withErrors > 0 ? "\(tally.withErrors) accepted with errors" : nil,
            tally.rejected > 0 ? "\(tally.rejected) rejected" : nil,
        ].compactMap(\.self).joined(separator: ", ")
        return
            "\(kind.isEmpty ? "?" : Terminal.visible(kind))\(name): \(counted(tally.sets, "set")), \(fates)"
    }

    private func counted(_ count: Int, _ word: String) -> String {
        "\(count) \(word)\(count == 1 ? "" : "s")"
    }
}
