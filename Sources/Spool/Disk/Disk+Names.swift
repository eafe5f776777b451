internal import Glibc

/// Names in folders, and whole small files.
extension Disk {
    /// What the system says about a name, not following a link; `nil` when there is none.
    static func status(at path: String) throws(SpoolError) -> FileStatus? {
        var status = stat()
        guard lstat(path, &status) != 0 else { return FileStatus(status) }
        guard errno == ENOENT else { throw SpoolError(errno: errno, "inspect", path) }
        return nil
    }

    /// Gives a file its new name, replacing what had it.
    static func rename(_ old: String, to new: String) throws(SpoolError) {
        guard Glibc.rename(old, new) != 0 else { return }
        let number = errno
        guard number != EXDEV else {
            throw SpoolError(
                .unexpected, path: new, detail: "\(old) lies on another file system; put both on one",
                errno: number)
        }
        throw SpoolError(errno: number, "rename \(old) to", new)
    }

    /// Gives a file a second name.
    static func link(_ old: String, to new: String) throws(SpoolError) {
        guard Glibc.link(old, new) == 0 else { throw SpoolError(errno: errno, "link", new) }
    }

    /// Takes a name away; returns false when there was none.
    @discardableResult
    static func remove(_ path: String) throws(SpoolError) -> Bool {
        guard unlink(path) != 0 else { return true }
        guard errno == ENOENT else { throw SpoolError(errno: errno, "remove", path) }
        return false
    }

    /// Takes a temporary name away after the work is done or has failed; what stays is swept at the next
    /// start.
    static func removeLeftover(_ path: String) {
        unlink(path)
    }

    /// Marks a file as changed now.
    static func touch(_ path: String) throws(SpoolError) {
        guard utimensat(AT_FDCWD, path, nil, AT_SYMLINK_NOFOLLOW) == 0 else {
            throw SpoolError(errno: errno, "touch", path)
        }
    }

    /// Lets the owner write a file again that a crash left read-only on its way into the archive.
    static func makeWritable(_ path: String) throws(SpoolError) {
        guard chmod(path, 0o640) == 0 else { throw SpoolError(errno: errno, "set the mode of", path) }
    }

    /// Makes one folder; returns false when it is there already.
    @discardableResult
    static func createFolder(_ path: String) throws(SpoolError) -> Bool {
        guard mkdir(path, 0o750) != 0 else { return true }
        guard errno == EEXIST else { throw SpoolError(errno: errno, "make the folder", path) }
        var status = stat()
        guard stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFDIR else {
            throw SpoolError(.exists, path: path, detail: "is not a folder", errno: ENOTDIR)
        }
        return false
    }

    /// Makes a folder and those above it, each durable in its parent.
    static func createFolders(_ path: String) throws(SpoolError) {
        let parent = parent(of: path)
        if parent != path, access(path, F_OK) != 0, access(parent, F_OK) != 0 {
            try createFolders(parent)
        }
        if try createFolder(path) { try synchronizeFolder(parent) }
    }

    /// The folder that holds a path.
    static func parent(of path: String) -> String {
        guard let slash = path.lastIndex(of: "/") else { return "." }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }

    /// All names in a folder but `.` and `..`, sorted; names that are not UTF-8 are left out.
    static func names(in folder: String) throws(SpoolError) -> [String] {
        guard let stream = opendir(folder) else { throw SpoolError(errno: errno, "list", folder) }
        defer { closedir(stream) }
        var names: [String] = []
        errno = 0
        while let entry = readdir(stream) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(validatingCString: $0) }
            }
            if let name, name != ".", name != ".." { names.append(name) }
            errno = 0
        }
        guard errno == 0 else { throw SpoolError(errno: errno, "list", folder) }
        return names.sorted()
    }

    /// The bytes of a small file, or `nil` when there is none.
    static func contents(of path: String, byteCountMaximum: Int) throws(SpoolError) -> [UInt8]? {
        guard let found = try status(at: path) else { return nil }
        guard found.byteCount <= byteCountMaximum else {
            throw SpoolError(.tooLarge, path: path, detail: "has \(found.byteCount) bytes")
        }
        let file = try open(path, O_RDONLY)
        return try ArchiveReader.bytes(of: file.number, 0..<found.byteCount, path)
    }

    /// Replaces a small file so that a power cut leaves the old or the new bytes: working name, sync, rename,
    /// sync.
    static func replace(_ path: String, with bytes: [UInt8], mode: mode_t = 0o640) throws(SpoolError) {
        let working = path + ".new"
        try writeNew(working, bytes, mode: mode)
        do throws(SpoolError) {
            try rename(working, to: path)
        } catch {
            removeLeftover(working)
            throw error
        }
        try synchronizeFolder(parent(of: path))
    }

    /// Writes and syncs a file under a working name, replacing what an earlier try left; its folder is not
    /// synced.
    static func writeNew(_ path: String, _ bytes: [UInt8], mode: mode_t = 0o640) throws(SpoolError) {
        try remove(path)
        let file = try open(path, O_WRONLY | O_CREAT | O_EXCL, mode: mode)
        do throws(SpoolError) {
            try bytes.withUnsafeBufferPointer { (buffer) throws(SpoolError) in
                try write(UnsafeRawBufferPointer(buffer), to: file.number, at: 0, path)
            }
            try synchronize(file.number, path)
        } catch {
            removeLeftover(path)
            throw error
        }
    }
}
