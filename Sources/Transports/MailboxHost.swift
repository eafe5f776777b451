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

    /// Decides on a login; a refusal looks and lasts the same for an unknown user and a wrong proof.
    public func logIn(_ attempt: LoginAttempt) -> (any HostSession)? {
        let partner = office.directory.partner(login: attempt.user)
        let hosted = partner?.hosted
        let isProven: Bool
        let credential: String
        switch attempt.credential {
        case .password(let password):
            // The same work for everybody: a stranger must not learn from the time which logins exist.
            let isRight = PasswordHash.verify(password, against: hosted?.passwordHash ?? PasswordHash.dummy)
            isProven = isRight && hosted?.passwordHash != nil
            credential = "password"
        case .publicKey(let blob, _, let fingerprint, _):
            isProven = hosted.map { knows(blob, $0) } ?? false
            credential = "key \(fingerprint)"
        }
        guard let partner, let hosted, isProven, partner.state == .live || partner.state == .test,
            hosted.allowFrom.isEmpty || hosted.allowFrom.contains(where: { $0.contains(attempt.peer) })
        else { return nil }
        if case .publicKey(_, _, _, let isSigned) = attempt.credential, !isSigned {
            return MailboxSession(host: self, partner: partner, hosted: hosted, peer: attempt.peer)
        }
        office.noteLogin(partner: partner.id, login: attempt.user, peer: attempt.peer, with: credential)
        return MailboxSession(host: self, partner: partner, hosted: hosted, peer: attempt.peer)
    }

    /// Whether a partner has that login name.
    public func knows(_ user: String) -> Bool { office.directory.partner(login: user) != nil }

    /// Tells the house about a connection that came to nothing.
    public func refused(peer: String, user: String?, reason: String) {
        office.noteRefusedLogin(user: user, peer: peer, reason: reason)
    }

    private func knows(_ blob: [UInt8], _ hosted: HostedSection) -> Bool {
        let today = office.today
        return hosted.keys.contains { (key: ProfileKey) -> Bool in
            guard key.isValid(on: today) else { return false }
            do {
                return try AuthorizedKey(line: key.line).blob == blob
            } catch {
                log.error(
                    "profile key is unreadable", metadata: ["login": "\(hosted.login)", "error": "\(error)"])
                return false
            }
        }
    }
}
