internal import Partners
internal import SFTP

/// How much of a mailbox is taken: files that came and are not settled, and uploads that are not finished.
public struct MailboxUse: Sendable, Equatable {
    /// Bytes.
    public var bytes: Int
    /// Files.
    public var files: Int

    /// Nothing.
    public static let none = MailboxUse(bytes: 0, files: 0)

    /// Names an amount.
    public init(bytes: Int, files: Int) {
        self.bytes = bytes
        self.files = files
    }

    static func + (left: MailboxUse, right: MailboxUse) -> MailboxUse {
        MailboxUse(bytes: left.bytes + right.bytes, files: left.files + right.files)
    }
}

/// The part of a mailbox that one upload takes, from OPEN until it is an arrival or rests.
///
/// What is taken altogether is never kept as a sum that could drift: it is what the books and the shelf have now.
/// **Thread**: ``need(_:)`` runs on the loop's thread and does not sleep.
final class UploadSpace: Sendable {
    private let shelf: UploadShelf
    private let quota: HostedSection.Quota
    private let token: Int

    /// Takes room for an upload that has some bytes already.
    ///
    /// `booked`: what the books have now, where they were asked. What rests under the same name is not counted: the upload replaces it.
    init(
        on shelf: UploadShelf, name: String, byteCount: Int, booked: MailboxUse?, quota: HostedSection.Quota
    ) throws(SFTPError) {
        self.shelf = shelf
        self.quota = quota
        let (token, use) = shelf.begin(name, byteCount: byteCount, booked: booked)
        self.token = token
        if let files = quota.files, use.files > files {
            shelf.end(token)
            throw Self.full("\(files) files", use)
        }
        // A full mailbox has no room for the first byte either; clients rather hear so before they send.
        if let bytes = quota.bytes, use.bytes >= max(bytes, 1) {
            shelf.end(token)
            throw Self.full("\(bytes) bytes", use)
        }
    }

    deinit { shelf.end(token) }

    /// Takes room for the upload to have that many bytes.
    func need(_ byteCount: Int) throws(SFTPError) {
        guard let use = shelf.grow(token, to: byteCount, atMost: quota.bytes ?? .max) else { return }
        throw Self.full("\(quota.bytes ?? 0) bytes", use)
    }

    /// The upload is an arrival, or rests on the shelf: from now on it is counted there.
    func end() { shelf.end(token) }

    private static func full(_ quota: String, _ use: MailboxUse) -> SFTPError {
        SFTPError(
            code: .failure,
            message:
                "no space: quota of \(quota) is used up (\(use.files) files with \(use.bytes) bytes wait here to be "
                + "processed or finished); try again later, or remove what is unfinished")
    }
}
