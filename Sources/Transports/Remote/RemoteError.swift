/// What a partner's server, or the way to it, did to us.
public struct RemoteError: Error, Sendable, Equatable, CustomStringConvertible {
    /// What follows from it.
    public enum Kind: String, Sendable, Hashable, CaseIterable {
        /// There is no connection, or none any more; the visit is over and another one may do better.
        case connection
        /// The server showed a key that the profile does not know; never tried again without a person.
        case identity
        /// The server refused our login; never tried again without a person.
        case login
        /// There is nothing of that name.
        case missing
        /// The server does not allow it.
        case denied
        /// Something of that name is there.
        case exists
        /// The server has no room.
        case full
        /// The server said no without a reason we know.
        case refused
        /// A fault on our side.
        case local
        /// We are stopping.
        case cancelled
    }

    /// What follows from it.
    public let kind: Kind
    /// What happened and what to do, in a sentence.
    public let description: String
    /// Whether the request was sent and its answer lost, so that it may have been done.
    public let mayHaveHappened: Bool

    /// Makes an error.
    public init(_ kind: Kind, _ description: String, mayHaveHappened: Bool = false) {
        self.kind = kind
        self.description = description
        self.mayHaveHappened = mayHaveHappened
    }

    /// Whether the connection is of no more use.
    public var endsVisit: Bool {
        switch kind {
        case .connection, .identity, .login, .cancelled: true
        case .missing, .denied, .exists, .full, .refused, .local: false
        }
    }
}
