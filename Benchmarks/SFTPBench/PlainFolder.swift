internal import Foundation
internal import SFTP

/// A folder served as it is: written through the page cache, nothing hashed, nothing synced.
final class PlainFolder: HostFileSystem {
    private let path: String
    private let key: AuthorizedKey

    init(path: String, key: AuthorizedKey) {
        self.path = path
        self.key = key
    }

    func knows(_ user: String) -> Bool { true }

    func logIn(_ attempt: LoginAttempt) -> (any HostSession)? {
        guard case .publicKey(let blob, _, _, _) = attempt.credential, blob == key.blob else { return nil }
        return PlainSession(root: path)
    }
}

/// One client of a plain folder.
final class PlainSession: HostSession {
    private let root: String

    init(root: String) { self.root = root }

    func attributes(of path: String) throws(SFTPError) -> FileAttributes {
        var status = stat()
        guard stat(root + path, &status) == 0 else { throw Self.failure(path) }
        return FileAttributes(status)
    }

    func list(_ path: String) throws(SFTPError) -> [DirectoryEntry] {
        guard let folder = opendir(root + path) else { throw Self.failure(path) }
        defer { closedir(folder) }
        var entries: [DirectoryEntry] = []
        while let entry = readdir(folder) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                String(cString: UnsafeRawPointer($0).assumingMemoryBound(to: CChar.self))
            }
            var status = stat()
            guard !name.hasPrefix("."), stat(root + path + "/" + name, &status) == 0 else { continue }
            entries.append(DirectoryEntry(name: name, attributes: FileAttributes(status)))
        }
        return entries
    }

    func open(_ path: String, flags: OpenFlags) throws(SFTPError) -> any HostFile {
        var mode = flags.contains(.write) ? O_RDWR : O_RDONLY
        if flags.contains(.create) { mode |= O_CREAT }
        if flags.contains(.truncate) { mode |= O_TRUNC }
        let descriptor = Foundation.open(root + path, mode | O_CLOEXEC, 0o640)
        guard descriptor >= 0 else { throw Self.failure(path) }
        return PlainFile(descriptor: descriptor)
    }

    func rename(_ from: String, to: String, replacing: Bool) throws(SFTPError) {
        guard Foundation.rename(root + from, root + to) == 0 else { throw Self.failure(from) }
    }

    func remove(_ path: String) throws(SFTPError) {
        guard unlink(root + path) == 0 else { throw Self.failure(path) }
    }

    func setAttributes(of path: String) throws(SFTPError) { _ = try attributes(of: path) }

    func space() -> (totalBytes: UInt64, freeBytes: UInt64) { (1 << 40, 1 << 39) }

    func ended() {}

    private static func failure(_ path: String) -> SFTPError {
        SFTPError(code: errno == ENOENT ? .noSuchFile : .failure, message: "\(path): errno \(errno)")
    }
}

/// One open file of a plain folder.
final class PlainFile: HostFile {
    private let descriptor: Int32

    init(descriptor: Int32) { self.descriptor = descriptor }

    deinit { Foundation.close(descriptor) }

    func write(_ bytes: UnsafeRawBufferPointer, at offset: UInt64) throws(SFTPError) {
        guard pwrite(descriptor, bytes.baseAddress, bytes.count, off_t(offset)) == bytes.count else {
            throw SFTPError(code: .failure, message: "write: errno \(errno)")
        }
    }

    func read(into buffer: UnsafeMutableRawBufferPointer, at offset: UInt64) throws(SFTPError) -> Int {
        let count = pread(descriptor, buffer.baseAddress, buffer.count, off_t(offset))
        guard count >= 0 else { throw SFTPError(code: .failure, message: "read: errno \(errno)") }
        return count
    }

    func attributes() -> FileAttributes {
        var status = stat()
        fstat(descriptor, &status)
        return FileAttributes(status)
    }

    func synchronize() throws(SFTPError) {}
    func close() throws(SFTPError) {}
    func abandon() {}
}

extension FileAttributes {
    init(_ status: stat) {
        self.init(
            isDirectory: status.st_mode & S_IFMT == S_IFDIR, size: UInt64(status.st_size),
            permissions: UInt32(status.st_mode & 0o777), modified: Int64(status.st_mtim.tv_sec))
    }
}
