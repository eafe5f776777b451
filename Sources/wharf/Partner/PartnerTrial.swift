internal import Cryptography
internal import Foundation
internal import Partners
internal import SFTP

/// Walks through everything that a visit to a partner's server needs, step by step, and says where it stops.
///
/// Writes one small file and takes it away again, unless it is told to look only. **Thread**: blocks.
final class PartnerTrial {
    /// A file name that no partner's programs take for one of theirs, and no pickup of ours.
    static let namePrefix = ".wharf-test-"
    /// The most names of a folder that are looked through.
    private static let nameLimit = 100_000

    private let remote: RemoteSection
    private let options: ClientOptions
    private let isReadOnly: Bool
    private let name: String
    private var log: TrialLog

    /// Prepares a trial.
    ///
    /// - Parameters:
    ///   - remote: the partner's server.
    ///   - options: how it is reached.
    ///   - isReadOnly: whether nothing is written.
    ///   - report: hears of each step as soon as it is over.
    init(
        _ remote: RemoteSection, options: ClientOptions, isReadOnly: Bool,
        report: @escaping (TrialStep) -> Void
    ) {
        self.remote = remote
        self.options = options
        self.isReadOnly = isReadOnly
        log = TrialLog(report)
        name =
            Self.namePrefix
            + RandomBytes.bytes(6).map { String(UInt16($0) + 0x100, radix: 16).dropFirst() }.joined()
    }

    /// Whether nothing failed.
    var isPassed: Bool { log.isPassed }
    /// What came of each step.
    var steps: [TrialStep] { log.steps }

    /// Runs the steps until the first that failed.
    func run() {
        guard let client = connect() else { return }
        defer { client.close() }
        for pickup in remote.pickups {
            guard list(pickup, client), look(pickup, client) else { return }
        }
        guard let deliver = remote.deliver else {
            return log.skip(["write", "rename", "read back", "delete"], "the profile has no `deliver`")
        }
        guard !isReadOnly else {
            return log.skip(["write", "rename", "read back", "delete"], "--read-only was given")
        }
        moveFile(client, deliver)
    }

    // MARK: Steps

    private func connect() -> SFTPClient? {
        switch log.connect(options, { words($0, $1) }) {
        case .success(let client):
            return client
        case .failure(let stop):
            log.fail(TrialLog.title(stop.error.phase), stop.error, stop.milliseconds)
            return nil
        }
    }

    private func words(_ phase: ClientPhase, _ facts: ServerFacts?) -> String {
        guard let facts else { return "" }
        return switch phase {
        case .resolve: facts.address
        case .connect: "port \(remote.port)"
        case .keyExchange: "\(facts.keyExchange), \(facts.cipher)"
        case .hostKey: "\(facts.hostKeyType) \(facts.hostKeyFingerprint)"
        case .login:
            "\(remote.user), with \(options.credentials.map(\.description).joined(separator: " and "))"
        case .subsystem:
            ([facts.banner] + facts.extensions.keys.sorted().map { String($0.prefix { $0 != "@" }) })
                .joined(separator: ", ")
        default: ""
        }
    }

    private func list(_ pickup: RemoteSection.Pickup, _ client: SFTPClient) -> Bool {
        attempt("list \(pickup.path)") {
            var files = 0
            var taken = 0
            try client.list(pickup.path, limit: Self.nameLimit) { entry in
                guard entry.kind == .file || entry.kind == .other else { return true }
                files += 1
                if pickup.takes(name: entry.name) { taken += 1 }
                return true
            }
            return "\(files) file\(files == 1 ? "" : "s"), \(taken) of them with names that are taken"
        }
    }

    /// The folder that files are moved to has to be there when the first of them was taken.
    private func look(_ pickup: RemoteSection.Pickup, _ client: SFTPClient) -> Bool {
        guard case .move(let folder) = pickup.afterwards else { return true }
        return attempt("look at \(folder)") {
            guard try client.stat(folder).isDirectory else {
                throw Complaint(
                    text: "\(folder) is no folder; files cannot be moved there after they were taken")
            }
            return "a folder, for files that were taken"
        }
    }

    private func moveFile(_ client: SFTPClient, _ deliver: RemoteSection.Delivery) {
        let folder = deliver.path == "/" ? "" : deliver.path
        let final = "\(folder)/\(name)"
        let temporary = deliver.temporary.map { "\(folder)/\($0.filled(name: name))" }
        let bytes = Array("A test of the connection by \(options.user); it can be deleted.\n".utf8)
        guard write(client, temporary ?? final, bytes, deliver) else { return }
        if let temporary {
            let isRenamed = attempt("rename") {
                try client.rename(temporary, to: final, replacing: false)
                return final
            }
            guard isRenamed else { return tidy(client, [temporary, final]) }
        } else {
            log.skip(["rename"], "the profile says `rename: false`")
        }
        guard readBack(client, final, bytes, deliver) else { return tidy(client, [final]) }
        _ = attempt("delete") {
            try client.remove(final)
            return final
        }
    }

    private func write(
        _ client: SFTPClient, _ path: String, _ bytes: [UInt8], _ deliver: RemoteSection.Delivery
    ) -> Bool {
        attempt("write") {
            let isSynchronized = try client.write(
                path, byteCount: UInt64(bytes.count), mode: .create(exclusive: true),
                synchronize: deliver.isSynchronized
            ) { buffer, offset in
                let part = bytes.dropFirst(Int(offset)).prefix(buffer.count)
                buffer.copyBytes(from: part)
                return part.count
            }
            return "\(path)\(isSynchronized ? ", on the server's disk" : "")"
        }
    }

    private func readBack(
        _ client: SFTPClient, _ path: String, _ bytes: [UInt8], _ deliver: RemoteSection.Delivery
    ) -> Bool {
        guard deliver.verification != .nothing else {
            log.skip(["read back"], "the profile says `verify: none`: \(deliver.unverifiedReason ?? "")")
            return true
        }
        return attempt("read back") {
            let size = try client.stat(path).size
            guard size == UInt64(bytes.count) else {
                throw Complaint(
                    text:
                        "the server says that \(path) has \(size) bytes, we sent \(bytes.count); ask its operator whether something takes files away or changes them"
                )
            }
            do {
                var found: [UInt8] = []
                try client.read(path, from: 0, expecting: size) { found.append(contentsOf: $0) }
                guard found == bytes else {
                    throw Complaint(
                        text:
                            "\(path) has other bytes than we sent; ask the server's operator what changes them"
                    )
                }
                return "the same \(bytes.count) bytes"
            } catch let error as ClientError
                where error.code == .permissionDenied && deliver.verification == .stat
            {
                return "\(size) bytes by the server's word; reading is not allowed, and not needed"
            }
        }
    }

    /// What was written is taken away again; when that fails too, the person is told what lies there.
    private func tidy(_ client: SFTPClient, _ paths: [String]) {
        guard client.isOpen else {
            return log.note(
                "tidy up", .failed, nil,
                "the connection is gone; delete \(paths.joined(separator: " or ")) by hand")
        }
        for path in paths {
            do throws(ClientError) {
                try client.remove(path)
            } catch {
                guard error.code != .noSuchFile else { continue }
                log.note("tidy up", .failed, nil, "\(path) stays at the server: \(error.description)")
            }
        }
    }

    // MARK: Keeping the list

    /// A step that the server did without an error and yet wrong.
    private struct Complaint: Error {
        let text: String
    }

    private func attempt(_ title: String, _ body: () throws -> String) -> Bool {
        let started = ContinuousClock.now
        do {
            let detail = try body()
            log.note(title, .ok, TrialLog.milliseconds(since: started), detail)
            return true
        } catch let error as ClientError {
            log.fail(title, error, TrialLog.milliseconds(since: started))
        } catch let complaint as Complaint {
            log.note(title, .failed, TrialLog.milliseconds(since: started), complaint.text)
        } catch {
            log.note(title, .failed, TrialLog.milliseconds(since: started), "\(error)")
        }
        return false
    }
}
