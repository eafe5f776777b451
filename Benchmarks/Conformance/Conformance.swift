internal import Foundation
internal import X12

/// Reads every file of a corpus, holds it against what is known of it and against what the engine promises, and
/// prints a table by set.
@main
struct Conformance {
    static func main() throws {
        let arguments = CommandLine.arguments.dropFirst()
        guard let folder = arguments.first else {
            FileHandle.standardError.write(Data("usage: conformance CORPUS [--findings]\n".utf8))
            exit(2)
        }
        var run = Conformance(folder: folder, showsFindings: arguments.contains("--findings"))
        try run.readAll()
        run.report()
        exit(run.offences.isEmpty ? 0 : 1)
    }

    private let folder: String
    private let showsFindings: Bool
    private var files = 0
    private var filesOfX12 = 0
    private var compared = 0
    private var oracles = 0
    private var tallies: [String: FileReading.Tally] = [:]
    private var offences: [String] = []
    /// Distinct findings with how many files show them, and one of these.
    private var distinct: [String: (count: Int, file: String)] = [:]

    private init(folder: String, showsFindings: Bool) {
        self.folder = folder
        self.showsFindings = showsFindings
    }

    private mutating func readAll() throws {
        for entry in try Manifest(folder: folder).entries {
            guard let data = FileManager.default.contents(atPath: "\(folder)/\(entry.file)") else {
                offences.append("\(entry.file): is missing")
                continue
            }
            let reading = try FileReading([UInt8](data))
            files += 1
            filesOfX12 += reading.isX12 ? 1 : 0
            offences += reading.offences.map { "\(entry.file): \($0)" }
            if !entry.envelope.isEmpty && reading.isX12 {
                compared += 1
                offences += Expectation(entry).differences(from: reading.findings).map {
                    "\(entry.file): \($0)"
                }
            }
            if entry.upstream.contains("0 validation errors") {
                let errors = reading.findings.filter { $0.severity == .error }
                if let first = errors.first {
                    offences.append("\(entry.file): expected no errors: \(first.message)")
                }
            }
            for oracle in entry.oracles {
                guard let differences = try Oracle.differences(of: data, from: "\(folder)/\(oracle)") else {
                    continue
                }
                oracles += 1
                offences += differences.map { "\(entry.file): \(oracle): \($0)" }
            }
            take(reading, entry)
        }
    }

    private mutating func take(_ reading: FileReading, _ entry: Manifest.Entry) {
        for (set, tally) in reading.tallies {
            var sum = tallies[set] ?? FileReading.Tally()
            sum.accepted += tally.accepted
            sum.withErrors += tally.withErrors
            sum.rejected += tally.rejected
            sum.documents += tally.documents
            tallies[set] = sum
        }
        guard reading.isX12 else { return }
        let kinds = Set(
            reading.findings.filter { $0.severity != .note }.map { finding in
                let element = finding.element.map { String(format: "%02d", $0) } ?? ""
                return
                    "\(finding.set ?? "-") \(finding.segmentID ?? "-")\(element) \(finding.code.rawValue) \(finding.found?.prefix(30) ?? "")"
            })
        for kind in kinds { distinct[kind, default: (0, entry.file)].count += 1 }
    }

    private func report() {
        print("set      accepted  with errors  rejected  documents")
        for (set, tally) in tallies.sorted(by: { $0.key < $1.key }) {
            func column(_ value: Int, _ width: Int) -> String {
                String(repeating: " ", count: max(1, width - String(value).count)) + String(value)
            }
            let name = set.isEmpty ? "(none)" : String(set.prefix(8))
            print(
                name + String(repeating: " ", count: max(0, 8 - name.count)) + column(tally.accepted, 9)
                    + column(tally.withErrors, 13) + column(tally.rejected, 10) + column(tally.documents, 11))
        }
        print(
            "\(files) files, \(filesOfX12) with X12, \(compared) held against the manifest, \(oracles) against outputs of other readers"
        )
        if showsFindings {
            for (kind, seen) in distinct.sorted(by: { $0.key < $1.key }) {
                print("\(seen.count)x \(kind)  [\(seen.file)]")
            }
        }
        for offence in offences { print("DIFFERS \(offence)") }
        print(offences.isEmpty ? "all as promised" : "\(offences.count) differences")
    }
}
