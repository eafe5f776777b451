/// Why a request was refused: a status of SFTP version 3 and the sentence that goes with it to the client.
public struct SFTPError: Error, Sendable, Equatable {
    /// The status codes of SFTP version 3.
    ///
    /// Source: draft-ietf-secsh-filexfer-02, section 7.
    public enum Status: UInt32, Sendable, CaseIterable {
        /// The request was carried out.
        case ok = 0
        /// There is nothing more to read.
        case endOfFile = 1
        /// The name does not exist.
        case noSuchFile = 2
        /// The name exists, the login may not do that with it.
        case permissionDenied = 3
        /// Any other reason; the text says which.
        case failure = 4
        /// The packet contradicts the protocol.
        case badMessage = 5
        /// The client has no connection; never sent by a server.
        case noConnection = 6
        /// The client lost its connection; never sent by a server.
        case connectionLost = 7
        /// The host does not offer this operation.
        case unsupported = 8
    }

    /// The status sent to the client.
    public var code: Status
    /// The sentence sent to the client as the text of the status.
    public var message: String

    /// Makes an error from a status and the sentence the client shall read.
    public init(code: Status, message: String) {
        self.code = code
        self.message = message
    }
}

/// Why the host could not start, or a host key could not be read or made.
public struct SFTPHostError: Error, Sendable, Equatable, CustomStringConvertible {
    /// The situations in which a host does not start.
    public enum Code: String, Sendable {
        /// The address is no IPv4 or IPv6 address.
        case badAddress
        /// The system refused to listen on address and port.
        case cannotListen
        /// A host key is missing, unreadable or of no use.
        case badHostKey
        /// The library or the system gave no memory, thread or descriptor.
        case noResources
    }

    /// Which situation it is.
    public var code: Code
    /// What happened, to what, and what to do about it.
    public var message: String

    /// Makes an error from its situation and a sentence.
    public init(code: Code, message: String) {
        self.code = code
        self.message = message
    }

    /// The sentence alone.
    public var description: String { message }
}
