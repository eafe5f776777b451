internal import Synchronization

/// Ends what a client does from another thread: any wait is over within 100 ms.
public final class ClientCancellation: Sendable {
    private let flag = Atomic(false)

    /// The longest the flag goes unseen.
    static let sliceMilliseconds: Int64 = 50

    /// Not cancelled.
    public init() {}

    /// Ends the wait that is going on and every one after it.
    public func cancel() { flag.store(true, ordering: .releasing) }

    /// Whether ``cancel()`` was called.
    public var isCancelled: Bool { flag.load(ordering: .acquiring) }
}
