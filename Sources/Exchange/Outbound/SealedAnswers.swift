internal import Store
internal import Synchronization

/// Collects the results of answers that are written side by side.
final class SealedAnswers: Sendable {
    private let slots: Mutex<[Result<InterchangeRecord, any Error>]>

    init(count: Int) {
        let unset = StageError(disposition: .retry(after: 1_000), description: "the answer was not written")
        slots = Mutex(Array(repeating: .failure(unset), count: count))
    }

    func set(_ index: Int, _ result: Result<InterchangeRecord, any Error>) {
        slots.withLock { $0[index] = result }
    }

    var results: [Result<InterchangeRecord, any Error>] { slots.withLock { $0 } }
}
