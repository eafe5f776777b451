internal import Foundation
internal import Store

/// What the last extracts changed and what each target was sent, each beside the time before.
struct SupplierReport: Codable {
    /// Extracts that are shown.
    private static let runsShown = 5

    /// The newest extracts, the newest first.
    let extracts: [SupplierRunRecord]
    /// For each target its last file and the one before.
    let targets: [Target]
    /// Pairs of suppliers that may be one, as many as are known, up to a thousand.
    let suspicions: Int

    struct Target: Codable {
        let target: String
        let last: SupplierSyncRecord
        let before: SupplierSyncRecord?
    }

    init(_ inquiry: Inquiry, target: String?) async throws {
        extracts = try await inquiry.get(
            ["supplier-runs"], ["limit": "\(Self.runsShown)"], as: [SupplierRunRecord].self)
        var query = ["limit": "1000"]
        query["target"] = target
        let files = try await inquiry.get(["supplier-syncs"], query, as: [SupplierSyncRecord].self)
        if let target, files.isEmpty {
            throw Failure(.notFound, "\(target): no file of the supplier master was made for it")
        }
        targets = Dictionary(grouping: files, by: \.target).sorted { $0.key < $1.key }.compactMap {
            name, files in
            files.first.map { Target(target: name, last: $0, before: files.dropFirst().first) }
        }
        suspicions = try await inquiry.get(
            ["supplier-suspicions"], ["limit": "1000"], as: [SupplierSuspicionRecord].self
        ).count
    }

    func lines() -> [String] {
        guard !extracts.isEmpty else { return ["No extract of the supplier master has come yet."] }
        var came = TextTable(
            "EXTRACT", "CAME", "KIND", "STATE", "ADDED", "CHANGED", "RETIRED", "UNCHANGED", "FAULTY",
            "ARRIVAL")
        for run in extracts {
            came.add(
                run.name, Moment.text(run.startedAt), run.kind, run.state.rawValue, "\(run.added)",
                "\(run.changed)",
                "\(run.retired)", "\(run.unchanged)", "\(run.faulty)", run.arrival)
        }
        var lines = came.lines()
        for run in extracts where run.state == .held {
            lines.append("held: \(run.name): \(run.reason ?? "")")
        }
        if suspicions > 0 {
            lines.append("\(suspicions) pair(s) may be one supplier: `wharf supplier suspicions`")
        }
        guard !targets.isEmpty else { return lines }
        var sent = TextTable(
            "TARGET", "FILE", "SCOPE", "STATE", "ROWS", "ADDED", "CHANGED", "RETIRED", "UNCHANGED", "MADE")
        for target in targets {
            for file in [target.last, target.before].compactMap(\.self) {
                sent.add(
                    target.target, file.fileName ?? "", file.scope, file.state ?? "", "\(file.rows)",
                    "\(file.added)",
                    "\(file.changed)", "\(file.retired)", "\(file.unchanged)", Moment.text(file.createdAt))
            }
        }
        return lines + [""] + sent.lines()
    }
}
