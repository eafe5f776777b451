import Foundation

/// A supplier with the real OpenSSH client, and a program that drops files for it; both write down what was acknowledged: the
/// only memory that a crash of the server cannot touch.
final class Supplier {
    /// What the supplier remembers of one file.
    struct Sent {
        let upload: Upload
        let digest: String
        /// The client reported success, or the dropped file is gone: the server has promised to keep it.
        var isAcknowledged = false
        /// It lies, or lay, in the drop folder.
        var isDropped = false
        /// Times that sending it began.
        var attempts = 0
    }

    private let house: TestHouse
    private var nextControl = 1_000
    private(set) var sent: [Int: Sent] = [:]
    /// Files of the download folder that the client fetched with success.
    private(set) var fetched: Set<String> = []

    init(_ house: TestHouse) {
        self.house = house
    }

    /// Files that a client has to send again.
    var unanswered: [Upload] {
        sent.values.filter { !$0.isAcknowledged && !$0.isDropped }.map(\.upload).sorted {
            $0.control < $1.control
        }
    }
    var acknowledgedCount: Int { sent.values.count { $0.isAcknowledged } }

    /// Writes files to be sent, each with the next control number.
    func prepare(_ kinds: [Upload.Kind]) throws -> [Upload] {
        var uploads: [Upload] = []
        for kind in kinds {
            let upload = Upload.make(kind, control: nextControl)
            nextControl += 1
            try Data(upload.text.utf8).write(to: URL(fileURLWithPath: path(upload)))
            uploads.append(upload)
        }
        let digests = try house.digests(of: uploads.map(path))
        for upload in uploads {
            sent[upload.control] = Sent(upload: upload, digest: digests[path(upload)] ?? "none")
        }
        return uploads
    }

    /// A client that is sending.
    struct Session {
        fileprivate let program: Program
        fileprivate let uploads: [Upload]
    }

    /// Starts a client that sends files one after the other.
    func begin(_ uploads: [Upload], port: Int) throws -> Session {
        let program = try client(uploads.map { "put \(path($0)) /upload/\($0.name)" }, port: port)
        return Session(program: program, uploads: uploads)
    }

    /// How many files the clients have seen acknowledged so far.
    func answers(_ sessions: [Session]) -> Int {
        sessions.reduce(0) { $0 + max(0, named("put", $1.program) - 1) }
    }

    /// Waits for a client's end and writes down what was acknowledged.
    func finish(_ session: Session) throws {
        let succeeded = try succeededCommands(session.program, named: "put", of: session.uploads.count)
        for (index, upload) in session.uploads.enumerated() {
            if index <= succeeded { sent[upload.control]?.attempts += 1 }
            if index < succeeded { sent[upload.control]?.isAcknowledged = true }
        }
    }

    /// Sends files one after the other.
    func send(_ uploads: [Upload], port: Int) throws {
        try finish(begin(uploads, port: port))
    }

    /// Leaves files in the drop folder, each whole when it appears.
    func drop(_ uploads: [Upload]) throws {
        for upload in uploads {
            let hidden = "\(house.drop)/.\(upload.name)"
            try FileManager.default.copyItem(atPath: path(upload), toPath: hidden)
            sent[upload.control]?.isDropped = true
            sent[upload.control]?.attempts = 1
            try FileManager.default.moveItem(atPath: hidden, toPath: "\(house.drop)/\(upload.name)")
        }
    }

    /// Looks which dropped files are gone; returns how many are left.
    func lookAtDrops() -> Int {
        let open = sent.values.filter { $0.isDropped && !$0.isAcknowledged }.map(\.upload)
        let taken = open.filter { !FileManager.default.fileExists(atPath: "\(house.drop)/\($0.name)") }
        for upload in taken { sent[upload.control]?.isAcknowledged = true }
        return open.count - taken.count
    }

    /// Fetches whatever lies in the download folder.
    func fetch(_ names: [String], port: Int) throws {
        let commands = names.map { "get /download/\($0) \(house.incoming)/\($0)" }
        let succeeded = try succeededCommands(client(commands, port: port), named: "get", of: names.count)
        fetched.formUnion(names.prefix(succeeded))
    }

    private func path(_ upload: Upload) -> String { house.outgoing + "/" + upload.name }

    private func client(_ commands: [String], port: Int) throws -> Program {
        let log = house.logPath("sftp")
        try commands.joined(separator: "\n").appending("\n").write(
            toFile: log + ".batch", atomically: false, encoding: .utf8)
        return try Program(
            [
                // Small pieces, so that a file of some size comes in several writes.
                "sftp", "-q", "-B", "8192", "-b", log + ".batch", "-P", String(port), "-i", house.key, "-F",
                "/dev/null",
                "-o", "IdentitiesOnly=yes", "-o", "StrictHostKeyChecking=no", "-o",
                "UserKnownHostsFile=/dev/null",
                "-o", "BatchMode=yes", "-o", "ConnectTimeout=10", "acme@127.0.0.1",
            ], log: log)
    }

    /// In a batch the client names each command before it runs it and ends with the first that fails: those before the last
    /// one named succeeded, and the last one only if the client ended well.
    private func succeededCommands(_ program: Program, named name: String, of count: Int) throws -> Int {
        guard let ending = program.wait(within: 120) else { throw Program.NeverEnded(command: "sftp") }
        let named = named(name, program)
        return ending == .exited(0) ? min(named, count) : max(0, named - 1)
    }

    private func named(_ name: String, _ program: Program) -> Int {
        program.output.split(separator: "\n").count { $0.hasPrefix("sftp> \(name) ") }
    }
}
