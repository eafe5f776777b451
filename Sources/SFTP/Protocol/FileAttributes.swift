/// What the protocol tells of a file or folder.
///
/// Owner and group are not part of it: they are always sent as 0, since a partner has no account on the
/// machine.
public struct FileAttributes: Sendable, Equatable {
    /// Whether the name is a folder.
    public var isDirectory: Bool
    /// The size in bytes; 0 for a folder.
    public var size: UInt64
    /// The nine permission bits; the kind is added from ``isDirectory`` when sent.
    public var permissions: UInt32
    /// The time of the last change, in seconds since 1970, UTC.
    public var modified: Int64

    /// Makes attributes from their four facts.
    public init(isDirectory: Bool, size: UInt64, permissions: UInt32, modified: Int64) {
        self.isDirectory = isDirectory
        self.size = size
        self.permissions = permissions
        self.modified = modified
    }

    /// The mode word of POSIX: kind and permissions.
    var mode: UInt32 { (isDirectory ? 0o040000 : 0o100000) | (permissions & 0o777) }

    /// The change time as the 32 bits the protocol has room for.
    var modifiedSeconds: UInt32 { UInt32(clamping: modified) }
}

/// One line of a directory listing.
public struct DirectoryEntry: Sendable, Equatable {
    /// The name alone, without its folder.
    public var name: String
    /// What is told of it.
    public var attributes: FileAttributes

    /// Makes an entry from a name and its attributes.
    public init(name: String, attributes: FileAttributes) {
        self.name = name
        self.attributes = attributes
    }
}

/// How a client asks to open a file.
///
/// Source: draft-ietf-secsh-filexfer-02, section 6.3.
public struct OpenFlags: OptionSet, Sendable, Hashable {
    /// The bits as sent by the client.
    public let rawValue: UInt32

    /// Takes the bits as sent by the client.
    public init(rawValue: UInt32) { self.rawValue = rawValue }

    /// Open for reading.
    public static let read = OpenFlags(rawValue: 0x01)
    /// Open for writing.
    public static let write = OpenFlags(rawValue: 0x02)
    /// Every write goes to the end.
    public static let append = OpenFlags(rawValue: 0x04)
    /// Make the file when it does not exist.
    public static let create = OpenFlags(rawValue: 0x08)
    /// Empty an existing file first.
    public static let truncate = OpenFlags(rawValue: 0x10)
    /// Fail when the file exists.
    public static let exclusive = OpenFlags(rawValue: 0x20)
}
