import Cryptography
import Foundation
import Logging
import Partners
import SFTP
import Spool
import Synchronization
import Testing

@testable import Transports

/// A mailbox host over a spool of its own, with a house behind it that only writes down what it is told.
final class MailboxFixture {
    let folder: String
    let layout: SpoolLayout
    let archive: Archive
    let office: WrittenOffice
    let reception: WrittenReception
    let host: MailboxHost

    /// Makes a house with one partner, and others where asked.
    ///
    /// `uploads`: further lines of the partner's `uploads`. `hosted`: further lines of its `hosted`.
    /// `state`: the partner's. `others`: further profiles by id, each the lines of its `hosted`. `secrets`: by
    /// the name of their variable.
    init(
        uploads: [String] = [], hosted: [String] = [],
        keys: String = "[{ keyFile: acme/none.pub, optional: true }]",
        state: String = "live", others: [String: [String]] = [:], secrets: [String: String] = [:]
    ) throws {
        folder =
            NSTemporaryDirectory() + "wharf-mailbox-\(ULID(milliseconds: 0, entropy: RandomBytes.bytes(10)))"
        let house = """
            apiVersion: wharf/v1
            id: northwind
            name: Northwind Manufacturing
            timeZone: America/Chicago
            identities:
              main: { isaQualifier: ZZ, isaId: NORTHWIND, gsId: NORTHWIND }
            sinks:
              journal: { kind: file }

            """
        let partner = """
            apiVersion: wharf/v1
            id: acme
            name: ACME
            state: \(state)
            hosted:
              login: acme
              keys: \(keys)
            \(hosted.map { "  " + $0 }.joined(separator: "\n"))
              uploads:
                accept: ["*.edi"]
                maxFile: 4KiB
            \(uploads.map { "    " + $0 }.joined(separator: "\n"))
            x12:
              partner: { isaQualifier: ZZ, isaId: ACME, gsId: ACME }
              identity: main
              usage: production
              inbound:
                "856": { version: "004010" }

            """
        try FileManager.default.createDirectory(
            atPath: folder + "/Partners", withIntermediateDirectories: true)
        try house.write(toFile: folder + "/Partners/house.yaml", atomically: true, encoding: .utf8)
        try partner.write(toFile: folder + "/Partners/acme.yaml", atomically: true, encoding: .utf8)
        for (id, lines) in others {
            let text =
                "apiVersion: wharf/v1\nid: \(id)\nname: \(id)\nstate: live\nhosted:\n"
                + lines.map { "  " + $0 + "\n" }.joined()
                + "x12:\n  partner: { isaQualifier: ZZ, isaId: \(id.uppercased()), gsId: \(id.uppercased()) }\n"
                + "  identity: main\n  usage: production\n  inbound:\n    \"856\": { version: \"004010\" }\n"
            try text.write(toFile: folder + "/Partners/\(id).yaml", atomically: true, encoding: .utf8)
        }
        let review = ProfileLoader.load(
            folder: folder + "/Partners", secrets: SecretStore(directory: nil, environment: secrets),
            today: nil)
        office = WrittenOffice(directory: try #require(review.directory, "\(review.faults)"))
        layout = SpoolLayout(root: folder + "/Spool")
        try layout.create()
        try layout.createFolders(for: "acme")
        archive = Archive(layout, clock: { [office] in office.now })
        reception = WrittenReception()
        host = try MailboxHost(office: office, reception: reception, archive: archive, log: Self.log)
    }

    deinit {
        try? FileManager.default.removeItem(atPath: folder)
    }

    static let log = Logger(label: "mailbox") { _ in SwiftLogNoOpLogHandler() }

    func session(of host: MailboxHost? = nil) throws -> MailboxSession {
        let partner = try #require(office.directory.partner(id: "acme"))
        return MailboxSession(
            host: host ?? self.host, partner: partner, hosted: try #require(partner.hosted), peer: "192.0.2.7"
        )
    }

    /// The host of a process that starts over the same spool.
    func restarted() throws -> MailboxHost {
        try MailboxHost(
            office: office, reception: reception, archive: Archive(layout, clock: { [office] in office.now }),
            log: Self.log)
    }

    /// Puts a file into the download folder.
    func place(_ text: String, as name: String) throws {
        let receipt = try archive.store(Array(text.utf8))
        let mailbox = Mailbox(layout, partner: "acme")
        try mailbox.place(receipt.digest, as: name, from: archive)
        try mailbox.synchronize()
    }

    func staged() throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: layout.staging).filter { $0.hasSuffix(".part") }
    }
}

extension MailboxSession {
    func openToWrite(_ path: String) throws -> any HostFile {
        try open(path, flags: [.write, .create, .truncate])
    }

    func put(_ path: String, _ text: String) throws {
        let file = try openToWrite(path)
        try file.put(text, at: 0)
        try file.close()
    }

    func names(_ path: String) throws -> [String] {
        try list(path).map(\.name).sorted()
    }
}

extension HostFile {
    func put(_ text: String, at offset: Int) throws {
        try put(Array(text.utf8), at: UInt64(offset))
    }

    func put(_ bytes: [UInt8], at offset: UInt64) throws {
        try bytes.withUnsafeBytes { try write($0, at: offset) }
    }

    func get(_ count: Int, at offset: Int) throws -> String {
        var buffer = [UInt8](repeating: 0, count: count)
        let read = try buffer.withUnsafeMutableBytes { try self.read(into: $0, at: UInt64(offset)) }
        return String(decoding: buffer[..<read], as: UTF8.self)
    }
}

/// A house that writes down what the mailbox tells it.
final class WrittenOffice: MailboxOffice {
    let directory: PartnerDirectory
    private let state = Mutex<(now: Int64, collected: [String], removed: [String], fault: Bool)>(
        (1_795_435_200_000, [], [], false))

    /// What the books have.
    let booked = Mutex(MailboxUse.none)
    /// How often it was asked for that.
    let asked = Mutex(0)
    let logins = Mutex<[String]>([])
    let refusals = Mutex<[String]>([])

    init(directory: PartnerDirectory) { self.directory = directory }

    var now: Int64 { state.withLock { $0.now } }
    var today: String { "2026-11-23" }
    var revision: String { "one" }
    let loginSecret = Array("a secret of this house".utf8)
    var collected: [String] { state.withLock { $0.collected } }
    var removed: [String] { state.withLock { $0.removed } }

    func turn(bySeconds seconds: Int64) { state.withLock { $0.now += seconds * 1000 } }
    func fail(_ fails: Bool) { state.withLock { $0.fault = fails } }

    func reports(of partner: String) throws(ReceptionError) -> [ReportFile] {
        [ReportFile(name: "a.edi.txt", byteCount: 8, modifiedSeconds: 7)]
    }

    func report(_ name: String, of partner: String) throws(ReceptionError) -> [UInt8]? {
        name == "a.edi.txt" ? Array("accepted".utf8) : nil
    }

    func noteCollected(_ name: String, partner: String, login: String) throws(ReceptionError) {
        let fails = state.withLock { state -> Bool in
            if !state.fault { state.collected.append(name) }
            return state.fault
        }
        if fails { throw ReceptionError("try again later") }
    }

    func isCollected(_ name: String, partner: String) throws(ReceptionError) -> Bool {
        collected.contains(name)
    }

    func noteRemoved(_ name: String, partner: String, login: String) throws(ReceptionError) {
        state.withLock { $0.removed.append(name) }
    }

    func unsettled(of partner: String) throws(ReceptionError) -> MailboxUse {
        asked.withLock { $0 += 1 }
        return booked.withLock { $0 }
    }

    func noteLogin(partner: String, login: String, peer: String, with credentials: [String]) {
        logins.withLock { $0.append("\(login) with \(credentials.joined(separator: " and "))") }
    }

    func noteRefusedLogin(user: String?, peer: String, reason: String) {
        refusals.withLock { $0.append("\(user ?? "-"): \(reason)") }
    }
}

/// A front door that takes everything, unless told otherwise, and writes down what came.
final class WrittenReception: Reception {
    struct Taken: Sendable, Equatable {
        let name: String
        let uploadKey: String
        let digest: Digest
        let byteCount: Int
    }

    private struct State {
        var taken: [Taken] = []
        var aborted: [String] = []
        var refusal: String?
        var fails = false
        var onReceive: (@Sendable (String) -> Void)?
    }

    private let state = Mutex(State())

    var taken: [Taken] { state.withLock { $0.taken } }
    var aborted: [String] { state.withLock { $0.aborted } }

    func refuse(_ sentence: String?) { state.withLock { $0.refusal = sentence } }
    func fail(_ fails: Bool) { state.withLock { $0.fails = fails } }
    func onReceive(_ body: @escaping @Sendable (String) -> Void) { state.withLock { $0.onReceive = body } }

    func receive(_ arrival: Arrival, content: StagedFile) throws(ReceptionError) -> Receipt {
        if state.withLock({ $0.fails }) { throw ReceptionError("no space left here; try again later") }
        do {
            let receipt = try content.seal()
            let hook = state.withLock { state in
                state.taken.append(
                    Taken(
                        name: arrival.name, uploadKey: arrival.uploadKey, digest: receipt.digest,
                        byteCount: receipt.byteCount))
                return state.onReceive
            }
            hook?(arrival.name)
            return receipt
        } catch {
            throw ReceptionError("\(error)")
        }
    }

    func noteAborted(_ arrival: Arrival, byteCount: Int) {
        state.withLock { $0.aborted.append("\(arrival.name) \(byteCount)") }
    }

    func refusal() -> String? { state.withLock { $0.refusal } }

    /// As long as nothing is refused.
    var isKnownReady: Bool { refusal() == nil }
}
