/// A folder where our own applications leave files, and find them again in `done/` or `rejected/` with the reason beside.
public struct ErpFolder: Sendable {
    /// What became of a file.
    public enum Outcome: String, Sendable, CaseIterable {
        /// It was taken; a part of it may have been refused, which is told beside it.
        case done
        /// Nothing of it was taken.
        case rejected
    }

    /// The folder on disk.
    public let path: String
    /// The files that wait in it.
    public var waiting: DropFolder { DropFolder(path: path) }

    /// Names a folder, as ``SpoolLayout/erpOrders``.
    public init(path: String) {
        self.path = path
    }

    /// Moves a file where its outcome is seen; durable when it returns, and harmless when repeated.
    ///
    /// The reason is written first: nobody finds a refused file without it. Where the outcome's folder has a file of the name,
    /// this one is given `mark` behind it.
    ///
    /// `why`: what goes into the file with `.why` behind the name; `nil` when there is nothing to tell.
    public func settle(_ name: String, as outcome: Outcome, why: String?, mark: String) throws(SpoolError) {
        try SafeName.check(name, in: path)
        let folder = path + "/" + outcome.rawValue
        try Disk.createFolders(folder)
        guard try Disk.status(at: path + "/" + name) != nil else { return }
        let isTaken = try Disk.status(at: folder + "/" + name) != nil
        let target = folder + "/" + name + (isTaken ? "." + mark : "")
        if let why { try Disk.replace(target + ".why", with: Array(why.utf8)) }
        try Disk.rename(path + "/" + name, to: target)
        for changed in [folder, path] { try Disk.synchronizeFolder(changed) }
    }
}
