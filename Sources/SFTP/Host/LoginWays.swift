/// Ways to prove who one is.
public struct LoginMethods: OptionSet, Sendable, Hashable {
    /// The ways as bits.
    public let rawValue: UInt8

    /// A set of ways from its bits.
    public init(rawValue: UInt8) { self.rawValue = rawValue }

    /// A signature with a private key.
    public static let publicKey = LoginMethods(rawValue: 1)
    /// A password.
    public static let password = LoginMethods(rawValue: 2)
}

/// By which ways a name may log in, and whether one of them is enough.
public struct LoginWays: Sendable, Hashable {
    /// The ways the client is told of; never empty.
    public var offered: LoginMethods
    /// Whether every offered way has to be gone, in any order.
    public var needsAll: Bool

    /// Either way, one of them is enough.
    public static let either = LoginWays(offered: [.publicKey, .password])

    /// Names the ways; without any it is a key, as a client must be told something.
    public init(offered: LoginMethods, needsAll: Bool = false) {
        self.offered = offered.isEmpty ? .publicKey : offered
        self.needsAll = needsAll
    }

    /// What is left to prove for a client that has proven some ways.
    func remaining(after proven: LoginMethods) -> LoginMethods {
        needsAll ? offered.subtracting(proven) : offered
    }

    /// Whether a client that goes one way more has proven enough.
    public func isEnough(_ method: LoginMethods, after proven: LoginMethods) -> Bool {
        !needsAll || offered.isSubset(of: proven.union(method))
    }
}

/// Which of the host's doors a client came through: they differ in the algorithms offered.
public enum HostDoor: String, Sendable, Hashable, CaseIterable {
    /// Present-day algorithms only.
    case standard
    /// Older algorithms as well, for the few who have an exception.
    case legacy
}
