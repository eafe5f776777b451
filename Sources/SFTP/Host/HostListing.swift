/// The entries of one opened folder, handed out page by page.
///
/// A listing may be of many thousands of names and be left half read: it holds as little as it can.
/// **Thread**: called on worker threads, one call at a time; blocking is allowed. It ends when it is let go.
public protocol HostListing: AnyObject, Sendable {
    /// The next entries, at most so many, without `.` and `..`; none at the end.
    func next(upTo count: Int) throws(SFTPError) -> [DirectoryEntry]
}
