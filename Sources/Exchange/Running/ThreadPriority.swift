internal import Foundation

/// Who goes first when there are more threads than cores.
enum ThreadPriority {
    /// Far enough behind that a sender at the door is served first, near enough that work never stands still.
    private static let niceness: Int32 = 5

    /// Lets the calling thread stand back behind those that serve senders.
    static func stepBack() {
        // On Linux this concerns the calling thread only. A refusal costs nothing but order.
        setpriority(__priority_which_t(PRIO_PROCESS.rawValue), 0, niceness)
    }
}
