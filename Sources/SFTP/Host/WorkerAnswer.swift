/// What a worker found out for one request.
enum WorkerAnswer: Sendable {
    case done
    case failed(SFTPError)
    case opened(any HostFile, OpenFlags)
    case openedFolder(any HostListing)
    case listed([DirectoryEntry])
    case attributes(FileAttributes)
    case space(totalBytes: UInt64, freeBytes: UInt64)

    /// Runs something that may fail and tells what came of it.
    init(_ body: () throws(SFTPError) -> WorkerAnswer) {
        do throws(SFTPError) {
            self = try body()
        } catch {
            self = .failed(error)
        }
    }
}
