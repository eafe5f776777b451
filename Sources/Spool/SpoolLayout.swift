public import Cryptography

/// Every folder and file name of the spool, once.
public struct SpoolLayout: Sendable, Hashable {
    /// The folder of the spool.
    public let root: String

    /// Names a spool; nothing is touched until ``create()``.
    public init(root: String) {
        var root = root
        while root.count > 1, root.hasSuffix("/") { root.removeLast() }
        self.root = root.isEmpty ? "." : root
    }

    /// Uploads that are being written.
    public var staging: String { root + "/staging" }
    /// Sealed bytes, by digest.
    public var archive: String { root + "/archive" }
    /// Small contents that were promised and whose archive files the system has not written out yet.
    public var journal: String { root + "/journal" }
    /// Archived bytes that nothing names, waiting to be removed.
    public var trash: String { root + "/archive/trash" }
    /// What was set aside, by reason.
    public var quarantine: String { root + "/quarantine" }
    /// The event journal.
    public var events: String { root + "/events" }
    /// The database, host keys and marks.
    public var state: String { root + "/state" }
    /// The audit trail's signed checkpoints, outside the database.
    public var audit: String { root + "/audit" }
    /// What partners collect, by partner.
    public var mailboxes: String { root + "/mailboxes" }
    /// Where our own programs drop files for a partner's account, by partner.
    public var drop: String { root + "/drop" }
    /// The exchange with our ERP.
    public var erp: String { root + "/erp" }
    /// Purchase orders from our ERP.
    public var erpOrders: String { root + "/erp/orders" }
    /// Supplier master data from our ERP.
    public var erpSuppliers: String { root + "/erp/suppliers" }
    /// What our ERP fetches.
    public var erpOut: String { root + "/erp/out" }

    /// The database.
    public var database: String { state + "/wharf.sqlite" }
    /// The socket of the management API.
    public var socket: String { state + "/wharf.sock" }
    /// The lock of the one owner.
    public var lock: String { state + "/lock" }
    /// The folder of the SFTP host's keys.
    public var hostKeys: String { state }
    /// The jobs that run now.
    public var running: String { state + "/running.jobs" }
    /// The highest control numbers ever used.
    public var marks: String { state + "/control-numbers.mark" }

    /// A partner's folders.
    public func mailbox(_ partner: String) -> String {
        mailboxes + "/" + checked(partner)
    }

    /// One of a partner's folders.
    public func mailbox(_ partner: String, _ folder: MailboxFolder) -> String {
        mailbox(partner) + "/" + folder.rawValue
    }

    /// Where files for a partner's account are dropped.
    public func drop(_ partner: String) -> String {
        drop + "/" + checked(partner)
    }

    /// Where archived bytes lie.
    ///
    /// One level of 256 folders: with two, nearly every new file would need a new folder, which costs more than the file.
    public func archived(_ digest: Digest) -> String {
        let hex = digest.hex
        return "\(archive)/\(hex.prefix(2))/\(hex)"
    }

    /// Makes the folders that are missing, each durable in the one above.
    public func create() throws(SpoolError) {
        let folders = [
            root, staging, archive, trash, journal, quarantine, events, state, audit, mailboxes, drop, erp,
            erpOrders,
            erpSuppliers,
            erpOut,
        ]
        for folder in folders { try Disk.createFolders(folder) }
        // An earlier process may have made some and died before they were durable.
        for parent in [root, archive, erp] { try Disk.synchronizeFolder(parent) }
    }

    /// Makes a partner's mailbox and drop folder where they are missing.
    public func createFolders(for partner: String) throws(SpoolError) {
        for folder in MailboxFolder.allCases { try Disk.createFolders(mailbox(partner, folder)) }
        try Disk.createFolders(drop(partner))
        for parent in [mailbox(partner), mailboxes, drop] { try Disk.synchronizeFolder(parent) }
    }

    /// Makes files of the state folder durable that another room wrote or renamed: their bytes and their names.
    ///
    /// - Throws: `SpoolError`; one that is not there any more is passed over.
    public func synchronizeState(_ paths: [String]) throws(SpoolError) {
        for path in paths where try Disk.status(at: path) != nil { try Disk.synchronizeFile(path) }
        try Disk.synchronizeFolder(state)
    }

    /// Makes everything in the archive durable that was put there by other means than receiving it.
    ///
    /// - Throws: `SpoolError`.
    public func synchronizeArchive() throws(SpoolError) {
        try Disk.synchronizeFileSystem(archive)
    }

    /// Gives the state folder another name beside it, and makes an empty one; its lock stays with who holds it.
    ///
    /// - Throws: `SpoolError`.
    public func putStateAside(as name: String) throws(SpoolError) {
        try SafeName.check(name, in: root)
        let aside = "\(root)/state-\(name)"
        try Disk.createFolders(aside)
        for file in try Disk.names(in: state) where "\(state)/\(file)" != lock {
            try Disk.rename("\(state)/\(file)", to: "\(aside)/\(file)")
        }
        for folder in [aside, state, root] { try Disk.synchronizeFolder(folder) }
    }

    private func checked(_ partner: String) -> String {
        precondition(
            SafeName.isSafe(partner), "a partner's identifier is a safe name before it reaches the spool")
        return partner
    }
}

/// The folders of a mailbox that we write and the partner reads.
public enum MailboxFolder: String, Sendable, Hashable, CaseIterable {
    /// Interchanges for the partner.
    case download
    /// Plain words about what the partner sent.
    case reports
}
