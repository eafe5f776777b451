internal import Synchronization

/// How long jobs that wait for another job rest before they look again: short at first, longer each time.
///
/// Holds what is in flight only; after a restart a job begins with the shortest rest.
final class WaitTimes: Sendable {
    /// In milliseconds.
    private static let first: Int64 = 5
    private static let longest: Int64 = 5_000

    private let rests = Mutex<[Int64: Int64]>([:])

    /// The next rest of a job, in milliseconds.
    func next(for job: Int64) -> Int64 {
        rests.withLock { rests in
            let rest = rests[job] ?? Self.first
            rests[job] = min(rest * 2, Self.longest)
            return rest
        }
    }

    /// Forgets the jobs that are done.
    func forget(_ jobs: [Int64], but waiting: [Int64]) {
        rests.withLock { rests in
            guard !rests.isEmpty else { return }
            for job in jobs where !waiting.contains(job) { rests.removeValue(forKey: job) }
        }
    }
}
