internal import Glibc

/// Gives archived bytes a second name in another folder: a hard link, or a copy where links do not work.
enum LinkedFile {
    private static let chunkByteCount = 262_144

    /// Makes the name; the folder is not synced.
    ///
    /// The same bytes under the name already: no effect. Other bytes: `exists`.
    static func place(_ source: String, at target: String) throws(SpoolError) {
        do throws(SpoolError) {
            try Disk.link(source, to: target)
        } catch {
            switch error.errno {
            case EEXIST:
                try compare(source, with: target)
            case EXDEV, EMLINK, EPERM, EOPNOTSUPP:
                try placeCopy(of: source, at: target)
            default:
                throw error
            }
        }
    }

    /// Copies beside the target under a hidden name, syncs, and renames.
    static func placeCopy(of source: String, at target: String) throws(SpoolError) {
        guard try Disk.status(at: target) == nil else { return try compare(source, with: target) }
        let name = target[target.index(after: target.lastIndex(of: "/") ?? target.startIndex)...]
        let working = Disk.parent(of: target) + "/.placing-" + name.prefix(SafeName.byteCountMaximum)
        try Disk.remove(working)
        do throws(SpoolError) {
            try copy(source, to: working)
            try Disk.rename(working, to: target)
        } catch {
            Disk.removeLeftover(working)
            throw error
        }
    }

    private static func copy(_ source: String, to working: String) throws(SpoolError) {
        let reader = try ArchiveReader(path: source)
        let file = try Disk.open(working, O_WRONLY | O_CREAT | O_EXCL)
        var offset = 0
        while offset < reader.byteCount {
            let bytes = try reader.bytes(offset..<min(offset + chunkByteCount, reader.byteCount))
            try bytes.withUnsafeBufferPointer { (buffer) throws(SpoolError) in
                try Disk.write(UnsafeRawBufferPointer(buffer), to: file.number, at: offset, working)
            }
            offset += bytes.count
        }
        try Disk.synchronize(file.number, working)
        try Disk.setMode(0o440, of: file.number, working)
    }

    private static func compare(_ source: String, with target: String) throws(SpoolError) {
        guard let wanted = try Disk.status(at: source) else {
            throw SpoolError(errno: ENOENT, "link", source)
        }
        guard let found = try Disk.status(at: target) else {
            throw SpoolError(errno: ENOENT, "compare", target)
        }
        if found.isSameFile(as: wanted) { return }
        guard found.isRegular, found.byteCount == wanted.byteCount, try haveEqualBytes(source, target) else {
            throw SpoolError(.exists, path: target, detail: "holds other bytes", errno: EEXIST)
        }
    }

    private static func haveEqualBytes(_ first: String, _ second: String) throws(SpoolError) -> Bool {
        let first = try ArchiveReader(path: first)
        let second = try ArchiveReader(path: second)
        guard first.byteCount == second.byteCount else { return false }
        var offset = 0
        while offset < first.byteCount {
            let range = offset..<min(offset + chunkByteCount, first.byteCount)
            guard try first.bytes(range) == second.bytes(range) else { return false }
            offset = range.upperBound
        }
        return true
    }
}
