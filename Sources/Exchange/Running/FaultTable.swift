internal import Spool
internal import Store
internal import X12

/// What is done about a job that failed.
enum Disposition: Sendable, Equatable {
    /// Try again after so many milliseconds.
    case retry(after: Int64)
    /// Wait for another job of the lane; this was no attempt.
    case wait
    /// Set aside until an operator acts.
    case hold
}

/// A stage's own reasons to stop a job.
struct StageError: Error, Sendable, CustomStringConvertible {
    let disposition: Disposition
    let description: String
}

/// The one table from an error to what happens next.
enum FaultTable {
    /// Longest pause between two attempts, in milliseconds.
    private static let longestPause: Int64 = 300_000

    static func disposition(of error: any Error, attempt: Int, limits: ExchangeLimits) -> Disposition {
        if let own = error as? StageError { return own.disposition }
        if let store = error as? StoreError {
            switch store.code {
            case .diskFull, .closed: return .retry(after: 2_000)
            case .inputOutput, .malformed, .newerSchema: return .hold
            case .notFound, .refused: return backoff(attempt, limits)
            }
        }
        if let spool = error as? SpoolError {
            switch spool.code {
            case .diskFull: return .retry(after: 2_000)
            case .damaged, .notFound, .notWritable: return .hold
            default: return backoff(attempt, limits)
            }
        }
        if error is WriteError { return .hold }
        return backoff(attempt, limits)
    }

    private static func backoff(_ attempt: Int, _ limits: ExchangeLimits) -> Disposition {
        guard attempt < limits.attempts else { return .hold }
        return .retry(after: min(longestPause, 1_000 << Int64(min(attempt, 8))))
    }
}
