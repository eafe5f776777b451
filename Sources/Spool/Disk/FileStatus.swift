internal import Glibc

/// What the system says about a file, without its bytes.
struct FileStatus: Sendable, Equatable {
    let byteCount: Int
    let modifiedSeconds: Int64
    /// When the entry itself changed last: a rename, a link or a touch counts too.
    let changedSeconds: Int64
    let isRegular: Bool
    let isFolder: Bool
    private let device: UInt64
    private let inode: UInt64

    init(_ status: stat) {
        byteCount = Int(status.st_size)
        modifiedSeconds = Int64(status.st_mtim.tv_sec)
        changedSeconds = Int64(status.st_ctim.tv_sec)
        isRegular = status.st_mode & S_IFMT == S_IFREG
        isFolder = status.st_mode & S_IFMT == S_IFDIR
        device = UInt64(status.st_dev)
        inode = UInt64(status.st_ino)
    }

    /// Whether both names lead to one file.
    func isSameFile(as other: FileStatus) -> Bool {
        device == other.device && inode == other.inode
    }
}
