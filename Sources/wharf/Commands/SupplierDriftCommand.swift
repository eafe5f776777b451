internal import ArgumentParser
internal import Documents
internal import Exchange
internal import Foundation
internal import Partners
internal import Store
internal import Translation

/// Compares what a target has with what it should have.
struct SupplierDriftCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "drift",
        abstract: "Reads a file that a target gave back, and lists what differs from what it was sent.",
        discussion: """
            The file is in the form that the target is sent, as a dump of all suppliers it has. It is compared with the state of
            the last file that was verified there; ends with status 10 when anything differs.
            """)

    /// Suppliers asked for at a time.
    private static let pageSize = 1_000
    /// Differences told; further ones are counted.
    private static let toldMaximum = 10_000

    @OptionGroup var spool: SpoolOptions
    @OptionGroup var profiles: ProfileOptions
    @Argument(help: "The target, as acme-castings/suppliers.") var target: String
    @Argument(help: "The file that it gave back.") var file: String
    @Flag(help: "Compare with the master as it is now.") var current = false
    @Flag(help: "A JSON object a line.") var json = false

    /// One thing that differs.
    private struct Finding: Codable {
        let number: String
        /// `missing`, `unexpected` or `differs`.
        let what: String
        var column: String?
        var expected: String?
        var found: String?
    }

    func run() async throws {
        let directory = try ProfileFolder(profiles).directory()
        guard let known = SupplierTarget.all(in: directory).first(where: { $0.name == target }) else {
            throw Failure(.notFound, "\(target) is no target of the supplier master")
        }
        let (form, lines) = try read(known.agreement)
        let inquiry = Inquiry(layout: spool.layout)
        let generation = try await generation(inquiry)
        var findings: [Finding] = []
        var rest = Dictionary(lines.map { ($0.number, $0) }, uniquingKeysWith: { first, _ in first })
        var after = ""
        while true {
            var query = ["after": after, "limit": "\(Self.pageSize)"]
            query["generation"] = generation.map(String.init)
            let page = try SupplierPage(try await inquiry.get(["suppliers"], query))
            for (number, isActive, supplier) in page.suppliers {
                let line = rest.removeValue(forKey: number)
                findings += Self.findings(number, isActive, supplier, line, form)
            }
            guard page.suppliers.count == Self.pageSize, let last = page.suppliers.last else { break }
            after = last.number
        }
        findings += rest.values.filter { !$0.isRetired }.sorted { $0.place < $1.place }.map {
            Finding(number: $0.number, what: "unexpected")
        }
        try tell(findings, generation)
    }

    private func read(_ agreement: BatchAgreement) throws -> (SupplierFile, [SupplierFile.Returned]) {
        let path = FilePlace.absolute(file)
        guard let bytes = FileManager.default.contents(atPath: path) else {
            throw Failure(.notFound, "\(file): cannot be read")
        }
        guard bytes.count <= SupplierFile.returnedMaximum else {
            throw Failure(.usage, "\(file): has more than \(SupplierFile.returnedMaximum) bytes")
        }
        do {
            let form = try SupplierFile(agreement)
            return (form, try form.returned(Array(bytes)))
        } catch let error as BatchError {
            throw Failure(.invalid, "\(file): \(error)")
        } catch let error as DocumentFaults {
            throw Failure(.invalid, "\(file): \(error)")
        }
    }

    /// The generation of the last file that the target is known to have; `nil` for the one in force.
    private func generation(_ inquiry: Inquiry) async throws -> Int? {
        guard !current else { return nil }
        let files = try await inquiry.get(
            ["supplier-syncs"], ["target": target, "limit": "\(Self.pageSize)"], as: [SupplierSyncRecord].self
        )
        let good = files.first {
            $0.state == "verified" || $0.state == "collected" || $0.isProvedBySending && $0.state == "sent"
        }
        guard let good else {
            throw Failure(
                .notFound,
                "\(target): no file was verified there yet; use --current to compare with the master")
        }
        return good.generation
    }

    private static func findings(
        _ number: String, _ isActive: Bool, _ supplier: Supplier, _ line: SupplierFile.Returned?,
        _ form: SupplierFile
    ) -> [Finding] {
        guard let line else { return isActive ? [Finding(number: number, what: "missing")] : [] }
        guard isActive else { return line.isRetired ? [] : [Finding(number: number, what: "unexpected")] }
        guard !line.isRetired else { return [Finding(number: number, what: "missing")] }
        return form.differences(of: line, from: supplier).map {
            Finding(
                number: number, what: "differs", column: $0.column, expected: $0.expected, found: $0.found)
        }
    }

    private func tell(_ findings: [Finding], _ generation: Int?) throws {
        let told = Array(findings.prefix(Self.toldMaximum))
        if json {
            try JSONLines.say(told)
        } else if !told.isEmpty {
            var table = TextTable("SUPPLIER", "WHAT", "COLUMN", "EXPECTED", "FOUND")
            for one in told {
                table.add(one.number, one.what, one.column ?? "", one.expected ?? "", one.found ?? "")
            }
            table.lines().forEach(Terminal.say)
        }
        let state = generation.map { "generation \($0)" } ?? "the generation in force"
        Terminal.complain("\(target), compared with \(state): \(findings.count) difference(s)")
        if !findings.isEmpty { throw ExitCode(ExitStatus.findings.rawValue) }
    }
}

/// A page of suppliers as the window tells it, with their documents.
private struct SupplierPage {
    let suppliers: [(number: String, isActive: Bool, supplier: Supplier)]

    init(_ data: Data) throws {
        let entries = try JSONSerialization.jsonObject(with: data) as? [[String: Any]] ?? []
        suppliers = try entries.map { entry in
            let line = entry["line"] as? [String: Any]
            let text = try JSONSerialization.data(withJSONObject: entry["supplier"] ?? [:])
            guard let number = line?["number"] as? String, let isActive = line?["isActive"] as? Bool,
                case .supplier(let supplier) = try DocumentReader.read(Array(text))
            else {
                throw Failure(.failed, "the answer is not of this program's version; update both to the same")
            }
            return (number, isActive, supplier)
        }
    }
}
