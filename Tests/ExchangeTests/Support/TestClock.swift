import Exchange
import Synchronization

/// A clock that begins at noon (UTC) of 2026-11-23, runs on by itself, and can be turned forward.
final class TestClock: Sendable {
    static let noon: Int64 = 1_795_435_200_000

    private let began = ContinuousClock.now
    private let turned = Mutex<Int64>(0)

    var now: Int64 {
        let ran = (ContinuousClock.now - began).components
        return Self.noon + turned.withLock { $0 } + ran.seconds * 1000 + ran.attoseconds
            / 1_000_000_000_000_000
    }

    var exchangeClock: ExchangeClock { ExchangeClock { self.now } }

    func turn(byMilliseconds milliseconds: Int64) {
        turned.withLock { $0 += milliseconds }
    }
}
