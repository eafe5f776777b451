import Foundation
import Glibc
import Testing

/// The real program is killed where it hurts, started again, and judged by what the supplier was promised.
///
/// `WHARF_CRASH_ROUNDS` sets how often each place is tried, `WHARF_CRASH_SEED` makes another series,
/// `WHARF_CRASH_TABLE` names a file that takes one line of results a place.
@Suite struct CrashTests {
    private let rounds = Checkout.setting("WHARF_CRASH_ROUNDS", or: 1)
    private let seed = Checkout.setting("WHARF_CRASH_SEED", or: 1)
    private static let deathsPerSpool = 3

    @Test func `the failpoints are found where they are declared`() {
        #expect(Checkout.failpoints.count >= 20 && Checkout.failpoints.contains("receive.committed"))
    }

    /// The crash points of visits to partners' servers have their own test, beside such a server.
    ///
    /// So has the one of schedules, which needs one that comes due; those of the supplier master need an extract of our ERP,
    /// which no supplier sends; that of answers to our orders needs orders.
    @Test(
        arguments: Checkout.failpoints.filter { name in
            !["poll.", "push.", "reconcile.", "schedule.", "supplier."].contains { name.hasPrefix($0) }
        })
    func `a server killed at a failpoint loses nothing and does nothing twice`(failpoint: String) throws {
        var good = 0
        for round in 0..<rounds {
            var numbers = SeededNumbers(seed: seed &* 1_000_003 &+ round)
            // The first round takes the first visit; the others any visit that surely comes.
            let visit =
                round == 0
                ? Self.firstVisit(failpoint) : Int.random(in: 1...Self.lastVisit(failpoint), using: &numbers)
            let faults = try crash(at: "\(failpoint):kill:\(visit)", dropsFirst: round % 2 == 1)
            #expect(faults.isEmpty, "\(failpoint), visit \(visit), round \(round), seed \(seed)")
            if faults.isEmpty { good += 1 }
        }
        try ResultTable.add("| `\(failpoint)` | \(rounds) | \(good) |")
    }

    @Test func `a server killed at any instant of a busy hour loses nothing and does nothing twice`() throws {
        var numbers = SeededNumbers(seed: seed)
        var good = 0
        for round in 0..<rounds {
            // Several deaths on one spool, so that what one leaves behind meets the next.
            let house = try TestHouse()
            let supplier = Supplier(house)
            for death in 0..<Self.deathsPerSpool {
                let faults = try interrupt(supplier, house, &numbers)
                #expect(faults.isEmpty, "round \(round), death \(death), seed \(seed)")
                if faults.isEmpty { good += 1 }
            }
        }
        try ResultTable.add("| any instant, 4 sessions | \(rounds * Self.deathsPerSpool) | \(good) |")
    }

    /// Four clients send; the server dies under them, comes back, and is judged; returns what the oracle found.
    private func interrupt(
        _ supplier: Supplier, _ house: TestHouse, _ numbers: inout SeededNumbers
    ) throws -> [String] {
        let (doomed, port) = try ServerProcess.ready(house)
        let sessions = try (0..<4).map { _ in
            try supplier.begin(try supplier.prepare(Self.mixture(count: 8, &numbers)), port: port)
        }
        try supplier.drop(try supplier.prepare(Self.mixture(count: 4, &numbers)))
        Patience.rest(seconds: Double.random(in: 0.02...0.8, using: &numbers))
        doomed.kill()
        for session in sessions { try supplier.finish(session) }
        let (server, secondPort) = try ServerProcess.ready(house)
        defer { server.kill() }
        var faults = try Oracle(house: house, supplier: supplier).judge().faults
        try supplier.send(supplier.unanswered, port: secondPort)
        faults += try Oracle(house: house, supplier: supplier).judge().faults
        if !supplier.unanswered.isEmpty {
            faults.append("sent again and not taken: \(supplier.unanswered.map(\.name))")
        }
        return faults
    }

    /// One life, one death, one judgment; returns what the oracle found.
    private func crash(at plan: String, dropsFirst: Bool) throws -> [String] {
        let house = try TestHouse()
        let supplier = Supplier(house)
        let uploads = try supplier.prepare([
            .shipNotice, .faultyShipNotice, .orders(count: 400), .shipNotice, .faultyShipNotice, .shipNotice,
        ])
        let drops = try supplier.prepare([.shipNotice, .faultyShipNotice])
        let doomed = try ServerProcess(house, environment: ["WHARF_FAILPOINT": plan])
        if let port = try doomed.waitUntilReady() {
            if dropsFirst { try supplier.drop(drops) }
            try supplier.send(uploads, port: port)
            if !dropsFirst { try supplier.drop(drops) }
            try collect(supplier, house, doomed, port)
        }
        guard let ending = doomed.program.wait(within: 20) else { return ["\(plan) was never reached"] }
        guard ending == .killed(signal: SIGKILL) else {
            return ["\(plan): the server ended by itself: \(ending)"]
        }

        let (server, port) = try ServerProcess.ready(house)
        defer { server.kill() }
        var faults = try Oracle(house: house, supplier: supplier).judge().faults
        try supplier.send(supplier.unanswered, port: port)
        if !supplier.unanswered.isEmpty {
            faults.append("sent again and not taken: \(supplier.unanswered.map(\.name))")
        }
        try collect(supplier, house, server, port)
        return try faults + Oracle(house: house, supplier: supplier).judge().faults
    }

    /// Waits for the answers and fetches them, if the server lives so long.
    private func collect(_ supplier: Supplier, _ house: TestHouse, _ server: ServerProcess, _ port: Int)
        throws
    {
        let folder = house.spool + "/mailboxes/acme-castings/download"
        let names = try Patience.wait(within: 20) { () -> [String]? in
            let names =
                FileManager.default.fileExists(atPath: folder)
                ? try FileManager.default.contentsOfDirectory(atPath: folder).filter { $0.hasSuffix(".edi") }
                : []
            return names.count >= supplier.acknowledgedCount || server.program.poll() != nil ? names : nil
        }
        guard server.program.poll() == nil, let names, !names.isEmpty else { return }
        try supplier.fetch(names.sorted(), port: port)
    }

    /// The first commits belong to the start and the login: the interesting one is that of an arrival.
    private static func firstVisit(_ failpoint: String) -> Int {
        failpoint == "receive.committing" ? 6 : 1
    }

    /// How often six uploads pass a place at least.
    private static func lastVisit(_ failpoint: String) -> Int {
        switch failpoint {
        case "receive.committing": 14
        // Five of the uploads are small and go through the journal; one has a staging file.
        case "journal.written", "journal.synced": 5
        case "receive.committed", "collect.before-commit": 6
        case "staging.half-written": 2
        default: 1
        }
    }

    private static func mixture(count: Int, _ numbers: inout SeededNumbers) -> [Upload.Kind] {
        (0..<count).map { _ in
            switch Int.random(in: 0..<20, using: &numbers) {
            case 0: .orders(count: 400)
            case 1...4: .faultyShipNotice
            default: .shipNotice
            }
        }
    }
}

/// Takes one line of results a place, for the documentation.
enum ResultTable {
    static func add(_ line: String) throws {
        guard let path = ProcessInfo.processInfo.environment["WHARF_CRASH_TABLE"] else { return }
        let file = open(path, O_WRONLY | O_CREAT | O_APPEND, 0o644)
        guard file >= 0 else { throw TestHouse.NotPrepared(why: "\(path) cannot be written") }
        defer { close(file) }
        let bytes = Array((line + "\n").utf8)
        #expect(write(file, bytes, bytes.count) == bytes.count)
    }
}
