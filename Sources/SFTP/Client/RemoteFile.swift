/// One name in a folder of a server.
public struct RemoteFile: Sendable, Equatable {
    /// What a name stands for.
    public enum Kind: String, Sendable, CaseIterable {
        /// A file with bytes.
        case file
        /// A folder.
        case folder
        /// A symbolic link.
        case link
        /// A device, a pipe, or something the server does not tell.
        case other
    }

    /// The name alone, as the server's bytes; this is what requests go by.
    public let nameBytes: [UInt8]
    /// The size in bytes, when the server tells it.
    public let size: UInt64?
    /// The time of the last change by the server's clock in seconds since 1970, when the server tells it.
    public let modifiedSeconds: Int64?
    /// The permission bits, when the server tells them.
    public let permissions: UInt32?
    /// What the name stands for.
    public let kind: Kind

    /// Makes an entry from its facts.
    public init(
        nameBytes: [UInt8], size: UInt64?, modifiedSeconds: Int64?, permissions: UInt32?, kind: Kind
    ) {
        self.nameBytes = nameBytes
        self.size = size
        self.modifiedSeconds = modifiedSeconds
        self.permissions = permissions
        self.kind = kind
    }

    /// The name as text; bytes that are no UTF-8 are replaced, see ``isLossless``.
    public var name: String { String(decoding: nameBytes, as: UTF8.self) }

    /// Whether ``name`` has the same bytes as the name at the server.
    public var isLossless: Bool { String(validating: nameBytes, as: UTF8.self) != nil }
}

/// How a file at the server is opened for writing.
public enum WriteMode: Sendable, Equatable {
    /// From the beginning; `exclusive` fails when the name is taken, otherwise what was there is emptied.
    case create(exclusive: Bool)
    /// Goes on behind the bytes that are there already.
    case resume(from: UInt64)
}
