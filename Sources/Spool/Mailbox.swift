public import Cryptography

/// A file that lies in a mailbox for a partner.
public struct MailboxFile: Sendable, Hashable {
    /// Its name; it never has a folder in it.
    public let name: String
    /// How many bytes it has.
    public let byteCount: Int
    /// When its bytes were written, in seconds since 1970.
    public let modifiedSeconds: Int64
}

/// One of a partner's folders: flat, written by us, read by the partner.
///
/// Names are checked on every way in; one that is not safe is never found and never made.
public struct Mailbox: Sendable {
    /// The folder on disk.
    public let path: String

    /// Names a partner's folder; it is made when the first file is placed.
    ///
    /// The partner's identifier comes from a checked profile; anything else is our fault and ends the
    /// process.
    public init(_ layout: SpoolLayout, partner: String, folder: MailboxFolder = .download) {
        path = layout.mailbox(partner, folder)
    }

    /// Names the folder that our own ERP fetches from.
    public init(ofOurOwn layout: SpoolLayout) {
        path = layout.erpOut
    }

    /// Lets archived bytes appear under a name, whole at once; durable after ``synchronize()``.
    ///
    /// A hard link, or a synced copy where links do not work. The same bytes under that name already: no
    /// effect.
    ///
    /// - Throws: `SpoolError` with the codes `exists` (the name has other bytes), `notFound` (the archive
    ///   does not have the digest), `invalidName`, `diskFull`.
    public func place(_ digest: Digest, as name: String, from archive: Archive) throws(SpoolError) {
        try SafeName.check(name, in: path)
        let source = archive.layout.archived(digest)
        let target = path + "/" + name
        if try Disk.status(at: path) == nil { try Disk.createFolders(path) }
        try LinkedFile.place(source, at: target)
    }

    /// Makes all names placed and removed so far durable: once after a batch.
    public func synchronize() throws(SpoolError) {
        try Disk.synchronizeFolder(path)
    }

    /// All files, sorted by name; none when the folder was never made.
    public func list() throws(SpoolError) -> [MailboxFile] {
        guard try Disk.status(at: path) != nil else { return [] }
        var files: [MailboxFile] = []
        for name in try Disk.names(in: path) where SafeName.isSafe(name) {
            guard let status = try Disk.status(at: path + "/" + name), status.isRegular else { continue }
            files.append(
                MailboxFile(name: name, byteCount: status.byteCount, modifiedSeconds: status.modifiedSeconds))
        }
        return files
    }

    /// Reads the folder name by name, unsorted; nothing of it is kept in memory.
    ///
    /// Nil when the folder was never made.
    public func listing() throws(SpoolError) -> MailboxListing? {
        guard try Disk.status(at: path) != nil else { return nil }
        return MailboxListing(try FolderReader(path))
    }

    /// Opens a file; a name that is not safe is not found.
    public func open(_ name: String) throws(SpoolError) -> ArchiveReader {
        try ArchiveReader(path: try found(name))
    }

    /// Takes a file away; the archive keeps its bytes.
    ///
    /// Returns false when it was not there.
    @discardableResult
    public func remove(_ name: String) throws(SpoolError) -> Bool {
        guard SafeName.isSafe(name) else { return false }
        return try Disk.remove(path + "/" + name)
    }

    private func found(_ name: String) throws(SpoolError) -> String {
        guard SafeName.isSafe(name) else {
            throw SpoolError(.notFound, path: path, detail: "has no file of that name")
        }
        return path + "/" + name
    }
}
