import Foundation
import Glibc

/// A house that visits ACME's own server, which is OpenSSH's, and what lies there.
final class FarSide {
    let house: TestHouse
    let server: PrivateServer

    /// `options`: lines of the server's configuration.
    init(options: [String] = [], after: String = "do: delete") throws {
        house = try TestHouse()
        server = try PrivateServer(house, key: house.key, options: options)
        let secrets = house.folder + "/secrets"
        try FileManager.default.createDirectory(atPath: secrets, withIntermediateDirectories: true)
        try FileManager.default.copyItem(atPath: house.key, toPath: secrets + "/their-key")
        try FileManager.default.setAttributes(
            [.posixPermissions: 0o600], ofItemAtPath: secrets + "/their-key")
        let section = """
            remote:
              host: 127.0.0.1
              port: \(server.port)
              user: \(NSUserName())
              identity: secret://file/their-key
              hostKeys: ["\(server.fingerprint)"]
              deadlines: { connect: 10s, auth: 10s, list: 10s, file: 30s, poll: 60s }
              pickup: [{ path: \(server.folder)/out, match: ["*.edi"], ready: { renamed: true }, after: { \(after) } }]
              deliver: { path: \(server.folder)/in, temporary: "{name}.part", fileName: "{document}_{control}.edi" }
              poll: { every: 1h }
            """
        try ClientSide.replace(
            "\nx12:\n", with: "\n\(section)\n\nx12:\n", in: house.partners + "/acme-castings.yaml")
    }

    /// Starts the program and waits until it runs, or has died of what the environment asks for.
    func start(_ environment: [String: String] = [:]) throws -> ServerProcess {
        let process = try ServerProcess(
            house, environment: environment.merging(["WHARF_SECRETS": house.folder + "/secrets"]) { $1 })
        _ = try process.waitUntilReady()
        return process
    }

    /// Lays a ship notice into the partner's folder, as its own software would: under another name first.
    func lay(_ controls: ClosedRange<Int>) throws -> [Upload] {
        try controls.map { control in
            let upload = Upload.make(.shipNotice, control: control)
            let path = server.folder + "/out/" + upload.name
            try Data(upload.text.utf8).write(to: URL(fileURLWithPath: path + ".tmp"))
            guard rename(path + ".tmp", path) == 0 else { throw NotLaid(path: path) }
            return upload
        }
    }

    struct NotLaid: Error {
        let path: String
    }

    /// Visits the server now; the report, or `nil` when the program died meanwhile.
    @discardableResult
    func visit() throws -> [String: Any]? {
        let answer = try Program.run(
            [Checkout.program, "poll", "now", "acme-castings", "--json", "--spool", house.spool],
            environment: ServerProcess.quiet, log: house.logPath("poll"))
        return try JSONSerialization.jsonObject(with: Data(answer.output.utf8)) as? [String: Any]
    }

    func entries() throws -> [[String: Any]] {
        try house.ask("poll", "ledger", "acme-castings", "--limit", "10000")
    }

    func arrivals() throws -> [[String: Any]] { try house.ask("arrival", "list", "--limit", "10000") }

    func answers() throws -> [[String: Any]] {
        try house.ask("interchange", "list", "--state", "outbound", "--limit", "10000")
    }

    func status() throws -> [String: Any] { try house.ask("poll", "status").first ?? [:] }

    /// What must hold in the end: each file taken once, cleared there, answered once, and each answer verified there.
    func judge(_ uploads: [Upload]) throws -> [String] {
        var faults: [String] = []
        let isDone = try Patience.wait(within: 40) { () -> Bool? in
            let verified = try answers().count { $0["state"] as? String == "verified" }
            return verified >= uploads.count ? true : nil
        }
        if isDone == nil { faults.append("not all answers were verified: \(try answers())") }
        let arrivals = try arrivals()
        for upload in uploads {
            let taken = arrivals.filter { $0["name"] as? String == upload.name }
            if taken.count != 1 { faults.append("\(upload.name): taken \(taken.count) times") }
            if taken.first?["state"] as? String != "interpreted" { faults.append("\(upload.name): \(taken)") }
        }
        for entry in try entries() where entry["state"] as? String != "committed" {
            faults.append("entry \(entry)")
        }
        if try !server.names("/out").filter({ $0 != "taken" }).isEmpty {
            faults.append("left there: \(try server.names("/out"))")
        }
        let there = try server.names("/in")
        let wanted = try answers().compactMap { $0["fileName"] as? String }.sorted()
        if there != wanted { faults.append("there: \(there), ours: \(wanted)") }
        let ours = try answers().compactMap { $0["digest"] as? String }.sorted()
        let theirs = try house.digests(of: there.map { server.folder + "/in/" + $0 }).values.sorted()
        if ours != theirs { faults.append("the bytes there are not ours") }
        let proof = try house.ask("audit", "verify")
        if proof.first?["broken"] is [String: Any] { faults.append("the audit trail is broken") }
        return faults
    }
}
