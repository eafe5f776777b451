internal import Synchronization

/// A listing of entries that are at hand.
public final class ReadyListing: HostListing {
    private let rest: Mutex<ArraySlice<DirectoryEntry>>

    /// Hands out these entries, in this order.
    public init(_ entries: [DirectoryEntry]) { rest = Mutex(entries[...]) }

    /// The next entries, at most so many.
    public func next(upTo count: Int) -> [DirectoryEntry] {
        rest.withLock { rest in
            let page = Array(rest.prefix(count))
            rest = rest.dropFirst(page.count)
            return page
        }
    }
}
