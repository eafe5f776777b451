import Foundation

/// A supplier's side with the programs that suppliers really use, against a server of its own.
final class ClientSide {
    /// How a client ended, and all it said.
    struct Answer {
        let ending: Program.Ending
        let text: String

        var succeeded: Bool { ending == .exited(0) }
    }

    let house: TestHouse
    let port: Int
    let server: ServerProcess
    var login = "acme"

    /// `profile`: changes to the sample supplier's profile, what is there to what shall be; `house`: to the house's.
    init(
        profile: [String: String] = [:], house changes: [String: String] = [:],
        environment: [String: String] = [:]
    ) throws {
        house = try TestHouse()
        for (old, new) in changes { try Self.replace(old, with: new, in: house.partners + "/house.yaml") }
        for (old, new) in profile {
            try Self.replace(old, with: new, in: house.partners + "/acme-castings.yaml")
        }
        (server, port) = try ServerProcess.ready(house, environment: environment)
    }

    deinit { server.stop() }

    static func replace(_ old: String, with new: String, in path: String) throws {
        let text = try String(contentsOfFile: path, encoding: .utf8)
        guard text.contains(old) else { throw TestHouse.NotPrepared(why: "\(path) has no \(old)") }
        try text.replacingOccurrences(of: old, with: new).write(
            toFile: path, atomically: true, encoding: .utf8)
    }

    /// Writes a file to be sent and tells where it lies.
    @discardableResult
    func file(_ name: String, _ text: String) throws -> String {
        try Data(text.utf8).write(to: URL(fileURLWithPath: house.outgoing + "/" + name))
        return house.outgoing + "/" + name
    }

    /// What a partner fetched.
    func fetched(_ name: String) -> String? {
        FileManager.default.contents(atPath: house.incoming + "/" + name).map {
            String(decoding: $0, as: UTF8.self)
        }
    }

    private var connection: [String] {
        [
            "-i", house.key, "-o", "BatchMode=yes", "-o", "IdentitiesOnly=yes", "-o",
            "StrictHostKeyChecking=no",
            "-o", "UserKnownHostsFile=/dev/null", "-o", "LogLevel=ERROR",
        ]
    }

    /// Starts OpenSSH's client on commands of a batch.
    func begin(_ commands: [String], options: [String] = []) throws -> Program {
        let log = house.logPath("sftp")
        try Data((commands.joined(separator: "\n") + "\n").utf8).write(
            to: URL(fileURLWithPath: log + ".batch"))
        // Read from standard input, not by -b: so the client goes on after a fault, as with a person.
        return try Program(
            ["sftp"] + connection + options + ["-P", "\(port)", "\(login)@127.0.0.1"], input: log + ".batch",
            log: log)
    }

    /// Runs commands of a batch with OpenSSH's client; the first that fails ends it.
    @discardableResult
    func sftp(_ commands: String..., options: [String] = [], port: Int? = nil) throws -> Answer {
        let log = house.logPath("sftp")
        try Data((commands.joined(separator: "\n") + "\n").utf8).write(
            to: URL(fileURLWithPath: log + ".batch"))
        return try run(
            ["sftp", "-b", log + ".batch"] + connection + options
                + ["-P", "\(port ?? self.port)", "\(login)@127.0.0.1"],
            log: log)
    }

    func lftp(_ commands: String) throws -> Answer {
        let connect = (["ssh", "-a", "-x"] + connection).joined(separator: " ")
        let script =
            "set sftp:connect-program '\(connect)'; set sftp:auto-confirm yes; set net:max-retries 1; "
            + "set net:timeout 10; set cmd:fail-exit yes; lcd \(house.incoming); "
            + "open -u \(login), -p \(port) sftp://127.0.0.1; \(commands); exit"
        return try run(["lftp", "-c", script], log: house.logPath("lftp"))
    }

    /// Runs lines of Python with `sftp`, an open client of paramiko, and `again()`, which opens another.
    func paramiko(_ lines: String) throws -> Answer {
        let script = """
            import paramiko
            key = paramiko.Ed25519Key.from_private_key_file("\(house.key)")
            links = []
            def again():
                link = paramiko.Transport(("127.0.0.1", \(port)))
                link.connect(username="\(login)", pkey=key)
                links.append(link)
                return paramiko.SFTPClient.from_transport(link)
            sftp = again()
            outgoing, incoming = "\(house.outgoing)/", "\(house.incoming)/"
            \(lines)
            for link in links: link.close()
            """
        let log = house.logPath("paramiko")
        try Data(script.utf8).write(to: URL(fileURLWithPath: log + ".py"))
        return try run(["python3", log + ".py"], log: log)
    }

    private func run(_ arguments: [String], log: String) throws -> Answer {
        let program = try Program(arguments, log: log)
        guard let ending = program.wait(within: 60) else {
            return Answer(ending: .killed(signal: 0), text: "never ended")
        }
        return Answer(ending: ending, text: program.output + program.complaints)
    }

    /// The states of the arrivals of a name, oldest first, as soon as there are so many and none is under way.
    func states(of name: String, count: Int = 1) throws -> [String] {
        let found = try Patience.wait(within: 30) { () -> [String]? in
            let all = try house.ask("arrival", "list", "--limit", "1000").filter {
                $0["name"] as? String == name
            }
            let states = all.compactMap { $0["state"] as? String }
            return states.count >= count && !states.contains { ["received", "interpreting"].contains($0) }
                ? states : nil
        }
        return (found ?? []).reversed()
    }

    /// Waits until an upload is well under way.
    func waitForStaging() -> Bool {
        let folder = house.spool + "/staging"
        let found = Patience.wait(within: 20) { () -> Bool? in
            let names = FileManager.default.enumerator(atPath: folder)?.compactMap { $0 as? String } ?? []
            let sizes = names.map { name -> Int in
                var status = stat()
                return stat(folder + "/" + name, &status) == 0 ? Int(status.st_size) : 0
            }
            return sizes.contains { $0 > 50_000 } ? true : nil
        }
        return found ?? false
    }

    /// How many arrivals are in the books.
    func arrivalCount() throws -> Int { try house.ask("arrival", "list", "--limit", "10000").count }

    /// Whether paramiko is there.
    static let hasParamiko: Bool = {
        guard Program.exists("python3") else { return false }
        let log = FileManager.default.temporaryDirectory.appendingPathComponent("wharf-" + UUID().uuidString)
            .path
        defer { for ending in [".out", ".err"] { unlink(log + ending) } }
        do {
            return try Program.run(["python3", "-c", "import paramiko"], log: log).ending == .exited(0)
        } catch {
            return false
        }
    }()

    /// A ship notice with so many lines: a file as long as a test needs.
    static func notice(_ control: Int, lines: Int) -> String {
        let short = Upload.make(.shipNotice, control: control).text
        let marks = short.components(separatedBy: "CTT*3~")
        guard marks.count == 2, lines > 0 else { return short }
        let more = (0..<lines).map { "HL*\($0 + 4)*2*I~LIN*\($0 + 2)*UP*036000291452~SN1*\($0 + 2)*48*EA~" }
            .joined()
        let count = 10 + 3 * lines
        return marks[0] + more + "CTT*\(3 + lines)~"
            + marks[1].replacingOccurrences(of: "SE*10*", with: "SE*\(count)*")
    }
}
