import Documents
import Foundation
import Testing
import Translation

@testable import Partners

/// Random tables written in each format and read again, seeded: `SEED=n swift test` repeats a run.
struct BatchRoundTripTests {
    private static let seed = ProcessInfo.processInfo.environment["SEED"].flatMap { UInt64($0) } ?? 20_261_124

    private struct Row: Equatable {
        var item: String
        var quantity: String
        var bin: String
    }

    private static func agreement(_ format: String, columns: String) -> BatchAgreement {
        BatchFixture.profile(
            "stock:\n  match: [\"*\"]\n  format: \(format)\n  document: inventory\n  columns: { \(columns) }\n"
        )
    }

    private static let headed = "itemNumber: item, quantityOnHand: qty, bin: bin"

    @Test(arguments: ["csv", "fixed", "json", "xml"])
    func `what a random table holds is read again, whatever signs are in it`(_ format: String) throws {
        var generator = SeededNumbers(state: Self.seed)
        let agreement =
            format == "fixed"
            ? Self.agreement(
                format,
                columns:
                    "itemNumber: { at: 1, length: 12 }, quantityOnHand: { at: 13, length: 12 }, bin: { at: 25, length: 12 }"
            )
            : Self.agreement(
                format,
                columns: format == "xml" ? Self.headed.replacing(": item", with: ": \"@item\"") : Self.headed)
        for round in 0..<150 {
            let rows = (0..<Int.random(in: 1...12, using: &generator)).map { _ in
                Self.row(&generator, hasBreaks: format != "fixed")
            }
            let text = Self.write(rows, format, &generator)
            let reading = try WholeReading(Array(text.utf8), agreement, name: "table.\(format)")
            let found = reading.lines.map { line in
                Row(
                    item: line.item.identifiers.first?.value ?? "",
                    quantity: line.onHand?.value.description ?? "", bin: line.more.first?.value ?? "")
            }
            #expect(found == rows, "seed \(Self.seed), round \(round): \(text.debugDescription)")
            #expect(reading.faults.isEmpty)
        }
    }

    private static func row(_ generator: inout SeededNumbers, hasBreaks: Bool) -> Row {
        let decimals = Int.random(in: 0...3, using: &generator)
        let whole = Int.random(in: 0...99_999, using: &generator)
        let rest = (0..<decimals).map { _ in String(Int.random(in: 0...9, using: &generator)) }.joined()
        return Row(
            item: text(&generator, hasBreaks: hasBreaks),
            quantity: decimals == 0 ? "\(whole)" : "\(whole).\(rest)",
            bin: Bool.random(using: &generator) ? "" : text(&generator, hasBreaks: hasBreaks))
    }

    /// One to twelve characters that begin and end with a letter: white space around values is no part of them.
    private static func text(_ generator: inout SeededNumbers, hasBreaks: Bool) -> String {
        let ends = Array("AZaz09")
        var signs = Array("abc 012-.,;'/\"&<>ßéЖ中🔩=\\|#\u{A0}")
        if hasBreaks { signs.append("\n") }
        let first = ends.randomElement(using: &generator) ?? "A"
        let length = Int.random(in: 0...11, using: &generator)
        guard length > 0 else { return String(first) }
        let middle = (1..<length).map { _ in signs.randomElement(using: &generator) ?? "a" }
        return String([first] + middle + [ends.randomElement(using: &generator) ?? "Z"])
    }

    private static func write(_ rows: [Row], _ format: String, _ generator: inout SeededNumbers) -> String {
        let lineBreak = Bool.random(using: &generator) ? "\r\n" : "\n"
        switch format {
        case "csv":
            let cells = [["item", "qty", "bin"]] + rows.map { [$0.item, $0.quantity, $0.bin] }
            return cells.map { $0.map(quoted).joined(separator: ",") }.joined(separator: lineBreak)
                + lineBreak
        case "fixed":
            return rows.map { padded($0.item) + padded($0.quantity) + padded($0.bin) + lineBreak }.joined()
        case "json":
            let records = rows.map {
                "{\"item\": \(json($0.item)), \"qty\": \($0.quantity), \"bin\": \(json($0.bin))}"
            }
            return "[" + records.joined(separator: ",\(lineBreak)") + "]"
        default:
            let records = rows.map {
                "<r item=\"\(attribute($0.item))\"><qty>\($0.quantity)</qty><bin>\(escaped($0.bin))</bin></r>"
            }
            return "<?xml version=\"1.0\"?>\n<stock>\(records.joined(separator: "\n"))</stock>"
        }
    }

    private static func quoted(_ text: String) -> String {
        guard text.contains(where: { ",\"\n".contains($0) }) else { return text }
        return "\"\(text.replacing("\"", with: "\"\""))\""
    }

    private static func padded(_ text: String) -> String {
        text + String(repeating: " ", count: 12 - text.unicodeScalars.count)
    }

    private static func json(_ text: String) -> String {
        let escaped = text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
            .replacing("\n", with: "\\n").replacing("Ж", with: "\\u0416")
        return "\"\(escaped.replacing("🔩", with: "\\ud83d\\udd29"))\""
    }

    private static func attribute(_ text: String) -> String {
        escaped(text).replacing("\"", with: "&quot;").replacing("\n", with: "&#10;")
    }

    private static func escaped(_ text: String) -> String {
        text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
    }
}
