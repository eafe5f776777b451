/// A partner's folder, read file by file.
///
/// What is placed or removed meanwhile may be seen or not. **Thread**: any; calls take turns.
public final class MailboxListing: Sendable {
    private let folder: FolderReader

    init(_ folder: FolderReader) { self.folder = folder }

    /// The next files, at most so many; none at the end.
    public func next(upTo count: Int) throws(SpoolError) -> [MailboxFile] {
        var files: [MailboxFile] = []
        while files.count < count, let name = try folder.next() {
            guard SafeName.isSafe(name), let status = try Disk.status(at: folder.path + "/" + name),
                status.isRegular
            else { continue }
            files.append(
                MailboxFile(name: name, byteCount: status.byteCount, modifiedSeconds: status.modifiedSeconds))
        }
        return files
    }
}
