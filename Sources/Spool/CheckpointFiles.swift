/// The files that tell, outside the database, how far the audit trail had come: `audit/head`, and a file for each checkpoint.
public struct CheckpointFiles: Sendable {
    private static let byteCountMaximum = 65_536
    private static let ending = ".checkpoint"

    private let folder: String

    /// The checkpoints of a spool.
    public init(_ layout: SpoolLayout) {
        folder = layout.audit
    }

    /// The head that was told last, or `nil` when none was.
    public func head() throws(SpoolError) -> [UInt8]? {
        try Disk.contents(of: folder + "/head", byteCountMaximum: Self.byteCountMaximum)
    }

    /// Replaces the head; durable when it returns.
    public func replaceHead(_ bytes: [UInt8]) throws(SpoolError) {
        try Disk.replace(folder + "/head", with: bytes)
    }

    /// Puts the head aside under a name that says when, so that a server may begin with an older database.
    public func retireHead(stamp: String) throws(SpoolError) {
        guard try head() != nil else { return }
        try SafeName.check(stamp, in: folder)
        try Disk.rename(folder + "/head", to: "\(folder)/head-\(stamp)")
        try Disk.synchronizeFolder(folder)
    }

    /// The names of the checkpoints, oldest first.
    public func names() throws(SpoolError) -> [String] {
        guard try Disk.status(at: folder) != nil else { return [] }
        return try Disk.names(in: folder).filter { $0.hasSuffix(Self.ending) }
    }

    /// Puts a checkpoint aside that speaks of entries which are gone.
    public func retire(_ name: String) throws(SpoolError) {
        try SafeName.check(name, in: folder)
        try Disk.rename("\(folder)/\(name)", to: "\(folder)/\(name).superseded")
        try Disk.synchronizeFolder(folder)
    }

    /// The bytes of a checkpoint.
    public func read(_ name: String) throws(SpoolError) -> [UInt8] {
        try SafeName.check(name, in: folder)
        let path = folder + "/" + name
        guard let bytes = try Disk.contents(of: path, byteCountMaximum: Self.byteCountMaximum) else {
            throw SpoolError(.notFound, path: path, detail: "is not there")
        }
        return bytes
    }

    /// Keeps a checkpoint under a name made of a stamp; durable when it returns, the same bytes again have no effect.
    ///
    /// - Returns: the file's path.
    public func keep(_ bytes: [UInt8], stamp: String) throws(SpoolError) -> String {
        let name = stamp + Self.ending
        try SafeName.check(name, in: folder)
        let path = folder + "/" + name
        if try Disk.status(at: path) != nil {
            guard try read(name) == bytes else {
                throw SpoolError(.exists, path: path, detail: "is there already with other bytes")
            }
            return path
        }
        try Disk.replace(path, with: bytes)
        return path
    }
}
