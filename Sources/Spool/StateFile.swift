/// A small file under `state/` that is replaced as a whole: host keys, the last good profiles.
public struct StateFile: Sendable {
    private static let byteCountMaximum = 16_777_216

    /// Where it lies.
    public let path: String
    private let isSecret: Bool

    /// Names a file; a secret one can be read by its owner only.
    ///
    /// - Throws: `SpoolError` with the code `invalidName`.
    public init(_ layout: SpoolLayout, name: String, isSecret: Bool = false) throws(SpoolError) {
        try SafeName.check(name, in: layout.state)
        path = layout.state + "/" + name
        self.isSecret = isSecret
    }

    /// Its bytes, or `nil` when it was never written.
    public func read() throws(SpoolError) -> [UInt8]? {
        try Disk.contents(of: path, byteCountMaximum: StateFile.byteCountMaximum)
    }

    /// Replaces its bytes; durable when it returns, and a power cut leaves the old or the new.
    public func replace(_ bytes: [UInt8]) throws(SpoolError) {
        try Disk.replace(path, with: bytes, mode: isSecret ? 0o600 : 0o640)
    }
}
