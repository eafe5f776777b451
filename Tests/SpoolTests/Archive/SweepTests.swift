import Foundation
import Spool
import Synchronization
import Testing

/// Sweeping goes on while others write.
@Suite struct SweepTests {
    @Test func `a sweep spares bytes of our own that are being stored`() throws {
        let spool = try TemporarySpool()
        let archive = spool.archive
        let run = Run()
        let sweeper = Thread { run.sweep(archive) }
        sweeper.start()
        DispatchQueue.concurrentPerform(iterations: 3) { hand in run.store(archive, hand: hand) }
        run.stop()
        #expect(run.failures == [])
        withExtendedLifetime(spool) {}
    }

    /// What several threads do, and what went wrong.
    private final class Run: Sendable {
        private let state = Mutex<(failures: [String], isSwept: Bool)>(([], false))
        private let isOver = Atomic<Bool>(false)

        var failures: [String] { state.withLock { $0.failures } }

        func sweep(_ archive: Archive) {
            while !isOver.load(ordering: .acquiring) {
                noting { try archive.removeLeftovers() }
            }
            state.withLock { $0.isSwept = true }
        }

        func store(_ archive: Archive, hand: Int) {
            for round in 0..<100 {
                noting { try archive.store(Array("answer \(hand)/\(round)".utf8)) }
            }
        }

        /// Waits until nobody sweeps any more.
        func stop() {
            isOver.store(true, ordering: .releasing)
            while !state.withLock({ $0.isSwept }) { Thread.sleep(forTimeInterval: 0.001) }
        }

        private func noting(_ body: () throws -> some Any) {
            do {
                _ = try body()
            } catch {
                state.withLock { $0.failures.append("\(error)") }
            }
        }
    }
}
