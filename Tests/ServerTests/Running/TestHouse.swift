import Foundation

/// A folder with profiles, a supplier's key and a spool of its own; gone with the last reference.
final class TestHouse {
    struct NotPrepared: Error {
        let why: String
    }

    /// No server answers the command line.
    struct NotReachable: Error {}

    let folder: String
    let spool: String
    var partners: String { folder + "/partners" }
    var key: String { folder + "/key" }
    var outgoing: String { folder + "/outgoing" }
    var drop: String { spool + "/drop/acme-castings" }
    var incoming: String { folder + "/incoming" }
    private var logs = 0

    /// Makes a house whose spool may lie elsewhere, with host keys that another house made unless it shall make its own.
    init(spool: String? = nil, hasHostKeys: Bool = true) throws {
        let files = FileManager.default
        folder = files.temporaryDirectory.appendingPathComponent("wharf-" + UUID().uuidString).path
        self.spool = spool ?? folder + "/spool"
        for path in [folder, folder + "/outgoing", folder + "/incoming", folder + "/logs"] {
            try files.createDirectory(atPath: path, withIntermediateDirectories: true)
        }
        // A checkout may reach its folders by links; a copied link would lead back to the originals.
        let samples = URL(fileURLWithPath: Checkout.root + "/Partners").resolvingSymlinksInPath().path
        try files.copyItem(atPath: samples, toPath: partners)
        let made = try Program.run(
            ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", key], log: logPath("keygen"))
        guard made.ending == .exited(0) else { throw NotPrepared(why: "ssh-keygen: \(made)") }
        let place = partners + "/acme-castings/demo.pub"
        if files.fileExists(atPath: place) { try files.removeItem(atPath: place) }
        try files.copyItem(atPath: key + ".pub", toPath: place)
        for file in ["house.yaml", "acme-castings.yaml"] { try Self.leaveOutTasks(partners + "/" + file) }
        try allowOrders()
        if hasHostKeys { try HostKeys.place(in: self.spool) }
    }

    deinit {
        do {
            try FileManager.default.removeItem(atPath: folder)
        } catch {
            FileHandle.standardError.write(Data("\(folder) stays: \(error)\n".utf8))
        }
    }

    /// A name for what the next program says.
    func logPath(_ name: String) -> String {
        logs += 1
        return "\(folder)/logs/\(logs)-\(name)"
    }

    /// Asks the program's command line and reads its answer as lines of JSON.
    func ask(_ words: String...) throws -> [[String: Any]] {
        let answer = try Program.run(
            [Checkout.program] + words + ["--spool", spool, "--json"], environment: ServerProcess.quiet,
            log: logPath(words[0]))
        if answer.ending == .exited(6) { throw NotReachable() }
        guard answer.ending == .exited(0) else { throw NotPrepared(why: "\(words): \(answer)") }
        return try answer.output.split(separator: "\n").compactMap {
            try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any]
        }
    }

    /// Digests as another program computes them, by path.
    func digests(of paths: [String]) throws -> [String: String] {
        var found: [String: String] = [:]
        var rest = paths[...]
        while !rest.isEmpty {
            let some = Array(rest.prefix(500))
            rest = rest.dropFirst(500)
            let answer = try Program.run(["sha256sum"] + some, log: logPath("sha256sum"))
            for line in answer.output.split(separator: "\n") where line.count > 66 {
                found[String(line.dropFirst(66))] = String(line.prefix(64))
            }
        }
        return found
    }

    /// What the samples do by the clock, and with the supplier master, is left out: a test says itself what runs.
    private static func leaveOutTasks(_ path: String) throws {
        let lines = try String(contentsOfFile: path, encoding: .utf8).split(
            separator: "\n", omittingEmptySubsequences: false)
        var kept: [Substring] = []
        var isLeftOut = false
        for line in lines {
            if line.first?.isLetter == true { isLeftOut = ["schedules:", "suppliers:"].contains(line) }
            if !isLeftOut || line.hasPrefix("#") { kept.append(line) }
        }
        try kept.joined(separator: "\n").write(toFile: path, atomically: true, encoding: .utf8)
    }

    /// The sample supplier may send orders too: the set that comes many to a file.
    private func allowOrders() throws {
        let path = partners + "/acme-castings.yaml"
        let text = try String(contentsOfFile: path, encoding: .utf8)
        let line = #"    "810": { version: "004010" }"#
        guard text.contains(line) else { throw NotPrepared(why: "the sample profile has no line \(line)") }
        let changed = text.replacingOccurrences(
            of: line, with: line + "\n" + line.replacingOccurrences(of: "810", with: "850"))
        try changed.write(toFile: path, atomically: true, encoding: .utf8)
    }
}
