internal import Cryptography
internal import Foundation
internal import Store
internal import Translation
internal import X12

/// What a partner reads about a file it sent: accepted, or where and why not, in sentences.
enum ReportText {
    /// Findings shown of one transaction set.
    private static let findingsShown = 20
    /// Faults shown of a batch file's rows.
    private static let rowFaultsShown = 200
    /// Transaction sets shown in full.
    private static let setsShown = 200

    static func render(_ story: Story, house: String) throws -> String {
        let arrival = story.arrival
        var lines: [String] = []
        let when = CivilTime(milliseconds: arrival.receivedAt)
        lines.append("\(house) about your file \(visible(arrival.name))")
        lines.append("")
        lines.append("Received   \(when.dayText) \(when.timeText) UTC, \(arrival.byteCount) bytes")
        if let digest = arrival.digest { lines.append("SHA-256    \(digest.hex)") }
        lines.append("Reference  \(arrival.id)")
        lines.append("Result     \(headline(arrival.state))")
        if let reason = arrival.reason { lines.append("           \(visible(reason))") }
        if arrival.content == "x12" || arrival.content == nil {
            let fileFindings = try FindingText.findings(in: arrival.findings)
            if !fileFindings.isEmpty {
                lines.append("")
                lines.append("About the file as a whole:")
                lines += fileFindings.prefix(findingsShown).flatMap(describe)
            }
        } else {
            lines += describe(try BatchFaultText.faults(in: arrival.findings))
        }
        for part in story.interchanges where part.interchange.direction == .inbound {
            lines += try describe(part)
        }
        let answers = story.interchanges.map(\.interchange).filter { $0.direction == .outbound }
        if !answers.isEmpty {
            lines.append("")
            for answer in answers {
                lines.append(
                    "Our answer: \(answer.fileName ?? answer.id), control number \(answer.controlNumber), \(answer.state)"
                )
            }
        }
        return lines.map(visible).joined(separator: "\n") + "\n"
    }

    static func headline(_ state: ArrivalState) -> String {
        switch state {
        case .received, .interpreting: "received; we are still reading it"
        case .interpreted: "accepted"
        case .rejected: "REJECTED: nothing in it was processed"
        case .duplicate: "received before; nothing was processed twice"
        case .incomplete: "INCOMPLETE: the end of the file is missing"
        case .aborted: "BROKEN OFF: the connection ended before the file did"
        case .quarantined: "SET ASIDE: we could not process it, our staff will look at it"
        case .held: "received; a fault on our side delays it"
        }
    }

    private static func describe(_ part: Story.Part) throws -> [String] {
        let interchange = part.interchange
        var lines = ["", "Interchange \(interchange.controlNumber): \(interchange.state)"]
        for group in part.groups {
            lines.append(
                "  Group \(group.controlNumber) (\(group.functionalID) \(group.version)): \(group.accepted) of \(group.received) "
                    + "transaction sets accepted" + (group.codes.isEmpty ? "" : ", AK905 \(group.codes)"))
        }
        for set in part.sets.prefix(setsShown)
        where set.status != "A" || set.findingCount > 0 || set.document == nil {
            lines.append("  \(set.setID) \(visible(set.controlNumber)): \(verdict(set))")
            lines += try FindingText.findings(in: set.findings).prefix(findingsShown).flatMap(describe).map {
                "  " + $0
            }
            if set.findingCount > findingsShown {
                lines.append("    and \(set.findingCount - findingsShown) more")
            }
        }
        return lines
    }

    private static func describe(_ faults: [BatchFault]) -> [String] {
        guard !faults.isEmpty else { return [] }
        var lines = ["", "Rows with faults, left out:"]
        for fault in faults.prefix(rowFaultsShown) {
            let column = fault.column.map { ", column \($0)" } ?? ""
            let heading = fault.heading.map { " (\(visible($0)))" } ?? ""
            let path = fault.path.map { ", \(visible($0))" } ?? ""
            lines.append("  line \(fault.line)\(column)\(heading)\(path): \(visible(fault.message))")
            if let found = fault.found { lines.append("    found    \(visible(found))") }
            lines.append("    fix      \(visible(fault.fix))")
        }
        if faults.count > rowFaultsShown { lines.append("  and \(faults.count - rowFaultsShown) more") }
        return lines
    }

    private static func verdict(_ set: SetRecord) -> String {
        switch set.status {
        case "R": "REJECTED"
        case "E": "accepted with errors"
        default:
            set.document == nil ? "accepted, but we could not map it; our staff will look at it" : "accepted"
        }
    }

    private static func describe(_ finding: Finding) -> [String] {
        var place: [String] = []
        if let segment = finding.segment, let id = finding.segmentID {
            place.append("segment \(segment) \(id)")
        }
        if let element = finding.element { place.append("element \(element)") }
        if let component = finding.component { place.append("component \(component)") }
        place.append("byte \(finding.offset)")
        var lines = [
            "  \(finding.severity.rawValue) at \(place.joined(separator: ", ")): \(visible(finding.message))"
        ]
        if let found = finding.found { lines.append("    found    \(visible(found))") }
        if let expected = finding.expected { lines.append("    expected \(visible(expected))") }
        if !finding.fix.isEmpty { lines.append("    fix      \(visible(finding.fix))") }
        return lines
    }

    /// Control characters of a partner's data never reach a terminal.
    static func visible(_ text: String) -> String {
        guard text.unicodeScalars.contains(where: { $0.value < 0x20 || $0.value == 0x7F }) else {
            return text
        }
        return text.unicodeScalars.map { scalar in
            scalar.value < 0x20 || scalar.value == 0x7F
                ? "\\x" + String(scalar.value, radix: 16) : String(scalar)
        }.joined()
    }
}
