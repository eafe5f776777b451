internal import SFTP
internal import Spool

/// The download folder of one partner, page by page: what waits there may be tens of thousands of files.
final class DownloadListing: HostListing {
    private let session: MailboxSession
    private let listing: MailboxListing

    init(_ session: MailboxSession, _ listing: MailboxListing) {
        self.session = session
        self.listing = listing
    }

    func next(upTo count: Int) throws(SFTPError) -> [DirectoryEntry] {
        try session.translating { () throws(SpoolError) in try listing.next(upTo: count) }.map {
            DirectoryEntry(
                name: $0.name, attributes: session.fileAttributes($0.byteCount, $0.modifiedSeconds, 0o440))
        }
    }
}
