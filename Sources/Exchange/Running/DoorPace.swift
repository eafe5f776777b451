internal import Dispatch
internal import Synchronization

/// How work in the house keeps out of the way while files come in one after the other.
///
/// A sender waits for its OK, while nobody waits for the next stage by the millisecond; and work that began later is done in larger
/// turns. A file that comes alone is worked on at once. Work stands back for two seconds at most, and then goes on until nothing
/// is left to do, so that a sender who never pauses does not keep others from their answers.
final class DoorPace: Sendable {
    private struct State {
        var underWay = 0
        var lastEnd: UInt64 = 0
        /// Whether the last file came close behind another.
        var isBurst = false
        /// Since when work stands back.
        var restBegan: UInt64?
        /// Whether work goes on although files come in, since it has stood back long enough.
        var isCatchingUp = false
    }

    /// Files closer together than this are one burst, in nanoseconds.
    static let gap: UInt64 = 20_000_000
    /// How long work stands back at most: no file waits longer for senders.
    static let longestRest: UInt64 = 2_000_000_000

    private let state = Mutex(State())

    static var now: UInt64 { DispatchTime.now().uptimeNanoseconds }

    /// A sender waits for a receipt from now on.
    func begin(at now: UInt64 = DoorPace.now) {
        state.withLock { state in
            state.isBurst = state.underWay > 0 || Self.isClose(state.lastEnd, to: now)
            state.underWay += 1
        }
    }

    /// A sender has its receipt, or was refused one.
    func end(at now: UInt64 = DoorPace.now) {
        state.withLock { state in
            state.underWay -= 1
            state.lastEnd = now
        }
    }

    /// Nothing is left to do: what comes now may stand back again.
    func noteCaughtUp() {
        state.withLock { $0.isCatchingUp = false }
    }

    /// How long work that is ready stands back before it asks again, in nanoseconds; nil when it may begin.
    func rest(at now: UInt64 = DoorPace.now) -> UInt64? {
        state.withLock { state in
            guard state.isBurst, state.underWay > 0 || Self.isClose(state.lastEnd, to: now) else {
                state.restBegan = nil
                state.isCatchingUp = false
                return nil
            }
            guard !state.isCatchingUp else { return nil }
            let began = state.restBegan ?? now
            guard now - began < Self.longestRest else {
                state.restBegan = nil
                state.isCatchingUp = true
                return nil
            }
            state.restBegan = began
            return min(Self.gap, began + Self.longestRest - now)
        }
    }

    private static func isClose(_ earlier: UInt64, to now: UInt64) -> Bool {
        earlier > 0 && now < earlier + gap
    }
}
