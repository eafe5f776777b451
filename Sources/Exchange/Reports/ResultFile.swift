internal import Foundation
internal import Store
internal import Translation

/// The result file that a partner finds beside the report of a batch file: a line a row, for a spreadsheet.
///
/// People open it, so no cell begins with what a spreadsheet takes for a formula.
enum ResultFile {
    /// Rows listed one by one; of a longer file only those with faults are.
    static let rowsMaximum = 2_000

    private struct Provenance: Decodable {
        let fileLines: [Int]
    }

    private struct Line {
        let number: Int
        let text: String
    }

    /// Whether a file has one: batch files whose rows were judged do.
    static func isDue(for arrival: ArrivalRecord) -> Bool {
        guard let content = arrival.content, formats.contains(content) else { return false }
        return arrival.acceptedSets + arrival.rejectedSets > 0
            && (arrival.state == .interpreted || arrival.state == .rejected)
    }

    private static let formats: Set<String> = ["csv", "fixed", "json", "xml"]

    /// The file's text, with the mark that spreadsheets know UTF-8 by.
    static func render(_ arrival: ArrivalRecord, _ documents: [BatchRows]) throws -> String {
        let faults = try BatchFaultText.faults(in: arrival.findings)
        var lines: [Line] = faults.map { fault in
            Line(
                number: fault.line,
                text: row([
                    "\(fault.line)", "refused", "", fault.column.map { "\($0)" } ?? "",
                    fault.heading ?? fault.path ?? "", fault.found ?? "", fault.message, fault.fix,
                ]))
        }
        let rowCount = arrival.acceptedSets + arrival.rejectedSets
        if rowCount <= rowsMaximum {
            for document in documents {
                let provenance = try JSONDecoder().decode(
                    Provenance.self, from: Data(document.provenance))
                lines += provenance.fileLines.map { line in
                    Line(
                        number: line,
                        text: row(["\(line)", "accepted", document.businessKey, "", "", "", "", ""]))
                }
            }
        }
        // Sorting keeps the order of equal lines: a row may have several faults.
        let sorted = lines.enumerated().sorted {
            ($0.element.number, $0.offset) < ($1.element.number, $1.offset)
        }
        var text =
            "\u{FEFF}"
            + row(["line", "result", "document", "column", "heading", "found", "why", "what to do"])
        for line in sorted { text += line.element.text }
        let summary = "\(arrival.acceptedSets) row(s) accepted, \(arrival.rejectedSets) refused"
        text += row(["", "total", "", "", "", "", summary, ""])
        return text
    }

    private static func row(_ cells: [String]) -> String {
        cells.map(cell).joined(separator: ",") + "\r\n"
    }

    private static func cell(_ text: String) -> String {
        let visible = ReportText.visible(text)
        let isFormula = visible.first.map { "=+-@".contains($0) } ?? false
        return "\"" + (isFormula ? "'" : "") + visible.replacing("\"", with: "\"\"") + "\""
    }
}
