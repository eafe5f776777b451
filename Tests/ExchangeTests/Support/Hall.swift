import Cryptography
import Foundation
import Logging
import Partners
import SFTP
import Spool
import Store
import Testing

@testable import Exchange
@testable import Receivers
@testable import Transports

/// A server in this process over a spool of its own, with the sample profiles and a clock that can be turned.
final class Hall: @unchecked Sendable {
    struct Change {
        let file: String
        let from: String
        let to: String
    }

    let folder: String
    let layout: SpoolLayout
    let clock = TestClock()
    /// The servers of all partners that have one, unless they are reached in another way.
    let remote = MemoryServer()
    private let dialer: any RemoteDialer
    private(set) var server: ExchangeServer
    private var isRunning = false

    /// Makes a house of its own.
    ///
    /// `spool`: where the spool lies; below the hall's own folder unless given. `dialer`: how partners' servers are
    /// reached; the one in memory unless given. `partnerKey`: our private key there.
    init(
        _ changes: [Change] = [], extraPartners: Int = 0, spool: String? = nil, started: Bool = true,
        dialer: (any RemoteDialer)? = nil, partnerKey: String? = nil
    ) throws {
        self.dialer = dialer ?? MemoryDialer(server: remote)
        folder =
            NSTemporaryDirectory() + "wharf-hall-\(ULID(milliseconds: 0, entropy: RandomBytes.bytes(10)))"
        try Self.copyProfiles(to: folder + "/Partners")
        try partnerKey?.write(toFile: folder + "/partner-key", atomically: true, encoding: .utf8)
        layout = SpoolLayout(root: spool ?? folder + "/Spool")
        for change in changes { try Self.edit(change, in: folder) }
        for number in 0..<extraPartners { try Self.addPartner(number, in: folder) }
        server = try Self.server(layout, try Self.generation(of: folder), clock, self.dialer)
        if started { try start() }
    }

    deinit {
        if isRunning { server.stop() }
        try? FileManager.default.removeItem(atPath: folder)
    }

    // MARK: Running

    func start() throws {
        try server.start()
        isRunning = true
    }

    func stop() {
        server.stop()
        isRunning = false
    }

    /// A stopped server's successor over the same spool.
    func startAgain(started: Bool = true) throws {
        server = try Self.server(layout, try Self.generation(of: folder), clock, self.dialer)
        if started { try start() }
    }

    func reload(_ changes: [Change]) throws {
        for change in changes { try Self.edit(change, in: folder) }
        try server.adopt(.init(directory: try Self.generation(of: folder)))
    }

    /// What the stages work with, over books that no server has open.
    func context(_ store: StateStore) throws -> ExchangeContext {
        ExchangeContext(
            store: store, archive: server.archive, marks: try ControlNumberMarks(layout), book: server.book,
            clock: clock.exchangeClock, log: Self.log, metrics: ExchangeMetrics())
    }

    // MARK: Partners

    func session(_ partner: String = "acme-castings") throws -> MailboxSession {
        let profile = try #require(server.book.generation.directory.partner(id: partner))
        return MailboxSession(
            host: server.mailboxes, partner: profile, hosted: try #require(profile.hosted), peer: "192.0.2.7")
    }

    /// Uploads a file as the partner would; when this returns, its CLOSE was answered with OK.
    func upload(_ name: String, _ bytes: [UInt8], by partner: String = "acme-castings") throws {
        let file = try session(partner).open("/upload/" + name, flags: [.write, .create, .truncate])
        try bytes.withUnsafeBytes { try file.write($0, at: 0) }
        try file.close()
    }

    func upload(_ name: String, _ interchanges: Interchange..., by partner: String = "acme-castings") throws {
        try upload(name, interchanges.flatMap(\.bytes), by: partner)
    }

    /// What a partner reads about its file.
    func report(_ name: String, by partner: String = "acme-castings") throws -> String {
        let file = try session(partner).open("/reports/\(name).txt", flags: [.read])
        var buffer = [UInt8](repeating: 0, count: 65_536)
        let count = try buffer.withUnsafeMutableBytes { try file.read(into: $0, at: 0) }
        return String(decoding: buffer[..<count], as: UTF8.self)
    }

    /// Makes the workers look at the clock again.
    func nudge() throws {
        try upload("nudge.txt", [], by: "bolt-works")
    }

    /// What lies in a partner's download folder, by name.
    func answers(_ partner: String = "acme-castings") throws -> [String: String] {
        let mailbox = Mailbox(layout, partner: partner)
        var answers: [String: String] = [:]
        for file in try mailbox.list() {
            answers[file.name] = String(decoding: try mailbox.open(file.name).allBytes(), as: UTF8.self)
        }
        return answers
    }

    // MARK: Looking

    var metrics: [String: Int] { server.metrics.values }

    /// Waits until a condition holds; a test that waits longer than a minute has failed.
    func wait(_ what: String, _ condition: () throws -> Bool) throws {
        let deadline = ContinuousClock.now + .seconds(60)
        while try !condition() {
            guard ContinuousClock.now < deadline else {
                let jobs = try server.store.read { try $0.views.status(at: 0) }
                Issue.record("waited in vain for \(what): \(jobs)")
                throw CancellationError()
            }
            poll(nil, 0, 2)
        }
    }

    /// Waits until nothing is left to do before the clock is turned.
    func settle() throws {
        let now = clock.now
        try wait("the work to end") {
            try server.store.read { books in
                let events = try books.events.last()
                return try books.jobs.open().allSatisfy { $0.runAfter > now + 1_500 }
                    && books.events.cursor(of: "journal") == events
            }
        }
    }

    func arrival(_ name: String) throws -> ArrivalRecord {
        let all = try server.store.read { try $0.views.arrivals(ViewFilter(limit: 1_000)) }
        return try #require(all.first { $0.name == name })
    }

    func story(_ name: String) throws -> Story {
        let id = try arrival(name).id
        return try #require(try server.store.read { try $0.views.story(of: id) })
    }

    func acts(_ name: String) throws -> [String] {
        try story(name).ledger.map(\.act)
    }

    /// The types of the events about an arrival, without their common parts.
    func events(_ name: String) throws -> [String] {
        try story(name).events.map {
            $0.type.replacingOccurrences(of: "wharf.", with: "").replacingOccurrences(of: ".v1", with: "")
        }
    }

    /// The lines of the event journal.
    func journal() throws -> [String] {
        let names = try FileManager.default.contentsOfDirectory(atPath: layout.events).sorted()
        return try names.flatMap { name in
            String(
                decoding: try Data(contentsOf: URL(fileURLWithPath: layout.events + "/" + name)),
                as: UTF8.self
            )
            .split(separator: "\n").map(String.init)
        }
    }

    /// What holds whatever happened: sums agree, the chain is whole, the journal holds each event once and in order.
    func checkInvariants() throws {
        let (status, proof, last) = try server.store.read { books in
            (try books.views.status(at: 0), try books.ledger.verify(), try books.events.last())
        }
        #expect(status.arrivals.values.reduce(0, +) == status.arrivalTotal)
        #expect(proof.isSound)
        let positions = try journal().map { line in
            let object = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
            return Int("\(object?["sequence"] ?? "")") ?? -1
        }
        #expect(positions == positions.sorted() && Set(positions).count == positions.count)
        #expect(positions.last ?? 0 >= last)
    }

    // MARK: Making

    /// Copies byte by byte: a copied link would let a test change the samples themselves.
    private static func copyProfiles(to target: String) throws {
        let repository = #filePath.components(separatedBy: "/Tests/ExchangeTests/").first ?? "."
        let source = repository + "/Partners"
        for name in try FileManager.default.subpathsOfDirectory(atPath: source + "/.") {
            var isFolder: ObjCBool = false
            guard FileManager.default.fileExists(atPath: "\(source)/\(name)", isDirectory: &isFolder),
                !isFolder.boolValue
            else { continue }
            let path = URL(fileURLWithPath: "\(target)/\(name)")
            try FileManager.default.createDirectory(
                at: path.deletingLastPathComponent(), withIntermediateDirectories: true)
            let data = try Data(contentsOf: URL(fileURLWithPath: "\(source)/\(name)"))
            try (name.hasSuffix(".yaml") ? withoutTasks(data) : data).write(to: path)
        }
    }

    /// A profile without what it does by the clock, and with the supplier master: a test says itself what runs, and its clock
    /// leaps over days.
    private static func withoutTasks(_ profile: Data) -> Data {
        var kept: [Substring] = []
        var isLeftOut = false
        for line in String(decoding: profile, as: UTF8.self).split(
            separator: "\n", omittingEmptySubsequences: false)
        {
            if line.first?.isLetter == true { isLeftOut = ["schedules:", "suppliers:"].contains(line) }
            if !isLeftOut || line.hasPrefix("#") { kept.append(line) }
        }
        return Data(kept.joined(separator: "\n").utf8)
    }

    private static let log = Logger(label: "hall") { _ in SwiftLogNoOpLogHandler() }

    private static func server(
        _ layout: SpoolLayout, _ directory: PartnerDirectory, _ clock: TestClock, _ dialer: any RemoteDialer
    ) throws -> ExchangeServer {
        try ExchangeServer(
            .init(
                layout: layout, generation: .init(directory: directory), clock: clock.exchangeClock, log: log,
                workers: 4,
                version: "test", dialer: dialer))
    }

    private static func generation(of folder: String) throws -> PartnerDirectory {
        var environment = ["PARTNER_PASSWORD": "far away"]
        environment["ERP_HOOK"] = HookReceiver.secret
        environment["ERP_HOOK_NEXT"] = HookReceiver.nextSecret
        environment["PARTNER_KEY"] = try? String(contentsOfFile: folder + "/partner-key", encoding: .utf8)
        let review = ProfileLoader.load(
            folder: folder + "/Partners",
            secrets: SecretStore(directory: nil, environment: environment), today: nil)
        return try #require(review.directory, "\(review.faults)")
    }

    private static func edit(_ change: Change, in folder: String) throws {
        let path = "\(folder)/Partners/\(change.file).yaml"
        let text = try String(contentsOfFile: path, encoding: .utf8)
        try #require(text.contains(change.from))
        try text.replacingOccurrences(of: change.from, with: change.to).write(
            toFile: path, atomically: true, encoding: .utf8)
    }

    private static func addPartner(_ number: Int, in folder: String) throws {
        let text = try String(contentsOfFile: folder + "/Partners/acme-castings.yaml", encoding: .utf8)
            .replacingOccurrences(of: "id: acme-castings", with: "id: extra-\(number)")
            .replacingOccurrences(of: "login: acme", with: "login: extra\(number)")
            .replacingOccurrences(of: "ACMECAST", with: "EXTRA\(number)")
            .replacingOccurrences(of: "0000104711", with: "9\(number)")
        try text.write(toFile: "\(folder)/Partners/extra-\(number).yaml", atomically: true, encoding: .utf8)
    }
}

extension Hall.Change {
    /// ACME wants a TA1 always, never, or on request (as the sample says).
    static func interchangeAcknowledgment(_ policy: String) -> Hall.Change {
        .init(file: "acme-castings", from: "ta1: on-request", to: "ta1: \(policy)")
    }

    /// ACME is in its test phase.
    static let testUsage = Hall.Change(file: "acme-castings", from: "usage: production", to: "usage: test")
    /// Sets with errors are taken when they can be read.
    static let acceptGood = Hall.Change(
        file: "acme-castings", from: "onError: reject-set", to: "onError: accept-good")
}
