internal import Store

extension Courier {
    /// The named limits of delivery.
    struct Limits {
        /// Events in memory, read and not begun.
        var waiting = 500
        /// Parked events of one sink; at more of them it stands still.
        var parked = 20_000
        /// Refusals of its content after which an event is a dead letter.
        var refusals = 5
        /// The first pause of a parked event and the longest, in milliseconds; between them it doubles.
        var pause: ClosedRange<Int64> = 1_000...900_000
        /// The time after which an event that was never taken is a dead letter: five days.
        var lifetime: Int64 = 5 * 86_400_000
        /// Failures of different events in a row that say it is the sink and not the events.
        var failuresInARow = 8
        /// The first pause of a sink as a whole and the longest.
        var breakerPause: ClosedRange<Int64> = 1_000...60_000
    }

    /// Something to be sent; the ticket comes back with its outcome.
    struct Order {
        enum Content {
            /// Events as they were read.
            case fresh([EventRecord])
            /// A parked event, to be read from the books.
            case parked(position: Int)
        }
        let ticket: Int
        let content: Content
    }

    /// What the books must know.
    struct Changes {
        /// The cursor, when it moved.
        var cursor: Int?
        /// Parked events, new or tried again, by position.
        var parked: [Int: ParkedRecord] = [:]
        /// Parked events that were taken.
        var settled: [Int] = []
        /// Events that became dead letters.
        var dead: [ParkedRecord] = []
        /// Events taken since the last time.
        var delivered = 0
        /// What went wrong last.
        var error: String?
        /// Why the sink wants nothing any more.
        var gone: String?
        var isEmpty: Bool {
            cursor == nil && parked.isEmpty && settled.isEmpty && dead.isEmpty && error == nil && gone == nil
        }
    }
}
