/// A file in a drop folder that its writer has finished.
public struct DropFile: Sendable, Hashable {
    /// Its name as the writer gave it; it names this file only and never a path of ours.
    public let name: String
    /// How many bytes it has.
    public let byteCount: Int
    /// When it was written last, in seconds since 1970.
    public let modifiedSeconds: Int64
}

/// A folder where local programs leave files for us.
///
/// A writer finishes a file by closing it, or better by renaming it from a temporary name; temporary names
/// and names that are not UTF-8 are not listed. Folders, links and devices are never read.
public struct DropFolder: Sendable {
    private static let temporarySuffixes = [".filepart", ".part", ".tmp", ".partial", "~"]

    /// The folder on disk.
    public let path: String

    /// The drop folder of a partner's account.
    public init(_ layout: SpoolLayout, partner: String) {
        path = layout.drop(partner)
    }

    /// A drop folder anywhere, such as the ERP's.
    public init(path: String) {
        self.path = path
    }

    /// Whether a name says that its file is not finished.
    public static func isTemporary(_ name: String) -> Bool {
        let lowered = name.lowercased()
        return name.hasPrefix(".") || temporarySuffixes.contains { lowered.hasSuffix($0) }
    }

    /// The files that are ready, sorted by name.
    public func list() throws(SpoolError) -> [DropFile] {
        var files: [DropFile] = []
        for name in try Disk.names(in: path) where !DropFolder.isTemporary(name) {
            guard let status = try Disk.status(at: path + "/" + name), status.isRegular else { continue }
            files.append(
                DropFile(name: name, byteCount: status.byteCount, modifiedSeconds: status.modifiedSeconds))
        }
        return files
    }

    /// Opens a file for reading.
    public func open(_ name: String) throws(SpoolError) -> ArchiveReader {
        try ArchiveReader(path: try filePath(name))
    }

    /// Removes a file, after its arrival was committed; returns false when it is gone already.
    @discardableResult
    public func remove(_ name: String) throws(SpoolError) -> Bool {
        try Disk.remove(try filePath(name))
    }

    private func filePath(_ name: String) throws(SpoolError) -> String {
        guard !name.isEmpty, name != ".", name != "..", !name.utf8.contains(UInt8(ascii: "/")),
            !name.utf8.contains(0)
        else { throw SpoolError(.notFound, path: path, detail: "has no file of that name") }
        return path + "/" + name
    }
}
