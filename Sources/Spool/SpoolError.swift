internal import Glibc

/// What the disk, or the state of the spool, refused.
public struct SpoolError: Error, Sendable, Equatable {
    /// The situations a caller acts upon.
    public enum Code: String, Sendable, CaseIterable {
        /// No space, no inodes or no quota is left.
        case diskFull
        /// The device failed; bytes said to be written may not be.
        case inputOutput
        /// The process may not write or read there.
        case notWritable
        /// No such file or folder.
        case notFound
        /// Another process, or another user of the same file, has it.
        case locked
        /// An offset or a size that no file can have.
        case tooLarge
        /// The name is taken by other bytes.
        case exists
        /// The process has no descriptors left.
        case tooManyOpenFiles
        /// A name that may not become a file name.
        case invalidName
        /// What the file holds is not what we wrote.
        case damaged
        /// The file was sealed, abandoned or discarded before.
        case closed
        /// Something this program has no special answer to; see the error number.
        case unexpected
    }

    /// The situation.
    public let code: Code
    /// The system's error number; 0 when the system had no part in it.
    public let errno: Int32
    /// The file or folder concerned.
    public let path: String
    /// What was tried, as in "sync", or what was found.
    public let detail: String

    /// States a situation that the system gave no number for.
    public init(_ code: Code, path: String, detail: String, errno: Int32 = 0) {
        self.code = code
        self.errno = errno
        self.path = path
        self.detail = detail
    }

    /// Translates the system's error number after a call that failed.
    init(errno number: Int32, _ attempt: String, _ path: String) {
        self.init(SpoolError.code(for: number), path: path, detail: "cannot \(attempt)", errno: number)
    }

    private static func code(for number: Int32) -> Code {
        switch number {
        case ENOSPC, EDQUOT: .diskFull
        case EIO, ENXIO, ENODEV: .inputOutput
        case EACCES, EPERM, EROFS: .notWritable
        case ENOENT, ENOTDIR: .notFound
        case EAGAIN, EBUSY, ETXTBSY: .locked
        case EFBIG, EOVERFLOW: .tooLarge
        case EEXIST, ENOTEMPTY: .exists
        case EMFILE, ENFILE: .tooManyOpenFiles
        case ENAMETOOLONG, ELOOP, EILSEQ: .invalidName
        default: .unexpected
        }
    }
}

extension SpoolError: CustomStringConvertible {
    /// What happened, to what, and what to do.
    public var description: String {
        let reason = errno == 0 ? "" : " (\(String(cString: strerror(errno))), errno \(errno))"
        return "\(path): \(detail)\(reason); \(advice)"
    }

    private var advice: String {
        switch code {
        case .diskFull: "free space on this file system or raise the quota"
        case .inputOutput: "stop the server, check the disk, then start again so that the truth is read anew"
        case .notWritable: "give the server's user the right to it, and check that it is mounted for writing"
        case .notFound: "check that the path exists and that the spool is mounted"
        case .locked: "wait, or stop the other process"
        case .tooLarge: "send a smaller file"
        case .exists: "choose another name"
        case .tooManyOpenFiles: "raise the limit of open files (ulimit -n)"
        case .invalidName: "use letters, digits and . _ - only"
        case .damaged: "restore it from a backup; do not delete it"
        case .closed: "begin again"
        case .unexpected: "see the error number"
        }
    }
}
