import Foundation
import Glibc
import Testing

/// The power is cut under the running server; then the same oracle asks for what was promised.
///
/// `WHARF_POWER_CYCLES` sets how many cycles are run, `WHARF_CRASH_SEED` makes another series, `WHARF_CRASH_TABLE` names a
/// file that takes the figures. Needs root and loop devices.
@Suite(.serialized, .enabled(if: LoopDisk.isAvailable, "needs root and loop devices"))
struct PowerCutTests {
    private let cycles = Checkout.setting("WHARF_POWER_CYCLES", or: 3)
    private let seed = Checkout.setting("WHARF_CRASH_SEED", or: 1)

    private struct Figures {
        var acknowledged = 0
        var lost = 0
        var badCycles = 0
        var faults: [String] = []
    }

    @Test func `a power cut loses nothing that was acknowledged`() throws {
        let figures = try cutRepeatedly(environment: [:])
        #expect(figures.lost == 0 && figures.badCycles == 0, "seed \(seed): \(figures.faults)")
        #expect(figures.acknowledged > 0)
        try add("as it is", figures)
    }

    @Test(.enabled(if: Program.exists("cc"), "no C compiler"))
    func `the oracle notices when the sync of the file is taken out`() throws {
        let folder = FileManager.default.temporaryDirectory.path
        let library = folder + "/no-file-sync-\(getpid()).so"
        defer { _ = remove(library) }
        let built = try Program.run(
            [
                "cc", "-shared", "-fPIC", "-O", "-o", library, Checkout.root + "/Scripts/no-file-sync.c",
                "-ldl",
            ],
            log: library + ".log")
        _ = remove(library + ".log.out")
        _ = remove(library + ".log.err")
        try #require(built.ending == .exited(0))
        let figures = try cutRepeatedly(environment: ["LD_PRELOAD": library])
        #expect(
            figures.lost > 0,
            "without the sync \(figures.acknowledged) acknowledged files survived: the test proves nothing")
        #expect(figures.badCycles * 2 > cycles, "losses in \(figures.badCycles) of \(cycles) cycles only")
        try add("without the sync of the file", figures)
    }

    private func cutRepeatedly(environment: [String: String]) throws -> Figures {
        var numbers = SeededNumbers(seed: seed)
        var figures = Figures()
        for _ in 0..<cycles {
            let (acknowledged, verdict) = try cut(
                environment, afterSeconds: Double.random(in: 0.05...0.5, using: &numbers))
            figures.acknowledged += acknowledged
            figures.lost += verdict.lost
            if !verdict.faults.isEmpty { figures.badCycles += 1 }
            figures.faults += verdict.faults.prefix(5)
        }
        return figures
    }

    /// One cycle on a disk of its own.
    private func cut(
        _ environment: [String: String], afterSeconds: Double
    ) throws -> (acknowledged: Int, verdict: Oracle.Verdict) {
        let disk = try LoopDisk(in: FileManager.default.temporaryDirectory.path)
        try disk.mount()
        let house = try TestHouse(spool: disk.path + "/spool")
        let supplier = Supplier(house)
        let (server, port) = try ServerProcess.ready(house, environment: environment)
        let kinds = (0..<60).map { $0 % 3 == 2 ? Upload.Kind.faultyShipNotice : .shipNotice }
        let sessions = try (0..<2).map { _ in try supplier.begin(try supplier.prepare(kinds), port: port) }
        let firstAnswer = Patience.wait(within: 20) { supplier.answers(sessions) > 0 ? true : nil }
        #expect(firstAnswer == true)
        Patience.rest(seconds: afterSeconds)
        // Frozen first: an answer that the server gives after the cut would be no promise of a machine that is off.
        server.program.send(SIGSTOP)
        Patience.rest(seconds: 0.1)
        try disk.cutPower()
        server.kill()
        for session in sessions { try supplier.finish(session) }
        try disk.unmount()
        try disk.mount()
        let (again, port2) = try ServerProcess.ready(house)
        var verdict = try Oracle(house: house, supplier: supplier).judge()
        let acknowledged = supplier.acknowledgedCount
        if verdict.faults.isEmpty {
            try supplier.send(supplier.unanswered, port: port2)
            verdict.faults += try Oracle(house: house, supplier: supplier).judge().faults
            if !supplier.unanswered.isEmpty {
                verdict.faults.append("sent again and not taken: \(supplier.unanswered.count)")
            }
        }
        again.kill()
        try disk.unmount()
        return (acknowledged, verdict)
    }

    private func add(_ what: String, _ figures: Figures) throws {
        try ResultTable.add(
            "| power cut, \(what) | \(cycles) | \(cycles - figures.badCycles) | \(figures.acknowledged) | \(figures.lost) |"
        )
    }
}
