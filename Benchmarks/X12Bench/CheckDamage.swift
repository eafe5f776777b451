internal import ArgumentParser
internal import Foundation
internal import X12

/// Compares what was found with what was broken.
struct CheckDamage: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract:
            "Validates a broken file against its manifest; prints sets missed, wrong and falsely accused.")
    @Argument(help: "The file.") var path: String
    @Argument(help: "Its manifest.") var manifest: String

    func run() throws {
        let file = try OpenFile(path)
        var expected: [Int: (segment: Int, answer: String)] = [:]
        for line in try String(contentsOfFile: manifest, encoding: .utf8).split(separator: "\n") {
            let parts = line.split(separator: " ")
            guard parts.count == 3, let set = Int(parts[0]), let segment = Int(parts[1]) else { continue }
            expected[set] = (segment, String(parts[2]))
        }
        var missed = 0
        var wrong = 0
        var accused = 0
        var sets = 0
        try Interpreter.walk(byteCount: file.byteCount, open: file.source) { visit in
            guard case .set(let result, _, _) = visit else { return }
            sets += 1
            let errors = result.verdict.findings.filter { $0.severity == .error }
            guard let fault = expected[sets] else {
                accused += errors.isEmpty ? 0 : 1
                return
            }
            if errors.isEmpty {
                missed += 1
            } else if !errors.contains(where: {
                $0.acknowledgment == fault.answer && $0.segment == fault.segment
            }) {
                wrong += 1
            }
        }
        print("sets \(sets) broken \(expected.count) missed \(missed) wrong \(wrong) accused \(accused)")
        if missed + wrong + accused > 0 { throw ExitCode.failure }
    }
}
