internal import Cryptography
public import Logging
internal import Partners
public import SFTP
public import Spool
internal import Synchronization

/// The partners' view of the house over SFTP: who may log in, and a flat mailbox for each.
public final class MailboxHost: HostFileSystem {
    let office: any MailboxOffice
    let reception: any Reception
    let archive: Archive
    let log: Logger
    private let shelves = Mutex<[String: UploadShelf]>([:])
    /// Sessions by partner.
    private let seats = Mutex<[String: Int]>([:])
    /// The ways to log in that partners have, of one revision of the profiles.
    let knownWays = Mutex<(revision: String, ways: [LoginWays])?>(nil)

    /// Opens the mailboxes, and puts what broken-off uploads left in staging where their senders can resume it.
    public init(office: any MailboxOffice, reception: any Reception, archive: Archive, log: Logger)
        throws(SpoolError)
    {
        self.office = office
        self.reception = reception
        self.archive = archive
        self.log = log
        for left in try archive.abandoned() {
            // Copies of dropped files have no login: the dropped file is still there, or was taken.
            guard left.byteCount > 0, !left.upload.login.isEmpty else {
                try archive.discardAbandoned(left.upload.id)
                continue
            }
            let arrival = Arrival(
                partner: left.upload.partner, door: "sftp", login: left.upload.login, peer: left.upload.peer,
                name: left.upload.name, uploadKey: Self.uploadKey(left.upload.id))
            let rules = office.directory.partner(id: left.upload.partner)?.hosted?.uploads
            let isTemporary = rules?.isTemporary(name: left.upload.name) ?? false
            if !isTemporary { reception.noteAborted(arrival, byteCount: left.byteCount) }
            let replaced = shelf(of: left.upload.partner).park(
                left.upload.name,
                .init(
                    id: left.upload.id, byteCount: left.byteCount,
                    modifiedSeconds: left.upload.startedMilliseconds / 1000,
                    isAborted: !isTemporary, uploadKey: arrival.uploadKey))
            if let replaced { try archive.discardAbandoned(replaced) }
        }
    }

    static func uploadKey(_ id: ULID) -> String { "sftp:\(id.text)" }

    func shelf(of partner: String) -> UploadShelf {
        shelves.withLock { shelves in
            if let shelf = shelves[partner] { return shelf }
            let shelf = UploadShelf()
            shelves[partner] = shelf
            return shelf
        }
    }

    /// Whether a partner has that login name.
    public func knows(_ user: String) -> Bool { office.directory.partner(login: user) != nil }

    /// Tells the house about a connection that came to nothing.
    public func refused(peer: String, user: String?, reason: String) {
        office.noteRefusedLogin(user: user, peer: peer, reason: reason)
    }

    /// Counts a session of a partner, unless it has as many as it may.
    func take(aSeatOf partner: String, atMost limit: Int?) -> Bool {
        seats.withLock { seats in
            let taken = seats[partner, default: 0]
            guard taken < limit ?? .max else { return false }
            seats[partner] = taken + 1
            return true
        }
    }

    func leave(aSeatOf partner: String) {
        seats.withLock { seats in
            let left = seats[partner, default: 1] - 1
            seats[partner] = left > 0 ? left : nil
        }
    }
}
