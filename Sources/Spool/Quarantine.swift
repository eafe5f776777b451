public import Cryptography

/// What was set aside for a person to look at, with the reason beside it.
public struct Quarantine: Sendable {
    private static let nameByteMaximum = 100

    private let layout: SpoolLayout

    /// The quarantine of a spool.
    public init(_ layout: SpoolLayout) {
        self.layout = layout
    }

    /// Puts archived bytes into `quarantine/<reason>/` as `<arrival>-<name>`, and a text beside them that
    /// ends in `.why`.
    ///
    /// All three names are made safe. Durable when it returns; doing it again has no further effect.
    ///
    /// - Returns: where the bytes lie.
    @discardableResult
    public func place(
        _ digest: Digest, name: String, arrival: String, reason: String, why: String
    ) throws(SpoolError) -> String {
        let limit = Quarantine.nameByteMaximum
        let folder = layout.quarantine + "/" + SafeName.made(from: reason, byteCountMaximum: 40)
        let safeArrival = SafeName.made(from: arrival, byteCountMaximum: 40)
        let path = folder + "/" + safeArrival + "-" + SafeName.made(from: name, byteCountMaximum: limit)
        try Disk.createFolders(folder)
        try LinkedFile.place(layout.archived(digest), at: path)
        let text = why.hasSuffix("\n") ? why : why + "\n"
        // Replacing syncs the folder, which carries the link too.
        try Disk.replace(path + ".why", with: Array(text.utf8))
        return path
    }
}
